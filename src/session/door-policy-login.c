/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-policy-login.h"

#include <string.h>

struct _DoorPolicyLogin
{
  gatomicrefcount references;
  char *rule;
  const char *name; /* within the rule */
  DoorTarget target;
  DoorOriginPattern *server;
  char *realm;
  char *username;
  DoorSecretSource *source;
  DoorSubmit submit;
};

G_DEFINE_BOXED_TYPE (DoorPolicyLogin,
                     door_policy_login,
                     door_policy_login_ref,
                     door_policy_login_unref)

/**
 * door_policy_login_new:
 * @name: what the administrator calls it
 * @server: where it is for; the address of a proxy is an http origin
 * @realm: (nullable): the realm, or %NULL for every one
 * @username: (nullable): the user name, or %NULL for the one that the keyring has
 * @source: where the password is
 * @submit: who presses the button
 *
 * Returns: (transfer full): the login
 */
DoorPolicyLogin *
door_policy_login_new (const char *name,
                       DoorTarget target,
                       DoorOriginPattern *server,
                       const char *realm,
                       const char *username,
                       DoorSecretSource *source,
                       DoorSubmit submit)
{
  DoorPolicyLogin *login = g_new0 (DoorPolicyLogin, 1);

  g_atomic_ref_count_init (&login->references);
  login->rule = g_strconcat (submit == DOOR_SUBMIT_ASKED ? "--login " : "Login ", name, NULL);
  login->name = strchr (login->rule, ' ') + 1;
  login->target = target;
  login->server = door_origin_pattern_ref (server);
  login->realm = g_strdup (realm);
  login->username = g_strdup (username);
  login->source = door_secret_source_ref (source);
  login->submit = submit;

  return login;
}

DoorPolicyLogin *
door_policy_login_ref (DoorPolicyLogin *login)
{
  g_return_val_if_fail (login != NULL, NULL);

  g_atomic_ref_count_inc (&login->references);

  return login;
}

void
door_policy_login_unref (DoorPolicyLogin *login)
{
  g_return_if_fail (login != NULL);

  if (!g_atomic_ref_count_dec (&login->references))
    return;

  g_free (login->rule);
  door_origin_pattern_unref (login->server);
  g_free (login->realm);
  g_free (login->username);
  door_secret_source_unref (login->source);
  g_free (login);
}

const char *
door_policy_login_get_name (DoorPolicyLogin *login)
{
  return login->name;
}

/**
 * door_policy_login_get_rule:
 *
 * Returns: its name as an event log has it, with the word before that says what is named
 */
const char *
door_policy_login_get_rule (DoorPolicyLogin *login)
{
  return login->rule;
}

DoorTarget
door_policy_login_get_target (DoorPolicyLogin *login)
{
  return login->target;
}

DoorOriginPattern *
door_policy_login_get_server (DoorPolicyLogin *login)
{
  return login->server;
}

/**
 * door_policy_login_get_realm:
 *
 * Returns: (nullable): the realm, %NULL for every one
 */
const char *
door_policy_login_get_realm (DoorPolicyLogin *login)
{
  return login->realm;
}

/**
 * door_policy_login_get_username:
 *
 * Returns: (nullable): the user name, %NULL for the one that the keyring has
 */
const char *
door_policy_login_get_username (DoorPolicyLogin *login)
{
  return login->username;
}

DoorSecretSource *
door_policy_login_get_source (DoorPolicyLogin *login)
{
  return login->source;
}

gboolean
door_policy_login_is_from_keyring (DoorPolicyLogin *login)
{
  return door_secret_source_get_kind (login->source) == DOOR_SECRET_SOURCE_KEYRING;
}

DoorSubmit
door_policy_login_get_submit (DoorPolicyLogin *login)
{
  return login->submit;
}

/**
 * door_policy_login_matches:
 *
 * Returns: whether @login is for @space
 */
gboolean
door_policy_login_matches (DoorPolicyLogin *login, DoorProtectionSpace *space)
{
  return login->target == door_protection_space_get_target (space)
         && (login->realm == NULL
             || strcmp (login->realm, door_protection_space_get_realm (space)) == 0)
         && door_origin_pattern_matches (login->server, door_protection_space_get_server (space));
}

/**
 * door_policy_login_compare:
 *
 * What a command line gives goes before the policy's file, in the order in which it is written. Of
 * the file, what is more specific goes before the rest; the server counts before the realm.
 *
 * Returns: less than 0 if @a goes before @b, more than 0 if behind, 0 if that is up to their order
 */
int
door_policy_login_compare (DoorPolicyLogin *a, DoorPolicyLogin *b)
{
  int order = (b->submit == DOOR_SUBMIT_ASKED) - (a->submit == DOOR_SUBMIT_ASKED);

  if (order != 0 || a->submit == DOOR_SUBMIT_ASKED)
    return order;

  order = door_origin_pattern_compare (a->server, b->server);

  return order != 0 ? order : (a->realm == NULL) - (b->realm == NULL);
}
