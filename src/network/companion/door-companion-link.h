/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "door-companion.h"

G_BEGIN_DECLS

#define DOOR_TYPE_COMPANION_LINK (door_companion_link_get_type ())
G_DECLARE_FINAL_TYPE (DoorCompanionLink, door_companion_link, DOOR, COMPANION_LINK, GObject)

/* The companion's end of the link: does what the shell asks for. */
DoorCompanionLink *door_companion_link_new (DoorCompanion *companion);

void door_companion_link_connect (DoorCompanionLink *self, const char *socket_path);

G_END_DECLS
