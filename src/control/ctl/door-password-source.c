/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-password-source.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib/gi18n.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

static SecretValue *
read_line (int fd, char *buffer, gsize size, GError **error)
{
  gsize length = 0;

  while (length < size && memchr (buffer, '\n', length) == NULL)
    {
      ssize_t n = read (fd, buffer + length, size - length);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        {
          int code = errno;

          g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code),
                       _ ("The password cannot be read: %s"), g_strerror (code));
          return NULL;
        }
      if (n == 0)
        break;
      length += n;
    }

  if (memchr (buffer, '\n', length) != NULL)
    length = (char *)memchr (buffer, '\n', length) - buffer;

  if (length == size)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE,
                   _ ("The password is longer than %d bytes"), DOOR_PASSWORD_SOURCE_MAX);
      return NULL;
    }
  if (memchr (buffer, '\0', length) != NULL || !g_utf8_validate (buffer, length, NULL))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                           _ ("The password is not UTF-8 text"));
      return NULL;
    }

  return secret_value_new (buffer, length, "text/plain");
}

/**
 * door_password_source_read:
 * @fd: a file descriptor; a terminal is asked without showing what is typed
 *
 * Returns: (transfer full): the first line, without its end
 */
SecretValue *
door_password_source_read (int fd, GError **error)
{
  char buffer[DOOR_PASSWORD_SOURCE_MAX + 1] = { 0 };
  struct termios shown, hidden;
  gboolean terminal = isatty (fd) && tcgetattr (fd, &shown) == 0;
  SecretValue *password;

  if (terminal)
    {
      hidden = shown;
      hidden.c_lflag &= ~(tcflag_t)ECHO;
      tcsetattr (fd, TCSAFLUSH, &hidden);
      g_printerr ("%s ", _ ("Password:"));
    }

  password = read_line (fd, buffer, sizeof buffer, error);
  explicit_bzero (buffer, sizeof buffer);

  if (terminal)
    {
      tcsetattr (fd, TCSAFLUSH, &shown);
      g_printerr ("\n");
    }

  return password;
}
