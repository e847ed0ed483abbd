/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define DOOR_TYPE_CLOCK (door_clock_get_type ())
G_DECLARE_INTERFACE (DoorClock, door_clock, DOOR, CLOCK, GObject)

/* Where time comes from, so that a test can say what time it is. */
struct _DoorClockInterface
{
  GTypeInterface parent_interface;

  GDateTime *(*get_time) (DoorClock *self);
  gint64 (*get_elapsed) (DoorClock *self);
  GSource *(*create_timeout) (DoorClock *self, guint milliseconds);
};

GDateTime *door_clock_get_time (DoorClock *self);
gint64 door_clock_get_elapsed (DoorClock *self);
GSource *door_clock_create_timeout (DoorClock *self, guint milliseconds);
void door_clock_start_timeout (DoorClock *self,
                               GSource **source,
                               guint milliseconds,
                               GSourceFunc function,
                               gpointer user_data);
void door_clock_stop_timeout (GSource **source);

#define DOOR_TYPE_SYSTEM_CLOCK (door_system_clock_get_type ())
G_DECLARE_FINAL_TYPE (DoorSystemClock, door_system_clock, DOOR, SYSTEM_CLOCK, GObject)

DoorClock *door_system_clock_new (void);

G_END_DECLS
