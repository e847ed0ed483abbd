/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-network-waiters.h"

#include "door-network-link.h"

#include <string.h>

struct _DoorNetworkWaiters
{
  GList *tasks; /* of GTask, owned; each keeps the link, and so this, alive */
};

typedef struct
{
  DoorNetworkWaiters *waiters;
  char *session;
  GSource *timeout;
} Wait;

static void
wait_free (Wait *wait)
{
  g_source_unref (wait->timeout);
  g_free (wait->session);
  g_free (wait);
}

DoorNetworkWaiters *
door_network_waiters_new (void)
{
  return g_new0 (DoorNetworkWaiters, 1);
}

void
door_network_waiters_free (DoorNetworkWaiters *self)
{
  g_assert (self->tasks == NULL);
  g_free (self);
}

static gboolean
on_timeout (gpointer user_data)
{
  g_autoptr (GTask) task = G_TASK (user_data);
  Wait *wait = g_task_get_task_data (task);

  wait->waiters->tasks = g_list_remove (wait->waiters->tasks, task);
  if (!g_task_return_error_if_cancelled (task))
    g_task_return_new_error (task, DOOR_NETWORK_ERROR, DOOR_NETWORK_ERROR_UNAVAILABLE,
                             "No network companion holds the session “%s”", wait->session);

  return G_SOURCE_REMOVE;
}

/**
 * door_network_waiters_add:
 * @task: a task that returns a boolean
 * @session: what it waits for
 * @timeout_ms: how long at most, in milliseconds
 *
 * @task ends with %DOOR_NETWORK_ERROR_UNAVAILABLE when the time is over, and when it is cancelled.
 */
void
door_network_waiters_add (DoorNetworkWaiters *self,
                          GTask *task,
                          const char *session,
                          guint timeout_ms)
{
  GCancellable *cancellable = g_task_get_cancellable (task);
  Wait *wait = g_new0 (Wait, 1);

  wait->waiters = self;
  wait->session = g_strdup (session);
  wait->timeout = g_timeout_source_new (timeout_ms);
  g_task_set_task_data (task, wait, (GDestroyNotify)wait_free);

  if (cancellable != NULL)
    {
      g_autoptr (GSource) cancelled = g_cancellable_source_new (cancellable);

      g_source_set_dummy_callback (cancelled);
      g_source_add_child_source (wait->timeout, cancelled);
    }

  g_task_attach_source (task, wait->timeout, on_timeout);
  self->tasks = g_list_prepend (self->tasks, g_object_ref (task));
}

/**
 * door_network_waiters_settle:
 *
 * Ends the tasks that wait for @session.
 */
void
door_network_waiters_settle (DoorNetworkWaiters *self, const char *session)
{
  GList *l = self->tasks;

  while (l != NULL)
    {
      GList *next = l->next;
      Wait *wait = g_task_get_task_data (l->data);

      if (strcmp (wait->session, session) == 0)
        {
          g_autoptr (GTask) task = l->data;

          self->tasks = g_list_delete_link (self->tasks, l);
          /* It holds the task, and would end it once more. */
          g_source_destroy (wait->timeout);
          g_task_return_boolean (task, TRUE);
        }
      l = next;
    }
}
