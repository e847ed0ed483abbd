/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-recovery.h"

#include "door-backoff.h"

struct _DoorRecovery
{
  GObject parent_instance;

  DoorClock *clock;
  DoorBackoff *backoff;
  GSource *tick;     /* NULL: there is no pause */
  GSource *patience; /* NULL: nothing is being tried */
  guint seconds_left;
};

enum
{
  PROP_0,
  PROP_SECONDS_LEFT,
  N_PROPS
};

enum
{
  TRY,
  TOO_SLOW,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DoorRecovery, door_recovery, G_TYPE_OBJECT)

static void
door_recovery_finalize (GObject *object)
{
  DoorRecovery *self = DOOR_RECOVERY (object);

  door_clock_stop_timeout (&self->tick);
  door_clock_stop_timeout (&self->patience);
  g_object_unref (self->backoff);
  g_object_unref (self->clock);

  G_OBJECT_CLASS (door_recovery_parent_class)->finalize (object);
}

static void
door_recovery_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_SECONDS_LEFT:
      g_value_set_uint (value, DOOR_RECOVERY (object)->seconds_left);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
door_recovery_class_init (DoorRecoveryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = door_recovery_get_property;
  object_class->finalize = door_recovery_finalize;

  properties[PROP_SECONDS_LEFT]
      = g_param_spec_uint ("seconds-left", NULL, NULL, 0, DOOR_RECOVERY_LONGEST_PAUSE_S, 0,
                           G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[TRY] = g_signal_new ("try", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                               NULL, G_TYPE_NONE, 0);
  signals[TOO_SLOW] = g_signal_new ("too-slow", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                    NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
door_recovery_init (DoorRecovery *self)
{
}

/**
 * door_recovery_new:
 * @clock: what time it is
 *
 * Its signal “try” says that it is time to try again, “too-slow” that what was begun has come to
 * nothing in %DOOR_RECOVERY_PATIENCE_S.
 *
 * Returns: (transfer full): one that has seen no failure
 */
DoorRecovery *
door_recovery_new (DoorClock *clock)
{
  DoorRecovery *self;

  g_return_val_if_fail (DOOR_IS_CLOCK (clock), NULL);

  self = g_object_new (DOOR_TYPE_RECOVERY, NULL);
  self->clock = g_object_ref (clock);
  self->backoff
      = door_backoff_new (clock, DOOR_RECOVERY_FIRST_PAUSE_S, DOOR_RECOVERY_LONGEST_PAUSE_S);

  return self;
}

static void
set_seconds_left (DoorRecovery *self, guint seconds)
{
  self->seconds_left = seconds;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SECONDS_LEFT]);
}

static void
end_pause (DoorRecovery *self)
{
  if (self->tick == NULL)
    return;

  door_clock_stop_timeout (&self->tick);
  set_seconds_left (self, 0);
}

static void
try_again (DoorRecovery *self)
{
  end_pause (self);
  g_signal_emit (self, signals[TRY], 0);
}

static gboolean
on_tick (gpointer user_data)
{
  DoorRecovery *self = user_data;

  if (self->seconds_left == 1)
    {
      try_again (self);
      return G_SOURCE_REMOVE;
    }

  door_clock_start_timeout (self->clock, &self->tick, 1000, on_tick, self);
  set_seconds_left (self, self->seconds_left - 1);

  return G_SOURCE_REMOVE;
}

static gboolean
on_too_slow (gpointer user_data)
{
  DoorRecovery *self = user_data;

  door_clock_stop_timeout (&self->patience);
  g_signal_emit (self, signals[TOO_SLOW], 0);

  return G_SOURCE_REMOVE;
}

/**
 * door_recovery_fail:
 *
 * It has failed. What fails during a pause does not make it longer.
 *
 * Returns: whether a pause begins
 */
gboolean
door_recovery_fail (DoorRecovery *self)
{
  g_return_val_if_fail (DOOR_IS_RECOVERY (self), FALSE);

  door_clock_stop_timeout (&self->patience);
  if (self->tick != NULL)
    return FALSE;

  door_clock_start_timeout (self->clock, &self->tick, 1000, on_tick, self);
  set_seconds_left (self, door_backoff_next (self->backoff));

  return TRUE;
}

/**
 * door_recovery_try_now:
 *
 * There is reason to believe that the rest of the pause is not needed.
 */
void
door_recovery_try_now (DoorRecovery *self)
{
  g_return_if_fail (DOOR_IS_RECOVERY (self));

  if (self->tick != NULL)
    try_again (self);
}

/**
 * door_recovery_begin:
 *
 * It is being tried, whether there was a pause or not.
 */
void
door_recovery_begin (DoorRecovery *self)
{
  g_return_if_fail (DOOR_IS_RECOVERY (self));

  end_pause (self);
  door_clock_start_timeout (self->clock, &self->patience, DOOR_RECOVERY_PATIENCE_S * 1000,
                            on_too_slow, self);
}

/**
 * door_recovery_succeed:
 *
 * It is there. Pauses start anew only when it has been there for a while.
 */
void
door_recovery_succeed (DoorRecovery *self)
{
  g_return_if_fail (DOOR_IS_RECOVERY (self));

  end_pause (self);
  door_clock_stop_timeout (&self->patience);
}

/**
 * door_recovery_get_seconds_left:
 *
 * Returns: how long until the next try, 0 if there is no pause
 */
guint
door_recovery_get_seconds_left (DoorRecovery *self)
{
  g_return_val_if_fail (DOOR_IS_RECOVERY (self), 0);

  return self->seconds_left;
}
