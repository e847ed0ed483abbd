/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-policy-reader.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "door-policy-keys.h"
#include "door-policy-text.h"

static gboolean
read_all (int fd, char *buffer, gsize size, gsize *length)
{
  ssize_t n;

  do
    {
      n = read (fd, buffer + *length, size - *length);
      if (n > 0)
        *length += n;
    }
  while ((n > 0 && *length < size) || (n < 0 && errno == EINTR));

  return n >= 0;
}

/* The name of a pipe must not make the program wait. */
static char *
load (const char *path, gsize *length, GError **error)
{
  g_autofree char *buffer = g_malloc0 (DOOR_POLICY_MAX_LENGTH + 2);
  g_autofree char *name = g_filename_display_name (path);
  int fd = g_open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK, 0);
  struct stat status;
  gboolean read;
  int code;

  *length = 0;
  read
      = fd >= 0 && fstat (fd, &status) == 0
        && (!S_ISREG (status.st_mode) || read_all (fd, buffer, DOOR_POLICY_MAX_LENGTH + 1, length));
  code = errno;
  if (fd >= 0)
    close (fd);

  if (!read)
    {
      g_set_error (error, DOOR_POLICY_ERROR, DOOR_POLICY_ERROR_UNREADABLE,
                   _ ("%s: the policy cannot be read: %s"), name, g_strerror (code));
      return NULL;
    }
  if (!S_ISREG (status.st_mode))
    {
      g_set_error (error, DOOR_POLICY_ERROR, DOOR_POLICY_ERROR_UNREADABLE,
                   _ ("%s: the policy is no regular file"), name);
      return NULL;
    }
  if (*length > DOOR_POLICY_MAX_LENGTH)
    {
      g_set_error (error, DOOR_POLICY_ERROR, DOOR_POLICY_ERROR_UNREADABLE,
                   _ ("%s: the policy is longer than %d bytes"), name, DOOR_POLICY_MAX_LENGTH);
      return NULL;
    }

  return g_steal_pointer (&buffer);
}

/**
 * door_policy_new_from_file:
 * @path: a file of keys and values, at most %DOOR_POLICY_MAX_LENGTH bytes
 * @error: return location for a #DoorPolicyError; its message is translated, names file, line, key
 *   and what would be right, and has a line for each problem there is
 *
 * Returns: (transfer full): the policy, which is whole: with one mistake in it there is none
 */
DoorPolicy *
door_policy_new_from_file (const char *path, GError **error)
{
  g_autofree char *text = NULL;
  gsize length;

  g_return_val_if_fail (path != NULL, NULL);

  text = load (path, &length, error);
  if (text == NULL)
    return NULL;

  return door_policy_new_from_data (text, length, path, error);
}

/**
 * door_policy_new_from_data:
 * @text: what stands in the file, with a NUL after it
 * @length: how many bytes of it
 * @name: the name of the file, for @error
 * @error: return location for a #DoorPolicyError
 *
 * Returns: (transfer full): the policy
 */
DoorPolicy *
door_policy_new_from_data (const char *text, gsize length, const char *name, GError **error)
{
  g_autoptr (DoorPolicyProblems) problems = door_policy_problems_new ();
  g_autoptr (GPtrArray) groups = door_policy_text_parse (text, length, problems);
  g_autoptr (DoorPolicy) policy = door_policy_keys_read (groups, problems);

  if (door_policy_problems_get_n (problems) > 0)
    {
      door_policy_problems_to_error (problems, name, error);
      return NULL;
    }

  return g_steal_pointer (&policy);
}
