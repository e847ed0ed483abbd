/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "door-clock.h"

G_BEGIN_DECLS

#define DOOR_TYPE_BACKOFF (door_backoff_get_type ())
G_DECLARE_FINAL_TYPE (DoorBackoff, door_backoff, DOOR, BACKOFF, GObject)

/* How long to wait before something that failed is tried again: each time twice as long as the time
 * before, up to a limit, until it has gone well for a while. */
DoorBackoff *door_backoff_new (DoorClock *clock, guint first_s, guint most_s);

guint door_backoff_next (DoorBackoff *self);

G_END_DECLS
