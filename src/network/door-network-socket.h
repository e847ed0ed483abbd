/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The socket that the shell listens on for its companion: in a directory that nobody else gets
 * into, and for nobody but this process's own network process. */
typedef struct _DoorNetworkSocket DoorNetworkSocket;

DoorNetworkSocket *door_network_socket_new (GError **error);
void door_network_socket_free (DoorNetworkSocket *self);

const char *door_network_socket_get_path (DoorNetworkSocket *self);
gboolean
door_network_socket_set_trusted (DoorNetworkSocket *self, const char *list, GError **error);
GDBusServer *door_network_socket_listen (DoorNetworkSocket *self, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DoorNetworkSocket, door_network_socket_free)

G_END_DECLS
