/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-tab-actions.h"

static void
new_tab (GtkWidget *widget, const char *name, GVariant *parameter)
{
  door_window_open (DOOR_WINDOW (widget), NULL, TRUE);
}

static void
close_tab (GtkWidget *widget, const char *name, GVariant *parameter)
{
  AdwTabView *tabs = door_window_get_tabs (DOOR_WINDOW (widget));
  AdwTabPage *page = adw_tab_view_get_selected_page (tabs);

  if (page != NULL)
    adw_tab_view_close_page (tabs, page);
}

static void
select_tab (GtkWidget *widget, const char *name, GVariant *parameter)
{
  AdwTabView *tabs = door_window_get_tabs (DOOR_WINDOW (widget));
  int n_pages = adw_tab_view_get_n_pages (tabs);
  int index = g_variant_get_int32 (parameter);

  /* Counted from 1; 9 is the last one, however many there are. */
  index = index == 9 ? n_pages - 1 : index - 1;
  if (index >= 0 && index < n_pages)
    adw_tab_view_set_selected_page (tabs, adw_tab_view_get_nth_page (tabs, index));
}

/* What dragging a tab out does, also without a pointer. */
static void
move_tab_to_window (GtkWidget *widget, const char *name, GVariant *parameter)
{
  AdwTabView *tabs = door_window_get_tabs (DOOR_WINDOW (widget));
  AdwTabPage *page = adw_tab_view_get_selected_page (tabs);
  AdwTabView *destination = NULL;

  if (page == NULL || adw_tab_view_get_n_pages (tabs) < 2)
    return;

  g_signal_emit_by_name (tabs, "create-window", &destination);
  adw_tab_view_transfer_page (tabs, page, destination, 0);
}

/**
 * door_window_install_tab_actions:
 * @klass: the class of windows
 *
 * Installs what is done to tabs, but for what needs to know which ones were closed.
 */
void
door_window_install_tab_actions (GtkWidgetClass *klass)
{
  gtk_widget_class_install_action (klass, "win.new-tab", NULL, new_tab);
  gtk_widget_class_install_action (klass, "win.close-tab", NULL, close_tab);
  gtk_widget_class_install_action (klass, "win.select-tab", "i", select_tab);
  gtk_widget_class_install_action (klass, "win.move-tab-to-window", NULL, move_tab_to_window);
}

/**
 * door_window_setup_tab_menu:
 * @self: a window
 * @page: (nullable): whose menu opens, %NULL when it has closed
 *
 * The tab comes to the front, so that what its menu does is done to what the person sees.
 */
void
door_window_setup_tab_menu (DoorWindow *self, AdwTabPage *page)
{
  AdwTabView *tabs = door_window_get_tabs (self);

  if (page == NULL)
    return;

  adw_tab_view_set_selected_page (tabs, page);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.move-tab-to-window",
                                 adw_tab_view_get_n_pages (tabs) > 1);
}
