/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-kiosk-actions.h"

static gboolean
can_go_back (DoorKioskWindow *self, DoorPage *page)
{
  return door_page_stack_get_depth (door_kiosk_window_get_pages (self)) > 1
         || door_page_can_leave_failure (page)
         || webkit_web_view_can_go_back (door_page_get_view (page));
}

static void
go_back (DoorKioskWindow *self, DoorPage *page)
{
  if (door_page_can_leave_failure (page))
    door_page_leave_failure (page);
  else if (webkit_web_view_can_go_back (door_page_get_view (page)))
    door_page_go_back (page);
  else if (door_page_stack_get_depth (door_kiosk_window_get_pages (self)) > 1)
    door_page_stack_pop (door_kiosk_window_get_pages (self));
}

static void
act (GtkWidget *widget, const char *name, GVariant *parameter)
{
  DoorTab *tab = door_kiosk_window_get_front (DOOR_KIOSK_WINDOW (widget));

  if (tab == NULL)
    return;

  if (g_str_equal (name, "win.back"))
    go_back (DOOR_KIOSK_WINDOW (widget), door_tab_get_page (tab));
  else if (g_str_equal (name, "win.reload"))
    door_page_reload (door_tab_get_page (tab), FALSE);
  else if (g_str_equal (name, "win.stop"))
    door_page_stop (door_tab_get_page (tab));
  else if (g_str_equal (name, "win.find"))
    door_tab_find (tab);
  else if (g_str_equal (name, "win.view-source"))
    door_tab_view_source (tab);
  else if (g_str_equal (name, "win.zoom"))
    door_tab_zoom (tab, g_variant_get_int32 (parameter));
  else
    g_return_if_reached ();
}

/**
 * door_kiosk_window_install_page_actions:
 * @klass: the class of the window
 *
 * Installs what a visitor can do with the page in front.
 */
void
door_kiosk_window_install_page_actions (GtkWidgetClass *klass)
{
  static const char *const actions[]
      = { "win.back", "win.reload", "win.stop", "win.find", "win.view-source" };

  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (klass, actions[i], NULL, act);
  gtk_widget_class_install_action (klass, "win.zoom", "i", act);
}

/**
 * door_kiosk_window_update_page_actions:
 * @self: a window
 *
 * Lets be done what there is something to do for.
 */
void
door_kiosk_window_update_page_actions (DoorKioskWindow *self)
{
  DoorTab *front = door_kiosk_window_get_front (self);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.back",
                                 front != NULL && can_go_back (self, door_tab_get_page (front)));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.stop",
                                 front != NULL && door_tab_is_loading (front));
}

static gboolean
ignore (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  return TRUE;
}

/**
 * door_kiosk_window_add_keys:
 * @self: a window
 *
 * Gives it all the keys there are. It hears of them before any page does.
 */
void
door_kiosk_window_add_keys (DoorKioskWindow *self)
{
  static const struct
  {
    const char *keys;
    const char *action;
    int steps; /* of zoom */
  } keys[] = {
    { "<Alt>Left", "win.back", 0 },
    { "<Alt>Home", "win.home", 0 },
    { "F5|<Control>r", "win.reload", 0 },
    { "<Control>f", "win.find", 0 },
    { "<Control>u", "win.view-source", 0 },
    { "<Control>plus|<Control>equal|<Control>KP_Add", "win.zoom", 1 },
    { "<Control>minus|<Control>KP_Subtract", "win.zoom", -1 },
    { "<Control>0|<Control>KP_0", "win.zoom", 0 },
  };
  GtkEventController *controller = gtk_shortcut_controller_new ();

  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      GtkShortcut *shortcut = gtk_shortcut_new (gtk_shortcut_trigger_parse_string (keys[i].keys),
                                                gtk_named_action_new (keys[i].action));

      if (g_str_equal (keys[i].action, "win.zoom"))
        gtk_shortcut_set_arguments (shortcut, g_variant_new_int32 (keys[i].steps));
      gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller), shortcut);
    }
  /* WebKitGTK 2.50 opens a menu and a chooser of emoji of an entry that nobody sees. */
  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (controller),
      gtk_shortcut_new (gtk_shortcut_trigger_parse_string (
                            "Menu|<Shift>F10|<Control>period|<Control>semicolon"),
                        gtk_callback_action_new (ignore, NULL, NULL)));
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
}
