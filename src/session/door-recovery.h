/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "door-clock.h"

G_BEGIN_DECLS

/* Between two tries, at least and at most. */
#define DOOR_RECOVERY_FIRST_PAUSE_S 1
#define DOOR_RECOVERY_LONGEST_PAUSE_S 60

/* How long a try may take until something comes of it. */
#define DOOR_RECOVERY_PATIENCE_S 60

/* Tries again what has failed, for as long as it takes, with pauses that grow. */
#define DOOR_TYPE_RECOVERY (door_recovery_get_type ())
G_DECLARE_FINAL_TYPE (DoorRecovery, door_recovery, DOOR, RECOVERY, GObject)

DoorRecovery *door_recovery_new (DoorClock *clock);

gboolean door_recovery_fail (DoorRecovery *self);
void door_recovery_try_now (DoorRecovery *self);
void door_recovery_begin (DoorRecovery *self);
void door_recovery_succeed (DoorRecovery *self);

guint door_recovery_get_seconds_left (DoorRecovery *self);

G_END_DECLS
