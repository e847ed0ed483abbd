/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-saved-logins-view.h"

#include <glib/gi18n-lib.h>

#include "door-saved-login-details.h"
#include "door-saved-login-row.h"
#include "door-undo-toast.h"

struct _DoorSavedLoginsView
{
  GtkWidget parent_instance;

  DoorLoginCatalog *catalog; /* NULL: nothing is saved in this session */
  AdwToastOverlay *toasts;   /* weak: it is around this */
  GtkFilterListModel *found;
  char *wanted; /* folded, or NULL for all */

  GtkWidget *contents;
  GtkEditable *search;
  GtkWidget *locked_bar;
  GtkWidget *unlock;
  GtkWidget *unreachable_bar;
  GtkWidget *overview;
  GtkWidget *listing;
  GtkSpinner *spinner;
  GtkWidget *none;
  GtkWidget *not_found;
  GtkWidget *private_note;
  GtkListView *list;
  DoorSavedLoginDetails *details;
};

G_DEFINE_FINAL_TYPE (DoorSavedLoginsView, door_saved_logins_view, GTK_TYPE_WIDGET)

/* What is not shown is hidden for good, not only behind something else: an assistive technology
 * cannot tell the difference. */
static void
show_alone (DoorSavedLoginsView *self, GtkWidget *shown)
{
  GtkWidget *all[] = { self->listing, GTK_WIDGET (self->spinner), self->none, self->not_found,
                       self->private_note };

  for (gsize i = 0; i < G_N_ELEMENTS (all); i++)
    gtk_widget_set_visible (all[i], all[i] == shown);
  gtk_spinner_set_spinning (self->spinner, shown == GTK_WIDGET (self->spinner));
}

static void
update (DoorSavedLoginsView *self)
{
  DoorCatalogState state;

  if (self->catalog == NULL)
    {
      show_alone (self, self->private_note);
      return;
    }

  state = door_login_catalog_get_state (self->catalog);
  if (g_list_model_get_n_items (G_LIST_MODEL (self->found)) > 0)
    show_alone (self, self->listing);
  else if (g_list_model_get_n_items (G_LIST_MODEL (self->catalog)) > 0)
    show_alone (self, self->not_found);
  else if (state == DOOR_CATALOG_LOADING)
    show_alone (self, GTK_WIDGET (self->spinner));
  else
    show_alone (self, state == DOOR_CATALOG_READY ? self->none : NULL);

  gtk_widget_set_visible (self->locked_bar, state == DOOR_CATALOG_LOCKED);
  gtk_widget_set_visible (self->unreachable_bar, state == DOOR_CATALOG_UNREACHABLE);
}

/* A list that fills keeps its first row in view and in focus, wherever in the order it has come to
 * stand by the end. Unless somebody is there already, it begins at its beginning. */
static void
on_state (DoorSavedLoginsView *self)
{
  GtkSelectionModel *model = gtk_list_view_get_model (self->list);

  if (door_login_catalog_get_state (self->catalog) != DOOR_CATALOG_LOADING
      && (gtk_widget_get_state_flags (GTK_WIDGET (self->list)) & GTK_STATE_FLAG_FOCUS_WITHIN) == 0)
    {
      g_object_ref (model);
      gtk_list_view_set_model (self->list, NULL);
      gtk_list_view_set_model (self->list, model);
      g_object_unref (model);
    }
  update (self);
}

static void
show_details (DoorSavedLoginsView *self, gboolean shown)
{
  gtk_widget_set_visible (self->overview, !shown);
  gtk_widget_set_visible (GTK_WIDGET (self->details), shown);
}

static gboolean
matches (gpointer item, gpointer user_data)
{
  DoorSavedLoginsView *self = user_data;

  return self->wanted == NULL || door_listed_login_matches (item, self->wanted);
}

static void
on_search (DoorSavedLoginsView *self)
{
  const char *text = gtk_editable_get_text (self->search);

  g_clear_pointer (&self->wanted, g_free);
  if (*text != '\0')
    self->wanted = g_utf8_casefold (text, -1);
  if (self->found != NULL)
    {
      gtk_filter_changed (gtk_filter_list_model_get_filter (self->found),
                          GTK_FILTER_CHANGE_DIFFERENT);
      update (self);
    }
}

static void
on_stop_search (DoorSavedLoginsView *self)
{
  if (gtk_editable_get_text (self->search)[0] != '\0')
    gtk_editable_set_text (self->search, "");
  else
    gtk_widget_activate_action (GTK_WIDGET (self), "window.close", NULL);
}

static void
on_unlock (DoorSavedLoginsView *self)
{
  door_login_catalog_load (self->catalog, TRUE);
}

static void
on_try_again (DoorSavedLoginsView *self)
{
  door_login_catalog_load (self->catalog, FALSE);
}

static void
on_activate (DoorSavedLoginsView *self, guint position)
{
  g_autoptr (DoorListedLogin) login = g_list_model_get_item (G_LIST_MODEL (self->found), position);

  door_saved_login_details_show (self->details, login);
  show_details (self, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->details));
}

static void
on_back (DoorSavedLoginsView *self)
{
  show_details (self, FALSE);
  if (!gtk_widget_grab_focus (GTK_WIDGET (self->list)))
    gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

/* The keyring may know it by another name now. */
static void
on_changed (DoorSavedLoginsView *self)
{
  on_back (self);
  door_login_catalog_load (self->catalog, FALSE);
}

static void
on_restored (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DoorSavedLoginsView) self = user_data;
  g_autoptr (GError) error = NULL;

  if (self->toasts == NULL)
    return;

  if (!door_keyring_change_finish (DOOR_KEYRING (source), result, &error))
    adw_toast_overlay_add_toast (self->toasts,
                                 adw_toast_new (_ ("The login could not be brought back")));
  door_login_catalog_load (self->catalog, FALSE);
}

/* What can be brought back, for as long as the view is there. */
typedef struct
{
  DoorSavedLoginsView *view;
  GObject *removed;
} Undo;

static void
undo_free (gpointer data)
{
  Undo *undo = data;

  g_object_unref (undo->removed);
  g_free (undo);
}

static void
on_undo (gpointer data, gpointer unused)
{
  Undo *undo = data;

  door_keyring_restore_async (door_login_catalog_get_keyring (undo->view->catalog), undo->removed,
                              NULL, on_restored, g_object_ref (undo->view));
}

static void
on_removed (DoorSavedLoginsView *self, DoorListedLogin *login, GObject *removed)
{
  const char *username = door_saved_login_get_username (door_listed_login_get_login (login));
  g_autofree char *text
      = *username != '\0'
            /* TRANSLATORS: a user name, and a host. */
            ? g_strdup_printf (_ ("Login of “%1$s” at %2$s deleted"), username,
                               door_listed_login_get_place (login))
            : g_strdup_printf (_ ("Login at %s deleted"), door_listed_login_get_place (login));
  Undo *undo = g_new0 (Undo, 1);

  on_back (self);
  door_login_catalog_drop (self->catalog, login);

  undo->view = self;
  undo->removed = g_object_ref (removed);
  door_undo_toast_show (self->toasts, text, on_undo, undo, undo_free);
}

static void
on_setup (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  gtk_list_item_set_child (item, door_saved_login_row_new ());
}

static void
on_bind (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  door_saved_login_row_show (DOOR_SAVED_LOGIN_ROW (gtk_list_item_get_child (item)),
                             gtk_list_item_get_item (item));
}

static void
door_saved_logins_view_dispose (GObject *object)
{
  DoorSavedLoginsView *self = DOOR_SAVED_LOGINS_VIEW (object);

  g_clear_pointer (&self->contents, gtk_widget_unparent);
  g_clear_object (&self->found);
  g_clear_object (&self->catalog);
  g_clear_weak_pointer (&self->toasts);
  G_OBJECT_CLASS (door_saved_logins_view_parent_class)->dispose (object);
}

static void
door_saved_logins_view_finalize (GObject *object)
{
  g_free (DOOR_SAVED_LOGINS_VIEW (object)->wanted);
  G_OBJECT_CLASS (door_saved_logins_view_parent_class)->finalize (object);
}

static gboolean
door_saved_logins_view_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (DOOR_SAVED_LOGINS_VIEW (widget)->search));
}

static void
door_saved_logins_view_class_init (DoorSavedLoginsViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = door_saved_logins_view_dispose;
  object_class->finalize = door_saved_logins_view_finalize;
  widget_class->grab_focus = door_saved_logins_view_grab_focus;

  g_type_ensure (DOOR_TYPE_SAVED_LOGIN_DETAILS);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/doorward/Doorward/ui/door-saved-logins-view.ui");
  gtk_widget_class_bind_template_child (widget_class, DoorSavedLoginsView, contents);
  gtk_widget_class_bind_template_child (widget_class, DoorSavedLoginsView, search);
  gtk_widget_class_bind_template_child (widget_class, DoorSavedLoginsView, locked_bar);
  gtk_widget_class_bind_template_child (widget_class, DoorSavedLoginsView, unlock);
  gtk_widget_class_bind_template_child (widget_class, DoorSavedLoginsView, unreachable_bar);
  gtk_widget_class_bind_template_child (widget_class, DoorSavedLoginsView, overview);
  gtk_widget_class_bind_template_child (widget_class, DoorSavedLoginsView, listing);
  gtk_widget_class_bind_template_child (widget_class, DoorSavedLoginsView, none);
  gtk_widget_class_bind_template_child (widget_class, DoorSavedLoginsView, not_found);
  gtk_widget_class_bind_template_child (widget_class, DoorSavedLoginsView, private_note);
  gtk_widget_class_bind_template_child (widget_class, DoorSavedLoginsView, spinner);
  gtk_widget_class_bind_template_child (widget_class, DoorSavedLoginsView, list);
  gtk_widget_class_bind_template_child (widget_class, DoorSavedLoginsView, details);
  gtk_widget_class_bind_template_callback (widget_class, on_search);
  gtk_widget_class_bind_template_callback (widget_class, on_stop_search);
  gtk_widget_class_bind_template_callback (widget_class, on_unlock);
  gtk_widget_class_bind_template_callback (widget_class, on_try_again);
  gtk_widget_class_bind_template_callback (widget_class, on_activate);
  gtk_widget_class_bind_template_callback (widget_class, on_back);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_removed);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "savedlogins");
}

static void
door_saved_logins_view_init (DoorSavedLoginsView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  show_details (self, FALSE);
}

/**
 * door_saved_logins_view_set_session:
 * @session: whose keyring it is
 * @catalog: (nullable): what is in it; nothing is saved in a session without
 * @toasts: where it says what was done
 */
void
door_saved_logins_view_set_session (DoorSavedLoginsView *self,
                                    DoorSession *session,
                                    DoorLoginCatalog *catalog,
                                    AdwToastOverlay *toasts)
{
  g_autoptr (GtkListItemFactory) factory = NULL;
  g_autoptr (GtkSelectionModel) selection = NULL;
  GtkFilter *filter;

  g_return_if_fail (DOOR_IS_SAVED_LOGINS_VIEW (self));
  g_return_if_fail (self->toasts == NULL);

  g_set_weak_pointer (&self->toasts, toasts);
  gtk_widget_set_sensitive (GTK_WIDGET (self->search), catalog != NULL);
  if (catalog == NULL)
    {
      update (self);
      return;
    }

  self->catalog = g_object_ref (catalog);
  filter = GTK_FILTER (gtk_custom_filter_new (matches, self, NULL));
  self->found = gtk_filter_list_model_new (G_LIST_MODEL (g_object_ref (self->catalog)), filter);
  g_signal_connect_object (self->catalog, "notify::state", G_CALLBACK (on_state), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->found, "items-changed", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  door_saved_login_details_set_session (self->details, session, toasts);

  factory = gtk_signal_list_item_factory_new ();
  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), NULL);
  gtk_list_view_set_factory (self->list, factory);
  selection
      = GTK_SELECTION_MODEL (gtk_no_selection_new (G_LIST_MODEL (g_object_ref (self->found))));
  gtk_list_view_set_model (self->list, selection);

  update (self);
}
