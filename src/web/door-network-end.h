/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define DOOR_TYPE_NETWORK_END (door_network_end_get_type ())
G_DECLARE_FINAL_TYPE (DoorNetworkEnd, door_network_end, DOOR, NETWORK_END, GObject)

/* Tells of the end of the network process to whom WebKit does not tell it: a download that was in
 * there neither fails nor finishes any more, and to cancel it then makes WebKit crash.
 *
 * Signal: ended (): the process that was watched is gone, and with it all that was under way. */
DoorNetworkEnd *door_network_end_new (void);

void door_network_end_watch (DoorNetworkEnd *self, gboolean under_way);

G_END_DECLS
