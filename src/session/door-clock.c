/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-clock.h"

#include <time.h>

G_DEFINE_INTERFACE (DoorClock, door_clock, G_TYPE_OBJECT)

static void
door_clock_default_init (DoorClockInterface *iface)
{
}

/**
 * door_clock_get_time:
 *
 * Returns: (transfer full): what time it is, in UTC
 */
GDateTime *
door_clock_get_time (DoorClock *self)
{
  g_return_val_if_fail (DOOR_IS_CLOCK (self), NULL);

  return DOOR_CLOCK_GET_IFACE (self)->get_time (self);
}

/**
 * door_clock_get_elapsed:
 *
 * Returns: the microseconds since some moment in the past: nobody sets them, and they go on while
 *   the computer sleeps
 */
gint64
door_clock_get_elapsed (DoorClock *self)
{
  g_return_val_if_fail (DOOR_IS_CLOCK (self), 0);

  return DOOR_CLOCK_GET_IFACE (self)->get_elapsed (self);
}

/**
 * door_clock_create_timeout:
 * @milliseconds: how long from now
 *
 * Returns: (transfer full): a source, not attached yet, that is ready when so much time has passed
 *   on this clock
 */
GSource *
door_clock_create_timeout (DoorClock *self, guint milliseconds)
{
  g_return_val_if_fail (DOOR_IS_CLOCK (self), NULL);

  return DOOR_CLOCK_GET_IFACE (self)->create_timeout (self, milliseconds);
}

/**
 * door_clock_start_timeout:
 * @source: where the timeout is kept; one that is there already is stopped
 * @milliseconds: how long from now
 * @function: called then
 */
void
door_clock_start_timeout (DoorClock *self,
                          GSource **source,
                          guint milliseconds,
                          GSourceFunc function,
                          gpointer user_data)
{
  door_clock_stop_timeout (source);
  *source = door_clock_create_timeout (self, milliseconds);
  g_source_set_callback (*source, function, user_data, NULL);
  g_source_attach (*source, g_main_context_get_thread_default ());
}

/**
 * door_clock_stop_timeout:
 * @source: where a timeout is kept, or %NULL
 */
void
door_clock_stop_timeout (GSource **source)
{
  if (*source == NULL)
    return;

  g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

struct _DoorSystemClock
{
  GObject parent_instance;
};

static GDateTime *
door_system_clock_get_time (DoorClock *clock)
{
  return g_date_time_new_now_utc ();
}

static gint64
door_system_clock_get_elapsed (DoorClock *clock)
{
  struct timespec now;

  clock_gettime (CLOCK_BOOTTIME, &now);

  return now.tv_sec * G_USEC_PER_SEC + now.tv_nsec / 1000;
}

static GSource *
door_system_clock_create_timeout (DoorClock *clock, guint milliseconds)
{
  return g_timeout_source_new (milliseconds);
}

static void
door_system_clock_clock_init (DoorClockInterface *iface)
{
  iface->get_time = door_system_clock_get_time;
  iface->get_elapsed = door_system_clock_get_elapsed;
  iface->create_timeout = door_system_clock_create_timeout;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (DoorSystemClock,
                               door_system_clock,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (DOOR_TYPE_CLOCK,
                                                      door_system_clock_clock_init))

static void
door_system_clock_class_init (DoorSystemClockClass *klass)
{
}

static void
door_system_clock_init (DoorSystemClock *self)
{
}

/**
 * door_system_clock_new:
 *
 * Returns: (transfer full): the clock of the machine
 */
DoorClock *
door_system_clock_new (void)
{
  return g_object_new (DOOR_TYPE_SYSTEM_CLOCK, NULL);
}
