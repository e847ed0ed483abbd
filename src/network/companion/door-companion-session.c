/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-companion-session.h"

#include "door-auth-manager.h"
#include "door-auth.h"
#include "door-foreign-auths.h"
#include "door-logins.h"
#include "door-negotiate-trust.h"
#include "door-proxy-resolver.h"
#include "door-tunnel-proxy.h"

#include <string.h>

/* What libsoup has of all that was asked for, and nobody answered, in octets and about: a server
 * can invent realms without end, and each as long as it likes. */
#define ASKED_MAX (256 * 1024)
#define ASKED_LEAST 512

struct _DoorCompanionSession
{
  GObject parent_instance;

  char *name;
  SoupCookieJar *jar; /* weak */
  SoupSession *soup;  /* weak */
  DoorLogins *logins;
  DoorForeignAuths *foreign;
  DoorConnections *connections;
  DoorReturnedForms *returned_forms;
  DoorNegotiateTrust *trust;
  char **schemes; /* that policy allows, or NULL: all */
  gboolean denies_cross_origin;
  char *tunnel_name; /* or NULL: no SoupSession yet */
  guint renew_source;
  guint tidy_source;
  gsize asked; /* since it was last tidied up */
};

G_DEFINE_FINAL_TYPE (DoorCompanionSession, door_companion_session, G_TYPE_OBJECT)

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
  g_clear_handle_id (&self->tidy_source, g_source_remove);
  g_clear_weak_pointer (&self->jar);
  g_clear_weak_pointer (&self->soup);
  door_logins_free (self->logins);
  door_foreign_auths_free (self->foreign);
  door_connections_free (self->connections);
  door_returned_forms_free (self->returned_forms);
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
  self->logins = door_logins_new ();
  self->foreign = door_foreign_auths_new ();
  self->connections = door_connections_new ();
  self->returned_forms = door_returned_forms_new ();
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

DoorReturnedForms *
door_companion_session_get_returned_forms (DoorCompanionSession *self)
{
  return self->returned_forms;
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

/* What a manager that knows nothing is told is what is in use, each login for where that
 * was last asked for: elsewhere it answers the next challenge by itself. */
static void
hand_over_logins (DoorCompanionSession *self, SoupAuthManager *manager)
{
  g_autoptr (GList) logins = NULL;

  door_logins_drop_unused (self->logins);
  door_foreign_auths_drop_unused (self->foreign);

  logins = door_logins_list (self->logins);
  for (GList *l = logins; l != NULL; l = l->next)
    {
      DoorProtectionSpace *space = door_login_get_space (l->data);
      GUri *place = door_login_get_place (l->data);
      g_autoptr (SoupAuth) auth = NULL;

      if (door_protection_space_get_target (space) == DOOR_TARGET_PROXY || place == NULL)
        continue;

      auth = door_auth_new (l->data, door_protection_space_get_realm (space));
      soup_auth_manager_use_auth (manager, place, auth);
    }

  door_foreign_auths_hand_over (self->foreign, manager);
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

  door_auth_manager_replace_types (soup);
  door_negotiate_trust_attach (self->trust, soup);

  if (door_auth_manager_get (soup) != NULL)
    hand_over_logins (self, door_auth_manager_get (soup));
}

/**
 * door_companion_session_prepare_for_challenge:
 * @server: the server of a request whose 401 or 407 libsoup has not looked at yet
 * @proxy: (nullable): the proxy, if it was that which sent it
 *
 * As door_negotiate_trust_prepare().
 */
void
door_companion_session_prepare_for_challenge (DoorCompanionSession *self,
                                              DoorOrigin *server,
                                              DoorOrigin *proxy)
{
  if (self->soup != NULL)
    door_negotiate_trust_prepare (self->trust, self->soup, server, proxy);
}

static gboolean
tidy_up (gpointer user_data)
{
  DoorCompanionSession *self = DOOR_COMPANION_SESSION (user_data);
  SoupAuthManager *manager = self->soup != NULL ? door_auth_manager_get (self->soup) : NULL;

  self->tidy_source = 0;
  self->asked = 0;
  if (manager == NULL)
    return G_SOURCE_REMOVE;

  soup_auth_manager_clear_cached_credentials (manager);
  hand_over_logins (self, manager);

  return G_SOURCE_REMOVE;
}

/* Not at once: libsoup is just looking at what is going to be cleared. */
static void
count_asked (DoorCompanionSession *self, gsize length)
{
  self->asked += ASKED_LEAST + length;
  if (self->asked > ASKED_MAX && self->tidy_source == 0)
    self->tidy_source = g_idle_add_full (G_PRIORITY_HIGH, tidy_up, self, NULL);
}

/**
 * door_companion_session_ask_for_login:
 * @scheme: "basic" or "digest"
 * @space: where it belongs
 * @uri: where it is asked for
 * @length: of what asks for it, in octets
 *
 * Returns: (transfer none): the session's login for that, perhaps without credentials
 */
DoorLogin *
door_companion_session_ask_for_login (DoorCompanionSession *self,
                                      const char *scheme,
                                      DoorProtectionSpace *space,
                                      GUri *uri,
                                      gsize length)
{
  DoorLogin *login = door_logins_ensure (self->logins, scheme, space);

  door_login_set_place (login, uri);
  count_asked (self, length);

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
  return door_logins_find_for_proxy (self->logins, proxy);
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
  SoupAuthManager *manager;
  DoorLogin *login;

  if (strcmp (scheme, "basic") != 0 && strcmp (scheme, "digest") != 0)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                   "Logins by “%s” cannot be handed over", scheme);
      return FALSE;
    }

  login = door_logins_ensure (self->logins, scheme, space);

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
    door_login_challenge (login, read, NULL, NULL);

  if (door_protection_space_get_target (space) == DOOR_TARGET_PROXY || *uri == '\0')
    return TRUE;

  parsed = g_uri_parse (uri, SOUP_HTTP_URI_FLAGS, error);
  if (parsed == NULL)
    return FALSE;

  door_login_set_place (login, parsed);
  manager = self->soup != NULL ? door_auth_manager_get (self->soup) : NULL;
  if (manager != NULL)
    {
      auth = door_auth_new (login, realm);
      soup_auth_manager_use_auth (manager, parsed, auth);
    }

  return TRUE;
}

static void
renew_manager (DoorCompanionSession *self)
{
  SoupAuthManager *manager = self->soup != NULL ? door_auth_manager_renew (self->soup) : NULL;

  if (manager != NULL)
    hand_over_logins (self, manager);
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
  if (!door_foreign_auths_add (self->foreign, target, server, auth))
    return;

  count_asked (self, 0);
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
  return door_foreign_auths_have_answered (self->foreign, target, server);
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
  door_logins_sign_out (self->logins, target, server, realm);
  door_foreign_auths_cancel (self->foreign, target, server);
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

  door_logins_sign_out_of_all (self->logins);
  door_foreign_auths_cancel_all (self->foreign);
  door_returned_forms_clear (self->returned_forms);
  door_connections_close_all (self->connections);

  if (self->soup == NULL)
    return;

  manager = door_auth_manager_get (self->soup);
  if (manager != NULL)
    soup_auth_manager_clear_cached_credentials (manager);
}
