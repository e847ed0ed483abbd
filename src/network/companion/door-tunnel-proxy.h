/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

#include "door-companion-session.h"

G_BEGIN_DECLS

/* The scheme of a proxy's URI for a connection that is to be a tunnel through it. */
#define DOOR_TUNNEL_PROTOCOL "doorward-tunnel"

#define DOOR_TYPE_TUNNEL_PROXY (door_tunnel_proxy_get_type ())
G_DECLARE_FINAL_TYPE (DoorTunnelProxy, door_tunnel_proxy, DOOR, TUNNEL_PROXY, GObject)

/* A tunnel by CONNECT, signed in with what the session has for the proxy. libsoup makes tunnels by
 * itself, but only for what is encrypted. */
char *door_tunnel_proxy_add_session (DoorCompanionSession *session);
void door_tunnel_proxy_remove_session (const char *name);

G_END_DECLS
