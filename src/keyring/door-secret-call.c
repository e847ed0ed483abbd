/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-secret-call.h"

#include "door-secret-connection.h"

static void
call_free (DoorSecretCall *call)
{
  door_deadline_free (call->deadline);
  g_clear_pointer (&call->space, door_protection_space_unref);
  g_free (call->scheme);
  g_clear_pointer (&call->logins, g_ptr_array_unref);
  g_clear_pointer (&call->login, door_saved_login_unref);
  g_clear_pointer (&call->replaced, door_saved_login_unref);
  g_clear_object (&call->remains);
  g_free (call);
}

/**
 * door_secret_call_begin:
 * @patience_ms: how long one step of it may take, in milliseconds
 * @tag: the function that begins it
 *
 * Returns: (transfer full): a task whose data is a #DoorSecretCall
 */
GTask *
door_secret_call_begin (DoorKeyring *keyring,
                        guint patience_ms,
                        gpointer tag,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  GTask *task = g_task_new (keyring, cancellable, callback, user_data);
  DoorSecretCall *call = g_new0 (DoorSecretCall, 1);

  g_task_set_source_tag (task, tag);
  call->deadline = door_deadline_new (cancellable);
  call->patience_ms = patience_ms;
  door_deadline_set (call->deadline, patience_ms);
  g_task_set_task_data (task, call, (GDestroyNotify)call_free);

  return task;
}

DoorSecretCall *
door_secret_call_get (GTask *task)
{
  return g_task_get_task_data (task);
}

/**
 * door_secret_call_get_cancellable:
 *
 * Returns: (transfer none): what ends the step that is being taken
 */
GCancellable *
door_secret_call_get_cancellable (GTask *task)
{
  return door_deadline_get_cancellable (door_secret_call_get (task)->deadline);
}

/**
 * door_secret_call_go_on:
 *
 * The keyring has answered: the next step may take as long again.
 */
void
door_secret_call_go_on (GTask *task)
{
  DoorSecretCall *call = door_secret_call_get (task);

  door_deadline_set (call->deadline, call->patience_ms);
}

/**
 * door_secret_call_ask_person:
 *
 * The keyring has shown that it answers; the next step may put a question to a person, who may take
 * their time.
 */
void
door_secret_call_ask_person (GTask *task)
{
  door_deadline_set (door_secret_call_get (task)->deadline, DOOR_SECRET_PERSON_MS);
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

/**
 * door_secret_call_fail:
 * @reason: (transfer full): what libsecret says
 *
 * Ends the call with what it means. The keyring's own words are for its log, not for anybody's
 * screen.
 */
void
door_secret_call_fail (GTask *task, GError *reason)
{
  g_autoptr (GError) error = reason;
  DoorSecretCall *call = door_secret_call_get (task);

  if (g_task_return_error_if_cancelled (task))
    return;

  /* What libsecret knows of a keyring that is in trouble may be why it is. */
  door_secret_connection_end ();

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

void
door_secret_call_fail_dismissed (GTask *task)
{
  g_task_return_new_error (task, DOOR_KEYRING_ERROR, DOOR_KEYRING_ERROR_DISMISSED,
                           "The keyring was not unlocked");
}

void
door_secret_call_fail_absent (GTask *task)
{
  g_task_return_new_error (task, DOOR_KEYRING_ERROR, DOOR_KEYRING_ERROR_UNAVAILABLE,
                           "There is no keyring");
}

/**
 * door_secret_item_is_there:
 * @item: a #SecretRetrievable
 *
 * When its keyring goes, libsecret's idea of an item loses all that it knew, and does not stand
 * being asked.
 *
 * Returns: whether it can be asked
 */
gboolean
door_secret_item_is_there (gpointer item)
{
  g_autoptr (GVariant) attributes = NULL;

  if (!SECRET_IS_ITEM (item))
    return TRUE;

  attributes = g_dbus_proxy_get_cached_property (G_DBUS_PROXY (item), "Attributes");

  return attributes != NULL;
}
