/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-protection-space.h"

#include "door-bounded-text.h"

#include <string.h>

struct _DoorProtectionSpace
{
  gatomicrefcount references;
  DoorTarget target;
  DoorOrigin *server;
  char *realm;
};

G_DEFINE_BOXED_TYPE (DoorProtectionSpace,
                     door_protection_space,
                     door_protection_space_ref,
                     door_protection_space_unref)

/**
 * door_target_to_string:
 *
 * Returns: "origin" or "proxy"
 */
const char *
door_target_to_string (DoorTarget target)
{
  return target == DOOR_TARGET_PROXY ? "proxy" : "origin";
}

/**
 * door_protection_space_dup_realm:
 * @realm: (nullable): a realm as sent
 *
 * A server may send a realm of any length, and another one with each response.
 *
 * Returns: (transfer full): what is kept of it, see door_bounded_text_new(), at most
 *   %DOOR_REALM_MAX_LENGTH octets
 */
char *
door_protection_space_dup_realm (const char *realm)
{
  return door_bounded_text_new (realm != NULL ? realm : "", DOOR_REALM_MAX_LENGTH, ' ');
}

/**
 * door_protection_space_new:
 * @target: who asks
 * @server: the origin, or the proxy written as one ("http" scheme for a plain HTTP proxy)
 * @realm: (nullable): the realm as sent, see door_protection_space_dup_realm(); a missing one and
 * an empty one are the same space, since WebKit does not tell them apart
 *
 * Returns: (transfer full): the protection space
 */
DoorProtectionSpace *
door_protection_space_new (DoorTarget target, DoorOrigin *server, const char *realm)
{
  DoorProtectionSpace *space;

  g_return_val_if_fail (server != NULL, NULL);

  space = g_new0 (DoorProtectionSpace, 1);
  g_atomic_ref_count_init (&space->references);
  space->target = target;
  space->server = door_origin_ref (server);
  space->realm = door_protection_space_dup_realm (realm);

  return space;
}

DoorProtectionSpace *
door_protection_space_ref (DoorProtectionSpace *space)
{
  g_return_val_if_fail (space != NULL, NULL);

  g_atomic_ref_count_inc (&space->references);

  return space;
}

void
door_protection_space_unref (DoorProtectionSpace *space)
{
  g_return_if_fail (space != NULL);

  if (!g_atomic_ref_count_dec (&space->references))
    return;

  door_origin_unref (space->server);
  g_free (space->realm);
  g_free (space);
}

DoorTarget
door_protection_space_get_target (DoorProtectionSpace *space)
{
  return space->target;
}

/**
 * door_protection_space_get_server:
 *
 * Returns: (transfer none): the origin or proxy
 */
DoorOrigin *
door_protection_space_get_server (DoorProtectionSpace *space)
{
  return space->server;
}

/**
 * door_protection_space_get_realm:
 *
 * Returns: the realm, "" if there was none. It comes from a stranger: use
 *   door_display_text_for_realm() before showing it.
 */
const char *
door_protection_space_get_realm (DoorProtectionSpace *space)
{
  return space->realm;
}

gboolean
door_protection_space_equal (DoorProtectionSpace *a, DoorProtectionSpace *b)
{
  return a->target == b->target && door_origin_equal (a->server, b->server)
         && strcmp (a->realm, b->realm) == 0;
}

guint
door_protection_space_hash (DoorProtectionSpace *space)
{
  return g_str_hash (space->realm) * 31 + door_origin_hash (space->server) * 2 + space->target;
}
