/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-secret-list.h"

#include "door-secret-attributes.h"
#include "door-secret-path.h"
#include "door-secret-places.h"

/* So many items are asked for at a time: enough that the keyring never waits for us, and few enough
 * that it still answers others. */
#define MOST_UNDER_WAY 32

/* So many are handed on together at most. The first one is handed on by itself, and then twice as
 * many each time: there is something to be seen at once, and not much to be done for each. */
#define LARGEST_BATCH 64

#define ITEM_INTERFACE "org.freedesktop.Secret.Item"

/* One listing: a Secret Service says where its items are, and then of each what it is. Nothing else
 * is asked of each, as gnome-keyring looks through all its items for every property. */
typedef struct
{
  GTask *task;
  DoorKeyringFoundFunc found;
  gpointer data;
  DoorSecretPlaces *places; /* of the search, until that is over */
  gboolean searched;
  guint next;      /* of the paths, to be asked for */
  guint under_way; /* asked for and not answered */
  GPtrArray *batch;
  guint batch_size;
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
  g_clear_pointer (&listing->places, door_secret_places_free);
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
  listing->batch_size = MIN (2 * listing->batch_size, LARGEST_BATCH);
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
read_attributes (GVariant *attributes)
{
  GHashTable *table = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  GVariantIter iter;
  const char *name;
  const char *value;

  g_variant_iter_init (&iter, attributes);
  while (g_variant_iter_next (&iter, "{&s&s}", &name, &value))
    g_hash_table_replace (table, g_strdup (name), g_strdup (value));

  return table;
}

static void
take_item (Listing *listing, const char *path, GVariant *value)
{
  g_autoptr (GHashTable) attributes = NULL;
  g_autoptr (DoorSecretPath) handle = NULL;
  g_autoptr (DoorSavedLogin) login = NULL;

  if (!g_variant_is_of_type (value, G_VARIANT_TYPE ("a{ss}")))
    return;

  attributes = read_attributes (value);
  handle = door_secret_path_new (listing->places->service, path);
  login = door_saved_login_new_from_attributes (attributes, 0, NULL, G_OBJECT (handle));
  if (login != NULL)
    g_ptr_array_add (listing->batch, g_steal_pointer (&login));
}

/* What follows from the first one says nothing. */
static void
take_error (Listing *listing, GError *error)
{
  if (listing->error == NULL)
    listing->error = error;
  else
    g_error_free (error);
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
on_attributes (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Question *question = user_data;
  g_autofree char *path = question->path;
  Listing *listing = question->listing;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply
      = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);

  listing->under_way--;
  if (reply != NULL && listing->error == NULL)
    {
      g_autoptr (GVariant) value = NULL;

      g_variant_get (reply, "(v)", &value);
      take_item (listing, path, value);
      door_secret_call_go_on (listing->task);
    }
  else if (reply == NULL && !is_about_one_item (error))
    {
      take_error (listing, g_steal_pointer (&error));
    }

  if (listing->batch->len >= listing->batch_size && listing->error == NULL)
    hand_on (listing);
  ask (listing);
}

static void
ask (Listing *listing)
{
  while (listing->error == NULL && listing->next < listing->places->paths->len
         && listing->under_way < MOST_UNDER_WAY)
    {
      GDBusProxy *proxy = G_DBUS_PROXY (listing->places->service);
      Question *question = g_new0 (Question, 1);

      question->listing = listing;
      question->path = g_strdup (g_ptr_array_index (listing->places->paths, listing->next++));
      listing->under_way++;
      g_dbus_connection_call (g_dbus_proxy_get_connection (proxy), g_dbus_proxy_get_name (proxy),
                              question->path, "org.freedesktop.DBus.Properties", "Get",
                              g_variant_new ("(ss)", ITEM_INTERFACE, "Attributes"),
                              G_VARIANT_TYPE ("(v)"), G_DBUS_CALL_FLAGS_NO_AUTO_START, -1,
                              door_secret_call_get_cancellable (listing->task), on_attributes,
                              question);
    }

  if (listing->searched && listing->under_way == 0)
    finish (listing);
}

/* What is not a Secret Service has its items at hand. */
static void
take_items (Listing *listing)
{
  for (GList *link = listing->places->items; link != NULL; link = link->next)
    {
      g_autoptr (GHashTable) attributes = secret_retrievable_get_attributes (link->data);
      DoorSavedLogin *login
          = door_saved_login_new_from_attributes (attributes,
                                                  secret_retrievable_get_modified (link->data),
                                                  NULL, link->data);

      if (login != NULL)
        g_ptr_array_add (listing->batch, login);
    }
}

/* Each search takes a keyring with many items longer than the first of these. Where a person may be
 * asked to unlock others, their time must not be measured by what comes meanwhile. */
static void
on_some_places (DoorSecretPlaces *places, gpointer user_data)
{
  Listing *listing = user_data;

  if (door_secret_call_get (listing->task)->unlock)
    return;

  listing->places = places;
  ask (listing);
}

static void
on_places (DoorSecretPlaces *places, GError *error, gpointer user_data)
{
  Listing *listing = user_data;

  listing->searched = TRUE;
  listing->places = places;
  if (places != NULL)
    take_items (listing);
  else
    take_error (listing, error);
  ask (listing);
}

/* A search for nothing in particular would find everything that there is: the name of the schema
 * must be right. */
static const SecretSchema by_name
    = { "org.gnome.keyring.NetworkPassword",
        SECRET_SCHEMA_NONE,
        { { "server", SECRET_SCHEMA_ATTRIBUTE_STRING }, { NULL, 0 } } };

/* Or, where somebody has saved a login without naming one, the protocol. */
static const SecretSchema by_protocol
    = { "org.gnome.keyring.NetworkPassword",
        SECRET_SCHEMA_DONT_MATCH_NAME,
        { { "protocol", SECRET_SCHEMA_ATTRIBUTE_STRING }, { NULL, 0 } } };

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
  const char *const *protocols = door_secret_attributes_get_protocols ();
  guint n_protocols = g_strv_length ((char **)protocols);
  g_autofree DoorSecretQuery *queries = g_new0 (DoorSecretQuery, 1 + n_protocols);
  g_autoptr (GPtrArray) tables
      = g_ptr_array_new_with_free_func ((GDestroyNotify)g_hash_table_unref);
  Listing *listing = g_new0 (Listing, 1);

  /* Those that are likely to find most come first. */
  for (guint i = 0; i <= n_protocols; i++)
    {
      GHashTable *attributes = g_hash_table_new (g_str_hash, g_str_equal);

      if (i < n_protocols)
        g_hash_table_insert (attributes, (gpointer) "protocol", (gpointer)protocols[i]);
      g_ptr_array_add (tables, attributes);
      queries[i] = (DoorSecretQuery){ i < n_protocols ? &by_protocol : &by_name, attributes };
    }

  door_secret_call_get (task)->unlock = unlock;
  listing->task = task;
  listing->found = found;
  listing->data = data;
  listing->batch = new_batch ();
  listing->batch_size = 1;
  door_secret_places_find (task, queries, 1 + n_protocols, on_some_places, on_places, listing);
}
