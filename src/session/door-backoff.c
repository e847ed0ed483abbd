/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-backoff.h"

struct _DoorBackoff
{
  GObject parent_instance;

  DoorClock *clock;
  guint first;
  guint most;
  guint pause;  /* the latest, 0: none yet */
  gint64 again; /* when that one was over */
};

G_DEFINE_FINAL_TYPE (DoorBackoff, door_backoff, G_TYPE_OBJECT)

static void
door_backoff_finalize (GObject *object)
{
  g_object_unref (DOOR_BACKOFF (object)->clock);

  G_OBJECT_CLASS (door_backoff_parent_class)->finalize (object);
}

static void
door_backoff_class_init (DoorBackoffClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = door_backoff_finalize;
}

static void
door_backoff_init (DoorBackoff *self)
{
}

/**
 * door_backoff_new:
 * @clock: what time it is
 * @first_s: the first pause, in seconds
 * @most_s: the longest pause, in seconds; what goes well for as long starts anew
 *
 * Returns: (transfer full): one that has seen no failure
 */
DoorBackoff *
door_backoff_new (DoorClock *clock, guint first_s, guint most_s)
{
  DoorBackoff *self;

  g_return_val_if_fail (DOOR_IS_CLOCK (clock), NULL);
  g_return_val_if_fail (first_s > 0 && first_s <= most_s, NULL);

  self = g_object_new (DOOR_TYPE_BACKOFF, NULL);
  self->clock = g_object_ref (clock);
  self->first = first_s;
  self->most = most_s;

  return self;
}

/**
 * door_backoff_next:
 *
 * It failed just now.
 *
 * Returns: after how many seconds to try again
 */
guint
door_backoff_next (DoorBackoff *self)
{
  gint64 now;

  g_return_val_if_fail (DOOR_IS_BACKOFF (self), 0);

  now = door_clock_get_elapsed (self->clock);
  if (self->pause == 0 || now - self->again >= self->most * G_TIME_SPAN_SECOND)
    self->pause = self->first;
  else
    self->pause = MIN (self->pause * 2, self->most);

  self->again = now + self->pause * G_TIME_SPAN_SECOND;

  return self->pause;
}
