/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-event-log.h"

#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <string.h>
#include <sys/stat.h>

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

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/event-log/lines", test_lines);
  g_test_add_func ("/event-log/errors", test_errors);

  return g_test_run ();
}
