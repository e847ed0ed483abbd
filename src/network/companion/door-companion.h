/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "door-companion-session.h"

G_BEGIN_DECLS

#define DOOR_TYPE_COMPANION (door_companion_get_type ())
G_DECLARE_FINAL_TYPE (DoorCompanion, door_companion, DOOR, COMPANION, GObject)

/* The sessions of this process, found as libsoup brings them forth, and named by the markers that
 * the shell puts into their cookie jars.
 *
 * Signal: attached (const char *session). */
DoorCompanion *door_companion_new (const char *cookie, const char *negotiate_servers);

DoorCompanionSession *door_companion_find_session (DoorCompanion *self, const char *name);
char **door_companion_dup_names (DoorCompanion *self);

G_END_DECLS
