/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-secret-items.h"

/* libsecret exports what says which kind of keyring there is, but its header forgets the header. */
#define __SECRET_INSIDE_HEADER__
#include <libsecret/secret-backend.h>
#undef __SECRET_INSIDE_HEADER__

/* So many items are asked for at a time. */
#define MOST_UNDER_WAY 32

/* libsecret's own search asks for all items at once, and reports each that fails: it does not stand
 * a keyring that goes away in the middle. */
typedef struct
{
  GTask *task;
  const SecretSchema *schema;
  GHashTable *attributes;
  DoorSecretItemsFunc then;
  SecretService *service;
  GPtrArray *paths;
  guint next;      /* of @paths, to be asked for */
  guint under_way; /* asked for and not answered */
  GList *items;
  GError *error;
} Finding;

static void
finish (Finding *finding)
{
  if (finding->error != NULL)
    g_clear_list (&finding->items, g_object_unref);
  finding->then (finding->task, g_list_reverse (finding->items), finding->error);

  g_hash_table_unref (finding->attributes);
  g_clear_object (&finding->service);
  g_clear_pointer (&finding->paths, g_ptr_array_unref);
  g_free (finding);
}

static void ask (Finding *finding);

/* Of an item that was removed meanwhile, the others know nothing. */
static gboolean
is_about_one_item (const GError *error)
{
  return g_error_matches (error, SECRET_ERROR, SECRET_ERROR_NO_SUCH_OBJECT);
}

static void
on_item (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Finding *finding = user_data;
  g_autoptr (GError) error = NULL;
  SecretItem *item = secret_item_new_for_dbus_path_finish (result, &error);

  finding->under_way--;
  if (item != NULL)
    finding->items = g_list_prepend (finding->items, item);
  else if (finding->error == NULL && !is_about_one_item (error))
    finding->error = g_steal_pointer (&error);

  if (finding->error == NULL)
    door_secret_call_go_on (finding->task);
  ask (finding);
}

static void
ask (Finding *finding)
{
  while (finding->error == NULL && finding->next < finding->paths->len
         && finding->under_way < MOST_UNDER_WAY)
    {
      finding->under_way++;
      secret_item_new_for_dbus_path (finding->service,
                                     g_ptr_array_index (finding->paths, finding->next++),
                                     SECRET_ITEM_NONE,
                                     door_secret_call_get_cancellable (finding->task), on_item,
                                     finding);
    }

  if (finding->under_way == 0)
    finish (finding);
}

static void
add_paths (Finding *finding, char **paths)
{
  for (gsize i = 0; paths != NULL && paths[i] != NULL; i++)
    g_ptr_array_add (finding->paths, g_strdup (paths[i]));
}

static void
on_unlocked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Finding *finding = user_data;
  g_auto (GStrv) unlocked = NULL;

  if (secret_service_unlock_dbus_paths_finish (finding->service, result, &unlocked, &finding->error)
      < 0)
    {
      finish (finding);
      return;
    }

  /* Dismissed, they stay locked. */
  if (unlocked != NULL && unlocked[0] != NULL)
    {
      add_paths (finding, unlocked);
      door_secret_call_get (finding->task)->locked = FALSE;
    }
  door_secret_call_go_on (finding->task);
  ask (finding);
}

static void
on_paths (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Finding *finding = user_data;
  DoorSecretCall *call = door_secret_call_get (finding->task);
  g_auto (GStrv) unlocked = NULL;
  g_auto (GStrv) locked = NULL;

  if (!secret_service_search_for_dbus_paths_finish (finding->service, result, &unlocked, &locked,
                                                    &finding->error))
    {
      finish (finding);
      return;
    }

  finding->paths = g_ptr_array_new_with_free_func (g_free);
  add_paths (finding, unlocked);
  call->locked = locked != NULL && locked[0] != NULL;
  if (call->locked && call->unlock)
    {
      door_secret_call_ask_person (finding->task);
      secret_service_unlock_dbus_paths (finding->service, (const char **)locked,
                                        door_secret_call_get_cancellable (finding->task),
                                        on_unlocked, finding);
      return;
    }

  door_secret_call_go_on (finding->task);
  ask (finding);
}

/* What is not a Secret Service has its items at hand. */
static void
on_items (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Finding *finding = user_data;

  finding->items = g_list_reverse (secret_password_search_finish (result, &finding->error));
  finish (finding);
}

static void
on_backend (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Finding *finding = user_data;
  GCancellable *cancellable = door_secret_call_get_cancellable (finding->task);
  /* Not ours to let go of, whatever is documented: libsecret 0.20 remembers the very reference that
   * it hands out, and none of its own callers gives it back. */
  SecretBackend *backend = secret_backend_get_finish (result, &finding->error);

  if (backend == NULL)
    {
      finish (finding);
      return;
    }

  door_secret_call_go_on (finding->task);
  if (SECRET_IS_SERVICE (backend))
    {
      finding->service = SECRET_SERVICE (g_object_ref (backend));
      secret_service_search_for_dbus_paths (finding->service, finding->schema, finding->attributes,
                                            cancellable, on_paths, finding);
    }
  else
    {
      secret_password_searchv (finding->schema, finding->attributes, SECRET_SEARCH_ALL, cancellable,
                               on_items, finding);
    }
}

/**
 * door_secret_items_find:
 * @task: (transfer full): a #DoorSecretCall, which says whether a person may be asked to unlock
 *   items, and is told whether some stayed locked
 * @attributes: what they have at least
 * @then: what goes on with it
 *
 * Finds items of the keyring, whatever kind of keyring that is.
 */
void
door_secret_items_find (GTask *task,
                        const SecretSchema *schema,
                        GHashTable *attributes,
                        DoorSecretItemsFunc then)
{
  Finding *finding = g_new0 (Finding, 1);

  finding->task = task;
  finding->schema = schema;
  finding->attributes = g_hash_table_ref (attributes);
  finding->then = then;
  door_secret_call_get (task)->locked = FALSE;
  secret_backend_get (SECRET_BACKEND_OPEN_SESSION, door_secret_call_get_cancellable (task),
                      on_backend, finding);
}
