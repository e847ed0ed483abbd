/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define DOOR_TYPE_PROXY_RESOLVER (door_proxy_resolver_get_type ())
G_DECLARE_FINAL_TYPE (DoorProxyResolver, door_proxy_resolver, DOOR, PROXY_RESOLVER, GObject)

/* What another resolver says, in the form that libsoup can do something with:
 * - without user information, which libsoup would take for the login of the page;
 * - with a port, without which libsoup does not know whom it asks;
 * - for a WebSocket that is not encrypted, as a tunnel (RFC 6455 section 4.1).
 *
 * Signals: changed (): the desktop's settings are others now. */
DoorProxyResolver *door_proxy_resolver_new (GProxyResolver *inner, const char *tunnel_name);

void door_proxy_resolver_expect (DoorProxyResolver *self, gboolean websocket);

G_END_DECLS
