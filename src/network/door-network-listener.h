/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "door-network-dbus.h"

G_BEGIN_DECLS

#define DOOR_TYPE_NETWORK_LISTENER (door_network_listener_get_type ())
G_DECLARE_FINAL_TYPE (DoorNetworkListener, door_network_listener, DOOR, NETWORK_LISTENER, GObject)

/* Waits for the companion, which is one at a time: another network process takes the place of the
 * one before.
 *
 * Signals: arrived (DoorDBusNetwork *proxy): a companion is here; left (): it is gone. */
DoorNetworkListener *door_network_listener_new (GError **error);

const char *door_network_listener_get_path (DoorNetworkListener *self);
gboolean door_network_listener_start (DoorNetworkListener *self, GError **error);
gboolean
door_network_listener_set_trusted (DoorNetworkListener *self, const char *list, GError **error);

G_END_DECLS
