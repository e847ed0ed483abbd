/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-keyring.h"

G_DEFINE_INTERFACE (DoorKeyring, door_keyring, G_TYPE_OBJECT)
G_DEFINE_QUARK (door-keyring-error-quark, door_keyring_error);

static void
door_keyring_default_init (DoorKeyringInterface *iface)
{
}

/**
 * door_keyring_search_async:
 * @space: where the login is asked for
 * @scheme: the scheme that it is asked for, lower case
 * @unlock: whether the person may be asked to unlock what is locked
 *
 * Looks for logins that may be proposed for @space. Without @unlock no question is put to anybody.
 */
void
door_keyring_search_async (DoorKeyring *self,
                           DoorProtectionSpace *space,
                           const char *scheme,
                           gboolean unlock,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_return_if_fail (DOOR_IS_KEYRING (self));

  DOOR_KEYRING_GET_IFACE (self)->search_async (self, space, scheme, unlock, cancellable, callback,
                                               user_data);
}

/**
 * door_keyring_search_finish:
 * @locked: (out) (optional): whether there may be more, which is locked
 *
 * Returns: (transfer full) (element-type DoorSavedLogin): logins with their passwords, one for each
 *   user name, the last used first; or %NULL with a #DoorKeyringError or %G_IO_ERROR_CANCELLED
 */
GPtrArray *
door_keyring_search_finish (DoorKeyring *self,
                            GAsyncResult *result,
                            gboolean *locked,
                            GError **error)
{
  g_return_val_if_fail (DOOR_IS_KEYRING (self), NULL);

  return DOOR_KEYRING_GET_IFACE (self)->search_finish (self, result, locked, error);
}

/**
 * door_keyring_list_async:
 * @unlock: whether the person may be asked to unlock what is locked
 * @found: (scope async): is told of some logins at a time, as they come; never after @cancellable
 *   was cancelled
 *
 * Lists all logins for servers and proxies of the web. A keyring may have thousands, and need its
 * time to say what they are: the first are there as soon as if they were the only ones.
 */
void
door_keyring_list_async (DoorKeyring *self,
                         gboolean unlock,
                         DoorKeyringFoundFunc found,
                         gpointer found_data,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_return_if_fail (DOOR_IS_KEYRING (self));

  DOOR_KEYRING_GET_IFACE (self)->list_async (self, unlock, found, found_data, cancellable, callback,
                                             user_data);
}

/**
 * door_keyring_list_finish:
 * @locked: (out) (optional): whether there may be more, which is locked
 *
 * Returns: whether all that is not locked was listed; if not, @error is a #DoorKeyringError or
 *   %G_IO_ERROR_CANCELLED
 */
gboolean
door_keyring_list_finish (DoorKeyring *self, GAsyncResult *result, gboolean *locked, GError **error)
{
  g_return_val_if_fail (DOOR_IS_KEYRING (self), FALSE);

  return DOOR_KEYRING_GET_IFACE (self)->list_finish (self, result, locked, error);
}

/**
 * door_keyring_load_async:
 * @login: a login of this keyring
 *
 * Fetches its password.
 */
void
door_keyring_load_async (DoorKeyring *self,
                         DoorSavedLogin *login,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_return_if_fail (DOOR_IS_KEYRING (self));

  DOOR_KEYRING_GET_IFACE (self)->load_async (self, login, cancellable, callback, user_data);
}

/**
 * door_keyring_load_finish:
 *
 * Returns: (transfer full): the password; or %NULL with a #DoorKeyringError or
 *   %G_IO_ERROR_CANCELLED
 */
SecretValue *
door_keyring_load_finish (DoorKeyring *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (DOOR_IS_KEYRING (self), NULL);

  return DOOR_KEYRING_GET_IFACE (self)->load_finish (self, result, error);
}

/**
 * door_keyring_save_async:
 * @login: what to save, with its password
 * @replaced: (nullable): the login of this keyring whose user name and password it changes
 *
 * Keeps @login. The person asked for it, and may be asked to unlock the keyring.
 */
void
door_keyring_save_async (DoorKeyring *self,
                         DoorSavedLogin *login,
                         DoorSavedLogin *replaced,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_return_if_fail (DOOR_IS_KEYRING (self));
  g_return_if_fail (door_saved_login_get_password (login) != NULL);

  DOOR_KEYRING_GET_IFACE (self)->save_async (self, login, replaced, cancellable, callback,
                                             user_data);
}

/**
 * door_keyring_remove_async:
 * @login: a login of this keyring
 *
 * Removes it from the keyring.
 */
void
door_keyring_remove_async (DoorKeyring *self,
                           DoorSavedLogin *login,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_return_if_fail (DOOR_IS_KEYRING (self));

  DOOR_KEYRING_GET_IFACE (self)->remove_async (self, login, cancellable, callback, user_data);
}

/**
 * door_keyring_remove_finish:
 *
 * Returns: (transfer full): what door_keyring_restore_async() needs to bring it back; or %NULL with
 *   a #DoorKeyringError or %G_IO_ERROR_CANCELLED
 */
GObject *
door_keyring_remove_finish (DoorKeyring *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (DOOR_IS_KEYRING (self), NULL);

  return DOOR_KEYRING_GET_IFACE (self)->remove_finish (self, result, error);
}

/**
 * door_keyring_restore_async:
 * @removed: what is left of a login that was removed
 *
 * Brings it back as it was.
 */
void
door_keyring_restore_async (DoorKeyring *self,
                            GObject *removed,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_return_if_fail (DOOR_IS_KEYRING (self));
  g_return_if_fail (G_IS_OBJECT (removed));

  DOOR_KEYRING_GET_IFACE (self)->restore_async (self, removed, cancellable, callback, user_data);
}

/**
 * door_keyring_mark_async:
 * @login: a login of this keyring
 * @mark: what became of it
 *
 * Notes it with the login, for the next time that it would be proposed.
 */
void
door_keyring_mark_async (DoorKeyring *self,
                         DoorSavedLogin *login,
                         DoorKeyringMark mark,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_return_if_fail (DOOR_IS_KEYRING (self));

  DOOR_KEYRING_GET_IFACE (self)->mark_async (self, login, mark, cancellable, callback, user_data);
}

/**
 * door_keyring_change_finish:
 *
 * For saving, restoring and marking.
 *
 * Returns: whether it was done; if not, @error is a #DoorKeyringError or %G_IO_ERROR_CANCELLED
 */
gboolean
door_keyring_change_finish (DoorKeyring *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (DOOR_IS_KEYRING (self), FALSE);

  return DOOR_KEYRING_GET_IFACE (self)->change_finish (self, result, error);
}
