/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-object-release.h"

/**
 * door_object_release:
 * @object: (transfer full): an object
 *
 * Lets go of @object if nobody else has it.
 *
 * Returns: (transfer full) (nullable): @object, if somebody has
 */
gpointer
door_object_release (gpointer object)
{
  GWeakRef left;
  gpointer used;

  g_weak_ref_init (&left, object);
  g_object_unref (object);
  used = g_weak_ref_get (&left);
  g_weak_ref_clear (&left);

  return used;
}
