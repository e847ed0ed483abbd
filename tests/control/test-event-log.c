/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-event-log.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static DoorSession *
create_session (void)
{
  g_autoptr (DoorClock) clock = door_system_clock_new ();
  g_autoptr (DoorPolicy) policy = door_policy_new_default ();

  return door_session_new (clock, policy, FALSE);
}

static void
test_lines (void)
{
  g_autofree char *directory = g_dir_make_tmp ("doorward-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (directory, "log", NULL);
  g_autoptr (DoorSession) session = create_session ();
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_auto (GStrv) lines = NULL;
  g_autofree char *text = NULL;
  struct stat status;

  /* Opening it again goes on where it ended. */
  for (guint i = 1; i <= 2; i++)
    {
      g_autoptr (DoorEventLog) log = door_event_log_new (path, &error);

      g_assert_no_error (error);
      door_event_log_watch (log, session);
      door_session_emit (session, &(DoorEvent){ .kind = DOOR_EVENT_CHALLENGE,
                                                .id = i,
                                                .uri = "http://a.example/\"\n日本" });
    }

  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);

  g_assert_true (g_file_get_contents (path, &text, NULL, &error));
  lines = g_strsplit (text, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 3);
  g_assert_cmpstr (lines[2], ==, "");
  for (guint i = 0; i < 2; i++)
    {
      JsonObject *object;

      g_assert_true (json_parser_load_from_data (parser, lines[i], -1, &error));
      object = json_node_get_object (json_parser_get_root (parser));
      g_assert_cmpstr (json_object_get_string_member (object, "event"), ==, "challenge");
      g_assert_cmpint (json_object_get_int_member (object, "id"), ==, i + 1);
    }

  g_unlink (path);
  g_rmdir (directory);
}

static void
test_errors (void)
{
  g_autoptr (DoorSession) session = create_session ();
  g_autoptr (GError) error = NULL;
  g_autoptr (DoorEventLog) log = NULL;

  g_assert_null (door_event_log_new ("/nowhere/at/all", &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  g_assert_nonnull (strstr (error->message, "/nowhere/at/all"));
  g_clear_error (&error);

  /* A full disk costs a warning, once. */
  log = door_event_log_new ("/dev/full", &error);
  g_assert_no_error (error);
  door_event_log_watch (log, session);
  g_test_expect_message ("doorward-control", G_LOG_LEVEL_WARNING, "*could not be logged*");
  for (guint i = 0; i < 3; i++)
    door_session_emit (session, &(DoorEvent){ .kind = DOOR_EVENT_CHALLENGE });
  g_test_assert_expected_messages ();
}

static guint
count_lines (const char *path)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  lines = g_strsplit (text, "\n", -1);

  return g_strv_length (lines) - 1;
}

static void
test_reopen (void)
{
  g_autofree char *directory = g_dir_make_tmp ("doorward-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (directory, "log", NULL);
  g_autofree char *old = g_build_filename (directory, "log.1", NULL);
  g_autoptr (DoorSession) session = create_session ();
  g_autoptr (GError) error = NULL;
  g_autoptr (DoorEventLog) log = door_event_log_new (path, &error);

  g_assert_no_error (error);
  door_event_log_watch (log, session);
  door_session_emit (session, &(DoorEvent){ .kind = DOOR_EVENT_CHALLENGE });

  /* Rotated: what comes before the log is opened anew belongs to the old file. */
  g_assert_cmpint (g_rename (path, old), ==, 0);
  door_session_emit (session, &(DoorEvent){ .kind = DOOR_EVENT_CHALLENGE });
  g_assert_true (door_event_log_reopen (log, &error));
  door_session_emit (session, &(DoorEvent){ .kind = DOOR_EVENT_CHALLENGE });
  g_assert_cmpuint (count_lines (old), ==, 2);
  g_assert_cmpuint (count_lines (path), ==, 1);

  /* A name that cannot be opened any more costs nothing of what is open. */
  g_assert_cmpint (g_rename (path, old), ==, 0);
  g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
  g_assert_false (door_event_log_reopen (log, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_ISDIR);
  door_session_emit (session, &(DoorEvent){ .kind = DOOR_EVENT_CHALLENGE });
  g_assert_cmpuint (count_lines (old), ==, 2);

  g_rmdir (path);
  g_unlink (old);
  g_rmdir (directory);
}

static gsize
drain (int fd)
{
  char buffer[4096];
  gsize sum = 0;
  ssize_t n;

  while ((n = read (fd, buffer, sizeof buffer)) > 0)
    sum += n;

  return sum;
}

/* A pipe whose reader stopped reading, then went away. */
static void
test_pipe (void)
{
  g_autofree char *directory = g_dir_make_tmp ("doorward-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (directory, "pipe", NULL);
  g_autofree char *long_uri = NULL;
  g_autofree char *filler = g_strnfill (2000, 'x');
  g_autoptr (DoorSession) session = create_session ();
  g_autoptr (DoorEventLog) log = NULL;
  g_autoptr (GError) error = NULL;
  gsize received;
  int reader;

  g_assert_cmpint (mkfifo (path, 0600), ==, 0);

  /* Nobody reads: an error at the start, not a program that waits. */
  g_assert_null (door_event_log_new (path, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NXIO);
  g_clear_error (&error);

  reader = g_open (path, O_RDONLY | O_NONBLOCK, 0);
  g_assert_cmpint (reader, >=, 0);
  log = door_event_log_new (path, &error);
  g_assert_no_error (error);
  door_event_log_watch (log, session);

  long_uri = g_strconcat ("http://a.example/", filler, NULL);
  g_test_expect_message ("doorward-control", G_LOG_LEVEL_WARNING, "*could not be logged*");
  for (guint i = 0; i < 100; i++)
    door_session_emit (session, &(DoorEvent){ .kind = DOOR_EVENT_CHALLENGE, .uri = long_uri });
  g_test_assert_expected_messages ();

  /* It goes on with a whole line when there is room again. */
  received = drain (reader);
  g_assert_cmpuint (received, >, 4096);
  door_session_emit (session, &(DoorEvent){ .kind = DOOR_EVENT_CHALLENGE });
  received = drain (reader);
  g_assert_cmpuint (received, >, 0);
  g_assert_cmpuint (received, <, 100);

  close (reader);
  door_session_emit (session, &(DoorEvent){ .kind = DOOR_EVENT_CHALLENGE });

  g_unlink (path);
  g_rmdir (directory);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  signal (SIGPIPE, SIG_IGN);
  g_test_add_func ("/event-log/lines", test_lines);
  g_test_add_func ("/event-log/errors", test_errors);
  g_test_add_func ("/event-log/reopen", test_reopen);
  g_test_add_func ("/event-log/pipe", test_pipe);

  return g_test_run ();
}
