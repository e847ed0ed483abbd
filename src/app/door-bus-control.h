/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "door-session.h"

G_BEGIN_DECLS

#define DOOR_TYPE_BUS_CONTROL (door_bus_control_get_type ())
G_DECLARE_FINAL_TYPE (DoorBusControl, door_bus_control, DOOR, BUS_CONTROL, GObject)

/* Control by other programs of the session bus, and the name that they know: there while the
 * command line or the policy wants it. */
DoorBusControl *door_bus_control_new (void);

gboolean door_bus_control_start (DoorBusControl *self, GDBusConnection *connection, GError **error);
void door_bus_control_stop (DoorBusControl *self);
gboolean door_bus_control_is_running (DoorBusControl *self);
void door_bus_control_watch (DoorBusControl *self, DoorSession *session);

G_END_DECLS
