/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-network-renewal.h"

#include "door-network-child.h"

#include <libsoup/soup.h>

/* What is given to the process that has just ended is lost, so it is looked whether it is there,
 * and given again. A cookie that has expired meanwhile never is. */
#define ROUNDS_MAX 6

typedef enum
{
  PHASE_IDLE,
  PHASE_GATHERING, /* the process is still there: who asks now is served by the same end */
  PHASE_ENDING,
  PHASE_RESTORING,
} Phase;

struct _DoorNetworkRenewal
{
  GObject parent_instance;

  GPtrArray *sessions; /* of GWeakRef to WebKitNetworkSession */
  Phase phase;
  GPtrArray *kept;    /* of Kept, while not idle */
  guint n_pending;    /* how many of them there is still something to do for */
  GPtrArray *running; /* of GTask: what is under way is for them */
  GPtrArray *queued;  /* of GTask: asked for too late for that */
  GPtrArray *waiting; /* of GTask: for the end of it all */
};

G_DEFINE_FINAL_TYPE (DoorNetworkRenewal, door_network_renewal, G_TYPE_OBJECT)

/* The cookies of one session. */
typedef struct
{
  DoorNetworkRenewal *renewal;
  WebKitNetworkSession *session;
  GList *cookies; /* of SoupCookie */
  guint n_rounds;
  guint n_adding;
} Kept;

static void begin (DoorNetworkRenewal *self);
static void look (Kept *kept);

static void
kept_free (Kept *kept)
{
  g_list_free_full (kept->cookies, (GDestroyNotify)soup_cookie_free);
  g_object_unref (kept->session);
  g_free (kept);
}

static void
session_free (GWeakRef *session)
{
  g_weak_ref_clear (session);
  g_free (session);
}

static void
door_network_renewal_finalize (GObject *object)
{
  DoorNetworkRenewal *self = DOOR_NETWORK_RENEWAL (object);

  g_ptr_array_unref (self->sessions);
  g_ptr_array_unref (self->kept);
  g_ptr_array_unref (self->running);
  g_ptr_array_unref (self->queued);
  g_ptr_array_unref (self->waiting);

  G_OBJECT_CLASS (door_network_renewal_parent_class)->finalize (object);
}

static void
door_network_renewal_class_init (DoorNetworkRenewalClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = door_network_renewal_finalize;
}

static void
door_network_renewal_init (DoorNetworkRenewal *self)
{
  self->sessions = g_ptr_array_new_with_free_func ((GDestroyNotify)session_free);
  self->kept = g_ptr_array_new_with_free_func ((GDestroyNotify)kept_free);
  self->running = g_ptr_array_new_with_free_func (g_object_unref);
  self->queued = g_ptr_array_new_with_free_func (g_object_unref);
  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
}

/**
 * door_network_renewal_new:
 *
 * Returns: (transfer full): a renewal that knows no session
 */
DoorNetworkRenewal *
door_network_renewal_new (void)
{
  return g_object_new (DOOR_TYPE_NETWORK_RENEWAL, NULL);
}

/**
 * door_network_renewal_add_session:
 *
 * The cookies of @session are kept too, as long as it lives.
 */
void
door_network_renewal_add_session (DoorNetworkRenewal *self, WebKitNetworkSession *session)
{
  GWeakRef *added;

  g_return_if_fail (DOOR_IS_NETWORK_RENEWAL (self));
  g_return_if_fail (WEBKIT_IS_NETWORK_SESSION (session));

  for (guint i = self->sessions->len; i > 0; i--)
    {
      g_autoptr (WebKitNetworkSession) alive
          = g_weak_ref_get (g_ptr_array_index (self->sessions, i - 1));

      if (alive == NULL)
        g_ptr_array_remove_index_fast (self->sessions, i - 1);
    }

  added = g_new0 (GWeakRef, 1);
  g_weak_ref_init (added, session);
  g_ptr_array_add (self->sessions, added);
}

/**
 * door_network_renewal_is_running:
 *
 * Returns: whether a load that begins now can be lost, or go without its cookies
 */
gboolean
door_network_renewal_is_running (DoorNetworkRenewal *self)
{
  g_return_val_if_fail (DOOR_IS_NETWORK_RENEWAL (self), FALSE);

  return self->phase != PHASE_IDLE;
}

static void
end_tasks (GPtrArray *tasks, const GError *error)
{
  for (guint i = 0; i < tasks->len; i++)
    if (error != NULL)
      g_task_return_error (g_ptr_array_index (tasks, i), g_error_copy (error));
    else
      g_task_return_boolean (g_ptr_array_index (tasks, i), TRUE);
}

static void
end (DoorNetworkRenewal *self, const GError *error)
{
  g_autoptr (GPtrArray) ending = g_steal_pointer (&self->running);

  g_ptr_array_set_size (self->kept, 0);
  self->phase = PHASE_IDLE;
  self->running = g_steal_pointer (&self->queued);
  self->queued = g_ptr_array_new_with_free_func (g_object_unref);
  if (self->running->len > 0)
    begin (self);

  end_tasks (ending, error);
  if (self->phase == PHASE_IDLE)
    {
      g_autoptr (GPtrArray) waiting = g_steal_pointer (&self->waiting);

      self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
      end_tasks (waiting, NULL);
    }
}

static WebKitCookieManager *
cookies_of (Kept *kept)
{
  return webkit_network_session_get_cookie_manager (kept->session);
}

static char *
key_of (SoupCookie *cookie)
{
  return g_strjoin ("\n", soup_cookie_get_name (cookie), soup_cookie_get_domain (cookie),
                    soup_cookie_get_path (cookie), soup_cookie_get_value (cookie), NULL);
}

static void
on_added (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Kept *kept = user_data;
  g_autoptr (DoorNetworkRenewal) self = kept->renewal;

  /* Whether it came to the new process is seen in the next round. */
  webkit_cookie_manager_add_cookie_finish (WEBKIT_COOKIE_MANAGER (source), result, NULL);
  if (--kept->n_adding == 0)
    look (kept);
}

static void
add_missing (Kept *kept, GHashTable *present)
{
  for (GList *l = kept->cookies; l != NULL; l = l->next)
    {
      g_autofree char *key = key_of (l->data);

      if (g_hash_table_contains (present, key))
        continue;

      kept->n_adding++;
      g_object_ref (kept->renewal);
      webkit_cookie_manager_add_cookie (cookies_of (kept), l->data, NULL, on_added, kept);
    }
}

static void
on_looked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Kept *kept = user_data;
  g_autoptr (DoorNetworkRenewal) self = kept->renewal;
  g_autoptr (GHashTable) present = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GList *cookies
      = webkit_cookie_manager_get_all_cookies_finish (WEBKIT_COOKIE_MANAGER (source), result, NULL);

  for (GList *l = cookies; l != NULL; l = l->next)
    g_hash_table_add (present, key_of (l->data));
  g_list_free_full (cookies, (GDestroyNotify)soup_cookie_free);

  if (kept->n_rounds++ < ROUNDS_MAX)
    add_missing (kept, present);
  if (kept->n_adding == 0 && --self->n_pending == 0)
    end (self, NULL);
}

/* Looks what the new process has of the cookies, and adds the rest. */
static void
look (Kept *kept)
{
  g_object_ref (kept->renewal);
  webkit_cookie_manager_get_all_cookies (cookies_of (kept), NULL, on_looked, kept);
}

static void
on_process_ended (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DoorNetworkRenewal) self = user_data;
  g_autoptr (GError) error = NULL;

  /* Without a process nobody is signed in. */
  if (!door_network_child_finish (result, &error)
      && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    {
      end (self, error);
      return;
    }

  self->phase = PHASE_RESTORING;
  self->n_pending = self->kept->len;
  for (guint i = 0; i < self->kept->len; i++)
    look (g_ptr_array_index (self->kept, i));
}

static void
on_gathered (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Kept *kept = user_data;
  g_autoptr (DoorNetworkRenewal) self = kept->renewal;

  kept->cookies
      = webkit_cookie_manager_get_all_cookies_finish (WEBKIT_COOKIE_MANAGER (source), result, NULL);
  if (--self->n_pending > 0)
    return;

  self->phase = PHASE_ENDING;
  door_network_child_end_async (NULL, on_process_ended, g_object_ref (self));
}

static void
begin (DoorNetworkRenewal *self)
{
  self->phase = PHASE_GATHERING;

  for (guint i = 0; i < self->sessions->len; i++)
    {
      WebKitNetworkSession *session = g_weak_ref_get (g_ptr_array_index (self->sessions, i));
      Kept *kept;

      if (session == NULL)
        continue;

      kept = g_new0 (Kept, 1);
      kept->renewal = self;
      kept->session = session;
      g_ptr_array_add (self->kept, kept);
    }

  self->n_pending = self->kept->len;
  for (guint i = 0; i < self->kept->len; i++)
    {
      g_object_ref (self);
      webkit_cookie_manager_get_all_cookies (cookies_of (g_ptr_array_index (self->kept, i)), NULL,
                                             on_gathered, g_ptr_array_index (self->kept, i));
    }
}

/**
 * door_network_renewal_run_async:
 *
 * Ends the network process. When this has ended, another one holds the cookies of all sessions, and
 * no login at all.
 */
void
door_network_renewal_run_async (DoorNetworkRenewal *self,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  GTask *task;

  g_return_if_fail (DOOR_IS_NETWORK_RENEWAL (self));
  g_return_if_fail (self->sessions->len > 0);

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, door_network_renewal_run_async);

  if (self->phase > PHASE_GATHERING)
    {
      g_ptr_array_add (self->queued, task);
      return;
    }

  g_ptr_array_add (self->running, task);
  if (self->phase == PHASE_IDLE)
    begin (self);
}

/**
 * door_network_renewal_wait_async:
 *
 * Waits until no renewal is running.
 */
void
door_network_renewal_wait_async (DoorNetworkRenewal *self,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (DOOR_IS_NETWORK_RENEWAL (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, door_network_renewal_wait_async);

  if (self->phase == PHASE_IDLE)
    g_task_return_boolean (task, TRUE);
  else
    g_ptr_array_add (self->waiting, g_steal_pointer (&task));
}

/**
 * door_network_renewal_finish:
 *
 * For both of the above.
 *
 * Returns: whether it was done; if not, what was to be forgotten may still be known
 */
gboolean
door_network_renewal_finish (DoorNetworkRenewal *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
