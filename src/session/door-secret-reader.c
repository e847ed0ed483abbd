/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-secret-reader.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct _DoorSecretReader
{
  GObject parent_instance;

  GHashTable *variables; /* name → SecretValue, of what is not in the environment any more */
};

G_DEFINE_FINAL_TYPE (DoorSecretReader, door_secret_reader, G_TYPE_OBJECT)

static void
door_secret_reader_finalize (GObject *object)
{
  g_hash_table_unref (DOOR_SECRET_READER (object)->variables);

  G_OBJECT_CLASS (door_secret_reader_parent_class)->finalize (object);
}

static void
door_secret_reader_class_init (DoorSecretReaderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = door_secret_reader_finalize;
}

static void
door_secret_reader_init (DoorSecretReader *self)
{
  self->variables = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, secret_value_unref);
}

DoorSecretReader *
door_secret_reader_new (void)
{
  return g_object_new (DOOR_TYPE_SECRET_READER, NULL);
}

/**
 * door_secret_reader_cover_variable:
 * @source: if it is a variable, nothing is left in it
 *
 * What is started from now on, and who looks at the environment of this process, does not find it
 * any more. It stays in the environment by its name: whoever takes a variable out moves others,
 * which threads that look for one of those may miss then.
 */
void
door_secret_reader_cover_variable (DoorSecretReader *self, DoorSecretSource *source)
{
  const char *name = door_secret_source_get_name (source);
  char *value;

  g_return_if_fail (DOOR_IS_SECRET_READER (self));

  if (door_secret_source_get_kind (source) != DOOR_SECRET_SOURCE_ENVIRONMENT
      || g_hash_table_contains (self->variables, name))
    return;

  value = getenv (name);
  if (value == NULL)
    return;

  g_hash_table_insert (self->variables, g_strdup (name),
                       secret_value_new (value, -1, "text/plain"));

  /* The kernel shows the environment as the program was started with it. */
  explicit_bzero (value, strlen (value));
}

/**
 * door_secret_reader_take_variable:
 * @source: if it is a variable, it is taken out of the environment
 *
 * What WebKit's processes inherit, and what others see of this one, has it no more. To be called
 * before there are threads.
 */
void
door_secret_reader_take_variable (DoorSecretReader *self, DoorSecretSource *source)
{
  g_return_if_fail (DOOR_IS_SECRET_READER (self));

  door_secret_reader_cover_variable (self, source);
  if (door_secret_source_get_kind (source) == DOOR_SECRET_SOURCE_ENVIRONMENT)
    g_unsetenv (door_secret_source_get_name (source));
}

static gboolean
fail (GError **error, GIOErrorEnum code, const char *message)
{
  g_set_error_literal (error, G_IO_ERROR, code, message);

  return FALSE;
}

static gboolean
check_file (const struct stat *status, GError **error)
{
  if (status->st_uid != geteuid ())
    return fail (error, G_IO_ERROR_PERMISSION_DENIED,
                 _ ("the file belongs to somebody else; make it the user’s own with chown"));
  if ((status->st_mode & 077) != 0)
    return fail (error, G_IO_ERROR_PERMISSION_DENIED,
                 _ ("the file is not for its owner alone; run chmod 0600 on it"));

  return TRUE;
}

/* systemd hands the user's credentials to the user with rights of its own making. */
static gboolean
check_status (const struct stat *status, DoorSecretSourceKind kind, GError **error)
{
  if (!S_ISREG (status->st_mode))
    return fail (error, G_IO_ERROR_NOT_REGULAR_FILE, _ ("this is no regular file"));
  if (kind == DOOR_SECRET_SOURCE_FILE && !check_file (status, error))
    return FALSE;

  return TRUE;
}

static gboolean
set_errno_error (GError **error, int code)
{
  if (code == ELOOP)
    return fail (error, G_IO_ERROR_NOT_REGULAR_FILE, _ ("this is a symbolic link, not a file"));

  return fail (error, g_io_error_from_errno (code), g_strerror (code));
}

static gboolean
read_descriptor (int fd,
                 DoorSecretSourceKind kind,
                 char *buffer,
                 gsize size,
                 gsize *length,
                 GError **error)
{
  struct stat status;
  ssize_t n;

  if (fstat (fd, &status) != 0)
    return set_errno_error (error, errno);
  if (!check_status (&status, kind, error))
    return FALSE;

  do
    {
      n = read (fd, buffer + *length, size - *length);
      if (n > 0)
        *length += n;
    }
  while ((n > 0 && *length < size) || (n < 0 && errno == EINTR));

  return n >= 0 || set_errno_error (error, errno);
}

/* What is opened is what is examined and read: nobody can put another file in its place between. */
static gboolean
read_file (const char *path,
           DoorSecretSourceKind kind,
           char *buffer,
           gsize size,
           gsize *length,
           GError **error)
{
  int fd = open (path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
  gboolean read;

  if (fd < 0)
    return set_errno_error (error, errno);

  read = read_descriptor (fd, kind, buffer, size, length, error);
  close (fd);

  return read;
}

/* Takes the end of the line off. */
static gboolean
check_text (char *text, gsize *length, GError **error)
{
  if (*length > DOOR_SECRET_MAX_LENGTH)
    return fail (error, G_IO_ERROR_MESSAGE_TOO_LARGE, _ ("it is longer than any password"));

  if (*length > 0 && text[*length - 1] == '\n')
    text[--*length] = '\0';
  if (*length > 0 && text[*length - 1] == '\r')
    text[--*length] = '\0';

  if (*length == 0)
    return fail (error, G_IO_ERROR_INVALID_DATA, _ ("it is empty"));
  if (memchr (text, '\0', *length) != NULL || !g_utf8_validate (text, (gssize)*length, NULL))
    return fail (error, G_IO_ERROR_INVALID_DATA, _ ("it is not text in UTF-8"));
  if (strpbrk (text, "\r\n") != NULL)
    return fail (error, G_IO_ERROR_INVALID_DATA, _ ("it has more than one line"));

  return TRUE;
}

static SecretValue *
read_path (const char *path, DoorSecretSourceKind kind, GError **error)
{
  /* Room for the longest one, the end of its line, and to see that there is more. */
  char buffer[DOOR_SECRET_MAX_LENGTH + 4] = { 0 };
  SecretValue *secret = NULL;
  gsize length = 0;

  if (read_file (path, kind, buffer, sizeof buffer - 1, &length, error)
      && check_text (buffer, &length, error))
    secret = secret_value_new (buffer, (gssize)length, "text/plain");
  explicit_bzero (buffer, sizeof buffer);

  return secret;
}

static SecretValue *
read_credential (const char *name, GError **error)
{
  const char *directory = g_getenv ("CREDENTIALS_DIRECTORY");
  g_autofree char *path = NULL;

  if (directory == NULL || !g_path_is_absolute (directory))
    {
      fail (error, G_IO_ERROR_NOT_FOUND,
            _ ("there are no credentials: no systemd unit with LoadCredential= has started this "
               "program"));
      return NULL;
    }

  path = g_build_filename (directory, name, NULL);

  return read_path (path, DOOR_SECRET_SOURCE_CREDENTIAL, error);
}

static SecretValue *
read_variable (DoorSecretReader *self, const char *name, GError **error)
{
  SecretValue *variable = g_hash_table_lookup (self->variables, name);
  SecretValue *secret = NULL;
  char *copy;
  gsize size;
  gsize length;

  if (variable == NULL)
    {
      fail (error, G_IO_ERROR_NOT_FOUND, _ ("the environment had no such variable at the start"));
      return NULL;
    }

  copy = g_strdup (secret_value_get (variable, &size));
  length = size;
  if (check_text (copy, &length, error))
    secret = secret_value_new (copy, (gssize)length, "text/plain");
  explicit_bzero (copy, size);
  g_free (copy);

  return secret;
}

/**
 * door_secret_reader_read:
 * @source: a file, a credential or a variable; another one is for the keyring to read
 * @error: return location for a #GIOError, whose message is translated, names @source, says what
 *   would be right, and holds nothing of the secret
 *
 * Reads it anew each time, but for a variable.
 *
 * Returns: (transfer full): the secret, one line of text
 */
SecretValue *
door_secret_reader_read (DoorSecretReader *self, DoorSecretSource *source, GError **error)
{
  const char *name = door_secret_source_get_name (source);
  SecretValue *secret = NULL;

  g_return_val_if_fail (DOOR_IS_SECRET_READER (self), NULL);

  switch (door_secret_source_get_kind (source))
    {
    case DOOR_SECRET_SOURCE_FILE:
      secret = read_path (name, DOOR_SECRET_SOURCE_FILE, error);
      break;
    case DOOR_SECRET_SOURCE_CREDENTIAL:
      secret = read_credential (name, error);
      break;
    case DOOR_SECRET_SOURCE_ENVIRONMENT:
      secret = read_variable (self, name, error);
      break;
    case DOOR_SECRET_SOURCE_KEYRING:
    default:
      fail (error, G_IO_ERROR_NOT_FOUND, _ ("the keyring has no such login, or is locked"));
      break;
    }

  if (secret == NULL)
    g_prefix_error (error, "%s: ", door_secret_source_to_string (source));

  return secret;
}
