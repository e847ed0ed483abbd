/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "door-origin.h"

G_BEGIN_DECLS

/* Who asks: the server that the request was for, or a proxy on the way (RFC 9110 section 11.7). */
typedef enum
{
  DOOR_TARGET_ORIGIN,
  DOOR_TARGET_PROXY,
} DoorTarget;

const char *door_target_to_string (DoorTarget target);

/* Where one set of credentials belongs (RFC 9110 section 11.5): target, server and realm.
 * Immutable and reference counted. */
typedef struct _DoorProtectionSpace DoorProtectionSpace;

#define DOOR_TYPE_PROTECTION_SPACE (door_protection_space_get_type ())
GType door_protection_space_get_type (void) G_GNUC_CONST;

#define DOOR_REALM_MAX_LENGTH 16384

char *door_protection_space_dup_realm (const char *realm);

DoorProtectionSpace *
door_protection_space_new (DoorTarget target, DoorOrigin *server, const char *realm);
DoorProtectionSpace *door_protection_space_ref (DoorProtectionSpace *space);
void door_protection_space_unref (DoorProtectionSpace *space);

DoorTarget door_protection_space_get_target (DoorProtectionSpace *space);
DoorOrigin *door_protection_space_get_server (DoorProtectionSpace *space);
const char *door_protection_space_get_realm (DoorProtectionSpace *space);
gboolean door_protection_space_equal (DoorProtectionSpace *a, DoorProtectionSpace *b);
guint door_protection_space_hash (DoorProtectionSpace *space);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DoorProtectionSpace, door_protection_space_unref)

G_END_DECLS
