/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What happens to a tab and its sheet between windows, and that nothing of it is left; and which
 * window is the foremost. */

#include <libsoup/soup.h>

#include "door-foremost-window.h"
#include "door-sheet-host.h"
#include "door-tab.h"
#include "door-window.h"

typedef struct
{
  AdwApplication *application;
  SoupServer *server;
  char *uri;
  DoorWebContext *context;
} Fixture;

static void
on_request (SoupServer *server,
            SoupServerMessage *message,
            const char *path,
            GHashTable *query,
            gpointer data)
{
  soup_message_headers_append (soup_server_message_get_response_headers (message),
                               "WWW-Authenticate", "Basic realm=\"Staff\"");
  soup_server_message_set_status (message, 401, NULL);
  soup_server_message_set_response (message, "text/html", SOUP_MEMORY_STATIC, "Members only", 12);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (DoorClock) clock = door_system_clock_new ();
  g_autoptr (DoorPolicy) policy = door_policy_new_default ();
  g_autoptr (DoorSession) session = door_session_new (clock, policy, TRUE);
  g_autoptr (GError) error = NULL;
  GSList *uris;

  fixture->server = soup_server_new (NULL, NULL);
  soup_server_add_handler (fixture->server, NULL, on_request, NULL, NULL);
  soup_server_listen_local (fixture->server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
  g_assert_no_error (error);
  uris = soup_server_get_uris (fixture->server);
  fixture->uri = g_uri_to_string (uris->data);
  g_slist_free_full (uris, (GDestroyNotify)g_uri_unref);

  fixture->application = g_object_ref (ADW_APPLICATION ((gpointer)data));
  fixture->context = door_web_context_new (session, NULL, FALSE);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_object (&fixture->context);
  g_clear_object (&fixture->application);
  g_clear_object (&fixture->server);
  g_free (fixture->uri);
}

static GtkWidget *
find (GtkWidget *widget, GType type)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type))
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find (child, type);

      if (found != NULL)
        return found;
    }

  return NULL;
}

static DoorLoginSheet *
shown_sheet (DoorWindow *window)
{
  return door_sheet_host_get_sheet (
      DOOR_SHEET_HOST (find (GTK_WIDGET (window), DOOR_TYPE_SHEET_HOST)));
}

static AdwTabView *
tab_view (DoorWindow *window)
{
  return ADW_TAB_VIEW (find (GTK_WIDGET (window), ADW_TYPE_TAB_VIEW));
}

static void
iterate_until_sheet (DoorWindow *window)
{
  while (shown_sheet (window) == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static DoorWindow *
make_window (Fixture *fixture)
{
  g_autoptr (GSettings) settings = g_settings_new ("org.doorward.Doorward");
  DoorWindow *window
      = door_window_new (GTK_APPLICATION (fixture->application), fixture->context, settings);

  gtk_window_present (GTK_WINDOW (window));
  return window;
}

static void
test_between_windows (Fixture *fixture, gconstpointer data)
{
  DoorWindow *first = make_window (fixture);
  DoorWindow *second = make_window (fixture);
  DoorPage *page;
  DoorLoginSheet *sheet;
  gpointer first_left = first;

  g_object_add_weak_pointer (G_OBJECT (first), &first_left);
  door_window_open (first, NULL, FALSE);
  door_window_open (second, NULL, TRUE);
  page = door_window_open (first, fixture->uri, TRUE);
  iterate_until_sheet (first);
  sheet = shown_sheet (first);
  g_assert_true (door_page_get_in_front (page));

  adw_tab_view_transfer_page (tab_view (first), adw_tab_view_get_selected_page (tab_view (first)),
                              tab_view (second), 0);
  adw_tab_view_set_selected_page (tab_view (second),
                                  adw_tab_view_get_nth_page (tab_view (second), 0));

  g_assert_null (shown_sheet (first));
  g_assert_true (shown_sheet (second) == sheet);
  g_assert_true (door_page_get_in_front (page));

  /* The last page takes its window along. */
  adw_tab_view_transfer_page (tab_view (first), adw_tab_view_get_nth_page (tab_view (first), 0),
                              tab_view (second), 1);
  while (first_left != NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (adw_tab_view_get_n_pages (tab_view (second)), ==, 3);

  gtk_window_destroy (GTK_WINDOW (second));
}

static void
test_behind (Fixture *fixture, gconstpointer data)
{
  DoorWindow *window = make_window (fixture);
  DoorPage *page;
  AdwTabPage *tab_page;

  door_window_open (window, NULL, TRUE);
  page = door_window_open (window, fixture->uri, FALSE);
  while (door_page_get_prompt (page) == NULL)
    g_main_context_iteration (NULL, TRUE);

  tab_page = adw_tab_view_get_nth_page (tab_view (window), 1);
  g_assert_null (shown_sheet (window));
  g_assert_true (adw_tab_page_get_needs_attention (tab_page));
  g_assert_nonnull (adw_tab_page_get_indicator_icon (tab_page));

  adw_tab_view_set_selected_page (tab_view (window), tab_page);
  g_assert_nonnull (shown_sheet (window));
  g_assert_false (adw_tab_page_get_needs_attention (tab_page));
  g_assert_null (adw_tab_page_get_indicator_icon (tab_page));

  adw_tab_view_set_selected_page (tab_view (window),
                                  adw_tab_view_get_nth_page (tab_view (window), 0));
  g_assert_null (shown_sheet (window));
  g_assert_true (adw_tab_page_get_needs_attention (tab_page));

  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_nothing_is_left (Fixture *fixture, gconstpointer data)
{
  DoorWindow *window = make_window (fixture);
  DoorPage *page;
  gpointer left[5];

  door_window_open (window, NULL, TRUE);
  page = door_window_open (window, fixture->uri, TRUE);
  iterate_until_sheet (window);

  left[0] = page;
  left[1] = door_page_get_view (page);
  left[2] = door_page_get_prompt (page);
  left[3] = shown_sheet (window);
  left[4] = window;
  for (gsize i = 0; i < G_N_ELEMENTS (left); i++)
    g_object_add_weak_pointer (left[i], &left[i]);

  adw_tab_view_close_page (tab_view (window), adw_tab_view_get_selected_page (tab_view (window)));
  while (left[0] != NULL || left[1] != NULL || left[2] != NULL || left[3] != NULL)
    g_main_context_iteration (NULL, TRUE);

  gtk_window_destroy (GTK_WINDOW (window));
  while (left[4] != NULL)
    g_main_context_iteration (NULL, TRUE);
}

/* One that is new is before all others. */
static void
test_foremost_window (Fixture *fixture, gconstpointer data)
{
  DoorWindow *first = make_window (fixture);
  DoorWindow *second = make_window (fixture);
  GtkWindow *other_kind = GTK_WINDOW (gtk_window_new ());
  Fixture with_other_logins = { 0 };
  DoorWindow *other_logins;

  gtk_window_set_application (other_kind, GTK_APPLICATION (fixture->application));
  set_up (&with_other_logins, data);
  other_logins = make_window (&with_other_logins);

  g_assert_true (door_foremost_window_find (first) == second);
  g_assert_true (door_foremost_window_find (second) == second);
  g_assert_true (door_foremost_window_find (other_logins) == other_logins);

  gtk_window_destroy (GTK_WINDOW (second));
  g_assert_true (door_foremost_window_find (first) == first);

  gtk_window_destroy (GTK_WINDOW (other_logins));
  tear_down (&with_other_logins, data);
  gtk_window_destroy (other_kind);
  gtk_window_destroy (GTK_WINDOW (first));
}

int
main (int argc, char **argv)
{
  g_autoptr (AdwApplication) application = NULL;
  g_autoptr (GError) error = NULL;

  g_test_init (&argc, &argv, NULL);

  application = adw_application_new ("org.doorward.Doorward", G_APPLICATION_NON_UNIQUE);
  g_application_register (G_APPLICATION (application), NULL, &error);
  g_assert_no_error (error);

  g_test_add ("/tabs/between-windows", Fixture, application, set_up, test_between_windows,
              tear_down);
  g_test_add ("/tabs/behind", Fixture, application, set_up, test_behind, tear_down);
  g_test_add ("/tabs/nothing-is-left", Fixture, application, set_up, test_nothing_is_left,
              tear_down);

  g_test_add ("/tabs/foremost-window", Fixture, application, set_up, test_foremost_window,
              tear_down);

  return g_test_run ();
}
