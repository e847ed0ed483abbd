/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-logins-window.h"

#include "door-input-watch.h"
#include "door-never-save-view.h"
#include "door-saved-logins-view.h"
#include "door-signed-in-view.h"

struct _DoorLoginsWindow
{
  AdwWindow parent_instance;

  DoorSession *session;

  AdwToastOverlay *toasts;
  AdwViewStack *views;
  AdwViewStackPage *never_page;
  DoorSavedLoginsView *saved;
  DoorSignedInView *signed_in;
  DoorNeverSaveView *never;
};

G_DEFINE_FINAL_TYPE (DoorLoginsWindow, door_logins_window, ADW_TYPE_WINDOW)

enum
{
  PROP_SESSION = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* The views that are not in front are hidden from assistive technology, too, and from whoever would
 * press a button that is not there. */
static void
update_views (DoorLoginsWindow *self)
{
  GtkWidget *all[]
      = { GTK_WIDGET (self->saved), GTK_WIDGET (self->signed_in), GTK_WIDGET (self->never) };
  GtkWidget *shown = adw_view_stack_get_visible_child (self->views);

  for (gsize i = 0; i < G_N_ELEMENTS (all); i++)
    gtk_widget_set_visible (gtk_widget_get_first_child (all[i]), all[i] == shown);
}

static void
door_logins_window_constructed (GObject *object)
{
  DoorLoginsWindow *self = DOOR_LOGINS_WINDOW (object);
  DoorNeverSave *never_save = door_session_get_never_save (self->session);

  G_OBJECT_CLASS (door_logins_window_parent_class)->constructed (object);

  if (door_session_get_idle (self->session) != NULL)
    door_input_watch_window (GTK_WINDOW (self), door_session_get_idle (self->session));
  if (door_session_is_private (self->session))
    gtk_widget_add_css_class (GTK_WIDGET (self), "private");

  door_signed_in_view_set_session (self->signed_in, self->session);
  adw_view_stack_page_set_visible (self->never_page, never_save != NULL);
  if (never_save != NULL)
    door_never_save_view_set_model (self->never, never_save, self->toasts);
  update_views (self);
}

/* Not before: GTK 4.8 then takes the window for any widget where it tells its role. */
static void
door_logins_window_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (door_logins_window_parent_class)->map (widget);
  if (gtk_window_get_focus (GTK_WINDOW (widget)) == NULL)
    gtk_widget_grab_focus (GTK_WIDGET (DOOR_LOGINS_WINDOW (widget)->saved));
}

static void
door_logins_window_dispose (GObject *object)
{
  g_clear_object (&DOOR_LOGINS_WINDOW (object)->session);
  G_OBJECT_CLASS (door_logins_window_parent_class)->dispose (object);
}

static void
door_logins_window_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_SESSION:
      g_value_set_object (value, DOOR_LOGINS_WINDOW (object)->session);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
door_logins_window_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_SESSION:
      DOOR_LOGINS_WINDOW (object)->session = g_value_dup_object (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
door_logins_window_class_init (DoorLoginsWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = door_logins_window_constructed;
  object_class->dispose = door_logins_window_dispose;
  object_class->get_property = door_logins_window_get_property;
  object_class->set_property = door_logins_window_set_property;
  widget_class->map = door_logins_window_map;

  properties[PROP_SESSION]
      = g_param_spec_object ("session", NULL, NULL, DOOR_TYPE_SESSION,
                             G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (DOOR_TYPE_NEVER_SAVE_VIEW);
  g_type_ensure (DOOR_TYPE_SAVED_LOGINS_VIEW);
  g_type_ensure (DOOR_TYPE_SIGNED_IN_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/doorward/Doorward/ui/door-logins-window.ui");
  gtk_widget_class_bind_template_child (widget_class, DoorLoginsWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, DoorLoginsWindow, views);
  gtk_widget_class_bind_template_child (widget_class, DoorLoginsWindow, never_page);
  gtk_widget_class_bind_template_child (widget_class, DoorLoginsWindow, saved);
  gtk_widget_class_bind_template_child (widget_class, DoorLoginsWindow, signed_in);
  gtk_widget_class_bind_template_child (widget_class, DoorLoginsWindow, never);
  gtk_widget_class_bind_template_callback (widget_class, update_views);

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_DIALOG);
}

static void
door_logins_window_init (DoorLoginsWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * door_logins_window_new:
 * @session: whose logins to show
 *
 * Returns: (transfer none): a window, which GTK owns
 */
DoorLoginsWindow *
door_logins_window_new (DoorSession *session)
{
  DoorKeyring *keyring = door_session_get_keyring (session);
  g_autoptr (DoorLoginCatalog) catalog = NULL;
  DoorLoginsWindow *self;

  /* The keyring searches while the window is made. */
  if (keyring != NULL)
    {
      catalog = door_login_catalog_new (keyring);
      door_login_catalog_load (catalog, FALSE);
    }

  self = g_object_new (DOOR_TYPE_LOGINS_WINDOW, "session", session, NULL);
  door_saved_logins_view_set_session (self->saved, session, catalog, self->toasts);

  return self;
}
