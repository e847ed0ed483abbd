/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-secret-list.h"

#include "door-secret-attributes.h"
#include "door-secret-path.h"

/* libsecret exports what says which kind of keyring there is, but its header forgets the header. */
#define __SECRET_INSIDE_HEADER__
#include <libsecret/secret-backend.h>
#undef __SECRET_INSIDE_HEADER__

/* So many items are asked for at a time: enough that the keyring never waits for us, and few enough
 * that it still answers others. */
#define MOST_UNDER_WAY 32

/* So many are handed on together. */
#define BATCH 64

#define ITEM_INTERFACE "org.freedesktop.Secret.Item"

/* One listing: a Secret Service says where its items are, and then of each what it is. */
typedef struct
{
  GTask *task;
  SecretService *service;
  DoorKeyringFoundFunc found;
  gpointer data;
  GPtrArray *paths;
  guint next;      /* of @paths, to be asked for */
  guint under_way; /* asked for and not answered */
  GPtrArray *batch;
  GError *error;
} Listing;

/* One item that is asked for. */
typedef struct
{
  Listing *listing;
  char *path;
} Question;

static void
listing_free (Listing *listing)
{
  g_object_unref (listing->task);
  g_clear_object (&listing->service);
  g_clear_pointer (&listing->paths, g_ptr_array_unref);
  g_ptr_array_unref (listing->batch);
  g_clear_error (&listing->error);
  g_free (listing);
}

static GPtrArray *
new_batch (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify)door_saved_login_unref);
}

static void
hand_on (Listing *listing)
{
  g_autoptr (GPtrArray) batch = listing->batch;

  listing->batch = new_batch ();
  /* Whoever has cancelled it does not want to be told any more. */
  if (batch->len > 0 && !g_cancellable_is_cancelled (g_task_get_cancellable (listing->task)))
    listing->found (batch, listing->data);
}

static void
finish (Listing *listing)
{
  if (listing->error != NULL)
    {
      door_secret_call_fail (listing->task, g_steal_pointer (&listing->error));
    }
  else
    {
      hand_on (listing);
      g_task_return_boolean (listing->task, TRUE);
    }
  listing_free (listing);
}

static GHashTable *
read_attributes (GVariant *properties)
{
  g_autoptr (GVariant) attributes
      = g_variant_lookup_value (properties, "Attributes", G_VARIANT_TYPE ("a{ss}"));
  GHashTable *table;
  GVariantIter iter;
  const char *name;
  const char *value;

  if (attributes == NULL)
    return NULL;

  table = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_variant_iter_init (&iter, attributes);
  while (g_variant_iter_next (&iter, "{&s&s}", &name, &value))
    g_hash_table_replace (table, g_strdup (name), g_strdup (value));

  return table;
}

static void
take_item (Listing *listing, const char *path, GVariant *properties)
{
  g_autoptr (GHashTable) attributes = read_attributes (properties);
  g_autoptr (DoorSecretPath) handle = NULL;
  g_autoptr (DoorSavedLogin) login = NULL;
  guint64 modified = 0;

  if (attributes == NULL)
    return;

  g_variant_lookup (properties, "Modified", "t", &modified);
  handle = door_secret_path_new (listing->service, path);
  login = door_saved_login_new_from_attributes (attributes, modified, NULL, G_OBJECT (handle));
  if (login != NULL)
    g_ptr_array_add (listing->batch, g_steal_pointer (&login));
}

static void ask (Listing *listing);

/* Of an item that was removed meanwhile the service knows nothing; of what went wrong, all else. */
static gboolean
is_about_one_item (const GError *error)
{
  return g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_METHOD)
         || g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_OBJECT)
         || g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_INTERFACE)
         || g_error_matches (error, SECRET_ERROR, SECRET_ERROR_NO_SUCH_OBJECT);
}

static void
on_properties (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Question *question = user_data;
  g_autofree char *path = question->path;
  Listing *listing = question->listing;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply
      = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);

  listing->under_way--;
  if (reply != NULL)
    {
      g_autoptr (GVariant) properties = g_variant_get_child_value (reply, 0);

      take_item (listing, path, properties);
      door_secret_call_go_on (listing->task);
    }
  else if (!is_about_one_item (error) && listing->error == NULL)
    {
      listing->error = g_steal_pointer (&error);
    }

  if (listing->batch->len >= BATCH && listing->error == NULL)
    hand_on (listing);
  ask (listing);
}

static void
ask (Listing *listing)
{
  GDBusProxy *proxy = G_DBUS_PROXY (listing->service);

  while (listing->error == NULL && listing->next < listing->paths->len
         && listing->under_way < MOST_UNDER_WAY)
    {
      Question *question = g_new0 (Question, 1);

      question->listing = listing;
      question->path = g_strdup (g_ptr_array_index (listing->paths, listing->next++));
      listing->under_way++;
      g_dbus_connection_call (g_dbus_proxy_get_connection (proxy), g_dbus_proxy_get_name (proxy),
                              question->path, "org.freedesktop.DBus.Properties", "GetAll",
                              g_variant_new ("(s)", ITEM_INTERFACE), G_VARIANT_TYPE ("(a{sv})"),
                              G_DBUS_CALL_FLAGS_NO_AUTO_START, -1,
                              door_secret_call_get_cancellable (listing->task), on_properties,
                              question);
    }

  if (listing->under_way == 0)
    finish (listing);
}

static void
add_paths (Listing *listing, char **paths)
{
  for (gsize i = 0; paths != NULL && paths[i] != NULL; i++)
    g_ptr_array_add (listing->paths, g_strdup (paths[i]));
}

static void
on_unlocked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Listing *listing = user_data;
  g_auto (GStrv) unlocked = NULL;

  if (secret_service_unlock_dbus_paths_finish (listing->service, result, &unlocked, &listing->error)
      < 0)
    {
      finish (listing);
      return;
    }

  /* Dismissed, they stay locked. */
  if (unlocked != NULL && unlocked[0] != NULL)
    {
      add_paths (listing, unlocked);
      door_secret_call_get (listing->task)->locked = FALSE;
    }
  door_secret_call_go_on (listing->task);
  ask (listing);
}

static void
on_paths (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Listing *listing = user_data;
  DoorSecretCall *call = door_secret_call_get (listing->task);
  g_auto (GStrv) unlocked = NULL;
  g_auto (GStrv) locked = NULL;

  if (!secret_service_search_for_dbus_paths_finish (listing->service, result, &unlocked, &locked,
                                                    &listing->error))
    {
      finish (listing);
      return;
    }

  listing->paths = g_ptr_array_new_with_free_func (g_free);
  add_paths (listing, unlocked);
  call->locked = locked != NULL && locked[0] != NULL;
  if (call->locked && call->unlock)
    {
      door_secret_call_ask_person (listing->task);
      secret_service_unlock_dbus_paths (listing->service, (const char **)locked,
                                        door_secret_call_get_cancellable (listing->task),
                                        on_unlocked, listing);
      return;
    }

  door_secret_call_go_on (listing->task);
  ask (listing);
}

/* What is not a Secret Service has its items at hand. */
static void
on_items (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Listing *listing = user_data;
  GList *items = secret_password_search_finish (result, &listing->error);

  for (GList *link = items; link != NULL; link = link->next)
    {
      g_autoptr (GHashTable) attributes = secret_retrievable_get_attributes (link->data);
      DoorSavedLogin *login
          = door_saved_login_new_from_attributes (attributes,
                                                  secret_retrievable_get_modified (link->data),
                                                  NULL, link->data);

      if (login != NULL)
        g_ptr_array_add (listing->batch, login);
    }
  g_list_free_full (items, g_object_unref);
  finish (listing);
}

/* The schema of network passwords, of which at least the name must be right: a search for nothing
 * in particular would find everything that there is. */
static const SecretSchema by_name
    = { "org.gnome.keyring.NetworkPassword",
        SECRET_SCHEMA_NONE,
        { { "server", SECRET_SCHEMA_ATTRIBUTE_STRING }, { NULL, 0 } } };

static void
on_backend (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Listing *listing = user_data;
  GCancellable *cancellable = door_secret_call_get_cancellable (listing->task);
  /* Not ours to let go of, whatever is documented: libsecret 0.20 remembers the very reference that
   * it hands out, and none of its own callers gives it back. */
  SecretBackend *backend = secret_backend_get_finish (result, &listing->error);
  g_autoptr (GHashTable) nothing = g_hash_table_new (g_str_hash, g_str_equal);

  if (backend == NULL)
    {
      finish (listing);
      return;
    }

  if (SECRET_IS_SERVICE (backend))
    {
      listing->service = SECRET_SERVICE (g_object_ref (backend));
      secret_service_search_for_dbus_paths (listing->service, &by_name, nothing, cancellable,
                                            on_paths, listing);
    }
  else
    {
      secret_password_searchv (&by_name, nothing, SECRET_SEARCH_ALL, cancellable, on_items,
                               listing);
    }
}

/**
 * door_secret_list:
 * @task: (transfer full): a #DoorSecretCall
 * @unlock: whether the person may be asked to unlock what is locked
 * @found: (scope async): is told of the logins as they come
 *
 * Lists all logins of HTTP. Returns by @task whether all that is not locked was found.
 */
void
door_secret_list (GTask *task, gboolean unlock, DoorKeyringFoundFunc found, gpointer data)
{
  Listing *listing = g_new0 (Listing, 1);

  door_secret_call_get (task)->unlock = unlock;
  listing->task = task;
  listing->found = found;
  listing->data = data;
  listing->batch = new_batch ();
  secret_backend_get (SECRET_BACKEND_OPEN_SESSION, door_secret_call_get_cancellable (task),
                      on_backend, listing);
}
