/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-reaction-watch.h"

/* How long a page may not react. */
#define PATIENCE_MS 15000

struct _DoorReactionWatch
{
  GObject parent_instance;

  DoorClock *clock;
  WebKitWebView *view; /* weak */
  GSource *patience;   /* NULL: the page reacts */
};

G_DEFINE_FINAL_TYPE (DoorReactionWatch, door_reaction_watch, G_TYPE_OBJECT)

static void
door_reaction_watch_dispose (GObject *object)
{
  DoorReactionWatch *self = DOOR_REACTION_WATCH (object);

  door_reaction_watch_set_view (self, NULL);
  g_clear_object (&self->clock);

  G_OBJECT_CLASS (door_reaction_watch_parent_class)->dispose (object);
}

static void
door_reaction_watch_class_init (DoorReactionWatchClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = door_reaction_watch_dispose;
}

static void
door_reaction_watch_init (DoorReactionWatch *self)
{
}

/**
 * door_reaction_watch_new:
 * @clock: what time it is
 *
 * Returns: (transfer full): one that watches nothing yet
 */
DoorReactionWatch *
door_reaction_watch_new (DoorClock *clock)
{
  DoorReactionWatch *self;

  g_return_val_if_fail (DOOR_IS_CLOCK (clock), NULL);

  self = g_object_new (DOOR_TYPE_REACTION_WATCH, NULL);
  self->clock = g_object_ref (clock);

  return self;
}

static gboolean
on_no_reaction (gpointer user_data)
{
  DoorReactionWatch *self = user_data;

  door_reaction_watch_pardon (self);
  if (self->view != NULL)
    webkit_web_view_terminate_web_process (self->view);

  return G_SOURCE_REMOVE;
}

static void
on_responsive (DoorReactionWatch *self)
{
  door_reaction_watch_pardon (self);
  if (webkit_web_view_get_is_web_process_responsive (self->view))
    return;

  door_clock_start_timeout (self->clock, &self->patience, PATIENCE_MS, on_no_reaction, self);
}

/**
 * door_reaction_watch_set_view:
 * @view: (nullable): what is watched from now on
 */
void
door_reaction_watch_set_view (DoorReactionWatch *self, WebKitWebView *view)
{
  g_return_if_fail (DOOR_IS_REACTION_WATCH (self));

  door_reaction_watch_pardon (self);
  if (self->view != NULL)
    g_signal_handlers_disconnect_by_data (self->view, self);
  g_set_weak_pointer (&self->view, view);
  if (view != NULL)
    g_signal_connect_object (view, "notify::is-web-process-responsive", G_CALLBACK (on_responsive),
                             self, G_CONNECT_SWAPPED);
}

/**
 * door_reaction_watch_pardon:
 *
 * The page is not waited for any more, until it does not react once more.
 */
void
door_reaction_watch_pardon (DoorReactionWatch *self)
{
  g_return_if_fail (DOOR_IS_REACTION_WATCH (self));

  door_clock_stop_timeout (&self->patience);
}
