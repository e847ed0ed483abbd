/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "door-challenge.h"
#include "door-origin.h"

G_BEGIN_DECLS

/* The part of one origin that a login counts for, as far as that is known: where its credentials
 * may be sent without being asked (RFC 7617 section 2.2, RFC 7616 section 3.3). Immutable and
 * reference counted. */
typedef struct _DoorPathScope DoorPathScope;

#define DOOR_TYPE_PATH_SCOPE (door_path_scope_get_type ())
GType door_path_scope_get_type (void) G_GNUC_CONST;

#define DOOR_PATH_SCOPE_OUTSIDE (-1)

DoorPathScope *door_path_scope_new (DoorChallenge *challenge, const char *uri, GError **error);
DoorPathScope *door_path_scope_new_for_basic (const char *uri, GError **error);
DoorPathScope *door_path_scope_new_for_digest (const char *uri, const char *domain, GError **error);
DoorPathScope *door_path_scope_ref (DoorPathScope *scope);
void door_path_scope_unref (DoorPathScope *scope);

DoorOrigin *door_path_scope_get_origin (DoorPathScope *scope);
const char *const *door_path_scope_get_paths (DoorPathScope *scope);
int door_path_scope_match (DoorPathScope *scope, const char *uri);
gboolean door_path_scope_covers (DoorPathScope *scope, const char *uri);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DoorPathScope, door_path_scope_unref)

G_END_DECLS
