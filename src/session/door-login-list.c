/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-login-list.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "door-policy-value.h"

#define MAX_SECRET 8192

typedef struct
{
  DoorTarget target;
  DoorOriginPattern *server;
  char *realm; /* NULL: every one */
  char *username;
  SecretValue *password;
} Login;

struct _DoorLoginList
{
  GObject parent_instance;

  GPtrArray *logins; /* Login */
};

G_DEFINE_FINAL_TYPE (DoorLoginList, door_login_list, G_TYPE_OBJECT)

static void
login_free (Login *login)
{
  g_clear_pointer (&login->server, door_origin_pattern_unref);
  g_clear_pointer (&login->password, secret_value_unref);
  g_free (login->realm);
  g_free (login->username);
  g_free (login);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Login, login_free)

static void
door_login_list_finalize (GObject *object)
{
  g_ptr_array_unref (DOOR_LOGIN_LIST (object)->logins);

  G_OBJECT_CLASS (door_login_list_parent_class)->finalize (object);
}

static void
door_login_list_class_init (DoorLoginListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = door_login_list_finalize;
}

static void
door_login_list_init (DoorLoginList *self)
{
  self->logins = g_ptr_array_new_with_free_func ((GDestroyNotify)login_free);
}

DoorLoginList *
door_login_list_new (void)
{
  return g_object_new (DOOR_TYPE_LOGIN_LIST, NULL);
}

static gboolean
read_file (const char *path, char *buffer, gsize size, GError **error)
{
  struct stat status;
  int fd = open (path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
  ssize_t n = -1;

  if (fd >= 0 && fstat (fd, &status) == 0)
    {
      if (!S_ISREG (status.st_mode) || (status.st_mode & 077) != 0)
        {
          close (fd);
          g_set_error (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED,
                       _ ("“%s” must be a file that its owner alone can read"), path);
          return FALSE;
        }
      n = read (fd, buffer, size - 1);
    }

  if (n < 0)
    {
      int code = errno;

      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code),
                   _ ("The login in “%s” cannot be read: %s"), path, g_strerror (code));
      if (fd >= 0)
        close (fd);
      return FALSE;
    }

  close (fd);
  buffer[n] = '\0';

  return TRUE;
}

static gboolean
read_source (const char *source, char *buffer, gsize size, GError **error)
{
  if (g_str_has_prefix (source, "file:"))
    return read_file (source + strlen ("file:"), buffer, size, error);

  if (g_str_has_prefix (source, "env:"))
    {
      const char *value = g_getenv (source + strlen ("env:"));

      if (value != NULL)
        {
          g_strlcpy (buffer, value, size);
          return TRUE;
        }

      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, _ ("The environment has no login “%s”"),
                   source + strlen ("env:"));
      return FALSE;
    }

  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                       _ ("A login comes from file:PATH or env:NAME"));
  return FALSE;
}

/* One line, USER:PASSWORD. */
static gboolean
take_secret (Login *login, char *text, GError **error)
{
  char *colon;

  gsize length = strcspn (text, "\r\n");

  if (length == MAX_SECRET - 1)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE,
                   _ ("The login is longer than %d bytes"), MAX_SECRET - 2);
      return FALSE;
    }

  text[length] = '\0';
  colon = strchr (text, ':');
  if (colon == NULL || !g_utf8_validate (text, -1, NULL))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                           _ ("A login is written USER:PASSWORD, in UTF-8"));
      return FALSE;
    }

  login->username = g_strndup (text, colon - text);
  login->password = secret_value_new (colon + 1, -1, "text/plain");

  return TRUE;
}

/**
 * door_login_list_add:
 * @space: SERVER, or SERVER=REALM; a server is an origin, perhaps with stars, or proxy:HOST:PORT
 * @source: file:PATH, a regular file that its owner alone can read, or env:NAME; its first line is
 *   USER:PASSWORD
 * @error: return location for a #GIOError, #DoorOriginError or #DoorPolicyError
 *
 * Returns: whether the login was added, after the others
 */
gboolean
door_login_list_add (DoorLoginList *self, const char *space, const char *source, GError **error)
{
  g_autoptr (Login) login = g_new0 (Login, 1);
  g_autofree char *server = NULL;
  const char *realm;
  char buffer[MAX_SECRET] = { 0 };
  gboolean read;

  g_return_val_if_fail (DOOR_IS_LOGIN_LIST (self), FALSE);

  realm = strchr (space, '=');
  server = realm != NULL ? g_strndup (space, realm - space) : g_strdup (space);
  login->realm = realm != NULL ? g_strdup (realm + 1) : NULL;
  login->server = door_policy_value_to_server (server, &login->target, error);
  if (login->server == NULL)
    return FALSE;

  read = read_source (source, buffer, sizeof buffer, error) && take_secret (login, buffer, error);
  explicit_bzero (buffer, sizeof buffer);
  if (!read)
    return FALSE;

  g_ptr_array_add (self->logins, g_steal_pointer (&login));

  return TRUE;
}

/**
 * door_login_list_find:
 * @space: what asks
 * @username: (out) (transfer none): the user name
 * @password: (out) (transfer none): the password
 *
 * Returns: whether there is a login for @space; the first that fits is it
 */
gboolean
door_login_list_find (DoorLoginList *self,
                      DoorProtectionSpace *space,
                      const char **username,
                      SecretValue **password)
{
  g_return_val_if_fail (DOOR_IS_LOGIN_LIST (self), FALSE);

  for (guint i = 0; i < self->logins->len; i++)
    {
      const Login *login = g_ptr_array_index (self->logins, i);

      if (login->target == door_protection_space_get_target (space)
          && door_origin_pattern_matches (login->server, door_protection_space_get_server (space))
          && (login->realm == NULL
              || strcmp (login->realm, door_protection_space_get_realm (space)) == 0))
        {
          *username = login->username;
          *password = login->password;
          return TRUE;
        }
    }

  return FALSE;
}
