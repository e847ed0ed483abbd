/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-tab-label.h"

#include <glib/gi18n-lib.h>

#include "door-tab.h"

/* libadwaita draws a line under a tab that needs attention, and tells assistive technology nothing:
 * a key beside the title says it to everybody. */
static void
update_attention (AdwTabPage *tab_page)
{
  DoorTab *tab = DOOR_TAB (adw_tab_page_get_child (tab_page));
  gboolean waits = adw_tab_page_get_needs_attention (tab_page);
  g_autoptr (GIcon) icon = waits ? g_themed_icon_new ("dialog-password-symbolic") : NULL;
  g_autofree char *text = NULL;
  g_autofree char *markup = NULL;

  if (waits)
    /* TRANSLATORS: %s is the title of a tab. */
    text
        = g_strdup_printf (_ ("%s (needs attention: waits for a login)"), door_tab_get_title (tab));
  markup = g_markup_escape_text (waits ? text : door_tab_get_title (tab), -1);
  adw_tab_page_set_indicator_icon (tab_page, icon);
  adw_tab_page_set_tooltip (tab_page, markup);
}

/**
 * door_tab_label_follow:
 * @tab_page: a page of a tab view, whose child is a #DoorTab
 *
 * Has @tab_page show what its tab shows, and that it waits for a login.
 */
void
door_tab_label_follow (AdwTabPage *tab_page)
{
  DoorTab *tab = DOOR_TAB (adw_tab_page_get_child (tab_page));

  g_object_bind_property (tab, "title", tab_page, "title", G_BINDING_SYNC_CREATE);
  g_object_bind_property (tab, "icon", tab_page, "icon", G_BINDING_SYNC_CREATE);
  g_object_bind_property (tab, "loading", tab_page, "loading", G_BINDING_SYNC_CREATE);
  g_object_bind_property (door_tab_get_page (tab), "needs-attention", tab_page, "needs-attention",
                          G_BINDING_SYNC_CREATE);

  g_signal_connect (tab_page, "notify::needs-attention", G_CALLBACK (update_attention), NULL);
  g_signal_connect (tab_page, "notify::title", G_CALLBACK (update_attention), NULL);
  update_attention (tab_page);
}

/**
 * door_tab_label_leave:
 * @tab_page: a page that leaves its tab view, maybe for another
 */
void
door_tab_label_leave (AdwTabPage *tab_page)
{
  g_signal_handlers_disconnect_by_func (tab_page, update_attention, NULL);
}
