/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-network-end.h"

#include "door-network-child.h"

struct _DoorNetworkEnd
{
  GObject parent_instance;

  GCancellable *cancellable;
  gboolean watching;
  gboolean under_way; /* something was in it when it was looked for */
};

enum
{
  ENDED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DoorNetworkEnd, door_network_end, G_TYPE_OBJECT)

static void
door_network_end_dispose (GObject *object)
{
  g_cancellable_cancel (DOOR_NETWORK_END (object)->cancellable);

  G_OBJECT_CLASS (door_network_end_parent_class)->dispose (object);
}

static void
door_network_end_finalize (GObject *object)
{
  g_object_unref (DOOR_NETWORK_END (object)->cancellable);

  G_OBJECT_CLASS (door_network_end_parent_class)->finalize (object);
}

static void
door_network_end_class_init (DoorNetworkEndClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = door_network_end_dispose;
  G_OBJECT_CLASS (klass)->finalize = door_network_end_finalize;

  signals[ENDED] = g_signal_new ("ended", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
}

static void
door_network_end_init (DoorNetworkEnd *self)
{
  self->cancellable = g_cancellable_new ();
}

/**
 * door_network_end_new:
 *
 * Returns: (transfer full): what watches nothing yet
 */
DoorNetworkEnd *
door_network_end_new (void)
{
  return g_object_new (DOOR_TYPE_NETWORK_END, NULL);
}

static void
on_ended (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  gboolean ended = door_network_child_finish (result, &error);
  DoorNetworkEnd *self;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self = user_data;
  self->watching = FALSE;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    ended = self->under_way;
  self->under_way = FALSE;
  if (ended)
    g_signal_emit (self, signals[ENDED], 0);
}

/**
 * door_network_end_watch:
 * @under_way: whether something is known to be in it, so that it has ended if it is not there
 *
 * Watches the network process that is there now, unless it is watched already.
 */
void
door_network_end_watch (DoorNetworkEnd *self, gboolean under_way)
{
  g_return_if_fail (DOOR_IS_NETWORK_END (self));

  self->under_way |= under_way;
  if (self->watching)
    return;

  self->watching = TRUE;
  door_network_child_wait_async (self->cancellable, on_ended, self);
}
