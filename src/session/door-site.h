/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

#include "door-protection-space.h"

G_BEGIN_DECLS

#define DOOR_TYPE_SITE (door_site_get_type ())
G_DECLARE_FINAL_TYPE (DoorSite, door_site, DOOR, SITE, GObject)

/* A server or a proxy, for a list. Immutable. */
DoorSite *door_site_new (DoorTarget target, DoorOrigin *server);

DoorTarget door_site_get_target (DoorSite *self);
DoorOrigin *door_site_get_server (DoorSite *self);
gboolean door_site_is (DoorSite *self, DoorTarget target, DoorOrigin *server);

G_END_DECLS
