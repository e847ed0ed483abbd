/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-logins.h"

#include "door-login-basic.h"
#include "door-login-digest.h"
#include "door-object-release.h"

#include <string.h>

struct _DoorLogins
{
  GHashTable *by_key; /* key → DoorLogin */
};

DoorLogins *
door_logins_new (void)
{
  DoorLogins *self = g_new0 (DoorLogins, 1);

  self->by_key = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);

  return self;
}

void
door_logins_free (DoorLogins *self)
{
  g_hash_table_unref (self->by_key);
  g_free (self);
}

/**
 * door_logins_make:
 * @scheme: "basic" or "digest"
 * @space: where it belongs
 *
 * Returns: (transfer full): a login of that scheme that no session has
 */
DoorLogin *
door_logins_make (const char *scheme, DoorProtectionSpace *space)
{
  return g_object_new (strcmp (scheme, "digest") == 0 ? DOOR_TYPE_LOGIN_DIGEST
                                                      : DOOR_TYPE_LOGIN_BASIC,
                       "space", space, NULL);
}

/**
 * door_logins_ensure:
 * @scheme: "basic" or "digest"
 * @space: where it belongs
 *
 * Returns: (transfer none): the login for that, perhaps without credentials
 */
DoorLogin *
door_logins_ensure (DoorLogins *self, const char *scheme, DoorProtectionSpace *space)
{
  g_autofree char *key
      = g_strjoin ("\n", door_target_to_string (door_protection_space_get_target (space)), scheme,
                   door_origin_to_string (door_protection_space_get_server (space)),
                   door_protection_space_get_realm (space), NULL);
  DoorLogin *login = g_hash_table_lookup (self->by_key, key);

  if (login != NULL)
    return login;

  login = door_logins_make (scheme, space);
  g_hash_table_insert (self->by_key, g_steal_pointer (&key), login);

  return login;
}

static gboolean
is_for (DoorLogin *login, DoorTarget target, DoorOrigin *server)
{
  DoorProtectionSpace *space = door_login_get_space (login);

  return door_protection_space_get_target (space) == target
         && door_origin_equal (door_protection_space_get_server (space), server);
}

/**
 * door_logins_find_for_proxy:
 *
 * Returns: (transfer none) (nullable): a login with credentials for @proxy
 */
DoorLogin *
door_logins_find_for_proxy (DoorLogins *self, DoorOrigin *proxy)
{
  GHashTableIter iter;
  gpointer login;
  DoorLogin *found = NULL;

  g_hash_table_iter_init (&iter, self->by_key);
  while (g_hash_table_iter_next (&iter, NULL, &login))
    if (is_for (login, DOOR_TARGET_PROXY, proxy) && door_login_has_credentials (login)
        && (found == NULL || DOOR_IS_LOGIN_DIGEST (login)))
      found = login;

  return found;
}

/**
 * door_logins_list:
 *
 * Returns: (transfer container) (element-type DoorLogin): all of them
 */
GList *
door_logins_list (DoorLogins *self)
{
  return g_hash_table_get_values (self->by_key);
}

/**
 * door_logins_sign_out:
 * @realm: (nullable): the realm, or %NULL for every one of @server
 */
void
door_logins_sign_out (DoorLogins *self, DoorTarget target, DoorOrigin *server, const char *realm)
{
  GHashTableIter iter;
  gpointer login;

  g_hash_table_iter_init (&iter, self->by_key);
  while (g_hash_table_iter_next (&iter, NULL, &login))
    if (is_for (login, target, server)
        && (realm == NULL
            || strcmp (door_protection_space_get_realm (door_login_get_space (login)), realm) == 0))
      door_login_clear_credentials (login);
}

void
door_logins_sign_out_of_all (DoorLogins *self)
{
  GHashTableIter iter;
  gpointer login;

  g_hash_table_iter_init (&iter, self->by_key);
  while (g_hash_table_iter_next (&iter, NULL, &login))
    door_login_clear_credentials (login);
}

/**
 * door_logins_drop_unused:
 *
 * Drops those that have no credentials, but for what a message under way still has: it may be
 * answered, and is to be found then.
 */
void
door_logins_drop_unused (DoorLogins *self)
{
  GHashTable *before = self->by_key;
  GHashTableIter iter;
  gpointer key;
  gpointer login;

  self->by_key = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  g_hash_table_iter_init (&iter, before);
  while (g_hash_table_iter_next (&iter, &key, &login))
    {
      g_hash_table_iter_steal (&iter);
      if (!door_login_has_credentials (login))
        login = door_object_release (login);

      if (login != NULL)
        g_hash_table_insert (self->by_key, key, login);
      else
        g_free (key);
    }
  g_hash_table_unref (before);
}
