/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-expected-loads.h"

#define ONE "https://site.example/1"
#define TWO "https://site.example/2"

static void
add (DoorExpectedLoads *loads, DoorExpectedLoadKind kind, const char *uri, guint64 moment)
{
  g_autoptr (DoorExpectedLoad) load = door_expected_load_new (kind, DOOR_ACT_FOLLOW, moment);

  load->uri = g_strdup (uri);
  door_expected_loads_add (loads, load);
}

static void
assert_taken (DoorExpectedLoads *loads, WebKitNavigationType type, const char *uri, guint64 moment)
{
  g_autoptr (DoorExpectedLoad) load = NULL;

  g_assert_true (door_expected_loads_has (loads, type, uri));
  load = door_expected_loads_take (loads, type, uri);
  g_assert_nonnull (load);
  g_assert_cmpuint (load->moment, ==, moment);
}

static void
assert_strange (DoorExpectedLoads *loads, WebKitNavigationType type, const char *uri)
{
  g_assert_false (door_expected_loads_has (loads, type, uri));
  g_assert_null (door_expected_loads_take (loads, type, uri));
}

/* What is told while WebKit has not asked about the one before takes nothing away from that. */
static void
test_in_order (void)
{
  g_autoptr (DoorExpectedLoads) loads = door_expected_loads_new ();

  add (loads, DOOR_EXPECTED_LOAD_HISTORY, NULL, 1);
  add (loads, DOOR_EXPECTED_LOAD_URI, ONE, 2);
  assert_taken (loads, WEBKIT_NAVIGATION_TYPE_BACK_FORWARD, TWO, 1);
  assert_taken (loads, WEBKIT_NAVIGATION_TYPE_OTHER, ONE, 2);
  assert_strange (loads, WEBKIT_NAVIGATION_TYPE_OTHER, ONE);
  assert_strange (loads, WEBKIT_NAVIGATION_TYPE_BACK_FORWARD, TWO);
}

/* What WebKit has passed over, no page can make use of later. */
static void
test_passed_over (void)
{
  g_autoptr (DoorExpectedLoads) loads = door_expected_loads_new ();

  add (loads, DOOR_EXPECTED_LOAD_HISTORY, NULL, 1);
  add (loads, DOOR_EXPECTED_LOAD_RELOAD, NULL, 2);
  add (loads, DOOR_EXPECTED_LOAD_URI, ONE, 3);
  add (loads, DOOR_EXPECTED_LOAD_URI, TWO, 4);
  assert_taken (loads, WEBKIT_NAVIGATION_TYPE_OTHER, ONE, 3);
  assert_strange (loads, WEBKIT_NAVIGATION_TYPE_BACK_FORWARD, ONE);
  assert_strange (loads, WEBKIT_NAVIGATION_TYPE_RELOAD, ONE);
  assert_taken (loads, WEBKIT_NAVIGATION_TYPE_OTHER, TWO, 4);
}

static void
test_others (void)
{
  g_autoptr (DoorExpectedLoads) loads = door_expected_loads_new ();

  assert_strange (loads, WEBKIT_NAVIGATION_TYPE_OTHER, ONE);
  add (loads, DOOR_EXPECTED_LOAD_URI, ONE, 1);
  assert_strange (loads, WEBKIT_NAVIGATION_TYPE_OTHER, TWO);
  assert_strange (loads, WEBKIT_NAVIGATION_TYPE_LINK_CLICKED, ONE);
  assert_strange (loads, WEBKIT_NAVIGATION_TYPE_RELOAD, ONE);
  assert_strange (loads, WEBKIT_NAVIGATION_TYPE_FORM_RESUBMITTED, ONE);
  assert_taken (loads, WEBKIT_NAVIGATION_TYPE_OTHER, ONE, 1);
}

/* A page that a form led to is loaded again, or gone back to, by sending that again. */
static void
test_form (void)
{
  g_autoptr (DoorExpectedLoads) loads = door_expected_loads_new ();

  add (loads, DOOR_EXPECTED_LOAD_RELOAD, NULL, 1);
  add (loads, DOOR_EXPECTED_LOAD_HISTORY, NULL, 2);
  assert_taken (loads, WEBKIT_NAVIGATION_TYPE_FORM_RESUBMITTED, ONE, 1);
  assert_taken (loads, WEBKIT_NAVIGATION_TYPE_FORM_RESUBMITTED, ONE, 2);
}

static void
test_bound (void)
{
  g_autoptr (DoorExpectedLoads) loads = door_expected_loads_new ();

  add (loads, DOOR_EXPECTED_LOAD_URI, ONE, 0);
  for (guint i = 1; i <= DOOR_EXPECTED_LOADS_MAX; i++)
    add (loads, DOOR_EXPECTED_LOAD_RELOAD, NULL, i);
  assert_strange (loads, WEBKIT_NAVIGATION_TYPE_OTHER, ONE);
  for (guint i = 1; i <= DOOR_EXPECTED_LOADS_MAX; i++)
    assert_taken (loads, WEBKIT_NAVIGATION_TYPE_RELOAD, ONE, i);
  assert_strange (loads, WEBKIT_NAVIGATION_TYPE_RELOAD, ONE);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/expected-loads/in-order", test_in_order);
  g_test_add_func ("/expected-loads/passed-over", test_passed_over);
  g_test_add_func ("/expected-loads/others", test_others);
  g_test_add_func ("/expected-loads/form", test_form);
  g_test_add_func ("/expected-loads/bound", test_bound);

  return g_test_run ();
}
