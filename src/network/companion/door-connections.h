/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

#include "door-protection-space.h"

G_BEGIN_DECLS

/* The connections of one session, to whom they go, and how many messages are on each. Schemes such
 * as NTLM sign in a connection, not a request, so signing out means closing it. */
typedef struct _DoorConnections DoorConnections;

DoorConnections *door_connections_new (void);
void door_connections_free (DoorConnections *self);

void door_connections_add (DoorConnections *self,
                           guint64 id,
                           DoorOrigin *server,
                           GSocketConnection *connection);
void door_connections_begin (DoorConnections *self, guint64 id);
void door_connections_set_proxy (DoorConnections *self, guint64 id, DoorOrigin *proxy);
void door_connections_end (DoorConnections *self, guint64 id);
void door_connections_close (DoorConnections *self, DoorTarget target, DoorOrigin *server);
void door_connections_close_all (DoorConnections *self);

G_END_DECLS
