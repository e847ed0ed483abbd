/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define DOOR_TYPE_SERVICE (door_service_get_type ())
G_DECLARE_FINAL_TYPE (DoorService, door_service, DOOR, SERVICE, GObject)

/* What the service manager is told, where one has started this program and wants to hear of it. As
 * long as the object lives and the main loop runs, it feeds the watchdog. */
DoorService *door_service_new (void);

void door_service_ready (DoorService *self);
void door_service_status (DoorService *self, const char *status);
void door_service_stopping (DoorService *self);

G_END_DECLS
