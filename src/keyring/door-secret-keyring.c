/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-secret-keyring.h"

#include "door-deadline.h"
#include "door-secret-attributes.h"

/* How long a person may take to unlock a keyring. */
#define PERSON_MS (120 * 1000)

/* A list of thousands takes a keyring its time. */
#define LIST_PATIENCE 10

/* More logins than this for one protection space help nobody. */
#define MAX_PROPOSALS 64

struct _DoorSecretKeyring
{
  GObject parent_instance;

  guint patience_ms;
};

/* One call, from its first message to its last. */
typedef struct
{
  DoorDeadline *deadline;
  DoorProtectionSpace *space; /* searching */
  char *scheme;
  gboolean unlock;
  gboolean locked;
  GPtrArray *logins;     /* without, and then with, their passwords */
  guint next;            /* of @logins, whose password is being loaded */
  DoorSavedLogin *login; /* what is loaded, saved, removed or marked */
  DoorSavedLogin *replaced;
} Call;

static void door_secret_keyring_keyring_init (DoorKeyringInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (DoorSecretKeyring,
                               door_secret_keyring,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (DOOR_TYPE_KEYRING,
                                                      door_secret_keyring_keyring_init))

static void
call_free (Call *call)
{
  door_deadline_free (call->deadline);
  g_clear_pointer (&call->space, door_protection_space_unref);
  g_free (call->scheme);
  g_clear_pointer (&call->logins, g_ptr_array_unref);
  g_clear_pointer (&call->login, door_saved_login_unref);
  g_clear_pointer (&call->replaced, door_saved_login_unref);
  g_free (call);
}

static GTask *
begin (DoorSecretKeyring *self,
       gpointer tag,
       GCancellable *cancellable,
       GAsyncReadyCallback callback,
       gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Call *call = g_new0 (Call, 1);

  g_task_set_source_tag (task, tag);
  call->deadline = door_deadline_new (cancellable);
  door_deadline_set (call->deadline, self->patience_ms);
  g_task_set_task_data (task, call, (GDestroyNotify)call_free);

  return task;
}

static GCancellable *
cancellable_of (GTask *task)
{
  return door_deadline_get_cancellable (((Call *)g_task_get_task_data (task))->deadline);
}

static void
go_on (GTask *task)
{
  DoorSecretKeyring *self = g_task_get_source_object (task);

  door_deadline_set (((Call *)g_task_get_task_data (task))->deadline, self->patience_ms);
}

static gboolean
is_absence (const GError *error)
{
  return g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_SERVICE_UNKNOWN)
         || g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_NAME_HAS_NO_OWNER)
         || g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_SPAWN_EXEC_FAILED)
         || g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_SPAWN_CHILD_EXITED)
         || g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_SPAWN_CHILD_SIGNALED)
         || g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_SPAWN_SERVICE_NOT_FOUND)
         || g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_NO_SERVER)
         || g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_DISCONNECTED)
         || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CLOSED)
         || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND)
         || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED);
}

/* The keyring's own words are for its log, not for anybody's screen. */
static void
fail (GTask *task, GError *reason)
{
  g_autoptr (GError) error = reason;
  Call *call = g_task_get_task_data (task);

  if (g_task_return_error_if_cancelled (task))
    return;

  /* What libsecret knows of a keyring that is in trouble may be why it is. */
  secret_service_disconnect ();

  if (door_deadline_is_over (call->deadline))
    g_task_return_new_error (task, DOOR_KEYRING_ERROR, DOOR_KEYRING_ERROR_TIMED_OUT,
                             "The keyring does not answer");
  else if (is_absence (error))
    g_task_return_new_error (task, DOOR_KEYRING_ERROR, DOOR_KEYRING_ERROR_UNAVAILABLE,
                             "There is no keyring");
  else
    g_task_return_new_error (task, DOOR_KEYRING_ERROR, DOOR_KEYRING_ERROR_FAILED,
                             "The keyring reports an error");
}

static void
fail_dismissed (GTask *task)
{
  g_task_return_new_error (task, DOOR_KEYRING_ERROR, DOOR_KEYRING_ERROR_DISMISSED,
                           "The keyring was not unlocked");
}

static void
fail_absent (GTask *task)
{
  g_task_return_new_error (task, DOOR_KEYRING_ERROR, DOOR_KEYRING_ERROR_UNAVAILABLE,
                           "There is no keyring");
}

/* When its keyring goes, libsecret's idea of an item loses all that it knew, and does not stand
 * being asked. */
static gboolean
is_there (gpointer item)
{
  g_autoptr (GVariant) attributes = NULL;

  if (!SECRET_IS_ITEM (item))
    return TRUE;

  attributes = g_dbus_proxy_get_cached_property (G_DBUS_PROXY (item), "Attributes");

  return attributes != NULL;
}

/* Searching */

static int
compare_by_fit (gconstpointer a, gconstpointer b)
{
  DoorSavedLogin *first = *(DoorSavedLogin *const *)a;
  DoorSavedLogin *second = *(DoorSavedLogin *const *)b;
  gboolean first_any = door_saved_login_is_for_any_realm (first);
  gboolean second_any = door_saved_login_is_for_any_realm (second);

  if (first_any != second_any)
    return first_any ? 1 : -1;

  return door_saved_login_get_used (first) < door_saved_login_get_used (second) ? 1 : -1;
}

static int
compare_by_use (gconstpointer a, gconstpointer b)
{
  gint64 first = door_saved_login_get_used (*(DoorSavedLogin *const *)a);
  gint64 second = door_saved_login_get_used (*(DoorSavedLogin *const *)b);

  return first == second ? 0 : first < second ? 1 : -1;
}

/* One for each user name: the one for this very realm, and of those the newest. */
static void
choose (GPtrArray *logins)
{
  g_autoptr (GHashTable) users = g_hash_table_new (g_str_hash, g_str_equal);

  g_ptr_array_sort (logins, compare_by_fit);
  for (guint i = 0; i < logins->len;)
    {
      DoorSavedLogin *login = g_ptr_array_index (logins, i);

      if (g_hash_table_add (users, (gpointer)door_saved_login_get_username (login)))
        i++;
      else
        g_ptr_array_remove_index (logins, i);
    }

  g_ptr_array_sort (logins, compare_by_use);
  if (logins->len > MAX_PROPOSALS)
    g_ptr_array_set_size (logins, MAX_PROPOSALS);
}

static DoorSavedLogin *
login_for_item (SecretRetrievable *item)
{
  g_autoptr (GHashTable) attributes = secret_retrievable_get_attributes (item);

  return door_saved_login_new_from_attributes (attributes, secret_retrievable_get_modified (item),
                                               NULL, G_OBJECT (item));
}

static void
take_found (Call *call, GList *items)
{
  call->locked = FALSE;
  g_clear_pointer (&call->logins, g_ptr_array_unref);
  call->logins = g_ptr_array_new_with_free_func ((GDestroyNotify)door_saved_login_unref);

  for (GList *link = items; link != NULL; link = link->next)
    {
      g_autoptr (DoorSavedLogin) login = NULL;

      if (!is_there (link->data))
        continue;

      /* What is locked does not always say what it is: a keyring hides it. */
      if (SECRET_IS_ITEM (link->data) && secret_item_get_locked (link->data))
        {
          call->locked = TRUE;
          continue;
        }

      login = login_for_item (link->data);
      if (login != NULL && door_saved_login_serves (login, call->space, call->scheme))
        g_ptr_array_add (call->logins, g_steal_pointer (&login));
    }

  choose (call->logins);
}

static void load_next (GTask *task);

static DoorSavedLogin *
with_password (DoorSavedLogin *login, SecretValue *password)
{
  return door_saved_login_new (&(DoorSavedLoginInfo){
      .space = door_saved_login_get_space (login),
      .any_realm = door_saved_login_is_for_any_realm (login),
      .scheme = door_saved_login_get_scheme (login),
      .username = door_saved_login_get_username (login),
      .password = password,
      .used = door_saved_login_get_used (login),
      .refused = door_saved_login_is_refused (login),
      .handle = door_saved_login_get_handle (login),
  });
}

static void
on_next_loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Call *call = g_task_get_task_data (task);
  GError *error = NULL;
  SecretValue *password
      = secret_retrievable_retrieve_secret_finish (SECRET_RETRIEVABLE (source), result, &error);

  if (error != NULL)
    {
      fail (task, error);
      return;
    }

  /* Removed or locked in the meantime, or not text: nothing that could be proposed. */
  if (password == NULL || secret_value_get_text (password) == NULL
      || !g_utf8_validate (secret_value_get_text (password), -1, NULL))
    {
      g_ptr_array_remove_index (call->logins, call->next);
    }
  else
    {
      DoorSavedLogin *login = g_ptr_array_index (call->logins, call->next);

      g_ptr_array_index (call->logins, call->next) = with_password (login, password);
      door_saved_login_unref (login);
      call->next++;
    }
  g_clear_pointer (&password, secret_value_unref);

  load_next (g_steal_pointer (&task));
}

static void
load_next (GTask *task)
{
  Call *call = g_task_get_task_data (task);
  DoorSavedLogin *login;

  if (call->next == call->logins->len)
    {
      g_task_return_pointer (task, g_steal_pointer (&call->logins),
                             (GDestroyNotify)g_ptr_array_unref);
      g_object_unref (task);
      return;
    }

  go_on (task);
  login = g_ptr_array_index (call->logins, call->next);
  secret_retrievable_retrieve_secret (SECRET_RETRIEVABLE (door_saved_login_get_handle (login)),
                                      cancellable_of (task), on_next_loaded, task);
}

static void
search (GTask *task, gboolean unlock, GAsyncReadyCallback callback)
{
  Call *call = g_task_get_task_data (task);
  g_autoptr (GHashTable) attributes
      = door_secret_attributes_for_server (door_protection_space_get_server (call->space));

  secret_password_searchv (SECRET_SCHEMA_COMPAT_NETWORK, attributes,
                           SECRET_SEARCH_ALL | (unlock ? SECRET_SEARCH_UNLOCK : 0),
                           cancellable_of (task), callback, task);
}

static void
on_found (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Call *call = g_task_get_task_data (task);
  GError *error = NULL;
  GList *items = secret_password_search_finish (result, &error);

  if (error != NULL)
    {
      fail (task, error);
      return;
    }

  take_found (call, items);
  g_list_free_full (items, g_object_unref);

  /* Only now that the keyring has shown that it answers, a person may take their time. */
  if (call->locked && call->unlock)
    {
      call->unlock = FALSE;
      door_deadline_set (call->deadline, PERSON_MS);
      search (g_steal_pointer (&task), TRUE, on_found);
      return;
    }

  load_next (g_steal_pointer (&task));
}

static void
door_secret_keyring_search_async (DoorKeyring *keyring,
                                  DoorProtectionSpace *space,
                                  const char *scheme,
                                  gboolean unlock,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  GTask *task = begin (DOOR_SECRET_KEYRING (keyring), door_secret_keyring_search_async, cancellable,
                       callback, user_data);
  Call *call = g_task_get_task_data (task);

  call->space = door_protection_space_ref (space);
  call->scheme = g_strdup (scheme);
  call->unlock = unlock;
  search (task, FALSE, on_found);
}

static GPtrArray *
door_secret_keyring_search_finish (DoorKeyring *keyring,
                                   GAsyncResult *result,
                                   gboolean *locked,
                                   GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, keyring), NULL);

  if (locked != NULL)
    *locked = ((Call *)g_task_get_task_data (G_TASK (result)))->locked;

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Listing */

static void
on_listed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Call *call = g_task_get_task_data (task);
  GError *error = NULL;
  GList *items = secret_password_search_finish (result, &error);
  GPtrArray *logins;

  if (error != NULL)
    {
      fail (task, error);
      return;
    }

  logins = g_ptr_array_new_with_free_func ((GDestroyNotify)door_saved_login_unref);
  for (GList *link = items; link != NULL; link = link->next)
    {
      DoorSavedLogin *login = NULL;

      if (!is_there (link->data))
        continue;

      if (SECRET_IS_ITEM (link->data) && secret_item_get_locked (link->data))
        call->locked = TRUE;
      else
        login = login_for_item (link->data);
      if (login != NULL)
        g_ptr_array_add (logins, login);
    }
  g_list_free_full (items, g_object_unref);

  g_task_return_pointer (task, logins, (GDestroyNotify)g_ptr_array_unref);
}

static void
door_secret_keyring_list_async (DoorKeyring *keyring,
                                gboolean unlock,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  /* The schema of network passwords, of which at least the name must be right: a search for
   * nothing in particular would find everything that there is. */
  static const SecretSchema by_name
      = { "org.gnome.keyring.NetworkPassword",
          SECRET_SCHEMA_NONE,
          { { "server", SECRET_SCHEMA_ATTRIBUTE_STRING }, { NULL, 0 } } };
  DoorSecretKeyring *self = DOOR_SECRET_KEYRING (keyring);
  GTask *task = begin (self, door_secret_keyring_list_async, cancellable, callback, user_data);
  Call *call = g_task_get_task_data (task);
  g_autoptr (GHashTable) nothing = g_hash_table_new (g_str_hash, g_str_equal);

  door_deadline_set (call->deadline, unlock ? PERSON_MS : LIST_PATIENCE * self->patience_ms);
  secret_password_searchv (&by_name, nothing,
                           SECRET_SEARCH_ALL | (unlock ? SECRET_SEARCH_UNLOCK : 0),
                           cancellable_of (task), on_listed, task);
}

/* Loading one password */

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  SecretValue *password
      = secret_retrievable_retrieve_secret_finish (SECRET_RETRIEVABLE (source), result, &error);

  if (password != NULL)
    g_task_return_pointer (task, password, secret_value_unref);
  else if (error != NULL)
    fail (task, error);
  else
    fail_dismissed (task);
}

static void
door_secret_keyring_load_async (DoorKeyring *keyring,
                                DoorSavedLogin *login,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  GTask *task = begin (DOOR_SECRET_KEYRING (keyring), door_secret_keyring_load_async, cancellable,
                       callback, user_data);

  secret_retrievable_retrieve_secret (SECRET_RETRIEVABLE (door_saved_login_get_handle (login)),
                                      cancellable_of (task), on_loaded, task);
}

static SecretValue *
door_secret_keyring_load_finish (DoorKeyring *keyring, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, keyring), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Saving */

static void
on_stored (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (secret_password_store_finish (result, &error))
    g_task_return_boolean (task, TRUE);
  else if (error != NULL)
    fail (task, error);
  else
    fail_dismissed (task);
}

static void
on_marked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (secret_item_set_attributes_finish (SECRET_ITEM (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    fail (task, error);
}

static void
set_mark (GTask *task, SecretItem *item, gboolean refused)
{
  g_autoptr (GHashTable) attributes = NULL;

  if (!is_there (item))
    {
      fail_absent (task);
      g_object_unref (task);
      return;
    }

  attributes = secret_item_get_attributes (item);
  g_hash_table_replace (attributes, g_strdup (DOOR_SECRET_ATTRIBUTE_USED),
                        g_strdup_printf ("%" G_GINT64_FORMAT, g_get_real_time () / G_USEC_PER_SEC));
  if (refused)
    g_hash_table_replace (attributes, g_strdup (DOOR_SECRET_ATTRIBUTE_REFUSED), g_strdup ("true"));
  else
    g_hash_table_remove (attributes, DOOR_SECRET_ATTRIBUTE_REFUSED);

  /* Without a schema, as the marks are in none. */
  secret_item_set_attributes (item, NULL, attributes, cancellable_of (task), on_marked, task);
}

static void
on_replaced (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (secret_item_set_secret_finish (SECRET_ITEM (source), result, &error))
    set_mark (g_steal_pointer (&task), SECRET_ITEM (source), FALSE);
  else
    fail (task, error);
}

static void
replace (GTask *task, SecretItem *item)
{
  Call *call = g_task_get_task_data (task);

  go_on (task);
  secret_item_set_secret (item, door_saved_login_get_password (call->login), cancellable_of (task),
                          on_replaced, task);
}

static void
store (GTask *task)
{
  Call *call = g_task_get_task_data (task);
  g_autoptr (GHashTable) attributes = door_secret_attributes_for_login (call->login);
  g_autofree char *label = door_secret_label_for_login (call->login);

  secret_password_storev_binary (SECRET_SCHEMA_COMPAT_NETWORK, attributes,
                                 SECRET_COLLECTION_DEFAULT, label,
                                 door_saved_login_get_password (call->login), cancellable_of (task),
                                 on_stored, task);
}

static void
on_answers (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Call *call = g_task_get_task_data (task);
  GError *error = NULL;
  GList *items = secret_password_search_finish (result, &error);
  GObject *handle;

  g_list_free_full (items, g_object_unref);
  if (error != NULL)
    {
      fail (task, error);
      return;
    }

  handle = call->replaced != NULL ? door_saved_login_get_handle (call->replaced) : NULL;
  if (handle != NULL && SECRET_IS_ITEM (handle) && is_there (handle)
      && !secret_item_get_locked (SECRET_ITEM (handle)))
    {
      replace (g_steal_pointer (&task), SECRET_ITEM (handle));
      return;
    }

  /* The keyring answers; what takes long now is a person who unlocks it. */
  door_deadline_set (call->deadline, PERSON_MS);
  store (g_steal_pointer (&task));
}

static void
door_secret_keyring_save_async (DoorKeyring *keyring,
                                DoorSavedLogin *login,
                                DoorSavedLogin *replaced,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  GTask *task = begin (DOOR_SECRET_KEYRING (keyring), door_secret_keyring_save_async, cancellable,
                       callback, user_data);
  Call *call = g_task_get_task_data (task);
  g_autoptr (GHashTable) attributes = door_secret_attributes_for_login (login);

  call->login = door_saved_login_ref (login);
  if (replaced != NULL)
    call->replaced = door_saved_login_ref (replaced);
  secret_password_searchv (SECRET_SCHEMA_COMPAT_NETWORK, attributes, SECRET_SEARCH_NONE,
                           cancellable_of (task), on_answers, task);
}

/* Removing */

static void
on_deleted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (secret_item_delete_finish (SECRET_ITEM (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else if (error != NULL)
    fail (task, error);
  else
    fail_dismissed (task);
}

static void
on_cleared (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  secret_password_clear_finish (result, &error);
  if (error != NULL)
    fail (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static void
door_secret_keyring_remove_async (DoorKeyring *keyring,
                                  DoorSavedLogin *login,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  GTask *task = begin (DOOR_SECRET_KEYRING (keyring), door_secret_keyring_remove_async, cancellable,
                       callback, user_data);
  GObject *handle = door_saved_login_get_handle (login);

  if (SECRET_IS_ITEM (handle))
    {
      secret_item_delete (SECRET_ITEM (handle), cancellable_of (task), on_deleted, task);
    }
  else
    {
      g_autoptr (GHashTable) attributes = door_secret_attributes_for_login (login);

      secret_password_clearv (SECRET_SCHEMA_COMPAT_NETWORK, attributes, cancellable_of (task),
                              on_cleared, task);
    }
}

/* Marking */

static void
door_secret_keyring_mark_async (DoorKeyring *keyring,
                                DoorSavedLogin *login,
                                DoorKeyringMark mark,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  GTask *task = begin (DOOR_SECRET_KEYRING (keyring), door_secret_keyring_mark_async, cancellable,
                       callback, user_data);
  GObject *handle = door_saved_login_get_handle (login);

  if (SECRET_IS_ITEM (handle))
    {
      set_mark (task, SECRET_ITEM (handle), mark == DOOR_KEYRING_MARK_REFUSED);
      return;
    }

  /* A file holds what was stored and nothing beside it. */
  g_task_return_new_error (task, DOOR_KEYRING_ERROR, DOOR_KEYRING_ERROR_UNSUPPORTED,
                           "This keyring takes no marks");
  g_object_unref (task);
}

static gboolean
door_secret_keyring_change_finish (DoorKeyring *keyring, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, keyring), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
door_secret_keyring_keyring_init (DoorKeyringInterface *iface)
{
  iface->search_async = door_secret_keyring_search_async;
  iface->search_finish = door_secret_keyring_search_finish;
  iface->list_async = door_secret_keyring_list_async;
  iface->list_finish = door_secret_keyring_search_finish;
  iface->load_async = door_secret_keyring_load_async;
  iface->load_finish = door_secret_keyring_load_finish;
  iface->save_async = door_secret_keyring_save_async;
  iface->remove_async = door_secret_keyring_remove_async;
  iface->mark_async = door_secret_keyring_mark_async;
  iface->change_finish = door_secret_keyring_change_finish;
}

static void
door_secret_keyring_class_init (DoorSecretKeyringClass *klass)
{
}

static void
door_secret_keyring_init (DoorSecretKeyring *self)
{
}

/**
 * door_secret_keyring_new:
 * @patience_ms: how long one step of a call may take the keyring, in milliseconds
 *
 * Returns: (transfer full): the desktop's keyring, whether there is one or not
 */
DoorKeyring *
door_secret_keyring_new (guint patience_ms)
{
  DoorSecretKeyring *self = g_object_new (DOOR_TYPE_SECRET_KEYRING, NULL);

  self->patience_ms = patience_ms;

  return DOOR_KEYRING (self);
}
