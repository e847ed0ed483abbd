/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-secret-places.h"

#include <string.h>

#include "door-secret-connection.h"

/* libsecret exports what says which kind of keyring there is, but its header forgets the header. */
#define __SECRET_INSIDE_HEADER__
#include <libsecret/secret-backend.h>
#undef __SECRET_INSIDE_HEADER__

/* One search, from the first query to the last, and to what is unlocked after it. */
typedef struct
{
  GTask *task;
  DoorSecretQuery *queries;
  guint n_queries;
  guint next; /* of @queries */
  DoorSecretSomePlacesFunc some;
  DoorSecretPlacesFunc then;
  gpointer data;
  DoorSecretPlaces *places;
  GHashTable *known; /* what tells one item from all others, of those that were found */
  GPtrArray *locked;
} Finding;

void
door_secret_places_free (DoorSecretPlaces *places)
{
  g_clear_object (&places->service);
  g_ptr_array_unref (places->paths);
  g_list_free_full (places->items, g_object_unref);
  g_free (places);
}

static void
finish (Finding *finding, GError *error)
{
  if (error != NULL)
    g_clear_pointer (&finding->places, door_secret_places_free);
  finding->then (finding->places, error, finding->data);

  for (guint i = 0; i < finding->n_queries; i++)
    g_hash_table_unref (finding->queries[i].attributes);
  g_free (finding->queries);
  g_hash_table_unref (finding->known);
  g_ptr_array_unref (finding->locked);
  g_free (finding);
}

/* An item may answer several queries. */
static void
add_paths (Finding *finding, GPtrArray *paths, char **found)
{
  for (gsize i = 0; found != NULL && found[i] != NULL; i++)
    if (g_hash_table_add (finding->known, g_strdup (found[i])))
      g_ptr_array_add (paths, g_strdup (found[i]));
}

static void
on_unlocked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Finding *finding = user_data;
  g_auto (GStrv) unlocked = NULL;
  GError *error = NULL;

  if (secret_service_unlock_dbus_paths_finish (finding->places->service, result, &unlocked, &error)
      < 0)
    {
      finish (finding, error);
      return;
    }

  /* Dismissed, they stay locked. */
  g_hash_table_remove_all (finding->known);
  if (unlocked != NULL && unlocked[0] != NULL)
    {
      add_paths (finding, finding->places->paths, unlocked);
      door_secret_call_get (finding->task)->locked = FALSE;
    }
  door_secret_call_go_on (finding->task);
  finish (finding, NULL);
}

static void
on_all_searched (Finding *finding)
{
  DoorSecretCall *call = door_secret_call_get (finding->task);

  call->locked = finding->locked->len > 0;
  if (!call->locked || !call->unlock)
    {
      finish (finding, NULL);
      return;
    }

  g_ptr_array_add (finding->locked, NULL);
  door_secret_call_ask_person (finding->task);
  secret_service_unlock_dbus_paths (finding->places->service, (const char **)finding->locked->pdata,
                                    door_secret_call_get_cancellable (finding->task), on_unlocked,
                                    finding);
}

static void search (Finding *finding);

static void
on_paths (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Finding *finding = user_data;
  g_auto (GStrv) unlocked = NULL;
  g_auto (GStrv) locked = NULL;
  GError *error = NULL;

  if (!secret_service_search_for_dbus_paths_finish (finding->places->service, result, &unlocked,
                                                    &locked, &error))
    {
      finish (finding, error);
      return;
    }

  add_paths (finding, finding->places->paths, unlocked);
  add_paths (finding, finding->locked, locked);
  door_secret_call_go_on (finding->task);
  if (finding->some != NULL)
    finding->some (finding->places, finding->data);
  search (finding);
}

/* An item that has no path is told from others by its attributes alone, which no two share. */
static char *
dup_identity (gpointer item)
{
  g_autoptr (GHashTable) attributes = secret_retrievable_get_attributes (item);
  g_autoptr (GList) names = g_list_sort (g_hash_table_get_keys (attributes), (GCompareFunc)strcmp);
  GString *identity = g_string_new (NULL);

  for (GList *link = names; link != NULL; link = link->next)
    {
      const char *value = g_hash_table_lookup (attributes, link->data);

      g_string_append_printf (identity, "%s=%zu:%s;", (const char *)link->data, strlen (value),
                              value);
    }

  return g_string_free (identity, FALSE);
}

static void
add_item (Finding *finding, gpointer item)
{
  if (g_hash_table_add (finding->known, dup_identity (item)))
    finding->places->items = g_list_prepend (finding->places->items, item);
  else
    g_object_unref (item);
}

static void
on_items (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Finding *finding = user_data;
  GError *error = NULL;
  GList *items = secret_password_search_finish (result, &error);

  if (error != NULL)
    {
      finish (finding, error);
      return;
    }

  for (GList *link = items; link != NULL; link = link->next)
    add_item (finding, link->data);
  g_list_free (items);
  search (finding);
}

static void
search (Finding *finding)
{
  GCancellable *cancellable = door_secret_call_get_cancellable (finding->task);
  const DoorSecretQuery *query;

  if (finding->next == finding->n_queries)
    {
      finding->places->items = g_list_reverse (finding->places->items);
      on_all_searched (finding);
      return;
    }

  query = &finding->queries[finding->next++];
  if (finding->places->service != NULL)
    secret_service_search_for_dbus_paths (finding->places->service, query->schema,
                                          query->attributes, cancellable, on_paths, finding);
  else
    secret_password_searchv (query->schema, query->attributes, SECRET_SEARCH_ALL, cancellable,
                             on_items, finding);
}

static void
on_backend (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Finding *finding = user_data;
  GError *error = NULL;
  /* Not ours to let go of, whatever is documented: libsecret 0.20 remembers the very reference that
   * it hands out, and none of its own callers gives it back. */
  SecretBackend *backend = secret_backend_get_finish (result, &error);

  if (backend == NULL)
    {
      finish (finding, error);
      return;
    }

  if (SECRET_IS_SERVICE (backend))
    {
      finding->places->service = SECRET_SERVICE (g_object_ref (backend));
      door_secret_connection_set (finding->places->service);
    }
  door_secret_call_go_on (finding->task);
  search (finding);
}

/**
 * door_secret_places_find:
 * @task: (transfer none): a #DoorSecretCall, which says whether a person may be asked to unlock
 *   items, and is told whether some stayed locked
 * @queries: any one of which an item has to answer
 * @some: (nullable): what goes on with the first ones while others are looked for
 * @then: what goes on with all of them
 *
 * Finds out where items of the keyring are, whatever kind of keyring that is.
 */
void
door_secret_places_find (GTask *task,
                         const DoorSecretQuery *queries,
                         guint n_queries,
                         DoorSecretSomePlacesFunc some,
                         DoorSecretPlacesFunc then,
                         gpointer data)
{
  Finding *finding = g_new0 (Finding, 1);

  finding->task = task;
  finding->queries = g_memdup2 (queries, n_queries * sizeof *queries);
  finding->n_queries = n_queries;
  for (guint i = 0; i < n_queries; i++)
    g_hash_table_ref (finding->queries[i].attributes);
  finding->some = some;
  finding->then = then;
  finding->data = data;
  finding->places = g_new0 (DoorSecretPlaces, 1);
  finding->places->paths = g_ptr_array_new_with_free_func (g_free);
  finding->known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  finding->locked = g_ptr_array_new_with_free_func (g_free);
  if (door_secret_connection_get () != NULL)
    {
      finding->places->service = g_object_ref (door_secret_connection_get ());
      search (finding);
      return;
    }

  secret_backend_get (SECRET_BACKEND_OPEN_SESSION, door_secret_call_get_cancellable (task),
                      on_backend, finding);
}
