/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "testlib-network.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Signing in and out again and again leaves nothing behind in the network process, and being asked
 * again and again next to nothing. With “-m slow” it is done ten thousand times. */

#define WARM_UP_ROUNDS 200
#define STEP_ROUNDS 1000

static DoorNetworkLink *network_link;

static gsize
resident_bytes (GPid pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/statm", pid);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);

  return strtoul (strchr (text, ' '), NULL, 10) * sysconf (_SC_PAGESIZE);
}

static void
sign_in_and_out (Rig *rig, guint rounds)
{
  for (guint i = 0; i < rounds; i++)
    {
      g_autofree char *signed_in = NULL;
      g_autofree char *signed_out = NULL;

      g_assert_no_error (
          rig_preload (rig, "basic", "basic", "/basic/-/page", NULL, "user", "right"));
      g_assert_no_error (
          rig_preload (rig, "digest", "digest SHA-256", NULL, NULL, "user", "right"));
      signed_in = rig_run_script (rig, "return (await fetch ('/basic/-/page')).status"
                                       "+ (await fetch ('/digest/SHA-256/auth/d/page')).status;");
      g_assert_cmpstr (signed_in, ==, "400");
      g_assert_no_error (rig_forget_server (rig));
      signed_out = rig_run_script (rig, "return (await fetch ('/basic/-/page')).status;");
      g_assert_cmpstr (signed_out, ==, "401");

      if (i % 100 == 99)
        g_free (rig_take_log (rig));
    }
}

/* Each time for a realm that was never heard of before. */
static void
be_asked (Rig *rig, guint rounds)
{
  static guint n_asked;

  for (guint i = 0; i < rounds; i += 100)
    {
      g_autofree char *script
          = g_strdup_printf ("const all = [];"
                             "for (let i = 0; i < 100; i++) {"
                             "  const field = `Basic realm=\"${'x'.repeat (2000)}${i + %u}\"`;"
                             "  all.push (fetch ('/offer?' + encodeURIComponent (field)));"
                             "}"
                             "return (await Promise.all (all)).every (r => r.status === 401);",
                             n_asked);
      g_autofree char *all = rig_run_script (rig, script);

      g_assert_cmpstr (all, ==, "true");
      n_asked += 100;
      g_free (rig_take_log (rig));
    }
}

static void
tell (guint rounds, GPid pid)
{
  g_test_message ("after %u rounds the network process has %" G_GSIZE_FORMAT
                  " bytes, and this one %" G_GSIZE_FORMAT,
                  rounds, resident_bytes (pid), resident_bytes (getpid ()));
}

static void
check_growth (void (*repeat) (Rig *rig, guint rounds), guint rounds)
{
  const guint step = MIN (rounds, STEP_ROUNDS);
  Rig *rig = rig_new (network_link);
  GPid pid;
  gsize before;
  gsize after;

  g_assert_cmpuint (rig_load (rig, "/page"), ==, 200);
  pid = rig_find_network_process ();
  repeat (rig, WARM_UP_ROUNDS);
  before = resident_bytes (pid);
  tell (0, pid);
  for (guint done = step; done <= rounds; done += step)
    {
      repeat (rig, step);
      tell (done, pid);
    }
  after = resident_bytes (pid);

  g_assert_cmpint ((gssize)after - (gssize)before, <, 2 * 1024 * 1024);
  rig_free (rig);
}

static void
test_sign_in_and_out (void)
{
  check_growth (sign_in_and_out, g_test_slow () ? 10000 : 400);
}

static void
test_invented_realms (void)
{
  check_growth (be_asked, g_test_slow () ? 10000 : 1000);
}

int
main (int argc, char **argv)
{
  int status;

  network_link = rig_start_link (NULL);
  gtk_test_init (&argc, &argv);

  g_test_add_func ("/growth/sign-in-and-out", test_sign_in_and_out);
  g_test_add_func ("/growth/invented-realms", test_invented_realms);

  status = g_test_run ();
  g_clear_object (&network_link);

  return status;
}
