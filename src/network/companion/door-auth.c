/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-auth.h"

#include "door-auth-basic.h"
#include "door-auth-digest.h"

#include "door-challenge-list.h"
#include "door-companion-session.h"
#include "door-exchange.h"
#include "door-login-digest.h"
#include "door-logins.h"

#include <string.h>

typedef struct
{
  DoorLogin *login;
  char *refused_username; /* what the message was sent with, or NULL */
  SecretValue *refused_password;
} DoorAuthPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (DoorAuth, door_auth, SOUP_TYPE_AUTH)

static DoorTarget
target_of (SoupAuth *auth)
{
  return soup_auth_is_for_proxy (auth) ? DOOR_TARGET_PROXY : DOOR_TARGET_ORIGIN;
}

static gboolean
has_param (DoorChallenge *challenge, GHashTable *params, const char *name)
{
  return g_strcmp0 (door_challenge_get_param (challenge, name), g_hash_table_lookup (params, name))
         == 0;
}

/* The challenge that libsoup read @params from. libsoup asks this way, too, about a challenge that
 * is not in the response at all; there is none then. */
static DoorChallenge *
find_challenge (SoupAuth *auth, SoupMessage *message, GHashTable *params)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);
  const char *field = soup_auth_is_for_proxy (auth) ? "Proxy-Authenticate" : "WWW-Authenticate";
  const char *const values[] = { soup_message_headers_get_list (headers, field), NULL };
  g_autoptr (DoorChallengeList) list = door_challenge_list_parse (values);

  for (guint i = 0; i < door_challenge_list_get_n (list); i++)
    {
      DoorChallenge *challenge = door_challenge_list_get (list, i);

      if (g_ascii_strcasecmp (door_challenge_get_scheme (challenge),
                              soup_auth_get_scheme_name (auth))
              == 0
          && has_param (challenge, params, "realm") && has_param (challenge, params, "nonce")
          && has_param (challenge, params, "algorithm"))
        return door_challenge_ref (challenge);
    }

  return NULL;
}

/* Messages of which WebKit has been asked wait for this. Another page may have been faster. */
static void
on_signed_in (DoorLogin *login, SoupAuth *auth)
{
  g_object_notify (G_OBJECT (auth), "is-authenticated");
}

static void
take_login (DoorAuth *self, DoorLogin *login)
{
  DoorAuthPrivate *priv = door_auth_get_instance_private (self);

  priv->login = login;
  if (login != NULL)
    g_signal_connect_object (login, "signed-in", G_CALLBACK (on_signed_in), self, 0);
}

static DoorLogin *
find_login (SoupAuth *auth, SoupMessage *message, DoorExchange *exchange, DoorChallenge *challenge)
{
  DoorTarget target = target_of (auth);
  g_autoptr (DoorOrigin) server = door_exchange_dup_server (exchange, target);
  g_autoptr (DoorProtectionSpace) space = NULL;
  g_autofree char *scheme = g_ascii_strdown (soup_auth_get_scheme_name (auth), -1);
  g_autofree char *text = NULL;

  if (server == NULL)
    return NULL;

  space = door_protection_space_new (target, server, door_challenge_get_realm (challenge));

  if (target == DOOR_TARGET_ORIGIN && door_exchange_is_stateless (exchange))
    return door_logins_make (scheme, space);

  text = door_challenge_to_string (challenge);

  return g_object_ref (
      door_companion_session_ask_for_login (door_exchange_get_session (exchange), scheme, space,
                                            soup_message_get_uri (message), strlen (text)));
}

static void
forget_refused (DoorAuthPrivate *priv)
{
  g_clear_pointer (&priv->refused_username, g_free);
  g_clear_pointer (&priv->refused_password, secret_value_unref);
}

static void
take_challenge (DoorAuth *self, DoorExchange *exchange, DoorChallenge *challenge)
{
  DoorAuthPrivate *priv = door_auth_get_instance_private (self);
  SecretValue *password = door_login_get_password (priv->login);
  g_autofree char *username = g_strdup (door_login_get_username (priv->login));

  if (password != NULL)
    secret_value_ref (password);
  door_exchange_challenge (exchange, target_of (SOUP_AUTH (self)), priv->login, challenge);

  forget_refused (priv);
  if (password != NULL && !door_login_has_credentials (priv->login))
    {
      priv->refused_username = g_steal_pointer (&username);
      priv->refused_password = g_steal_pointer (&password);
    }
  g_clear_pointer (&password, secret_value_unref);
}

static gboolean
door_auth_update (SoupAuth *auth, SoupMessage *message, GHashTable *params)
{
  DoorAuthPrivate *priv = door_auth_get_instance_private (DOOR_AUTH (auth));
  DoorExchange *exchange = door_exchange_lookup (message);
  g_autoptr (DoorChallenge) challenge = NULL;

  if (exchange == NULL)
    return FALSE;

  challenge = find_challenge (auth, message, params);
  if (challenge == NULL || door_challenge_is_malformed (challenge))
    return FALSE;

  if (priv->login == NULL)
    take_login (DOOR_AUTH (auth), find_login (auth, message, exchange, challenge));

  if (priv->login == NULL || !door_login_can_answer (priv->login, challenge))
    return FALSE;

  take_challenge (DOOR_AUTH (auth), exchange, challenge);

  return TRUE;
}

static GSList *
door_auth_get_protection_space (SoupAuth *auth, GUri *uri)
{
  DoorAuthPrivate *priv = door_auth_get_instance_private (DOOR_AUTH (auth));

  return door_login_get_paths (priv->login, uri);
}

static gboolean
is_refused (DoorAuthPrivate *priv, const char *username, const char *password)
{
  return priv->refused_password != NULL && strcmp (priv->refused_username, username) == 0
         && strcmp (secret_value_get_text (priv->refused_password), password) == 0;
}

static void
door_auth_authenticate (SoupAuth *auth, const char *username, const char *password)
{
  DoorAuthPrivate *priv = door_auth_get_instance_private (DOOR_AUTH (auth));
  SecretValue *secret;

  /* WebKit does not say to the shell that a proxy has refused just that. Once is enough: accounts
   * are locked for less. */
  if (soup_auth_is_for_proxy (auth) && is_refused (priv, username, password))
    {
      soup_auth_cancel (auth);
      return;
    }

  secret = secret_value_new (password, -1, "text/plain");
  door_login_set_credentials (priv->login, username, secret);
  secret_value_unref (secret);
}

static gboolean
door_auth_is_authenticated (SoupAuth *auth)
{
  DoorAuthPrivate *priv = door_auth_get_instance_private (DOOR_AUTH (auth));

  return priv->login != NULL && door_login_has_credentials (priv->login);
}

static gboolean
door_auth_is_ready (SoupAuth *auth, SoupMessage *message)
{
  DoorExchange *exchange = door_exchange_lookup (message);

  return exchange != NULL && door_auth_is_authenticated (auth)
         && !door_exchange_is_unanswered (exchange, target_of (auth))
         && (soup_auth_is_for_proxy (auth) || !door_exchange_is_denied (exchange));
}

static char *
door_auth_get_authorization (SoupAuth *auth, SoupMessage *message)
{
  DoorAuthPrivate *priv = door_auth_get_instance_private (DOOR_AUTH (auth));
  DoorExchange *exchange = door_exchange_lookup (message);

  /* The exchange itself sees to proxies: libsoup would send this everywhere. */
  if (exchange == NULL || soup_auth_is_for_proxy (auth) || door_exchange_is_denied (exchange))
    return NULL;

  return door_exchange_authorize (exchange, DOOR_TARGET_ORIGIN, priv->login);
}

static void
door_auth_finalize (GObject *object)
{
  DoorAuthPrivate *priv = door_auth_get_instance_private (DOOR_AUTH (object));

  g_clear_object (&priv->login);
  forget_refused (priv);

  G_OBJECT_CLASS (door_auth_parent_class)->finalize (object);
}

static void
door_auth_class_init (DoorAuthClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  SoupAuthClass *auth_class = SOUP_AUTH_CLASS (klass);

  object_class->finalize = door_auth_finalize;

  auth_class->update = door_auth_update;
  auth_class->get_protection_space = door_auth_get_protection_space;
  auth_class->authenticate = door_auth_authenticate;
  auth_class->is_authenticated = door_auth_is_authenticated;
  auth_class->is_ready = door_auth_is_ready;
  auth_class->get_authorization = door_auth_get_authorization;
}

static void
door_auth_init (DoorAuth *self)
{
}

/**
 * door_auth_new:
 * @login: a login for an origin
 * @realm: (nullable): its realm, as libsoup reads it from the challenge
 *
 * Returns: (transfer full): a SoupAuth for it
 */
SoupAuth *
door_auth_new (DoorLogin *login, const char *realm)
{
  DoorOrigin *server = door_protection_space_get_server (door_login_get_space (login));
  g_autofree char *authority
      = g_strdup_printf ("%s:%d", door_origin_get_host (server), door_origin_get_port (server));
  SoupAuth *auth
      = g_object_new (DOOR_IS_LOGIN_DIGEST (login) ? DOOR_TYPE_AUTH_DIGEST : DOOR_TYPE_AUTH_BASIC,
                      "authority", authority, "realm", realm, NULL);

  take_login (DOOR_AUTH (auth), g_object_ref (login));

  return auth;
}
