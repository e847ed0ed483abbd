/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "door-clock.h"

G_BEGIN_DECLS

/* How long before the end the notice is given, where there is time for it. */
#define DOOR_IDLE_NOTICE_S 60

#define DOOR_TYPE_IDLE (door_idle_get_type ())
G_DECLARE_FINAL_TYPE (DoorIdle, door_idle, DOOR, IDLE, GObject)

/* Waits for nobody to have done anything for a set time. What then ends, and what counts as doing
 * something, is up to whoever has one.
 *
 * Property: ending (boolean, readable): time is nearly up; anything that is done stops it. Signal:
 * expired (): time is up. It counts again from the next thing that is done. */
DoorIdle *door_idle_new (DoorClock *clock);

void door_idle_set_timeout (DoorIdle *self, guint seconds);
guint door_idle_get_timeout (DoorIdle *self);
void door_idle_touch (DoorIdle *self);
void door_idle_rest (DoorIdle *self);
gboolean door_idle_is_ending (DoorIdle *self);
guint door_idle_get_seconds_left (DoorIdle *self);
GDateTime *door_idle_get_end (DoorIdle *self);
gboolean door_idle_is_over (DoorIdle *self);

G_END_DECLS
