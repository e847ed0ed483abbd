/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-window-downloads.h"

#include "door-foremost-window.h"
#include "door-tab-actions.h"
#include "door-window-actions.h"

static gboolean
close_tab_later (gpointer tab)
{
  GtkWidget *view = gtk_widget_get_ancestor (tab, ADW_TYPE_TAB_VIEW);

  if (view != NULL)
    adw_tab_view_close_page (ADW_TAB_VIEW (view), adw_tab_view_get_page (ADW_TAB_VIEW (view), tab));
  return G_SOURCE_REMOVE;
}

static void
on_download_started (DoorWindow *self, WebKitDownload *download)
{
  WebKitWebView *view = webkit_download_get_web_view (download);
  GtkRoot *root = view != NULL ? gtk_widget_get_root (GTK_WIDGET (view)) : NULL;
  DoorTab *tab;

  /* Every window of the context hears of it; the one that it came from shows it. */
  if (root == NULL)
    root = GTK_ROOT (door_foremost_window_find (self));
  if (root != GTK_ROOT (self))
    return;

  door_downloads_take (door_window_get_downloads (self), download);
  tab = door_tab_for_view (view);
  if (tab != NULL && adw_tab_view_get_n_pages (door_window_get_tabs (self)) > 1
      && webkit_back_forward_list_get_current_item (webkit_web_view_get_back_forward_list (view))
             == NULL)
    {
      /* Opened for the download alone. WebKit has not done with the view yet. */
      g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, close_tab_later, g_object_ref (tab),
                       g_object_unref);
    }
}

/* It begins anew in the tab in front, where the person can be asked for a login. */
static void
on_download_orphaned (DoorWindow *self, const char *uri, int act)
{
  DoorTab *tab = door_window_get_tab_in_front (door_foremost_window_find (self));

  if (tab != NULL)
    door_page_download (door_tab_get_page (tab), uri, act);
}

/**
 * door_window_follow_downloads:
 * @self: a window
 *
 * Has @self show what its pages download.
 */
void
door_window_follow_downloads (DoorWindow *self)
{
  g_signal_connect_object (door_window_get_downloads (self), "orphaned",
                           G_CALLBACK (on_download_orphaned), self, G_CONNECT_SWAPPED);
  /* After the page that it came from, which knows who is behind it. */
  g_signal_connect_object (door_window_get_context (self), "download-started",
                           G_CALLBACK (on_download_started), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
}

/**
 * door_window_hand_over_downloads:
 * @self: a window that closes
 *
 * Has another window of the same context see to what is still under way.
 */
void
door_window_hand_over_downloads (DoorWindow *self)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *link = windows; link != NULL; link = link->next)
    if (link->data != self && DOOR_IS_WINDOW (link->data)
        && door_window_get_context (link->data) == door_window_get_context (self)
        && door_window_get_downloads (link->data) != NULL)
      {
        door_downloads_hand_over (door_window_get_downloads (self),
                                  door_window_get_downloads (link->data));
        return;
      }
}
