/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-held-navigations.h"
#include "door-navigation-gate.h"

#include <gtk/gtk.h>

/* What a page that does not stop trying to leave costs. What WebKit asks about is kept and decided
 * about by the test, when it has all of it: nothing is ever fetched. */

#define N_FRAMES (2 * DOOR_HELD_NAVIGATIONS_MAX)
#define FRAME "http://site.invalid/frame/"
#define THERE "http://site.invalid/there"

typedef struct
{
  GtkWindow *window;
  WebKitWebView *view;
  GPtrArray *asked; /* WebKitNavigationPolicyDecision, in order */
} Fixture;

static const char *
uri_of (gpointer decision)
{
  return webkit_uri_request_get_uri (webkit_navigation_action_get_request (
      webkit_navigation_policy_decision_get_navigation_action (decision)));
}

static gboolean
on_decide_policy (WebKitWebView *view,
                  WebKitPolicyDecision *decision,
                  WebKitPolicyDecisionType type,
                  Fixture *fixture)
{
  if (type != WEBKIT_POLICY_DECISION_TYPE_NAVIGATION_ACTION
      || !g_str_has_prefix (uri_of (decision), "http:"))
    return FALSE;

  g_ptr_array_add (fixture->asked, g_object_ref (decision));

  return TRUE;
}

static gboolean
on_late (gpointer what)
{
  g_error ("Waited in vain for %s", (const char *)what);

  return G_SOURCE_REMOVE;
}

#define WAIT_FOR(condition)                                                                        \
  G_STMT_START                                                                                     \
  {                                                                                                \
    guint late = g_timeout_add_seconds (60, on_late, (gpointer) #condition);                       \
                                                                                                   \
    while (!(condition))                                                                           \
      g_main_context_iteration (NULL, TRUE);                                                       \
    g_source_remove (late);                                                                        \
  }                                                                                                \
  G_STMT_END

/* A page whose frames WebKit has asked about. */
static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GString) page = g_string_new ("<title>frames</title>");

  for (guint i = 0; i < N_FRAMES; i++)
    g_string_append_printf (page, "<iframe src='" FRAME "%u'></iframe>", i);

  fixture->asked = g_ptr_array_new_with_free_func (g_object_unref);
  fixture->view = WEBKIT_WEB_VIEW (webkit_web_view_new ());
  g_signal_connect (fixture->view, "decide-policy", G_CALLBACK (on_decide_policy), fixture);
  fixture->window = GTK_WINDOW (gtk_window_new ());
  gtk_window_set_child (fixture->window, GTK_WIDGET (fixture->view));
  gtk_window_present (fixture->window);
  webkit_web_view_load_html (fixture->view, page->str, NULL);
  WAIT_FOR (fixture->asked->len == N_FRAMES);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (fixture->window);
  g_ptr_array_unref (fixture->asked);
}

static void
on_used (DoorHeldNavigations *held, const char *uri, GPtrArray *used)
{
  g_ptr_array_add (used, g_strdup (uri));
}

/* The latest ones are those that happen. */
static void
test_held (Fixture *fixture, gconstpointer data)
{
  g_autoptr (DoorHeldNavigations) held = door_held_navigations_new (fixture->view);
  g_autoptr (GPtrArray) used = g_ptr_array_new_with_free_func (g_free);

  g_signal_connect (held, "used", G_CALLBACK (on_used), used);
  for (guint i = 0; i < N_FRAMES; i++)
    door_held_navigations_add (held, fixture->asked->pdata[i]);
  g_assert_cmpuint (used->len, ==, 0);

  door_held_navigations_use_all (held);
  g_assert_cmpuint (used->len, ==, DOOR_HELD_NAVIGATIONS_MAX);
  for (guint i = 0; i < DOOR_HELD_NAVIGATIONS_MAX; i++)
    g_assert_cmpstr (used->pdata[i], ==,
                     uri_of (fixture->asked->pdata[N_FRAMES - DOOR_HELD_NAVIGATIONS_MAX + i]));
}

/* What the person waits for begins anew when the page gets in its way, but not for ever, unless the
 * person asks for it once more. */
static void
test_begins_anew (Fixture *fixture, gconstpointer data)
{
  g_autoptr (DoorSuppression) suppression = door_suppression_new ();
  g_autoptr (DoorNavigationGate) gate = door_navigation_gate_new (fixture->view, suppression);

  door_navigation_gate_hold (gate);
  for (guint i = 0; i < N_FRAMES; i++)
    g_assert_true (door_navigation_gate_decide (gate, fixture->asked->pdata[i]));

  for (guint round = 0; round < 2; round++)
    {
      guint n_begun = 0;

      g_ptr_array_set_size (fixture->asked, 0);
      door_navigation_gate_expect (gate, DOOR_ACT_ASK, THERE);
      webkit_web_view_load_uri (fixture->view, THERE);
      WAIT_FOR (fixture->asked->len > 0
                && g_str_equal (uri_of (fixture->asked->pdata[fixture->asked->len - 1]), THERE));
      g_assert_false (
          door_navigation_gate_decide (gate, fixture->asked->pdata[fixture->asked->len - 1]));

      while (door_navigation_gate_load_failed (gate, TRUE))
        g_assert_cmpuint (++n_begun, <=, DOOR_NAVIGATION_GATE_MAX_BEGUN);
      g_assert_cmpuint (n_begun, ==, DOOR_NAVIGATION_GATE_MAX_BEGUN);
    }
}

int
main (int argc, char *argv[])
{
  static const struct
  {
    const char *name;
    void (*test) (Fixture *, gconstpointer);
  } tests[] = {
    { "/navigation-gate/held", test_held },
    { "/navigation-gate/begins-anew", test_begins_anew },
  };

  gtk_init ();
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].name, Fixture, NULL, set_up, tests[i].test, tear_down);

  return g_test_run ();
}
