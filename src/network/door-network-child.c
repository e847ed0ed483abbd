/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-network-child.h"

#include "door-network-peer.h"

#include <errno.h>
#include <glib-unix.h>
#include <signal.h>
#include <sys/pidfd.h>
#include <unistd.h>

/* A descriptor of a process goes on meaning that process, whatever becomes of its number. */
static int
open_if_network_process (pid_t pid)
{
  int fd = pidfd_open (pid, 0);

  if (fd >= 0 && !door_network_peer_is_own_network_process (pid))
    {
      close (fd);
      return -1;
    }

  return fd;
}

static int
find_network_process (GError **error)
{
  g_autoptr (GDir) proc = g_dir_open ("/proc", 0, error);
  const char *name;

  if (proc == NULL)
    return -1;

  while ((name = g_dir_read_name (proc)) != NULL)
    {
      guint64 pid;
      int fd;

      if (!g_ascii_string_to_unsigned (name, 10, 1, G_MAXINT, &pid, NULL))
        continue;

      fd = open_if_network_process ((pid_t)pid);
      if (fd >= 0)
        return fd;
    }

  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                       "No network process is a child of this one");

  return -1;
}

static gboolean
on_ended (int fd, GIOCondition condition, gpointer user_data)
{
  GTask *task = G_TASK (user_data);

  if (!g_task_return_error_if_cancelled (task))
    g_task_return_boolean (task, TRUE);

  return G_SOURCE_REMOVE;
}

static void
close_descriptor (gpointer data)
{
  close (GPOINTER_TO_INT (data));
}

/* Waits for the end of the network process, after having seen to it where that is wanted. */
static void
wait_for_end (GTask *owned_task, gboolean kill)
{
  g_autoptr (GTask) task = owned_task;
  g_autoptr (GSource) source = NULL;
  GError *error = NULL;
  int fd;

  fd = find_network_process (&error);
  if (fd < 0)
    {
      g_task_return_error (task, error);
      return;
    }

  g_task_set_task_data (task, GINT_TO_POINTER (fd), close_descriptor);
  if (kill && pidfd_send_signal (fd, SIGKILL, NULL, 0) != 0)
    {
      g_task_return_new_error (task, G_IO_ERROR, g_io_error_from_errno (errno), "%s",
                               g_strerror (errno));
      return;
    }

  /* It can be read from when the process is gone. */
  source = g_unix_fd_source_new (fd, G_IO_IN);
  g_task_attach_source (task, source, G_SOURCE_FUNC (on_ended));
}

/**
 * door_network_child_end_async:
 *
 * Kills the network process of this program, and no other one's.
 */
void
door_network_child_end_async (GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, door_network_child_end_async);
  wait_for_end (task, TRUE);
}

/**
 * door_network_child_wait_async:
 *
 * Waits until the network process that this program has now is gone.
 */
void
door_network_child_wait_async (GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, door_network_child_wait_async);
  wait_for_end (task, FALSE);
}

/**
 * door_network_child_finish:
 *
 * Returns: whether it has ended; %G_IO_ERROR_NOT_FOUND means that there was none
 */
gboolean
door_network_child_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
