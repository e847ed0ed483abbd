/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "testlib-network.h"

#include <signal.h>

/* The network process may end at any time: the companion comes back, gets the session's logins
 * again, and nobody is asked twice. */

#define ROUNDS 100

static DoorNetworkLink *network_link;

static void
ignore_result (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!door_network_link_preload_finish (DOOR_NETWORK_LINK (source), result, &error))
    g_assert_error (error, DOOR_NETWORK_ERROR, DOOR_NETWORK_ERROR_UNAVAILABLE);
}

/* What the shell does with its vault. */
static void
hand_over (DoorNetworkLink *self, const char *session, gpointer user_data)
{
  Rig *rig = user_data;
  g_autoptr (DoorOrigin) origin = door_origin_new_for_uri (rig->base, NULL);
  g_autoptr (DoorProtectionSpace) space
      = door_protection_space_new (DOOR_TARGET_ORIGIN, origin, "digest SHA-256");
  SecretValue *password = secret_value_new ("right", -1, "text/plain");

  door_network_link_preload_async (self, session, space, "digest", NULL, NULL, "user", password,
                                   NULL, ignore_result, NULL);
  secret_value_unref (password);
}

typedef struct
{
  Rig *rig;
  guint n_attached;
} Return;

static gboolean
is_back (gpointer data)
{
  const Return *expected = data;

  return expected->rig->n_attached > expected->n_attached;
}

static void
kill_and_wait (Rig *rig)
{
  Return expected = { rig, rig->n_attached };
  GPid pid = rig_find_network_process ();

  g_assert_cmpint (pid, >, 0);
  kill (pid, SIGKILL);
  rig_wait_until (is_back, &expected);

  /* A load hangs that begins before the web process has noticed, too. */
  g_free (rig_run_script (rig, "await window.pending; return 0;"));
}

/* Something that is under way, and ends with the network process. */
static void
begin_fetches (Rig *rig, const char *path, const char *prefix)
{
  g_autofree char *script
      = g_strdup_printf ("const all = [];"
                         "for (let i = 0; i < 30; i++) all.push (fetch ('%s' + i).catch (e => 0));"
                         "window.pending = Promise.all (all);"
                         "return 0;",
                         path);

  g_free (rig_run_script (rig, script));
  rig_wait_for_request (rig, prefix);
}

static void
test_killed_between_loads (void)
{
  Rig *rig = rig_new (network_link);

  g_signal_connect (network_link, "attached", G_CALLBACK (hand_over), rig);
  hand_over (network_link, rig->session, rig);
  g_assert_cmpuint (rig_load (rig, "/digest/SHA-256/auth/-/page"), ==, 200);

  for (guint i = 0; i < 10; i++)
    {
      begin_fetches (rig, "/slow?", "GET /slow");
      kill_and_wait (rig);
      g_assert_cmpuint (rig_load (rig, "/digest/SHA-256/auth/-/page"), ==, 200);
    }
  g_assert_cmpuint (rig->n_signals, ==, 0);

  g_signal_handlers_disconnect_by_data (network_link, rig);
  rig_free (rig);
}

/* Loads and sign-ins under way end with the process; those after it come through. The process is
 * killed once it serves: WebKit itself aborts when it ends while it starts. */
static void
test_killed_during_loads (void)
{
  Rig *rig = rig_new (network_link);

  rig->username = "user";
  rig->password = "right";
  g_signal_connect (network_link, "attached", G_CALLBACK (hand_over), rig);
  g_assert_cmpuint (rig_load (rig, "/page"), ==, 200);

  for (guint i = 0; i < ROUNDS; i++)
    {
      begin_fetches (rig, "/digest/SHA-256/auth/-/", "GET /digest");
      for (guint turns = 0; turns < i % 10; turns++)
        g_main_context_iteration (NULL, FALSE);
      kill_and_wait (rig);
      rig->n_signals = 0;
      g_assert_cmpuint (rig_load (rig, "/digest/SHA-256/auth/-/page"), ==, 200);
      g_assert_cmpuint (rig->n_signals, ==, 0);
    }

  g_signal_handlers_disconnect_by_data (network_link, rig);
  rig_free (rig);
}

/* What is asked of a companion that dies meanwhile has an end. */
static void
test_call_has_an_end (void)
{
  Rig *rig = rig_new (network_link);
  Return expected = { rig, rig->n_attached };
  GPid pid = rig_find_network_process ();
  g_autoptr (GError) stuck = NULL;
  g_autoptr (GError) gone = NULL;

  kill (pid, SIGSTOP);
  stuck = rig_preload (rig, "basic", "basic", NULL, NULL, "user", "right");
  g_assert_error (stuck, DOOR_NETWORK_ERROR, DOOR_NETWORK_ERROR_UNAVAILABLE);

  kill (pid, SIGKILL);
  gone = rig_preload (rig, "basic", "basic", NULL, NULL, "user", "right");
  g_assert_error (gone, DOOR_NETWORK_ERROR, DOOR_NETWORK_ERROR_UNAVAILABLE);

  rig_wait_until (is_back, &expected);
  rig_free (rig);
}

int
main (int argc, char **argv)
{
  int status;

  network_link = rig_start_link (NULL);
  gtk_test_init (&argc, &argv);

  g_test_add_func ("/crash/killed-between-loads", test_killed_between_loads);
  g_test_add_func ("/crash/killed-during-loads", test_killed_during_loads);
  g_test_add_func ("/crash/call-has-an-end", test_call_has_an_end);

  status = g_test_run ();
  g_clear_object (&network_link);

  return status;
}
