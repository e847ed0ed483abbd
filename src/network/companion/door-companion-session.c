/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-companion-session.h"

#include "door-auth-basic.h"
#include "door-auth-digest.h"
#include "door-auth-manager.h"
#include "door-login-basic.h"
#include "door-login-digest.h"
#include "door-negotiate-trust.h"
#include "door-proxy-resolver.h"
#include "door-tunnel-proxy.h"

#include <string.h>

struct _DoorCompanionSession
{
  GObject parent_instance;

  char *name;
  SoupCookieJar *jar; /* weak */
  SoupSession *soup;  /* weak */
  GHashTable *logins; /* key → DoorLogin */
  GPtrArray *waiting; /* of Preload, for the SoupSession that is not there yet */
  GPtrArray *foreign; /* of Foreign */
  DoorConnections *connections;
  DoorNegotiateTrust *trust;
  char **schemes; /* that policy allows, or NULL: all */
  gboolean has_negotiate;
  gboolean denies_cross_origin;
  char *tunnel_name; /* or NULL: no SoupSession yet */
  guint renew_source;
};

/* A SoupAuth, and where it is to be used. */
typedef struct
{
  SoupAuth *auth;
  GUri *uri;
} Preload;

/* A SoupAuth of libsoup's own, such as NTLM, which keeps its credentials to itself. */
typedef struct
{
  DoorTarget target;
  DoorOrigin *server;
  SoupAuth *auth;
  char *authority; /* as it was at first */
  char *realm;     /* likewise, or NULL */
} Foreign;

G_DEFINE_FINAL_TYPE (DoorCompanionSession, door_companion_session, G_TYPE_OBJECT)

static void
preload_free (Preload *preload)
{
  g_object_unref (preload->auth);
  g_uri_unref (preload->uri);
  g_free (preload);
}

static void
foreign_free (Foreign *foreign)
{
  g_signal_handlers_disconnect_by_data (foreign->auth, foreign);
  door_origin_unref (foreign->server);
  g_object_unref (foreign->auth);
  g_free (foreign->authority);
  g_free (foreign->realm);
  g_free (foreign);
}

static void
door_companion_session_finalize (GObject *object)
{
  DoorCompanionSession *self = DOOR_COMPANION_SESSION (object);

  if (self->soup != NULL)
    g_signal_handlers_disconnect_by_data (self->soup, self);
  if (self->tunnel_name != NULL)
    door_tunnel_proxy_remove_session (self->tunnel_name);
  g_free (self->tunnel_name);
  g_clear_handle_id (&self->renew_source, g_source_remove);
  g_clear_weak_pointer (&self->jar);
  g_clear_weak_pointer (&self->soup);
  g_hash_table_unref (self->logins);
  g_ptr_array_unref (self->waiting);
  g_ptr_array_unref (self->foreign);
  door_connections_free (self->connections);
  g_clear_pointer (&self->trust, door_negotiate_trust_free);
  g_strfreev (self->schemes);
  g_free (self->name);

  G_OBJECT_CLASS (door_companion_session_parent_class)->finalize (object);
}

static void
door_companion_session_class_init (DoorCompanionSessionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = door_companion_session_finalize;
}

static void
door_companion_session_init (DoorCompanionSession *self)
{
  self->logins = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  self->waiting = g_ptr_array_new_with_free_func ((GDestroyNotify)preload_free);
  self->foreign = g_ptr_array_new_with_free_func ((GDestroyNotify)foreign_free);
  self->connections = door_connections_new ();
}

/**
 * door_companion_session_new:
 * @negotiate_servers: (nullable): as for door_negotiate_trust_new()
 *
 * Returns: (transfer full): a session that has nothing of libsoup yet
 */
DoorCompanionSession *
door_companion_session_new (const char *negotiate_servers)
{
  DoorCompanionSession *self = g_object_new (DOOR_TYPE_COMPANION_SESSION, NULL);

  self->trust = door_negotiate_trust_new (negotiate_servers);

  return self;
}

/**
 * door_companion_session_get_name:
 *
 * Returns: (nullable): the name that the shell gave to the session, %NULL before that
 */
const char *
door_companion_session_get_name (DoorCompanionSession *self)
{
  return self->name;
}

void
door_companion_session_set_name (DoorCompanionSession *self, const char *name)
{
  g_free (self->name);
  self->name = g_strdup (name);
}

SoupCookieJar *
door_companion_session_get_jar (DoorCompanionSession *self)
{
  return self->jar;
}

void
door_companion_session_set_jar (DoorCompanionSession *self, SoupCookieJar *jar)
{
  g_set_weak_pointer (&self->jar, jar);
}

SoupSession *
door_companion_session_get_soup (DoorCompanionSession *self)
{
  return self->soup;
}

DoorConnections *
door_companion_session_get_connections (DoorCompanionSession *self)
{
  return self->connections;
}

/**
 * door_companion_session_set_schemes:
 * @schemes: (array zero-terminated=1): the schemes that may be answered, most wanted first; none
 * for all in the order of their strength
 *
 * Holds for challenges from now on.
 */
void
door_companion_session_set_schemes (DoorCompanionSession *self, const char *const *schemes)
{
  g_strfreev (self->schemes);
  self->schemes = schemes[0] != NULL ? g_strdupv ((char **)schemes) : NULL;
}

/**
 * door_companion_session_get_schemes:
 *
 * Returns: (nullable): what door_companion_session_set_schemes() has set, %NULL for all
 */
const char *const *
door_companion_session_get_schemes (DoorCompanionSession *self)
{
  return (const char *const *)self->schemes;
}

/**
 * door_companion_session_set_cross_origin:
 * @deny: whether parts of a page that come from another origin than the page's go without a login
 *
 * Holds for requests from now on.
 */
void
door_companion_session_set_cross_origin (DoorCompanionSession *self, gboolean deny)
{
  self->denies_cross_origin = deny;
}

/**
 * door_companion_session_denies_cross_origin:
 *
 * Returns: what door_companion_session_set_cross_origin() has set
 */
gboolean
door_companion_session_denies_cross_origin (DoorCompanionSession *self)
{
  return self->denies_cross_origin;
}

/**
 * door_companion_session_knows_negotiate:
 *
 * Returns: whether libsoup knows Negotiate, as it does while it reads a trusted server's challenges
 */
gboolean
door_companion_session_knows_negotiate (DoorCompanionSession *self)
{
  return self->soup != NULL && soup_session_has_feature (self->soup, SOUP_TYPE_AUTH_NEGOTIATE);
}

/**
 * door_companion_session_expect_lookup:
 * @websocket: whether it is for a WebSocket that is not encrypted
 *
 * libsoup is about to ask which proxy a message goes to.
 */
void
door_companion_session_expect_lookup (DoorCompanionSession *self, gboolean websocket)
{
  GProxyResolver *resolver
      = self->soup != NULL ? soup_session_get_proxy_resolver (self->soup) : NULL;

  if (DOOR_IS_PROXY_RESOLVER (resolver))
    door_proxy_resolver_expect (DOOR_PROXY_RESOLVER (resolver), websocket);
}

static void
replace_type (SoupSession *soup, GType before, GType after)
{
  if (!soup_session_has_feature (soup, before))
    return;

  soup_session_remove_feature_by_type (soup, before);
  soup_session_add_feature_by_type (soup, after);

  /* A type that GObject refuses is refused without a word. */
  if (!soup_session_has_feature (soup, after))
    {
      g_warning ("libsoup does not take %s", g_type_name (after));
      soup_session_add_feature_by_type (soup, before);
    }
}

static void
use_auth (DoorCompanionSession *self, GUri *uri, SoupAuth *auth)
{
  SoupAuthManager *manager = door_auth_manager_get (self->soup);

  if (manager != NULL)
    soup_auth_manager_use_auth (manager, uri, auth);
}

/* A connection that is kept alive would go on to lead where it led before. */
static void
on_proxies_changed (DoorCompanionSession *self)
{
  door_connections_close_all (self->connections);
}

/* WebKit sets another resolver whenever the shell changes its proxy settings. */
static void
wrap_proxy_resolver (DoorCompanionSession *self)
{
  GProxyResolver *resolver = soup_session_get_proxy_resolver (self->soup);
  g_autoptr (DoorProxyResolver) wrapped = NULL;

  if (resolver == NULL || DOOR_IS_PROXY_RESOLVER (resolver))
    return;

  wrapped = door_proxy_resolver_new (resolver, self->tunnel_name);
  g_signal_connect_object (wrapped, "changed", G_CALLBACK (on_proxies_changed), self,
                           G_CONNECT_SWAPPED);
  soup_session_set_proxy_resolver (self->soup, G_PROXY_RESOLVER (wrapped));
}

/**
 * door_companion_session_set_soup:
 * @soup: a SoupSession before its first message leaves
 *
 * Makes @soup use the session's logins.
 */
void
door_companion_session_set_soup (DoorCompanionSession *self, SoupSession *soup)
{
  g_set_weak_pointer (&self->soup, soup);

  if (self->tunnel_name == NULL)
    self->tunnel_name = door_tunnel_proxy_add_session (self);
  g_signal_connect_swapped (soup, "notify::proxy-resolver", G_CALLBACK (wrap_proxy_resolver), self);
  wrap_proxy_resolver (self);

  replace_type (soup, SOUP_TYPE_AUTH_BASIC, DOOR_TYPE_AUTH_BASIC);
  replace_type (soup, SOUP_TYPE_AUTH_DIGEST, DOOR_TYPE_AUTH_DIGEST);

  self->has_negotiate = soup_session_has_feature (soup, SOUP_TYPE_AUTH_NEGOTIATE);
  if (self->has_negotiate)
    soup_session_remove_feature_by_type (soup, SOUP_TYPE_AUTH_NEGOTIATE);

  for (guint i = 0; i < self->waiting->len; i++)
    {
      const Preload *preload = g_ptr_array_index (self->waiting, i);

      use_auth (self, preload->uri, preload->auth);
    }
  g_ptr_array_set_size (self->waiting, 0);
}

/**
 * door_companion_session_prepare_for_challenge:
 * @server: the server of a request whose 401 or 407 libsoup has not looked at yet
 * @proxy: (nullable): the proxy, if it was that which sent it
 *
 * libsoup answers an untrusted server's Negotiate with nothing, and nothing else either. So it
 * knows Negotiate only while it reads the challenges of a trusted one.
 */
void
door_companion_session_prepare_for_challenge (DoorCompanionSession *self,
                                              DoorOrigin *server,
                                              DoorOrigin *proxy)
{
  gboolean trusted;

  if (!self->has_negotiate || self->soup == NULL)
    return;

  trusted = door_negotiate_trust_includes (self->trust, server)
            && (proxy == NULL || door_negotiate_trust_includes (self->trust, proxy));
  if (trusted == soup_session_has_feature (self->soup, SOUP_TYPE_AUTH_NEGOTIATE))
    return;

  if (trusted)
    soup_session_add_feature_by_type (self->soup, SOUP_TYPE_AUTH_NEGOTIATE);
  else
    soup_session_remove_feature_by_type (self->soup, SOUP_TYPE_AUTH_NEGOTIATE);
}

/**
 * door_companion_session_ensure_login:
 * @scheme: "basic" or "digest"
 * @space: where it belongs
 *
 * Returns: (transfer none): the session's login for that, perhaps without credentials
 */
DoorLogin *
door_companion_session_ensure_login (DoorCompanionSession *self,
                                     const char *scheme,
                                     DoorProtectionSpace *space)
{
  g_autofree char *key
      = g_strjoin ("\n", door_target_to_string (door_protection_space_get_target (space)), scheme,
                   door_origin_to_string (door_protection_space_get_server (space)),
                   door_protection_space_get_realm (space), NULL);
  DoorLogin *login = g_hash_table_lookup (self->logins, key);

  if (login != NULL)
    return login;

  login = door_companion_session_create_login (scheme, space);
  g_hash_table_insert (self->logins, g_steal_pointer (&key), login);

  return login;
}

/**
 * door_companion_session_find_proxy_login:
 *
 * Returns: (transfer none) (nullable): a login with credentials for @proxy
 */
DoorLogin *
door_companion_session_find_proxy_login (DoorCompanionSession *self, DoorOrigin *proxy)
{
  GHashTableIter iter;
  gpointer login;
  DoorLogin *found = NULL;

  g_hash_table_iter_init (&iter, self->logins);
  while (g_hash_table_iter_next (&iter, NULL, &login))
    {
      DoorProtectionSpace *space = door_login_get_space (login);

      if (door_protection_space_get_target (space) == DOOR_TARGET_PROXY
          && door_origin_equal (door_protection_space_get_server (space), proxy)
          && door_login_has_credentials (login) && (found == NULL || DOOR_IS_LOGIN_DIGEST (login)))
        found = login;
    }

  return found;
}

/**
 * door_companion_session_create_login:
 * @scheme: "basic" or "digest"
 * @space: where it belongs
 *
 * Returns: (transfer full): a login of that scheme that no session has
 */
DoorLogin *
door_companion_session_create_login (const char *scheme, DoorProtectionSpace *space)
{
  return g_object_new (strcmp (scheme, "digest") == 0 ? DOOR_TYPE_LOGIN_DIGEST
                                                      : DOOR_TYPE_LOGIN_BASIC,
                       "space", space, NULL);
}

static DoorChallenge *
read_challenge (const char *text, const char *scheme)
{
  const char *const values[] = { text, NULL };
  g_autoptr (DoorChallengeList) list = door_challenge_list_parse (values);
  DoorChallenge *challenge;

  if (door_challenge_list_get_n (list) != 1)
    return NULL;

  challenge = door_challenge_list_get (list, 0);

  return strcmp (door_challenge_get_scheme (challenge), scheme) == 0
             ? door_challenge_ref (challenge)
             : NULL;
}

/**
 * door_companion_session_preload:
 * @scheme: "basic" or "digest"
 * @space: where the login belongs
 * @uri: where it is going to be used, or ""
 * @challenge: the challenge that asked for it, or ""
 * @error: return location for a #GIOErrorEnum
 *
 * Returns: whether the session has that login now
 */
gboolean
door_companion_session_preload (DoorCompanionSession *self,
                                const char *scheme,
                                DoorProtectionSpace *space,
                                const char *uri,
                                const char *challenge,
                                const char *username,
                                SecretValue *password,
                                GError **error)
{
  g_autoptr (DoorChallenge) read = NULL;
  g_autoptr (SoupAuth) auth = NULL;
  g_autoptr (GUri) parsed = NULL;
  const char *realm = door_protection_space_get_realm (space);
  DoorLogin *login;

  if (strcmp (scheme, "basic") != 0 && strcmp (scheme, "digest") != 0)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                   "Logins by “%s” cannot be handed over", scheme);
      return FALSE;
    }

  login = door_companion_session_ensure_login (self, scheme, space);

  if (*challenge != '\0')
    {
      read = read_challenge (challenge, scheme);
      if (read == NULL || !door_login_can_answer (login, read))
        {
          g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                               "The challenge cannot be answered");
          return FALSE;
        }
      realm = door_challenge_get_param (read, "realm");
    }

  door_login_set_credentials (login, username, password);
  if (read != NULL)
    door_login_challenge (login, read, NULL);

  if (door_protection_space_get_target (space) == DOOR_TARGET_PROXY || *uri == '\0')
    return TRUE;

  parsed = g_uri_parse (uri, SOUP_HTTP_URI_FLAGS, error);
  if (parsed == NULL)
    return FALSE;

  auth = door_auth_new (login, realm);
  if (self->soup != NULL)
    use_auth (self, parsed, auth);
  else
    {
      Preload *preload = g_new0 (Preload, 1);

      preload->auth = g_steal_pointer (&auth);
      preload->uri = g_steal_pointer (&parsed);
      g_ptr_array_add (self->waiting, preload);
    }

  return TRUE;
}

/* Of libsoup's own SoupAuths those of origins are handed back. A login of ours answers the next
 * challenge by itself. */
static void
renew_manager (DoorCompanionSession *self)
{
  if (self->soup == NULL || door_auth_manager_renew (self->soup) == NULL)
    return;

  for (guint i = 0; i < self->foreign->len; i++)
    {
      const Foreign *foreign = g_ptr_array_index (self->foreign, i);
      g_autoptr (GUri) uri = NULL;

      if (foreign->target == DOOR_TARGET_PROXY || soup_auth_is_cancelled (foreign->auth))
        continue;

      uri = g_uri_parse (door_origin_to_string (foreign->server), SOUP_HTTP_URI_FLAGS, NULL);
      use_auth (self, uri, foreign->auth);
    }
}

static gboolean
on_renew (gpointer user_data)
{
  DoorCompanionSession *self = DOOR_COMPANION_SESSION (user_data);

  self->renew_source = 0;
  renew_manager (self);

  return G_SOURCE_REMOVE;
}

/* Whoever cancels it: the person, who signs out or is not asked, or a load that ends. */
static void
on_proxy_auth_cancelled (SoupAuth *auth, GParamSpec *pspec, DoorCompanionSession *self)
{
  if (self->renew_source == 0)
    self->renew_source = g_idle_add_full (G_PRIORITY_HIGH, on_renew, self, NULL);
}

/**
 * door_companion_session_renew_if_cancelled:
 *
 * A proxy asks. libsoup asks nobody about a SoupAuth that was cancelled, so it is to have none.
 */
void
door_companion_session_renew_if_cancelled (DoorCompanionSession *self)
{
  if (self->renew_source == 0)
    return;

  g_clear_handle_id (&self->renew_source, g_source_remove);
  renew_manager (self);
}

/* NTLM takes the origin for whoever asks, even where a proxy does, and the domain for the realm, as
 * soon as it has read the second message. To whom it belongs has not changed by that. */
static void
keep_identity (SoupAuth *auth, GParamSpec *pspec, Foreign *foreign)
{
  if (g_strcmp0 (soup_auth_get_authority (auth), foreign->authority) != 0)
    g_object_set (auth, "authority", foreign->authority, NULL);
  if (g_strcmp0 (soup_auth_get_realm (auth), foreign->realm) != 0)
    g_object_set (auth, "realm", foreign->realm, NULL);
}

/**
 * door_companion_session_note_auth:
 * @target: who asks
 * @server: the origin or proxy
 * @auth: a SoupAuth of libsoup's own that somebody is going to be asked for
 *
 * To be able to forget it, and to ask again at a proxy where it was cancelled.
 */
void
door_companion_session_note_auth (DoorCompanionSession *self,
                                  DoorTarget target,
                                  DoorOrigin *server,
                                  SoupAuth *auth)
{
  Foreign *foreign;

  for (guint i = self->foreign->len; i > 0; i--)
    {
      foreign = g_ptr_array_index (self->foreign, i - 1);
      if (foreign->auth == auth)
        return;
      if (soup_auth_is_cancelled (foreign->auth))
        g_ptr_array_remove_index_fast (self->foreign, i - 1);
    }

  foreign = g_new0 (Foreign, 1);
  foreign->target = target;
  foreign->server = door_origin_ref (server);
  foreign->auth = g_object_ref (auth);
  foreign->authority = g_strdup (soup_auth_get_authority (auth));
  foreign->realm = g_strdup (soup_auth_get_realm (auth));
  g_signal_connect (auth, "notify::authority", G_CALLBACK (keep_identity), foreign);
  g_signal_connect (auth, "notify::realm", G_CALLBACK (keep_identity), foreign);
  g_ptr_array_add (self->foreign, foreign);
  if (target == DOOR_TARGET_PROXY)
    g_signal_connect_object (auth, "notify::is-cancelled", G_CALLBACK (on_proxy_auth_cancelled),
                             self, 0);
}

/**
 * door_companion_session_has_answered_auth:
 *
 * Returns: whether a SoupAuth of libsoup's own has a login for @server
 */
gboolean
door_companion_session_has_answered_auth (DoorCompanionSession *self,
                                          DoorTarget target,
                                          DoorOrigin *server)
{
  for (guint i = 0; i < self->foreign->len; i++)
    {
      const Foreign *foreign = g_ptr_array_index (self->foreign, i);

      if (foreign->target == target && door_origin_equal (foreign->server, server)
          && soup_auth_is_authenticated (foreign->auth))
        return TRUE;
    }

  return FALSE;
}

/* A cancelled SoupAuth is what libsoup replaces at the next challenge. */
static void
forget_foreign (DoorCompanionSession *self, DoorTarget target, DoorOrigin *server)
{
  for (guint i = self->foreign->len; i > 0; i--)
    {
      Foreign *foreign = g_ptr_array_index (self->foreign, i - 1);

      if (foreign->target != target || !door_origin_equal (foreign->server, server))
        continue;

      soup_auth_cancel (foreign->auth);
      g_ptr_array_remove_index_fast (self->foreign, i - 1);
    }
}

/**
 * door_companion_session_forget:
 * @realm: (nullable): the realm, or %NULL for every one of @server
 *
 * Signs out, without touching the requests that are under way.
 */
void
door_companion_session_forget (DoorCompanionSession *self,
                               DoorTarget target,
                               DoorOrigin *server,
                               const char *realm)
{
  GHashTableIter iter;
  gpointer login;

  g_hash_table_iter_init (&iter, self->logins);
  while (g_hash_table_iter_next (&iter, NULL, &login))
    {
      DoorProtectionSpace *space = door_login_get_space (login);

      if (door_protection_space_get_target (space) == target
          && door_origin_equal (door_protection_space_get_server (space), server)
          && (realm == NULL || strcmp (door_protection_space_get_realm (space), realm) == 0))
        door_login_clear_credentials (login);
    }

  forget_foreign (self, target, server);
  door_connections_close (self->connections, target, server);
}

/**
 * door_companion_session_forget_all:
 *
 * Signs out of everything, without touching the requests that are under way.
 */
void
door_companion_session_forget_all (DoorCompanionSession *self)
{
  SoupAuthManager *manager;
  GHashTableIter iter;
  gpointer login;

  g_hash_table_iter_init (&iter, self->logins);
  while (g_hash_table_iter_next (&iter, NULL, &login))
    door_login_clear_credentials (login);

  for (guint i = 0; i < self->foreign->len; i++)
    soup_auth_cancel (((Foreign *)g_ptr_array_index (self->foreign, i))->auth);
  g_ptr_array_set_size (self->foreign, 0);
  door_connections_close_all (self->connections);

  if (self->soup == NULL)
    return;

  manager = door_auth_manager_get (self->soup);
  if (manager != NULL)
    soup_auth_manager_clear_cached_credentials (manager);
}
