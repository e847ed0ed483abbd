/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-secret-change.h"

#include <string.h>

#include "door-secret-attributes.h"
#include "door-secret-path.h"
#include "door-secret-remains.h"

/* Marking */

static void
on_attributes_set (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (secret_item_set_attributes_finish (SECRET_ITEM (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    door_secret_call_fail (task, error);
}

static void
set_attributes (GTask *task, SecretItem *item, const char *username, gboolean refused)
{
  g_autoptr (GHashTable) attributes = NULL;

  if (!door_secret_item_is_there (item))
    {
      door_secret_call_fail_absent (task);
      g_object_unref (task);
      return;
    }

  attributes = secret_item_get_attributes (item);
  if (username != NULL)
    g_hash_table_replace (attributes, g_strdup ("user"), g_strdup (username));
  g_hash_table_replace (attributes, g_strdup (DOOR_SECRET_ATTRIBUTE_USED),
                        g_strdup_printf ("%" G_GINT64_FORMAT, g_get_real_time () / G_USEC_PER_SEC));
  if (refused)
    g_hash_table_replace (attributes, g_strdup (DOOR_SECRET_ATTRIBUTE_REFUSED), g_strdup ("true"));
  else
    g_hash_table_remove (attributes, DOOR_SECRET_ATTRIBUTE_REFUSED);

  /* Without a schema, as the marks are in none. */
  secret_item_set_attributes (item, NULL, attributes, door_secret_call_get_cancellable (task),
                              on_attributes_set, task);
}

/**
 * door_secret_mark:
 * @task: (transfer full): a #DoorSecretCall
 * @login: a login that was searched for
 * @mark: what became of it
 */
void
door_secret_mark (GTask *task, DoorSavedLogin *login, DoorKeyringMark mark)
{
  GObject *handle = door_saved_login_get_handle (login);

  if (SECRET_IS_ITEM (handle))
    {
      set_attributes (task, SECRET_ITEM (handle), NULL, mark == DOOR_KEYRING_MARK_REFUSED);
      return;
    }

  /* A file holds what was stored and nothing beside it. */
  g_task_return_new_error (task, DOOR_KEYRING_ERROR, DOOR_KEYRING_ERROR_UNSUPPORTED,
                           "This keyring takes no marks");
  g_object_unref (task);
}

/* Saving */

static gboolean
is_renamed (DoorSecretCall *call)
{
  return strcmp (door_saved_login_get_username (call->login),
                 door_saved_login_get_username (call->replaced))
         != 0;
}

static void
on_labelled (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  DoorSecretCall *call = door_secret_call_get (task);
  const char *username = door_saved_login_get_username (call->login);
  GError *error = NULL;

  if (secret_item_set_label_finish (SECRET_ITEM (source), result, &error))
    set_attributes (g_steal_pointer (&task), SECRET_ITEM (source), username, FALSE);
  else
    door_secret_call_fail (task, error);
}

/* A label that somebody else chose stays. */
static gboolean
has_our_label (SecretItem *item, DoorSavedLogin *login)
{
  g_autofree char *label = secret_item_get_label (item);
  g_autofree char *ours = door_secret_label_for_login (login);

  return g_strcmp0 (label, ours) == 0;
}

static void
on_replaced (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  DoorSecretCall *call = door_secret_call_get (task);
  SecretItem *item = SECRET_ITEM (source);
  GError *error = NULL;

  if (!secret_item_set_secret_finish (item, result, &error))
    {
      door_secret_call_fail (task, error);
      return;
    }

  door_secret_call_go_on (task);
  if (!is_renamed (call))
    {
      set_attributes (g_steal_pointer (&task), item, NULL, FALSE);
    }
  else if (door_secret_item_is_there (item) && has_our_label (item, call->replaced))
    {
      g_autofree char *label = door_secret_label_for_login (call->login);

      secret_item_set_label (item, label, door_secret_call_get_cancellable (task), on_labelled,
                             g_object_ref (task));
    }
  else
    {
      set_attributes (g_steal_pointer (&task), item, door_saved_login_get_username (call->login),
                      FALSE);
    }
}

static void
on_old_cleared (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  secret_password_clear_finish (result, &error);
  if (error != NULL)
    door_secret_call_fail (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static void
on_stored (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  DoorSecretCall *call = door_secret_call_get (task);
  GError *error = NULL;

  if (!secret_password_store_finish (result, &error))
    {
      if (error != NULL)
        door_secret_call_fail (task, error);
      else
        door_secret_call_fail_dismissed (task);
      return;
    }

  /* In a file, another user name makes another login. */
  if (call->replaced != NULL && is_renamed (call)
      && !SECRET_IS_ITEM (door_saved_login_get_handle (call->replaced))
      && !DOOR_IS_SECRET_PATH (door_saved_login_get_handle (call->replaced)))
    {
      g_autoptr (GHashTable) attributes = door_secret_attributes_for_login (call->replaced);

      secret_password_clearv (SECRET_SCHEMA_COMPAT_NETWORK, attributes,
                              door_secret_call_get_cancellable (task), on_old_cleared,
                              g_object_ref (task));
      return;
    }

  g_task_return_boolean (task, TRUE);
}

static void
store (GTask *task)
{
  DoorSecretCall *call = door_secret_call_get (task);
  g_autoptr (GHashTable) attributes = door_secret_attributes_for_login (call->login);
  g_autofree char *label = door_secret_label_for_login (call->login);

  /* What takes long now is a person who unlocks it. */
  door_secret_call_ask_person (task);
  secret_password_storev_binary (SECRET_SCHEMA_COMPAT_NETWORK, attributes,
                                 SECRET_COLLECTION_DEFAULT, label,
                                 door_saved_login_get_password (call->login),
                                 door_secret_call_get_cancellable (task), on_stored, task);
}

static void
replace (GTask *task, GObject *item)
{
  DoorSecretCall *call = door_secret_call_get (task);

  if (!SECRET_IS_ITEM (item) || !door_secret_item_is_there (item)
      || secret_item_get_locked (SECRET_ITEM (item)))
    {
      store (task);
      return;
    }

  door_secret_call_go_on (task);
  secret_item_set_secret (SECRET_ITEM (item), door_saved_login_get_password (call->login),
                          door_secret_call_get_cancellable (task), on_replaced, task);
}

static void
on_answers (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  DoorSecretCall *call = door_secret_call_get (task);
  GError *error = NULL;
  GList *items = secret_password_search_finish (result, &error);
  GObject *handle = call->replaced != NULL ? door_saved_login_get_handle (call->replaced) : NULL;

  g_list_free_full (items, g_object_unref);
  if (error != NULL)
    door_secret_call_fail (task, error);
  else if (DOOR_IS_SECRET_PATH (handle))
    door_secret_path_resolve (g_steal_pointer (&task), call->replaced, replace);
  else if (handle != NULL)
    replace (g_steal_pointer (&task), handle);
  else
    store (g_steal_pointer (&task));
}

/**
 * door_secret_save:
 * @task: (transfer full): a #DoorSecretCall
 * @login: what to save, with its password
 * @replaced: (nullable): the login of this keyring that it changes
 */
void
door_secret_save (GTask *task, DoorSavedLogin *login, DoorSavedLogin *replaced)
{
  DoorSecretCall *call = door_secret_call_get (task);
  g_autoptr (GHashTable) attributes = door_secret_attributes_for_login (login);

  call->login = door_saved_login_ref (login);
  if (replaced != NULL)
    call->replaced = door_saved_login_ref (replaced);
  secret_password_searchv (SECRET_SCHEMA_COMPAT_NETWORK, attributes, SECRET_SEARCH_NONE,
                           door_secret_call_get_cancellable (task), on_answers, task);
}

/* Removing */

static void
return_remains (GTask *task)
{
  DoorSecretCall *call = door_secret_call_get (task);

  g_task_return_pointer (task, g_steal_pointer (&call->remains), g_object_unref);
}

static void
on_deleted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (secret_item_delete_finish (SECRET_ITEM (source), result, &error))
    return_remains (task);
  else if (error != NULL)
    door_secret_call_fail (task, error);
  else
    door_secret_call_fail_dismissed (task);
}

static void
on_cleared (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  secret_password_clear_finish (result, &error);
  if (error != NULL)
    door_secret_call_fail (task, error);
  else
    return_remains (task);
}

static void
on_last_loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  DoorSecretCall *call = door_secret_call_get (task);
  GCancellable *cancellable = door_secret_call_get_cancellable (task);
  GError *error = NULL;
  SecretValue *password
      = secret_retrievable_retrieve_secret_finish (SECRET_RETRIEVABLE (source), result, &error);

  if (password == NULL)
    {
      if (error != NULL)
        door_secret_call_fail (task, error);
      else
        door_secret_call_fail_dismissed (task);
      return;
    }

  call->remains = G_OBJECT (door_secret_remains_new (SECRET_RETRIEVABLE (source), password));
  secret_value_unref (password);
  door_secret_call_go_on (task);
  if (SECRET_IS_ITEM (source))
    {
      secret_item_delete (SECRET_ITEM (source), cancellable, on_deleted, g_steal_pointer (&task));
    }
  else
    secret_password_clearv (NULL,
                            door_secret_remains_get_attributes (
                                DOOR_SECRET_REMAINS (call->remains)),
                            cancellable, on_cleared, g_steal_pointer (&task));
}

static void
load_last (GTask *task, GObject *item)
{
  secret_retrievable_retrieve_secret (SECRET_RETRIEVABLE (item),
                                      door_secret_call_get_cancellable (task), on_last_loaded,
                                      task);
}

/**
 * door_secret_remove:
 * @task: (transfer full): a #DoorSecretCall
 * @login: a login of this keyring
 */
void
door_secret_remove (GTask *task, DoorSavedLogin *login)
{
  door_secret_call_get (task)->login = door_saved_login_ref (login);
  door_secret_path_resolve (task, login, load_last);
}

/* Restoring */

static void
on_restored (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (secret_password_store_finish (result, &error))
    g_task_return_boolean (task, TRUE);
  else if (error != NULL)
    door_secret_call_fail (task, error);
  else
    door_secret_call_fail_dismissed (task);
}

/**
 * door_secret_restore:
 * @task: (transfer full): a #DoorSecretCall
 * @remains: what removing a login returned
 */
void
door_secret_restore (GTask *task, GObject *remains)
{
  DoorSecretRemains *self = DOOR_SECRET_REMAINS (remains);
  gboolean service = door_secret_remains_get_collection (self) != NULL;

  /* A Secret Service has the name of the schema among the attributes, and others' beside them. */
  secret_password_storev_binary (service ? NULL : SECRET_SCHEMA_COMPAT_NETWORK,
                                 door_secret_remains_get_attributes (self),
                                 door_secret_remains_get_collection (self),
                                 door_secret_remains_get_label (self),
                                 door_secret_remains_get_password (self),
                                 door_secret_call_get_cancellable (task), on_restored, task);
}
