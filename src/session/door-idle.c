/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-idle.h"

struct _DoorIdle
{
  GObject parent_instance;

  DoorClock *clock;
  guint timeout;   /* in seconds, 0: never */
  gint64 last;     /* when something was done, 0: never */
  GSource *source; /* NULL: nothing to wait for */
  gboolean ending;
};

enum
{
  PROP_0,
  PROP_ENDING,
  N_PROPS
};

enum
{
  EXPIRED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DoorIdle, door_idle, G_TYPE_OBJECT)

static void
door_idle_finalize (GObject *object)
{
  DoorIdle *self = DOOR_IDLE (object);

  door_clock_stop_timeout (&self->source);
  g_object_unref (self->clock);

  G_OBJECT_CLASS (door_idle_parent_class)->finalize (object);
}

static void
door_idle_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  switch (property_id)
    {
    case PROP_ENDING:
      g_value_set_boolean (value, DOOR_IDLE (object)->ending);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
door_idle_class_init (DoorIdleClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = door_idle_get_property;
  object_class->finalize = door_idle_finalize;

  properties[PROP_ENDING]
      = g_param_spec_boolean ("ending", NULL, NULL, FALSE,
                              G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[EXPIRED] = g_signal_new ("expired", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
door_idle_init (DoorIdle *self)
{
}

/**
 * door_idle_new:
 * @clock: what time it is
 *
 * Returns: (transfer full): one that never expires, as long as no timeout is set
 */
DoorIdle *
door_idle_new (DoorClock *clock)
{
  DoorIdle *self;

  g_return_val_if_fail (DOOR_IS_CLOCK (clock), NULL);

  self = g_object_new (DOOR_TYPE_IDLE, NULL);
  self->clock = g_object_ref (clock);

  return self;
}

static void
set_ending (DoorIdle *self, gboolean ending)
{
  if (self->ending == ending)
    return;

  self->ending = ending;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ENDING]);
}

/* How long before the end is the notice: a short timeout has room for half of it. */
static GTimeSpan
get_notice (DoorIdle *self)
{
  return MIN (DOOR_IDLE_NOTICE_S * G_TIME_SPAN_SECOND, self->timeout * G_TIME_SPAN_SECOND / 2);
}

static GTimeSpan
get_left (DoorIdle *self)
{
  GTimeSpan passed = door_clock_get_elapsed (self->clock) - self->last;

  return MAX (self->timeout * G_TIME_SPAN_SECOND - passed, 0);
}

static gboolean on_time (gpointer user_data);

static void
wait_for (DoorIdle *self, GTimeSpan span)
{
  /* Rounded up: woken too early, it only waits again. */
  GTimeSpan milliseconds = (span + G_TIME_SPAN_MILLISECOND - 1) / G_TIME_SPAN_MILLISECOND;

  door_clock_start_timeout (self->clock, &self->source,
                            (guint)MIN (milliseconds, (GTimeSpan)G_MAXUINT), on_time, self);
}

static void
expire (DoorIdle *self)
{
  g_object_ref (self);
  door_clock_stop_timeout (&self->source);
  self->last = 0;
  set_ending (self, FALSE);
  g_signal_emit (self, signals[EXPIRED], 0);
  g_object_unref (self);
}

static gboolean
on_time (gpointer user_data)
{
  DoorIdle *self = user_data;
  GTimeSpan left = get_left (self);
  GTimeSpan notice = get_notice (self);

  if (left == 0)
    {
      expire (self);
    }
  else if (left > notice)
    {
      wait_for (self, left - notice);
    }
  else
    {
      wait_for (self, left);
      set_ending (self, TRUE);
    }

  /* What went off has been destroyed already. */
  return G_SOURCE_REMOVE;
}

/**
 * door_idle_set_timeout:
 * @seconds: how long nothing may be done, 0 for ever
 *
 * Counts from the last thing that was done, or from now.
 */
void
door_idle_set_timeout (DoorIdle *self, guint seconds)
{
  g_return_if_fail (DOOR_IS_IDLE (self));

  if (self->timeout == seconds)
    return;

  self->timeout = seconds;
  door_clock_stop_timeout (&self->source);
  set_ending (self, FALSE);
  if (seconds == 0)
    {
      self->last = 0;
      return;
    }

  if (self->last == 0)
    self->last = door_clock_get_elapsed (self->clock);
  wait_for (self, MAX (get_left (self) - get_notice (self), 0));
}

guint
door_idle_get_timeout (DoorIdle *self)
{
  g_return_val_if_fail (DOOR_IS_IDLE (self), 0);

  return self->timeout;
}

/**
 * door_idle_touch:
 *
 * Somebody did something. It costs little: where time is already being counted, what is waited for
 * stays and finds out when it is woken.
 */
void
door_idle_touch (DoorIdle *self)
{
  g_return_if_fail (DOOR_IS_IDLE (self));

  if (self->timeout == 0)
    return;

  /* Nothing wakes a computer that sleeps. The first touch afterwards is somebody else's. */
  if (self->last != 0 && get_left (self) == 0)
    expire (self);

  self->last = door_clock_get_elapsed (self->clock);
  if (self->source == NULL || self->ending)
    wait_for (self, self->timeout * G_TIME_SPAN_SECOND - get_notice (self));
  set_ending (self, FALSE);
}

/**
 * door_idle_rest:
 *
 * What was being done is over. It counts again from the next thing that is done.
 */
void
door_idle_rest (DoorIdle *self)
{
  g_return_if_fail (DOOR_IS_IDLE (self));

  door_clock_stop_timeout (&self->source);
  self->last = 0;
  set_ending (self, FALSE);
}

/**
 * door_idle_is_ending:
 *
 * Returns: whether time is nearly up
 */
gboolean
door_idle_is_ending (DoorIdle *self)
{
  g_return_val_if_fail (DOOR_IS_IDLE (self), FALSE);

  return self->ending;
}

/**
 * door_idle_get_seconds_left:
 *
 * Returns: how long until time is up if nothing is done, rounded up; 0 if it is not counted
 */
guint
door_idle_get_seconds_left (DoorIdle *self)
{
  g_return_val_if_fail (DOOR_IS_IDLE (self), 0);

  if (self->last == 0)
    return 0;

  return (guint)((get_left (self) + G_TIME_SPAN_SECOND - 1) / G_TIME_SPAN_SECOND);
}

/**
 * door_idle_get_end:
 *
 * Returns: (transfer full) (nullable): when time is up if nothing is done, %NULL if it is not
 *   counted
 */
GDateTime *
door_idle_get_end (DoorIdle *self)
{
  g_autoptr (GDateTime) now = NULL;

  g_return_val_if_fail (DOOR_IS_IDLE (self), NULL);

  if (self->last == 0)
    return NULL;

  now = door_clock_get_time (self->clock);

  return g_date_time_add (now, get_left (self));
}

/**
 * door_idle_is_over:
 *
 * Returns: whether time is up, also where nobody has been woken yet to be told
 */
gboolean
door_idle_is_over (DoorIdle *self)
{
  g_return_val_if_fail (DOOR_IS_IDLE (self), FALSE);

  return self->last != 0 && get_left (self) == 0;
}
