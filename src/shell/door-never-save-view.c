/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-never-save-view.h"

#include <glib/gi18n-lib.h>

#include "door-display-text.h"
#include "door-undo-toast.h"

struct _DoorNeverSaveView
{
  GtkWidget parent_instance;

  DoorNeverSave *never_save;
  AdwToastOverlay *toasts; /* weak: it is around this */

  GtkWidget *contents;
  GtkWidget *none;
  GtkWidget *sites;
  GtkListBox *list;
};

G_DEFINE_FINAL_TYPE (DoorNeverSaveView, door_never_save_view, GTK_TYPE_WIDGET)

/* What one button, or one toast, is about. Neither outlives the view. */
typedef struct
{
  DoorNeverSaveView *view;
  DoorSite *site;
} Matter;

static Matter *
matter_new (DoorNeverSaveView *view, DoorSite *site)
{
  Matter *matter = g_new0 (Matter, 1);

  matter->view = view;
  matter->site = g_object_ref (site);

  return matter;
}

static void
matter_free (gpointer data)
{
  Matter *matter = data;

  g_object_unref (matter->site);
  g_free (matter);
}

static void
drop_matter (gpointer data, GClosure *closure)
{
  matter_free (data);
}

static void
set (Matter *matter, gboolean never)
{
  g_autoptr (GError) error = NULL;

  if (!door_never_save_set (matter->view->never_save, door_site_get_target (matter->site),
                            door_site_get_server (matter->site), never, &error))
    {
      g_autofree char *title = g_markup_escape_text (error->message, -1);

      adw_toast_overlay_add_toast (matter->view->toasts, adw_toast_new (title));
    }
}

static void
on_undo (gpointer matter, gpointer unused)
{
  set (matter, TRUE);
}

static void
on_remove (GtkButton *button, Matter *matter)
{
  DoorNeverSaveView *self = matter->view;
  g_autoptr (DoorSite) site = g_object_ref (matter->site);
  g_autofree char *host = door_display_text_for_origin (door_site_get_server (site));
  g_autofree char *text = g_strdup_printf (_ ("Logins of %s may be saved again"), host);

  door_undo_toast_show (self->toasts, text, on_undo, matter_new (self, site), matter_free);

  /* The button goes with its row. */
  set (matter, FALSE);
}

static GtkWidget *
create_row (gpointer item, gpointer user_data)
{
  DoorNeverSaveView *self = user_data;
  DoorSite *site = item;
  DoorOrigin *server = door_site_get_server (site);
  g_autofree char *host = door_display_text_for_origin (server);
  g_autofree char *title = g_markup_escape_text (host, -1);
  g_autofree char *label = g_strdup_printf (_ ("Remove %s"), host);
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button = gtk_button_new_with_label (_ ("Remove"));
  const char *kind = _ ("Over an unencrypted connection");

  if (door_site_get_target (site) == DOOR_TARGET_PROXY)
    kind = _ ("A proxy");
  else if (door_origin_is_secure (server))
    kind = _ ("Over an encrypted connection");

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), kind);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  g_signal_connect_data (button, "clicked", G_CALLBACK (on_remove), matter_new (self, site),
                         drop_matter, 0);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);

  return row;
}

static void
update (DoorNeverSaveView *self)
{
  gboolean some = g_list_model_get_n_items (G_LIST_MODEL (self->never_save)) > 0;

  gtk_widget_set_visible (self->none, !some);
  gtk_widget_set_visible (self->sites, some);
}

static void
door_never_save_view_dispose (GObject *object)
{
  DoorNeverSaveView *self = DOOR_NEVER_SAVE_VIEW (object);

  g_clear_pointer (&self->contents, gtk_widget_unparent);
  g_clear_object (&self->never_save);
  g_clear_weak_pointer (&self->toasts);
  G_OBJECT_CLASS (door_never_save_view_parent_class)->dispose (object);
}

static void
door_never_save_view_class_init (DoorNeverSaveViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = door_never_save_view_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/doorward/Doorward/ui/door-never-save-view.ui");
  gtk_widget_class_bind_template_child (widget_class, DoorNeverSaveView, contents);
  gtk_widget_class_bind_template_child (widget_class, DoorNeverSaveView, none);
  gtk_widget_class_bind_template_child (widget_class, DoorNeverSaveView, sites);
  gtk_widget_class_bind_template_child (widget_class, DoorNeverSaveView, list);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
door_never_save_view_init (DoorNeverSaveView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * door_never_save_view_set_model:
 * @never_save: what to show
 * @toasts: where it says what was done
 */
void
door_never_save_view_set_model (DoorNeverSaveView *self,
                                DoorNeverSave *never_save,
                                AdwToastOverlay *toasts)
{
  g_return_if_fail (DOOR_IS_NEVER_SAVE_VIEW (self));
  g_return_if_fail (self->never_save == NULL);

  self->never_save = g_object_ref (never_save);
  g_set_weak_pointer (&self->toasts, toasts);
  gtk_list_box_bind_model (self->list, G_LIST_MODEL (never_save), create_row, self, NULL);
  g_signal_connect_object (never_save, "items-changed", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  update (self);
}
