/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-kiosk-dialogs.h"

#include "door-input-watch.h"
#include "door-open-dialogs.h"

struct _DoorKioskDialogs
{
  GObject parent_instance;

  DoorIdle *idle;
};

G_DEFINE_FINAL_TYPE (DoorKioskDialogs, door_kiosk_dialogs, G_TYPE_OBJECT)

static void
door_kiosk_dialogs_finalize (GObject *object)
{
  g_object_unref (DOOR_KIOSK_DIALOGS (object)->idle);

  G_OBJECT_CLASS (door_kiosk_dialogs_parent_class)->finalize (object);
}

static void
door_kiosk_dialogs_class_init (DoorKioskDialogsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = door_kiosk_dialogs_finalize;
}

static void
door_kiosk_dialogs_init (DoorKioskDialogs *self)
{
}

/* GTK's own inspector would be a way to everywhere. What this returns does not keep GTK 4.8 from
 * it. */
static gboolean
on_enable_debugging (GtkWindow *window, gboolean toggle, DoorKioskDialogs *self)
{
  g_signal_stop_emission_by_name (window, "enable-debugging");

  return TRUE;
}

static void
refuse_drops (GtkWidget *widget)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = g_list_model_get_n_items (controllers); i > 0; i--)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i - 1);

      if (GTK_IS_DROP_TARGET (controller) || GTK_IS_DROP_TARGET_ASYNC (controller))
        gtk_widget_remove_controller (widget, controller);
    }
}

/* A visitor may look for a file and choose it. What else GTK 4 lets a person do on the way starts a
 * file manager, connects to servers, or stays for the next visitor, as bookmarks do. */
static void
lock_chooser (GtkWidget *widget)
{
  const char *type = G_OBJECT_TYPE_NAME (widget);

  if (g_str_equal (type, "GtkFileChooserWidget"))
    gtk_widget_insert_action_group (widget, "item", NULL);
  else if (g_str_equal (type, "GtkPlacesSidebar"))
    {
      gtk_widget_insert_action_group (widget, "row", NULL);
      g_object_set (widget, "show-other-locations", FALSE, NULL);
    }
  else if (g_str_equal (type, "GtkPlacesView"))
    gtk_widget_set_sensitive (widget, FALSE);

  refuse_drops (widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    lock_chooser (child);
}

static void
on_realized (GtkWindow *window, DoorKioskDialogs *self)
{
  g_signal_handlers_disconnect_by_func (window, on_realized, self);
  g_signal_connect_object (window, "enable-debugging", G_CALLBACK (on_enable_debugging), self, 0);
  door_input_watch_window (window, self->idle);
  if (GTK_IS_FILE_CHOOSER (window))
    lock_chooser (GTK_WIDGET (window));
}

/* They are heard of before it is clear what they will be. */
static void
on_windows (GListModel *windows,
            guint position,
            guint n_removed,
            guint n_added,
            DoorKioskDialogs *self)
{
  for (guint i = 0; i < n_added; i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, position + i);

      g_signal_connect_object (window, "realize", G_CALLBACK (on_realized), self, 0);
    }
}

/* Who prints into a file writes wherever the user of the kiosk may. */
static void
refuse_print_to_file (GtkSettings *settings)
{
  g_autofree char *backends = NULL;
  g_auto (GStrv) names = NULL;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) kept = NULL;
  g_autofree char *joined = NULL;

  g_object_get (settings, "gtk-print-backends", &backends, NULL);
  names = g_strsplit (backends != NULL ? backends : "", ",", -1);
  for (gsize i = 0; names[i] != NULL; i++)
    if (!g_str_equal (g_strstrip (names[i]), "file"))
      g_strv_builder_add (builder, names[i]);

  kept = g_strv_builder_end (builder);
  joined = g_strjoinv (",", kept);
  g_object_set (settings, "gtk-print-backends", joined, NULL);
}

/**
 * door_kiosk_dialogs_new:
 * @idle: what is to know when somebody is there
 *
 * To be called once the window of the kiosk is there, and before it has any page.
 *
 * Returns: (transfer full): what keeps all other windows of the program within bounds
 */
DoorKioskDialogs *
door_kiosk_dialogs_new (DoorIdle *idle)
{
  DoorKioskDialogs *self = g_object_new (DOOR_TYPE_KIOSK_DIALOGS, NULL);
  GtkSettings *settings = gtk_settings_get_default ();

  self->idle = g_object_ref (idle);
  g_signal_connect_object (gtk_window_get_toplevels (), "items-changed", G_CALLBACK (on_windows),
                           self, 0);
  g_object_set (settings, "gtk-recent-files-enabled", FALSE, NULL);
  refuse_print_to_file (settings);

  return self;
}

static void
forget_settings (const char *id)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema
      = source != NULL ? g_settings_schema_source_lookup (source, id, TRUE) : NULL;
  g_autoptr (GSettings) settings = NULL;
  g_auto (GStrv) keys = NULL;

  if (schema == NULL)
    return;

  settings = g_settings_new_full (schema, NULL, NULL);
  keys = g_settings_schema_list_keys (schema);
  for (gsize i = 0; keys[i] != NULL; i++)
    {
      g_autoptr (GVariant) value = g_settings_get_user_value (settings, keys[i]);

      if (value != NULL)
        g_settings_reset (settings, keys[i]);
    }
}

/**
 * door_kiosk_dialogs_end:
 *
 * The visitor goes, and with them what is open, and what GTK notes of how they used it.
 * See door_open_dialogs_cancel() for when the pages may go.
 */
void
door_kiosk_dialogs_end (DoorKioskDialogs *self)
{
  g_return_if_fail (DOOR_IS_KIOSK_DIALOGS (self));

  door_open_dialogs_cancel ();
  forget_settings ("org.gtk.gtk4.Settings.FileChooser");
  forget_settings ("org.gtk.gtk4.Settings.ColorChooser");
  forget_settings ("org.gtk.gtk4.Settings.EmojiChooser");
}
