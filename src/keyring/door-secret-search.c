/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-secret-search.h"

#include "door-secret-attributes.h"
#include "door-secret-items.h"

/* More logins than this for one protection space help nobody. */
#define MAX_PROPOSALS 64

/* Of any schema: who saves a login with secret-tool seldom names one. */
static const SecretSchema any_schema
    = { "org.gnome.keyring.NetworkPassword",
        SECRET_SCHEMA_DONT_MATCH_NAME,
        { { "server", SECRET_SCHEMA_ATTRIBUTE_STRING }, { NULL, 0 } } };

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
take_found (DoorSecretCall *call, GList *items)
{
  call->logins = g_ptr_array_new_with_free_func ((GDestroyNotify)door_saved_login_unref);

  for (GList *link = items; link != NULL; link = link->next)
    {
      g_autoptr (DoorSavedLogin) login = NULL;

      if (!door_secret_item_is_there (link->data))
        continue;

      /* Again, or a keyring that says so only now. */
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

static void
on_next_loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  DoorSecretCall *call = door_secret_call_get (task);
  GError *error = NULL;
  SecretValue *password
      = secret_retrievable_retrieve_secret_finish (SECRET_RETRIEVABLE (source), result, &error);

  /* Of one that was removed meanwhile, the others know nothing. */
  if (g_error_matches (error, SECRET_ERROR, SECRET_ERROR_NO_SUCH_OBJECT)
      || g_error_matches (error, SECRET_ERROR, SECRET_ERROR_IS_LOCKED))
    g_clear_error (&error);

  if (error != NULL)
    {
      door_secret_call_fail (task, error);
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

      g_ptr_array_index (call->logins, call->next)
          = door_saved_login_new_with_password (login, password);
      door_saved_login_unref (login);
      call->next++;
    }
  g_clear_pointer (&password, secret_value_unref);

  load_next (g_steal_pointer (&task));
}

static void
load_next (GTask *task)
{
  DoorSecretCall *call = door_secret_call_get (task);
  DoorSavedLogin *login;

  if (call->next == call->logins->len)
    {
      g_task_return_pointer (task, g_steal_pointer (&call->logins),
                             (GDestroyNotify)g_ptr_array_unref);
      g_object_unref (task);
      return;
    }

  door_secret_call_go_on (task);
  login = g_ptr_array_index (call->logins, call->next);
  secret_retrievable_retrieve_secret (SECRET_RETRIEVABLE (door_saved_login_get_handle (login)),
                                      door_secret_call_get_cancellable (task), on_next_loaded,
                                      task);
}

static void
on_found (GTask *task, GList *items, GError *error)
{
  if (error != NULL)
    {
      door_secret_call_fail (task, error);
      g_object_unref (task);
      return;
    }

  take_found (door_secret_call_get (task), items);
  g_list_free_full (items, g_object_unref);
  load_next (task);
}

/**
 * door_secret_search:
 * @task: (transfer full): a #DoorSecretCall
 * @space: where the login is asked for
 * @scheme: the scheme that it is asked for, lower case
 * @unlock: whether the person may be asked to unlock what is locked
 *
 * Returns by @task a #GPtrArray of #DoorSavedLogin with passwords.
 */
void
door_secret_search (GTask *task, DoorProtectionSpace *space, const char *scheme, gboolean unlock)
{
  DoorSecretCall *call = door_secret_call_get (task);
  g_autoptr (GHashTable) attributes
      = door_secret_attributes_for_server (door_protection_space_get_server (space));

  call->space = door_protection_space_ref (space);
  call->scheme = g_strdup (scheme);
  call->unlock = unlock;
  door_secret_items_find (task, &any_schema, attributes, on_found);
}
