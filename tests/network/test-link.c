/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-network-child.h"
#include "door-network-link.h"
#include "door-network-names.h"
#include "door-network-peer.h"
#include "door-secret-pipe.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The shell's end of the link alone: who may talk to it, what it leaves behind, and that nothing
 * waits for a companion that does not come. */

#define NOBODY 65534

static void
keep_result (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **)user_data = g_object_ref (result);
}

static DoorNetworkLink *
make_link (void)
{
  DoorNetworkLink *self = door_network_link_new (g_getenv ("DOOR_NETWORK_MODULE_DIRECTORY"));
  g_autoptr (GError) error = NULL;

  door_network_link_prepare_environment (self, NULL, &error);
  g_assert_no_error (error);

  return self;
}

static void
become_nobody (gpointer user_data)
{
  if (setgid (NOBODY) != 0 || setuid (NOBODY) != 0)
    _exit (1);
}

/* What link-peer.py says when @interpreter runs it. */
static char *
talk (const char *interpreter, GSpawnChildSetupFunc child_setup)
{
  g_autoptr (GSubprocessLauncher) launcher
      = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  char *said = NULL;

  g_subprocess_launcher_set_child_setup (launcher, child_setup, NULL, NULL);
  process = g_subprocess_launcher_spawn (launcher, &error, interpreter, g_getenv ("DOOR_LINK_PEER"),
                                         g_getenv (DOOR_NETWORK_SOCKET_VARIABLE), NULL);
  g_assert_no_error (error);

  g_subprocess_communicate_utf8_async (process, NULL, NULL, keep_result, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_subprocess_communicate_utf8_finish (process, result, &said, NULL, &error);
  g_assert_no_error (error);

  return g_strchomp (said);
}

static void
test_other_program_is_refused (void)
{
  g_autoptr (DoorNetworkLink) link = make_link ();
  g_autofree char *said = talk ("/usr/bin/python3", NULL);

  g_assert_cmpstr (said, ==, "refused");
  g_assert_false (door_network_link_is_available (link));
}

/* The same, from a program that is called as WebKit's: it shows that the rest would have worked. */
static void
test_network_process_is_accepted (void)
{
  g_autoptr (DoorNetworkLink) link = make_link ();
  g_autofree char *directory = g_dir_make_tmp (NULL, NULL);
  g_autofree char *program = g_build_filename (directory, "WebKitNetworkProcess", NULL);
  g_autoptr (GFile) from = g_file_new_for_path ("/usr/bin/python3");
  g_autoptr (GFile) to = g_file_new_for_path (program);
  g_autoptr (GError) error = NULL;
  g_autofree char *said = NULL;

  g_file_copy (from, to, G_FILE_COPY_NONE, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  said = talk (program, NULL);
  g_assert_cmpstr (said, ==, "accepted");

  g_unlink (program);
  g_rmdir (directory);
}

static void
test_other_user_is_refused (void)
{
  g_autoptr (DoorNetworkLink) link = NULL;
  g_autofree char *directory = NULL;
  g_autofree char *unreachable = NULL;
  g_autofree char *refused = NULL;

  if (geteuid () != 0)
    {
      g_test_skip ("Only root can be another user");
      return;
    }

  link = make_link ();
  unreachable = talk ("/usr/bin/python3", become_nobody);
  g_assert_cmpstr (unreachable, ==, "unreachable");

  directory = g_path_get_dirname (g_getenv (DOOR_NETWORK_SOCKET_VARIABLE));
  g_chmod (directory, 0755);
  g_chmod (g_getenv (DOOR_NETWORK_SOCKET_VARIABLE), 0666);
  refused = talk ("/usr/bin/python3", become_nobody);
  g_assert_cmpstr (refused, ==, "refused");
}

static gboolean
end_network_process (GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  door_network_child_end_async (NULL, keep_result, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);

  return door_network_child_finish (result, error);
}

static char *
read_line (GSubprocess *process)
{
  g_autoptr (GDataInputStream) lines
      = g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));
  g_autoptr (GError) error = NULL;
  char *line = g_data_input_stream_read_line (lines, NULL, NULL, &error);

  g_assert_no_error (error);

  return line;
}

/* What is ended is the child of this process, and never the network process of another shell. */
static void
test_child_is_ended (void)
{
  g_autofree char *directory = g_dir_make_tmp (NULL, NULL);
  g_autofree char *program = g_build_filename (directory, "WebKitNetworkProcess", NULL);
  g_autoptr (GFile) from = g_file_new_for_path ("/usr/bin/sleep");
  g_autoptr (GFile) to = g_file_new_for_path (program);
  g_autofree char *command = g_strconcat (program, " 600 & echo $!; wait", NULL);
  g_autoptr (GSubprocess) other_shell = NULL;
  g_autoptr (GSubprocess) own = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) none = NULL;
  g_autofree char *line = NULL;
  pid_t others;

  g_file_copy (from, to, G_FILE_COPY_NONE, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  other_shell
      = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, "/bin/sh", "-c", command, NULL);
  g_assert_no_error (error);
  line = read_line (other_shell);
  others = atoi (line);

  g_assert_false (end_network_process (&none));
  g_assert_error (none, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);

  own = g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, &error, program, "600", NULL);
  g_assert_no_error (error);
  g_assert_true (end_network_process (&error));
  g_assert_no_error (error);
  g_subprocess_wait (own, NULL, NULL);
  g_assert_true (g_subprocess_get_if_signaled (own));
  g_assert_cmpint (g_subprocess_get_term_sig (own), ==, SIGKILL);

  g_assert_cmpint (kill (others, SIGTERM), ==, 0);
  g_subprocess_wait (other_shell, NULL, NULL);
  g_unlink (program);
  g_rmdir (directory);
}

static void
test_leaves_nothing_behind (void)
{
  DoorNetworkLink *link = make_link ();
  g_autofree char *directory = g_path_get_dirname (g_getenv (DOOR_NETWORK_SOCKET_VARIABLE));
  GStatBuf status;

  g_assert_cmpint (g_stat (directory, &status), ==, 0);
  g_assert_cmpuint (status.st_mode & 0777, ==, 0700);
  g_object_unref (link);
  g_assert_false (g_file_test (directory, G_FILE_TEST_EXISTS));
}

static void
test_not_installed (void)
{
  g_autoptr (DoorNetworkLink) link = door_network_link_new ("/nonexistent");
  g_autoptr (GError) error = NULL;

  g_assert_false (door_network_link_prepare_environment (link, NULL, &error));
  g_assert_error (error, DOOR_NETWORK_ERROR, DOOR_NETWORK_ERROR_NOT_INSTALLED);
  g_assert_null (door_network_link_get_marker (link, "session"));
}

/* What other modules there are stays, and Negotiate is never for everybody. */
static void
test_environment (void)
{
  const char *directory = g_getenv ("DOOR_NETWORK_MODULE_DIRECTORY");
  g_autoptr (DoorNetworkLink) link = NULL;
  g_auto (GStrv) modules = NULL;

  g_setenv ("GIO_EXTRA_MODULES", "/somewhere/else", TRUE);
  link = make_link ();
  modules = g_strsplit (g_getenv ("GIO_EXTRA_MODULES"), ":", -1);
  g_assert_cmpstr (modules[0], ==, "/somewhere/else");
  g_assert_cmpstr (modules[1], ==, directory);
  g_assert_cmpstr (g_getenv ("SOUP_GSSAPI_TRUSTED_URIS"), ==, "https://doorward.invalid");
  g_unsetenv ("GIO_EXTRA_MODULES");
}

static void
test_nothing_waits (void)
{
  g_autoptr (DoorNetworkLink) link = make_link ();
  g_autoptr (DoorOrigin) origin = door_origin_new ("http", "localhost", 0);
  g_autoptr (DoorProtectionSpace) space
      = door_protection_space_new (DOOR_TARGET_ORIGIN, origin, "realm");
  SecretValue *password = secret_value_new ("right", -1, "text/plain");
  GAsyncResult *results[3] = { NULL };
  g_autoptr (GError) wait = NULL;
  g_autoptr (GError) preload = NULL;
  g_autoptr (GError) forget = NULL;

  door_network_link_wait_attached_async (link, "session", 10, NULL, keep_result, &results[0]);
  door_network_link_preload_async (link, "session", space, "basic", NULL, NULL, "user", password,
                                   NULL, keep_result, &results[1]);
  door_network_link_forget_async (link, "session", NULL, NULL, keep_result, &results[2]);
  secret_value_unref (password);
  while (results[0] == NULL || results[1] == NULL || results[2] == NULL)
    g_main_context_iteration (NULL, TRUE);

  door_network_link_wait_attached_finish (link, results[0], &wait);
  g_assert_error (wait, DOOR_NETWORK_ERROR, DOOR_NETWORK_ERROR_UNAVAILABLE);
  door_network_link_preload_finish (link, results[1], &preload);
  g_assert_error (preload, DOOR_NETWORK_ERROR, DOOR_NETWORK_ERROR_UNAVAILABLE);
  door_network_link_forget_finish (link, results[2], &forget);
  g_assert_error (forget, DOOR_NETWORK_ERROR, DOOR_NETWORK_ERROR_UNAVAILABLE);

  for (gsize i = 0; i < G_N_ELEMENTS (results); i++)
    g_object_unref (results[i]);
}

static void
test_wait_can_be_cancelled (void)
{
  g_autoptr (DoorNetworkLink) link = make_link ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  door_network_link_wait_attached_async (link, "session", G_MAXINT, cancellable, keep_result,
                                         &result);
  g_cancellable_cancel (cancellable);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  door_network_link_wait_attached_finish (link, result, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_secret_pipe (void)
{
  g_autofree char *long_text = g_strnfill (4096, 'x');
  g_autofree char *longer_text = g_strnfill (4097, 'x');
  const char *const texts[] = { "", "right", "日本", long_text };
  SecretValue *longer = secret_value_new (longer_text, -1, "text/plain");
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      SecretValue *sent = secret_value_new (texts[i], -1, "text/plain");
      int fd = door_secret_pipe_fill (sent, &error);
      SecretValue *received;

      g_assert_no_error (error);
      g_assert_cmpint (fcntl (fd, F_GETFD) & FD_CLOEXEC, !=, 0);
      received = door_secret_pipe_drain (fd, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (secret_value_get_text (received), ==, texts[i]);
      g_close (fd, NULL);
      secret_value_unref (sent);
      secret_value_unref (received);
    }

  g_assert_cmpint (door_secret_pipe_fill (longer, &error), ==, -1);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE);
  secret_value_unref (longer);
}

static void
test_executable_names (void)
{
  g_assert_true (door_network_peer_is_network_process ("/usr/lib/webkit/WebKitNetworkProcess"));
  g_assert_true (
      door_network_peer_is_network_process ("/usr/lib/webkit/WebKitNetworkProcess (deleted)"));
  g_assert_false (door_network_peer_is_network_process ("/usr/lib/webkit/WebKitWebProcess"));
  g_assert_false (door_network_peer_is_network_process ("/tmp/WebKitNetworkProcess/python3"));
}

int
main (int argc, char **argv)
{
  g_autofree char *runtime_directory = g_dir_make_tmp (NULL, NULL);
  int status;

  /* One that another user gets into, so that the link's own directory is what keeps it out. */
  g_chmod (runtime_directory, 0755);
  g_setenv ("XDG_RUNTIME_DIR", runtime_directory, TRUE);

  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/link/other-program-is-refused", test_other_program_is_refused);
  g_test_add_func ("/link/network-process-is-accepted", test_network_process_is_accepted);
  g_test_add_func ("/link/other-user-is-refused", test_other_user_is_refused);
  g_test_add_func ("/link/child-is-ended", test_child_is_ended);
  g_test_add_func ("/link/leaves-nothing-behind", test_leaves_nothing_behind);
  g_test_add_func ("/link/not-installed", test_not_installed);
  g_test_add_func ("/link/environment", test_environment);
  g_test_add_func ("/link/nothing-waits", test_nothing_waits);
  g_test_add_func ("/link/wait-can-be-cancelled", test_wait_can_be_cancelled);
  g_test_add_func ("/link/secret-pipe", test_secret_pipe);
  g_test_add_func ("/link/executable-names", test_executable_names);

  status = g_test_run ();
  g_assert_cmpint (g_rmdir (runtime_directory), ==, 0);

  return status;
}
