/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gtk/gtk.h>

#include "door-network-link.h"
#include "door-service.h"
#include "door-web-context.h"

G_BEGIN_DECLS

#define DOOR_TYPE_KIOSK (door_kiosk_get_type ())
G_DECLARE_FINAL_TYPE (DoorKiosk, door_kiosk, DOOR, KIOSK, GObject)

/* Runs one window without anybody who looks after it: begins at Home, comes back to it, and leaves
 * nothing of one visitor to the next.
 *
 * Signal: create-context () → DoorWebContext: a session that nobody has used yet is needed. */
DoorKiosk *door_kiosk_new (DoorClock *clock, DoorNetworkLink *link, DoorService *service);

void door_kiosk_start (DoorKiosk *self, GtkApplication *application, const char *home);

G_END_DECLS
