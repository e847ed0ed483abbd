/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "door-clock.h"

G_BEGIN_DECLS

#define DOOR_TYPE_TEST_CLOCK (door_test_clock_get_type ())
G_DECLARE_FINAL_TYPE (DoorTestClock, door_test_clock, DOOR, TEST_CLOCK, GObject)

/* A clock that stands still until it is set. */
DoorTestClock *door_test_clock_new (void);

void door_test_clock_advance (DoorTestClock *self, gint64 seconds);
void door_test_clock_sleep (DoorTestClock *self, gint64 seconds);
void door_test_clock_set (DoorTestClock *self, gint64 seconds);

G_END_DECLS
