/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-secret-items.h"

#include "door-secret-places.h"

/* So many items are asked for at a time. */
#define MOST_UNDER_WAY 32

/* libsecret's own search asks for all items at once, and reports each that fails: it does not stand
 * a keyring that goes away in the middle. */
typedef struct
{
  GTask *task;
  DoorSecretItemsFunc then;
  DoorSecretPlaces *places;
  guint next;      /* of the paths, to be asked for */
  guint under_way; /* asked for and not answered */
  GList *items;
  GError *error;
} Loading;

static void
finish (Loading *loading)
{
  if (loading->error != NULL)
    g_clear_list (&loading->items, g_object_unref);
  loading->then (loading->task, g_list_reverse (loading->items), loading->error);

  g_clear_pointer (&loading->places, door_secret_places_free);
  g_free (loading);
}

static void ask (Loading *loading);

/* Of an item that was removed meanwhile, the others know nothing. */
static gboolean
is_about_one_item (const GError *error)
{
  return g_error_matches (error, SECRET_ERROR, SECRET_ERROR_NO_SUCH_OBJECT);
}

static void
on_item (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Loading *loading = user_data;
  g_autoptr (GError) error = NULL;
  SecretItem *item = secret_item_new_for_dbus_path_finish (result, &error);

  loading->under_way--;
  if (item != NULL)
    loading->items = g_list_prepend (loading->items, item);
  else if (loading->error == NULL && !is_about_one_item (error))
    loading->error = g_steal_pointer (&error);

  if (loading->error == NULL)
    door_secret_call_go_on (loading->task);
  ask (loading);
}

static void
ask (Loading *loading)
{
  GPtrArray *paths = loading->places->paths;

  while (loading->error == NULL && loading->next < paths->len
         && loading->under_way < MOST_UNDER_WAY)
    {
      loading->under_way++;
      secret_item_new_for_dbus_path (loading->places->service,
                                     g_ptr_array_index (paths, loading->next++), SECRET_ITEM_NONE,
                                     door_secret_call_get_cancellable (loading->task), on_item,
                                     loading);
    }

  if (loading->under_way == 0)
    finish (loading);
}

static void
on_places (DoorSecretPlaces *places, GError *error, gpointer user_data)
{
  Loading *loading = user_data;

  loading->places = places;
  loading->error = error;
  if (places == NULL)
    {
      finish (loading);
      return;
    }

  loading->items = g_list_reverse (g_steal_pointer (&places->items));
  ask (loading);
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
  Loading *loading = g_new0 (Loading, 1);

  loading->task = task;
  loading->then = then;
  door_secret_places_find (task, &(DoorSecretQuery){ schema, attributes }, 1, NULL, on_places,
                           loading);
}
