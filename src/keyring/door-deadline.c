/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-deadline.h"

struct _DoorDeadline
{
  GCancellable *outer;
  GCancellable *cancellable;
  gulong handler;
  GSource *timeout;
  gboolean over;
};

static void
on_outer_cancelled (GCancellable *outer, DoorDeadline *deadline)
{
  g_cancellable_cancel (deadline->cancellable);
}

/**
 * door_deadline_new:
 * @outer: (nullable): what else ends it
 *
 * Returns: (transfer full): a deadline that is not set yet
 */
DoorDeadline *
door_deadline_new (GCancellable *outer)
{
  DoorDeadline *deadline = g_new0 (DoorDeadline, 1);

  deadline->cancellable = g_cancellable_new ();
  if (outer != NULL)
    {
      deadline->outer = g_object_ref (outer);
      deadline->handler
          = g_cancellable_connect (outer, G_CALLBACK (on_outer_cancelled), deadline, NULL);
    }

  return deadline;
}

static void
clear_timeout (DoorDeadline *deadline)
{
  if (deadline->timeout == NULL)
    return;

  g_source_destroy (deadline->timeout);
  g_clear_pointer (&deadline->timeout, g_source_unref);
}

void
door_deadline_free (DoorDeadline *deadline)
{
  clear_timeout (deadline);
  if (deadline->outer != NULL)
    {
      /* Not g_cancellable_disconnect(), which waits for ever when this is called while it is being
       * cancelled. All of it happens in one thread. */
      if (deadline->handler != 0)
        g_signal_handler_disconnect (deadline->outer, deadline->handler);
      g_object_unref (deadline->outer);
    }
  g_object_unref (deadline->cancellable);
  g_free (deadline);
}

static gboolean
on_timeout (gpointer user_data)
{
  DoorDeadline *deadline = user_data;

  g_clear_pointer (&deadline->timeout, g_source_unref);
  deadline->over = TRUE;
  g_cancellable_cancel (deadline->cancellable);

  return G_SOURCE_REMOVE;
}

/**
 * door_deadline_set:
 * @milliseconds: how long from now, in place of what was set before
 */
void
door_deadline_set (DoorDeadline *deadline, guint milliseconds)
{
  clear_timeout (deadline);
  deadline->timeout = g_timeout_source_new (milliseconds);
  g_source_set_callback (deadline->timeout, on_timeout, deadline, NULL);
  g_source_attach (deadline->timeout, g_main_context_get_thread_default ());
}

/**
 * door_deadline_get_cancellable:
 *
 * Returns: (transfer none): what is cancelled when time is up
 */
GCancellable *
door_deadline_get_cancellable (DoorDeadline *deadline)
{
  return deadline->cancellable;
}

/**
 * door_deadline_is_over:
 *
 * Returns: whether it was time that ended it
 */
gboolean
door_deadline_is_over (DoorDeadline *deadline)
{
  return deadline->over;
}
