/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "testlib-network.h"

#include <string.h>

/* Negotiate shows a server who the person is, so only trusted ones get it (RFC 4559 section 6), and
 * the others' next challenge is answered instead. kerberos-server.py has a ticket ready. */

static DoorNetworkLink *network_link;
static GSubprocess *kerberos;
static char *port;

/* The environment of the network process has to be there before it is. */
static char *
start_kerberos (void)
{
  g_autoptr (GDataInputStream) lines = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *line = NULL;
  g_auto (GStrv) words = NULL;

  kerberos = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE,
                               &error, "/usr/bin/python3", g_getenv ("DOOR_KERBEROS_SERVER"), NULL);
  g_assert_no_error (error);
  lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (kerberos));
  line = g_data_input_stream_read_line (lines, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (line);

  words = g_strsplit (line, " ", -1);
  g_setenv ("KRB5_CONFIG", words[1], TRUE);
  g_setenv ("KRB5CCNAME", words[2], TRUE);

  return g_strdup (words[0]);
}

/* Another scheme is tried where this one must not be, or has no ticket. */
static void
test_fallback (gconstpointer host)
{
  Rig *rig = rig_new_persistent (network_link);
  g_autofree char *uri
      = g_strconcat ("http://", host, strrchr (rig->base, ':'), "/basic/n/page", NULL);

  rig->username = "user";
  rig->password = "right";
  g_assert_cmpuint (rig_load_uri (rig, uri), ==, 200);
  g_assert_cmpuint (rig->n_signals, ==, 1);
  rig_assert_log (rig, "GET /basic/n/page 401 - - 0\nGET /basic/n/page 200 basic user 0");
  rig_free (rig);
}

static void
test_trusted (void)
{
  Rig *rig = rig_new_persistent (network_link);
  g_autofree char *uri = g_strconcat ("http://localhost:", port, "/private/", NULL);

  g_assert_cmpuint (rig_load_uri (rig, uri), ==, 200);
  g_assert_cmpuint (rig->n_signals, ==, 0);
  rig_free (rig);
}

/* The same server by another name is not trusted: its ticket is not even asked for. */
static void
test_untrusted (void)
{
  Rig *rig = rig_new_persistent (network_link);
  g_autofree char *uri = g_strconcat ("http://127.0.0.1:", port, "/private/", NULL);

  g_assert_cmpuint (rig_load_uri (rig, uri), ==, 401);
  g_assert_cmpuint (rig->n_signals, ==, 0);
  rig_free (rig);
}

int
main (int argc, char **argv)
{
  const char *trusted[] = { NULL, NULL };
  g_autofree char *server = NULL;
  int status;

  port = start_kerberos ();
  server = g_strconcat ("http://localhost:", port, NULL);
  trusted[0] = server;
  network_link = rig_start_link (trusted);
  gtk_test_init (&argc, &argv);

  g_test_add_data_func ("/negotiate/untrusted-falls-back", "127.0.0.1", test_fallback);
  g_test_add_func ("/negotiate/trusted", test_trusted);
  g_test_add_func ("/negotiate/untrusted", test_untrusted);

  status = g_test_run ();
  g_output_stream_close (g_subprocess_get_stdin_pipe (kerberos), NULL, NULL);
  g_subprocess_wait (kerberos, NULL, NULL);
  g_clear_object (&kerberos);
  g_clear_object (&network_link);
  g_free (port);

  return status;
}
