/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-window-actions.h"

/* Actions on the page in front. */
static void
act (GtkWidget *widget, const char *name, GVariant *parameter)
{
  DoorTab *tab = door_window_get_tab_in_front (DOOR_WINDOW (widget));
  DoorPage *page;

  if (tab == NULL)
    return;

  page = door_tab_get_page (tab);
  if (g_str_equal (name, "win.back"))
    door_page_go_back (page);
  else if (g_str_equal (name, "win.forward"))
    door_page_go_forward (page);
  else if (g_str_equal (name, "win.reload"))
    door_page_reload (page, FALSE);
  else if (g_str_equal (name, "win.reload-anew"))
    door_page_reload (page, TRUE);
  else if (g_str_equal (name, "win.stop"))
    door_page_stop (page);
  else if (g_str_equal (name, "win.find"))
    door_tab_find (tab);
  else if (g_str_equal (name, "win.find-next"))
    door_tab_find_next (tab);
  else if (g_str_equal (name, "win.find-previous"))
    door_tab_find_previous (tab);
  else if (g_str_equal (name, "win.zoom-in"))
    door_tab_zoom (tab, 1);
  else if (g_str_equal (name, "win.zoom-out"))
    door_tab_zoom (tab, -1);
  else if (g_str_equal (name, "win.zoom-reset"))
    door_tab_zoom (tab, 0);
  else if (g_str_equal (name, "win.view-source"))
    door_tab_view_source (tab);
  else
    g_return_if_reached ();
}

static void
print (GtkWidget *widget, const char *name, GVariant *parameter)
{
  DoorTab *tab = door_window_get_tab_in_front (DOOR_WINDOW (widget));
  DoorSession *session;
  g_autoptr (WebKitPrintOperation) operation = NULL;

  if (tab == NULL)
    return;

  session = door_web_context_get_session (door_window_get_context (DOOR_WINDOW (widget)));
  if (!door_policy_allows_feature (door_session_get_policy (session), DOOR_FEATURE_PRINTING))
    {
      gtk_widget_error_bell (widget);
      return;
    }

  operation = webkit_print_operation_new (door_page_get_view (door_tab_get_page (tab)));
  webkit_print_operation_run_dialog (operation, GTK_WINDOW (widget));
}

static gboolean
is_within (GtkWidget *widget, GtkWidget *pane)
{
  return widget != NULL && (widget == pane || gtk_widget_is_ancestor (widget, pane));
}

/* What a page makes of Tab is its own business; this way leads out of every one. */
static void
move_between_panes (GtkWidget *widget, const char *name, GVariant *parameter)
{
  DoorTab *tab = door_window_get_tab_in_front (DOOR_WINDOW (widget));
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (widget));
  GtkWidget *location = door_window_get_location (DOOR_WINDOW (widget));
  guint steps = g_str_equal (name, "win.next-pane") ? 1 : 2;
  guint current = 0;
  DoorLoginSheet *sheet;
  GtkWidget *panes[3];

  if (tab == NULL)
    return;

  sheet = door_tab_get_sheet (tab);
  panes[0] = location;
  panes[1] = door_tab_get_bar (tab);
  panes[2] = sheet != NULL ? GTK_WIDGET (sheet) : GTK_WIDGET (tab);
  if (is_within (focus, panes[1]))
    current = 1;
  else if (is_within (focus, panes[2]) || is_within (focus, GTK_WIDGET (tab)))
    current = 2;
  else if (!is_within (focus, gtk_widget_get_parent (location)))
    current = steps == 1 ? 2 : 0;

  for (guint i = 1; i <= G_N_ELEMENTS (panes); i++)
    {
      GtkWidget *pane = panes[(current + i * steps) % G_N_ELEMENTS (panes)];

      if (gtk_widget_get_mapped (pane)
          && (pane == panes[1] ? gtk_widget_child_focus (pane, GTK_DIR_TAB_FORWARD)
                               : gtk_widget_grab_focus (pane)))
        return;
    }
}

/**
 * door_window_install_page_actions:
 * @klass: the class of windows
 *
 * Installs what is done to the page in front, and to what surrounds it.
 */
void
door_window_install_page_actions (GtkWidgetClass *klass)
{
  static const char *const actions[]
      = { "win.back",    "win.forward",  "win.reload",     "win.reload-anew",
          "win.stop",    "win.find",     "win.find-next",  "win.find-previous",
          "win.zoom-in", "win.zoom-out", "win.zoom-reset", "win.view-source" };

  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (klass, actions[i], NULL, act);
  gtk_widget_class_install_action (klass, "win.print", NULL, print);
  gtk_widget_class_install_action (klass, "win.next-pane", NULL, move_between_panes);
  gtk_widget_class_install_action (klass, "win.previous-pane", NULL, move_between_panes);
}

/**
 * door_window_set_accelerators:
 * @application: the application
 *
 * Gives the actions of windows their keys, before any page gets to hear of them.
 */
void
door_window_set_accelerators (GtkApplication *application)
{
  static const struct
  {
    const char *action;
    const char *accelerators[4];
  } accelerators[] = {
    { "win.new-tab", { "<Primary>t" } },
    { "win.close-tab", { "<Primary>w", "<Primary>F4" } },
    { "win.reopen-tab", { "<Primary><Shift>t" } },
    { "win.location", { "<Primary>l", "<Alt>d" } },
    { "win.next-pane", { "F6" } },
    { "win.previous-pane", { "<Shift>F6" } },
    { "win.reload", { "<Primary>r", "F5" } },
    { "win.reload-anew", { "<Primary><Shift>r", "<Primary>F5" } },
    { "win.back", { "<Alt>Left" } },
    { "win.forward", { "<Alt>Right" } },
    { "win.find", { "<Primary>f" } },
    { "win.find-next", { "<Primary>g" } },
    { "win.find-previous", { "<Primary><Shift>g" } },
    { "win.zoom-in", { "<Primary>plus", "<Primary>equal", "<Primary>KP_Add" } },
    { "win.zoom-out", { "<Primary>minus", "<Primary>KP_Subtract" } },
    { "win.zoom-reset", { "<Primary>0", "<Primary>KP_0" } },
    { "win.print", { "<Primary>p" } },
    { "win.view-source", { "<Primary>u" } },
    { "win.full-screen", { "F11" } },
    { "win.preferences", { "<Primary>comma" } },
    { "win.sign-out-everywhere", { "<Primary><Shift>Delete" } },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (accelerators); i++)
    gtk_application_set_accels_for_action (application, accelerators[i].action,
                                           accelerators[i].accelerators);
  for (int i = 1; i <= 9; i++)
    {
      g_autofree char *action = g_strdup_printf ("win.select-tab(%d)", i);
      g_autofree char *accelerator = g_strdup_printf ("<Primary>%d", i);

      gtk_application_set_accels_for_action (application, action,
                                             (const char *[]){ accelerator, NULL });
    }
}
