/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "testlib-network.h"

#include <string.h>

/* The companion inside WebKit's network process, against a server of its own. What is checked is
 * what that server counted. */

static DoorNetworkLink *network_link;

static void
set_up (Rig **rig, gconstpointer data)
{
  *rig = rig_new (network_link);
}

static void
tear_down (Rig **rig, gconstpointer data)
{
  rig_free (*rig);
}

/* RFC 9110 section 11.6: declined, the 401 is a page; preloaded, the next request is the last. */
static void
test_sign_in_takes_two_requests (Rig **fixture, gconstpointer data)
{
  Rig *rig = *fixture;

  g_assert_cmpuint (rig_load (rig, "/basic/-/page"), ==, 401);
  g_assert_cmpuint (rig->n_signals, ==, 1);
  g_assert_no_error (rig_preload (rig, "basic", "basic", "/basic/-/page", "Basic realm=\"basic\"",
                                  "user", "right"));
  g_assert_cmpuint (rig_reload (rig), ==, 200);
  g_assert_cmpuint (rig->n_signals, ==, 1);
  rig_assert_log (rig, "GET /basic/-/page 401 - - 0\n"
                       "GET /basic/-/page 200 basic user 0");
}

static void
test_known_login_takes_one (Rig **fixture, gconstpointer data)
{
  Rig *rig = *fixture;

  g_assert_no_error (rig_preload (rig, "basic", "basic", "/basic/-/page", NULL, "user", "right"));
  g_assert_cmpuint (rig_load (rig, "/basic/-/page"), ==, 200);
  rig_assert_log (rig, "GET /basic/-/page 200 basic user 0");
}

int
main (int argc, char **argv)
{
  int status;

  network_link = rig_start_link (NULL);
  gtk_test_init (&argc, &argv);

  g_test_add ("/companion/sign-in-takes-two-requests", Rig *, NULL, set_up,
              test_sign_in_takes_two_requests, tear_down);
  g_test_add ("/companion/known-login-takes-one", Rig *, NULL, set_up, test_known_login_takes_one,
              tear_down);

  status = g_test_run ();
  g_clear_object (&network_link);

  return status;
}
