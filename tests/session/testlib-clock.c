/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "testlib-clock.h"

struct _DoorTestClock
{
  GObject parent_instance;

  GDateTime *now;
  gint64 awake;  /* milliseconds that it has run for */
  gint64 asleep; /* milliseconds that it has slept for */
  GList *timeouts;
};

typedef struct
{
  GSource source;
  DoorTestClock *clock;
  gint64 due; /* in milliseconds of `awake` */
} Timeout;

static void door_test_clock_clock_init (DoorClockInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (DoorTestClock,
                               door_test_clock,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (DOOR_TYPE_CLOCK, door_test_clock_clock_init))

static gboolean
timeout_prepare (GSource *source, int *milliseconds)
{
  Timeout *timeout = (Timeout *)source;

  *milliseconds = -1;

  return timeout->due <= timeout->clock->awake;
}

static gboolean
timeout_dispatch (GSource *source, GSourceFunc callback, gpointer user_data)
{
  return callback (user_data);
}

static void
timeout_finalize (GSource *source)
{
  Timeout *timeout = (Timeout *)source;

  timeout->clock->timeouts = g_list_remove (timeout->clock->timeouts, timeout);
  g_object_unref (timeout->clock);
}

static GSourceFuncs timeout_functions = {
  .prepare = timeout_prepare,
  .dispatch = timeout_dispatch,
  .finalize = timeout_finalize,
};

static GDateTime *
door_test_clock_get_time (DoorClock *clock)
{
  return g_date_time_ref (DOOR_TEST_CLOCK (clock)->now);
}

/* Never nothing, as on a computer that runs. */
static gint64
door_test_clock_get_elapsed (DoorClock *clock)
{
  DoorTestClock *self = DOOR_TEST_CLOCK (clock);

  return (1 + self->awake + self->asleep) * G_TIME_SPAN_MILLISECOND;
}

static GSource *
door_test_clock_create_timeout (DoorClock *clock, guint milliseconds)
{
  DoorTestClock *self = DOOR_TEST_CLOCK (clock);
  GSource *source = g_source_new (&timeout_functions, sizeof (Timeout));
  Timeout *timeout = (Timeout *)source;

  timeout->clock = g_object_ref (self);
  timeout->due = self->awake + milliseconds;
  self->timeouts = g_list_prepend (self->timeouts, timeout);

  return source;
}

static void
door_test_clock_clock_init (DoorClockInterface *iface)
{
  iface->get_time = door_test_clock_get_time;
  iface->get_elapsed = door_test_clock_get_elapsed;
  iface->create_timeout = door_test_clock_create_timeout;
}

static void
door_test_clock_finalize (GObject *object)
{
  g_date_time_unref (DOOR_TEST_CLOCK (object)->now);

  G_OBJECT_CLASS (door_test_clock_parent_class)->finalize (object);
}

static void
door_test_clock_class_init (DoorTestClockClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = door_test_clock_finalize;
}

static void
door_test_clock_init (DoorTestClock *self)
{
  self->now = g_date_time_new_utc (2026, 1, 1, 12, 0, 0);
}

DoorTestClock *
door_test_clock_new (void)
{
  return g_object_new (DOOR_TYPE_TEST_CLOCK, NULL);
}

static gint64
next_due (DoorTestClock *self)
{
  gint64 due = G_MAXINT64;

  for (GList *link = self->timeouts; link != NULL; link = link->next)
    if (!g_source_is_destroyed (link->data))
      due = MIN (due, ((Timeout *)link->data)->due);

  return due;
}

static void
set_awake (DoorTestClock *self, gint64 awake)
{
  GDateTime *now = g_date_time_add (self->now, (awake - self->awake) * G_TIME_SPAN_MILLISECOND);

  g_date_time_unref (self->now);
  self->now = now;
  self->awake = awake;
}

/* Lets time pass; what is due on the way happens when it is due. */
void
door_test_clock_advance (DoorTestClock *self, gint64 seconds)
{
  gint64 end = self->awake + seconds * 1000;

  for (gint64 due = next_due (self); due <= end; due = next_due (self))
    {
      set_awake (self, MAX (due, self->awake));
      while (next_due (self) <= self->awake)
        g_main_context_iteration (NULL, FALSE);
    }
  set_awake (self, end);
}

/* Lets time pass while nothing happens, as a computer that sleeps does. */
void
door_test_clock_sleep (DoorTestClock *self, gint64 seconds)
{
  self->asleep += seconds * 1000;
  door_test_clock_set (self, seconds);
}

/* Sets the clock forward or back, as a person or a time server does. */
void
door_test_clock_set (DoorTestClock *self, gint64 seconds)
{
  GDateTime *now = g_date_time_add_seconds (self->now, (double)seconds);

  g_date_time_unref (self->now);
  self->now = now;
}
