/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-policy-file.h"

#include <glib/gi18n.h>
#include <stdlib.h>
#include <sysexits.h>

#include "door-policy-reader.h"

struct _DoorPolicyFile
{
  GObject parent_instance;

  char *path;        /* NULL: there is no file */
  GPtrArray *logins; /* DoorPolicyLogin, of the command line */
  DoorPolicy *policy;
  gboolean kiosk; /* from the start on, or never */
};

G_DEFINE_FINAL_TYPE (DoorPolicyFile, door_policy_file, G_TYPE_OBJECT)

static void
door_policy_file_finalize (GObject *object)
{
  DoorPolicyFile *self = DOOR_POLICY_FILE (object);

  g_free (self->path);
  g_clear_pointer (&self->logins, g_ptr_array_unref);
  g_clear_pointer (&self->policy, door_policy_unref);

  G_OBJECT_CLASS (door_policy_file_parent_class)->finalize (object);
}

static void
door_policy_file_class_init (DoorPolicyFileClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = door_policy_file_finalize;
}

static void
door_policy_file_init (DoorPolicyFile *self)
{
}

/* Nobody who is in front of a locked shell gets it opened, and no window locks itself. */
static void
complete (DoorPolicyFile *self)
{
  g_autoptr (DoorPolicy) written = g_steal_pointer (&self->policy);
  g_autoptr (DoorPolicy) policy = door_policy_dup_with_logins (written, self->logins);

  self->policy = door_policy_dup_as_kiosk (policy, self->kiosk);
}

/**
 * door_policy_file_new:
 * @path: (nullable): the file, or %NULL for %DOOR_POLICY_FILE_DEFAULT if that exists
 * @logins: (element-type DoorPolicyLogin): what the command line adds to it
 * @kiosk: whether it is a kiosk whatever the file says
 * @error: return location for a #DoorPolicyError
 *
 * Returns: (transfer full): the file, which has been read; without one the default policy
 */
DoorPolicyFile *
door_policy_file_new (const char *path, GPtrArray *logins, gboolean kiosk, GError **error)
{
  g_autoptr (DoorPolicyFile) self = g_object_new (DOOR_TYPE_POLICY_FILE, NULL);

  /* One that is there and cannot be read is not as if there were none. */
  if (path != NULL || g_file_test (DOOR_POLICY_FILE_DEFAULT, G_FILE_TEST_EXISTS))
    {
      self->path = g_canonicalize_filename (path != NULL ? path : DOOR_POLICY_FILE_DEFAULT, NULL);
      self->policy = door_policy_new_from_file (self->path, error);
    }
  else
    {
      self->policy = door_policy_new_default ();
    }

  if (self->policy == NULL)
    return NULL;

  self->kiosk = kiosk || door_policy_is_kiosk (self->policy);
  self->logins = g_ptr_array_ref (logins);
  complete (self);

  return g_steal_pointer (&self);
}

/**
 * door_policy_file_read_again:
 * @error: return location for a #DoorPolicyError
 *
 * Whether it is a kiosk is decided once, at the start.
 *
 * Returns: whether the file was read; otherwise the policy is what it was before
 */
gboolean
door_policy_file_read_again (DoorPolicyFile *self, GError **error)
{
  g_autoptr (DoorPolicy) policy = NULL;

  g_return_val_if_fail (DOOR_IS_POLICY_FILE (self), FALSE);

  if (self->path == NULL)
    return TRUE;

  policy = door_policy_new_from_file (self->path, error);
  if (policy == NULL)
    return FALSE;

  g_clear_pointer (&self->policy, door_policy_unref);
  self->policy = g_steal_pointer (&policy);
  complete (self);

  return TRUE;
}

DoorPolicy *
door_policy_file_get_policy (DoorPolicyFile *self)
{
  g_return_val_if_fail (DOOR_IS_POLICY_FILE (self), NULL);

  return self->policy;
}

/**
 * door_policy_file_get_path:
 *
 * Returns: (nullable): where the policy comes from, %NULL if nobody has made one
 */
const char *
door_policy_file_get_path (DoorPolicyFile *self)
{
  g_return_val_if_fail (DOOR_IS_POLICY_FILE (self), NULL);

  return self->path;
}

/**
 * door_policy_file_check:
 *
 * Prints all that is wrong with the file at @path, or that nothing is.
 *
 * Returns: the exit status that says the same
 */
int
door_policy_file_check (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DoorPolicy) policy = door_policy_new_from_file (path, &error);
  g_autofree char *name = g_filename_display_name (path);

  if (policy == NULL)
    {
      g_printerr ("%s\n", error->message);
      return EX_CONFIG;
    }

  g_print (_ ("%s: nothing is wrong with this policy\n"), name);

  return EXIT_SUCCESS;
}
