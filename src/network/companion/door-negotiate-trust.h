/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <libsoup/soup.h>

#include "door-origin.h"

G_BEGIN_DECLS

/* The servers that may be shown who the person is by Negotiate (RFC 4559 section 6), and one
 * SoupSession that is to show it to no others. */
typedef struct _DoorNegotiateTrust DoorNegotiateTrust;

DoorNegotiateTrust *door_negotiate_trust_new (const char *servers);
void door_negotiate_trust_free (DoorNegotiateTrust *self);

void door_negotiate_trust_attach (DoorNegotiateTrust *self, SoupSession *soup);
void door_negotiate_trust_prepare (DoorNegotiateTrust *self,
                                   SoupSession *soup,
                                   DoorOrigin *server,
                                   DoorOrigin *proxy);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DoorNegotiateTrust, door_negotiate_trust_free)

G_END_DECLS
