/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-secret-pipe.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <glib-unix.h>
#include <string.h>
#include <unistd.h>

/* A pipe takes this much at once on every Linux, and no password is as long. */
#define SECRET_MAX 4096

static gboolean
set_error_from_errno (GError **error, int number)
{
  g_set_error_literal (error, G_IO_ERROR, g_io_error_from_errno (number), g_strerror (number));
  return FALSE;
}

/**
 * door_secret_pipe_fill:
 * @secret: what to send
 * @error: return location for a #GIOErrorEnum
 *
 * Returns: the end of a pipe from which @secret can be read once, or -1
 */
int
door_secret_pipe_fill (SecretValue *secret, GError **error)
{
  gsize length;
  const char *bytes = secret_value_get (secret, &length);
  gssize written = 0;
  int fds[2];

  if (length > SECRET_MAX)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE, g_strerror (EMSGSIZE));
      return -1;
    }

  if (!g_unix_open_pipe (fds, FD_CLOEXEC, error))
    return -1;

  if (length > 0)
    written = write (fds[1], bytes, length);
  if (written != (gssize)length)
    {
      set_error_from_errno (error, written < 0 ? errno : EIO);
      g_close (fds[0], NULL);
      g_close (fds[1], NULL);
      return -1;
    }

  g_close (fds[1], NULL);

  return fds[0];
}

/**
 * door_secret_pipe_drain:
 * @fd: what the other process made with door_secret_pipe_fill()
 * @error: return location for a #GIOErrorEnum
 *
 * Never waits: a pipe whose other end is still open is an error.
 *
 * Returns: (transfer full): the secret
 */
SecretValue *
door_secret_pipe_drain (int fd, GError **error)
{
  char bytes[SECRET_MAX + 1];
  gsize length = 0;
  gssize n = 0;
  SecretValue *secret = NULL;

  if (!g_unix_set_fd_nonblocking (fd, TRUE, error))
    return NULL;

  while (length < sizeof bytes && (n = read (fd, bytes + length, sizeof bytes - length)) > 0)
    length += n;

  if (n < 0)
    set_error_from_errno (error, errno);
  else if (length > SECRET_MAX)
    set_error_from_errno (error, EMSGSIZE);
  else
    secret = secret_value_new (bytes, length, "text/plain");

  explicit_bzero (bytes, sizeof bytes);

  return secret;
}
