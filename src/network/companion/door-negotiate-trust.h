/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "door-origin.h"

G_BEGIN_DECLS

/* The servers that may be shown who the person is by Negotiate (RFC 4559 section 6). Immutable. */
typedef struct _DoorNegotiateTrust DoorNegotiateTrust;

DoorNegotiateTrust *door_negotiate_trust_new (const char *servers);
void door_negotiate_trust_free (DoorNegotiateTrust *self);
gboolean door_negotiate_trust_includes (DoorNegotiateTrust *self, DoorOrigin *server);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DoorNegotiateTrust, door_negotiate_trust_free)

G_END_DECLS
