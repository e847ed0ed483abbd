/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-preferences-window.h"

#include <glib/gi18n-lib.h>

#include "door-downloads.h"
#include "door-location.h"

struct _DoorPreferencesWindow
{
  AdwPreferencesWindow parent_instance;

  GSettings *settings;
  GtkFileChooserNative *chooser;

  GtkEditable *start_page;
  GtkSpinButton *zoom;
  AdwActionRow *folder;
  GtkWidget *reset_folder;
  AdwComboRow *color_scheme;
};

G_DEFINE_FINAL_TYPE (DoorPreferencesWindow, door_preferences_window, ADW_TYPE_PREFERENCES_WINDOW)

static void
update_folder (DoorPreferencesWindow *self)
{
  g_autofree char *folder = g_settings_get_string (self->settings, "download-folder");
  g_autofree char *shown = door_downloads_choose_folder (folder);
  g_autofree char *text = g_filename_display_name (shown);
  g_autofree char *markup = g_markup_escape_text (text, -1);

  adw_action_row_set_subtitle (self->folder, markup);
  gtk_widget_set_visible (self->reset_folder, *folder != '\0');
}

/* What is no address is not kept: the field shows again what counts. */
static void
on_start_page (DoorPreferencesWindow *self)
{
  const char *text = gtk_editable_get_text (self->start_page);
  g_autofree char *uri = door_location_uri_from_text (text);

  if (uri != NULL || *text == '\0')
    {
      g_settings_set_string (self->settings, "start-page", uri != NULL ? uri : "");
      gtk_widget_remove_css_class (GTK_WIDGET (self->start_page), "error");
    }
  else
    {
      gtk_widget_add_css_class (GTK_WIDGET (self->start_page), "error");
      gtk_widget_error_bell (GTK_WIDGET (self->start_page));
    }
}

static void
on_reset_folder (DoorPreferencesWindow *self)
{
  g_settings_reset (self->settings, "download-folder");
}

static void
on_response (GtkNativeDialog *chooser, int response, DoorPreferencesWindow *self)
{
  g_autoptr (GFile) file = NULL;
  g_autofree char *path = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
  path = file != NULL ? g_file_get_path (file) : NULL;
  if (path != NULL)
    g_settings_set_string (self->settings, "download-folder", path);
  g_clear_object (&self->chooser);
}

static void
on_choose_folder (DoorPreferencesWindow *self)
{
  if (self->chooser != NULL)
    return;

  self->chooser = gtk_file_chooser_native_new (_ ("Download Folder"), GTK_WINDOW (self),
                                               GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, NULL, NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  g_signal_connect (self->chooser, "response", G_CALLBACK (on_response), self);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static gboolean
style_from_setting (GValue *value, GVariant *variant, gpointer data)
{
  const char *nick = g_variant_get_string (variant, NULL);

  g_value_set_uint (value, g_str_equal (nick, "light") ? 1 : g_str_equal (nick, "dark") ? 2 : 0);
  return TRUE;
}

static GVariant *
setting_from_style (const GValue *value, const GVariantType *type, gpointer data)
{
  static const char *const nicks[] = { "default", "light", "dark" };
  guint selected = g_value_get_uint (value);

  return selected < G_N_ELEMENTS (nicks) ? g_variant_new_string (nicks[selected]) : NULL;
}

static void
door_preferences_window_dispose (GObject *object)
{
  DoorPreferencesWindow *self = DOOR_PREFERENCES_WINDOW (object);

  g_clear_object (&self->chooser);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (door_preferences_window_parent_class)->dispose (object);
}

static void
door_preferences_window_class_init (DoorPreferencesWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = door_preferences_window_dispose;

  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/doorward/Doorward/ui/door-preferences-window.ui");
  gtk_widget_class_bind_template_child (widget_class, DoorPreferencesWindow, start_page);
  gtk_widget_class_bind_template_child (widget_class, DoorPreferencesWindow, zoom);
  gtk_widget_class_bind_template_child (widget_class, DoorPreferencesWindow, folder);
  gtk_widget_class_bind_template_child (widget_class, DoorPreferencesWindow, reset_folder);
  gtk_widget_class_bind_template_child (widget_class, DoorPreferencesWindow, color_scheme);
  gtk_widget_class_bind_template_callback (widget_class, on_start_page);
  gtk_widget_class_bind_template_callback (widget_class, on_reset_folder);
  gtk_widget_class_bind_template_callback (widget_class, on_choose_folder);
}

static void
door_preferences_window_init (DoorPreferencesWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * door_preferences_window_new:
 * @parent: the window that it belongs to
 * @settings: what it shows and changes
 *
 * Returns: (transfer none): a new window, which GTK owns
 */
GtkWindow *
door_preferences_window_new (GtkWindow *parent, GSettings *settings)
{
  DoorPreferencesWindow *self
      = g_object_new (DOOR_TYPE_PREFERENCES_WINDOW, "transient-for", parent, "modal", TRUE, NULL);
  g_autofree char *start_page = g_settings_get_string (settings, "start-page");

  self->settings = g_object_ref (settings);
  gtk_editable_set_text (self->start_page, start_page);
  g_settings_bind (settings, "zoom", self->zoom, "value", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind_with_mapping (settings, "color-scheme", self->color_scheme, "selected",
                                G_SETTINGS_BIND_DEFAULT, style_from_setting, setting_from_style,
                                NULL, NULL);
  g_signal_connect_object (settings, "changed::download-folder", G_CALLBACK (update_folder), self,
                           G_CONNECT_SWAPPED);
  update_folder (self);

  return GTK_WINDOW (self);
}
