/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-window-settings.h"

#include "door-tab-actions.h"
#include "door-tab.h"
#include "door-window-downloads.h"

static void
update_usual_zoom (DoorWindow *self)
{
  AdwTabView *tabs = door_window_get_tabs (self);
  double zoom = door_window_get_usual_zoom (self);

  for (int i = 0; i < adw_tab_view_get_n_pages (tabs); i++)
    door_tab_set_usual_zoom (DOOR_TAB (
                                 adw_tab_page_get_child (adw_tab_view_get_nth_page (tabs, i))),
                             zoom);
}

static void
update_download_folder (DoorWindow *self)
{
  g_autofree char *folder
      = g_settings_get_string (door_window_get_settings (self), "download-folder");

  door_downloads_set_folder (door_window_get_downloads (self), folder);
}

/**
 * door_window_get_usual_zoom:
 * @self: a window
 *
 * Returns: the size of pages that the person has not given another, 1 for their own
 */
double
door_window_get_usual_zoom (DoorWindow *self)
{
  return g_settings_get_int (door_window_get_settings (self), "zoom") / 100.0;
}

/**
 * door_window_follow_settings:
 * @self: a window
 *
 * Has @self be as the person wants it, from now on. Of a private window nothing is kept, its size
 * included.
 */
void
door_window_follow_settings (DoorWindow *self)
{
  static const struct
  {
    const char *key;
    const char *property;
  } kept[] = {
    { "window-width", "default-width" },
    { "window-height", "default-height" },
    { "window-maximized", "maximized" },
  };
  GSettings *settings = door_window_get_settings (self);
  gboolean is_private = door_web_context_is_private (door_window_get_context (self));

  for (gsize i = 0; i < G_N_ELEMENTS (kept); i++)
    g_settings_bind (settings, kept[i].key, self, kept[i].property,
                     G_SETTINGS_BIND_GET | G_SETTINGS_BIND_GET_NO_CHANGES
                         | (is_private ? 0 : G_SETTINGS_BIND_SET));

  g_signal_connect_object (settings, "changed::zoom", G_CALLBACK (update_usual_zoom), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (settings, "changed::download-folder",
                           G_CALLBACK (update_download_folder), self, G_CONNECT_SWAPPED);
  update_download_folder (self);
}
