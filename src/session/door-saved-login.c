/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-saved-login.h"

#include <string.h>

struct _DoorSavedLogin
{
  grefcount references;
  DoorProtectionSpace *space;
  gboolean any_realm;
  char *scheme;
  char *username;
  SecretValue *password;
  gint64 used;
  gboolean refused;
  GObject *handle;
};

G_DEFINE_BOXED_TYPE (DoorSavedLogin, door_saved_login, door_saved_login_ref, door_saved_login_unref)

/**
 * door_saved_login_new:
 * @info: what it is to hold
 *
 * Returns: (transfer full): the login
 */
DoorSavedLogin *
door_saved_login_new (const DoorSavedLoginInfo *info)
{
  DoorSavedLogin *login = g_new0 (DoorSavedLogin, 1);

  g_ref_count_init (&login->references);
  login->space = door_protection_space_ref (info->space);
  login->any_realm = info->any_realm;
  login->scheme = g_strdup (info->scheme);
  login->username = g_strdup (info->username);
  login->password = info->password != NULL ? secret_value_ref (info->password) : NULL;
  login->used = info->used;
  login->refused = info->refused;
  g_set_object (&login->handle, info->handle);

  return login;
}

/**
 * door_saved_login_new_with_password:
 *
 * Returns: (transfer full): @login, with @password loaded
 */
DoorSavedLogin *
door_saved_login_new_with_password (DoorSavedLogin *login, SecretValue *password)
{
  return door_saved_login_new (&(DoorSavedLoginInfo){
      .space = login->space,
      .any_realm = login->any_realm,
      .scheme = login->scheme,
      .username = login->username,
      .password = password,
      .used = login->used,
      .refused = login->refused,
      .handle = login->handle,
  });
}

DoorSavedLogin *
door_saved_login_ref (DoorSavedLogin *login)
{
  g_return_val_if_fail (login != NULL, NULL);

  g_ref_count_inc (&login->references);

  return login;
}

void
door_saved_login_unref (DoorSavedLogin *login)
{
  g_return_if_fail (login != NULL);

  if (!g_ref_count_dec (&login->references))
    return;

  door_protection_space_unref (login->space);
  g_free (login->scheme);
  g_free (login->username);
  g_clear_pointer (&login->password, secret_value_unref);
  g_clear_object (&login->handle);
  g_free (login);
}

DoorProtectionSpace *
door_saved_login_get_space (DoorSavedLogin *login)
{
  return login->space;
}

/**
 * door_saved_login_is_for_any_realm:
 *
 * Returns: whether it was saved without a realm, which other programs do
 */
gboolean
door_saved_login_is_for_any_realm (DoorSavedLogin *login)
{
  return login->any_realm;
}

/**
 * door_saved_login_get_scheme:
 *
 * Returns: (nullable): the scheme that it was saved for, lower case
 */
const char *
door_saved_login_get_scheme (DoorSavedLogin *login)
{
  return login->scheme;
}

const char *
door_saved_login_get_username (DoorSavedLogin *login)
{
  return login->username;
}

/**
 * door_saved_login_get_password:
 *
 * Returns: (transfer none) (nullable): the password, if it was loaded
 */
SecretValue *
door_saved_login_get_password (DoorSavedLogin *login)
{
  return login->password;
}

/**
 * door_saved_login_get_used:
 *
 * Returns: when it was last used or changed, in seconds since 1970
 */
gint64
door_saved_login_get_used (DoorSavedLogin *login)
{
  return login->used;
}

/**
 * door_saved_login_is_refused:
 *
 * Returns: whether a server did not take it as it is
 */
gboolean
door_saved_login_is_refused (DoorSavedLogin *login)
{
  return login->refused;
}

/**
 * door_saved_login_get_handle:
 *
 * Returns: (transfer none) (nullable): what the keyring that it comes from knows it by
 */
GObject *
door_saved_login_get_handle (DoorSavedLogin *login)
{
  return login->handle;
}

gboolean
door_saved_login_has_password (DoorSavedLogin *login, SecretValue *password)
{
  gsize a_length, b_length;
  const char *a, *b;

  if (login->password == NULL)
    return FALSE;

  a = secret_value_get (login->password, &a_length);
  b = secret_value_get (password, &b_length);

  return a_length == b_length && memcmp (a, b, a_length) == 0;
}

/**
 * door_saved_login_serves:
 * @scheme: the scheme that is asked for, lower case
 *
 * A login saved for Digest is never proposed for Basic, which would show the password to a server
 * that has only ever seen the proof that somebody knows it.
 *
 * Returns: whether the login may be proposed for @space
 */
gboolean
door_saved_login_serves (DoorSavedLogin *login, DoorProtectionSpace *space, const char *scheme)
{
  if (door_protection_space_get_target (login->space) != door_protection_space_get_target (space)
      || !door_origin_equal (door_protection_space_get_server (login->space),
                             door_protection_space_get_server (space)))
    return FALSE;

  if (!login->any_realm && !door_protection_space_equal (login->space, space))
    return FALSE;

  return login->scheme == NULL || strcmp (login->scheme, "basic") == 0
         || strcmp (scheme, "basic") != 0;
}
