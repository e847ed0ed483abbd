/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-exchange.h"

#include "door-attempts.h"
#include "door-challenge-filter.h"
#include "door-companion-session.h"
#include "door-login-field.h"
#include "door-request-body.h"

#include <string.h>

struct _DoorExchange
{
  DoorCompanionSession *session;
  SoupMessage *message;     /* unowned: it outlives the exchange */
  DoorAttempts attempts[2]; /* by DoorTarget */
  guint64 connection_id;    /* the connection that it is on, or 0 */
  DoorRequestBody *body;
  DoorChallengeFilter *filter;
  SoupAuthManager *retired; /* its handlers are connected, and libsoup has left it; or NULL */
  gboolean stateless;
};

/* By message. libsoup makes a SoupAuth from its type and a message alone, so this is how one gets
 * to know its session. */
static GHashTable *exchanges;

static void
leave_connection (DoorExchange *self)
{
  if (self->connection_id != 0)
    door_connections_end (door_companion_session_get_connections (self->session),
                          self->connection_id);
  self->connection_id = 0;
}

static void
door_exchange_free (DoorExchange *self)
{
  g_signal_handlers_disconnect_by_data (self->message, self);
  if (self->retired != NULL)
    g_signal_handlers_disconnect_by_data (self->message, self->retired);
  g_clear_object (&self->retired);
  door_challenge_filter_free (self->filter);
  door_request_body_free (self->body);
  leave_connection (self);
  door_attempts_clear (&self->attempts[DOOR_TARGET_ORIGIN]);
  door_attempts_clear (&self->attempts[DOOR_TARGET_PROXY]);
  g_object_unref (self->session);
  g_free (self);
}

/* The proxy that the message's connection goes to, as a URI, or NULL. */
static const char *
find_proxy (DoorExchange *self)
{
  GSocketAddress *address = soup_message_get_remote_address (self->message);

  if (address == NULL || !G_IS_PROXY_ADDRESS (address))
    return NULL;

  if (strcmp (g_proxy_address_get_protocol (G_PROXY_ADDRESS (address)), "http") != 0)
    return NULL;

  return g_proxy_address_get_uri (G_PROXY_ADDRESS (address));
}

static gboolean
is_connect (DoorExchange *self)
{
  return strcmp (soup_message_get_method (self->message), SOUP_METHOD_CONNECT) == 0;
}

/**
 * door_exchange_is_read_by_proxy:
 *
 * Returns: whether a proxy reads the header fields of the message: not inside a tunnel
 */
gboolean
door_exchange_is_read_by_proxy (DoorExchange *self)
{
  const char *scheme = g_uri_get_scheme (soup_message_get_uri (self->message));

  return find_proxy (self) != NULL
         && (is_connect (self) || strcmp (scheme, "http") == 0 || strcmp (scheme, "ws") == 0);
}

/* A message that is sent again comes back to the connection that it was on: to leave that for a
 * moment would close it, if it is to be closed, just before it is written to. Nor may it be closed
 * while it is made: the message has been on it from the first. */
static void
enter_connection (DoorExchange *self)
{
  guint64 id = soup_message_get_connection_id (self->message);

  if (id == self->connection_id)
    return;

  leave_connection (self);
  self->connection_id = id;
  if (id != 0)
    door_connections_begin (door_companion_session_get_connections (self->session), id);
}

static void
on_connected (DoorExchange *self, GIOStream *stream)
{
  g_autoptr (DoorOrigin) server = door_exchange_dup_server (self, DOOR_TARGET_ORIGIN);

  if (server != NULL && G_IS_SOCKET_CONNECTION (stream))
    door_connections_add (door_companion_session_get_connections (self->session),
                          soup_message_get_connection_id (self->message), server,
                          G_SOCKET_CONNECTION (stream));
}

/* A plain http message can share its connection to a proxy with messages for other servers. What
 * counts then is the proxy. */
static void
on_network_event (SoupMessage *message,
                  GSocketClientEvent event,
                  GIOStream *stream,
                  gpointer user_data)
{
  DoorExchange *self = user_data;

  if (event == G_SOCKET_CLIENT_RESOLVING)
    door_companion_session_expect_lookup (
        self->session, strcmp (g_uri_get_scheme (soup_message_get_uri (message)), "ws") == 0);
  else if (event == G_SOCKET_CLIENT_CONNECTED)
    on_connected (self, stream);

  /* Any later one can be the first of a message that takes over the connection of another. */
  if (event >= G_SOCKET_CLIENT_CONNECTED)
    enter_connection (self);
}

/* libsoup keeps one SoupAuth for all proxies and sends what it says with every message, wherever
 * that goes. This comes after libsoup, and has the last word. */
static void
on_starting (SoupMessage *message, gpointer user_data)
{
  DoorExchange *self = user_data;
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);
  g_autoptr (DoorOrigin) proxy = NULL;
  g_autofree char *credentials = NULL;
  DoorLogin *login;

  door_request_body_begin_anew (self->body);
  door_challenge_filter_begin_anew (self->filter);

  enter_connection (self);
  proxy = door_exchange_dup_server (self, DOOR_TARGET_PROXY);
  if (proxy != NULL)
    door_connections_set_proxy (door_companion_session_get_connections (self->session),
                                self->connection_id, proxy);

  if (!door_exchange_is_read_by_proxy (self))
    {
      soup_message_headers_remove (headers, "Proxy-Authorization");
      return;
    }

  login = proxy != NULL ? door_companion_session_find_proxy_login (self->session, proxy) : NULL;
  if (login == NULL)
    return;

  credentials = door_exchange_authorize (self, DOOR_TARGET_PROXY, login);
  if (credentials != NULL)
    soup_message_headers_replace (headers, "Proxy-Authorization", credentials);
}

static void
take_info (DoorExchange *self, DoorTarget target, const char *field)
{
  const char *info
      = soup_message_headers_get_list (soup_message_get_response_headers (self->message), field);

  if (info != NULL)
    door_attempts_got_info (&self->attempts[target], info);
}

/* Whether the server has given the response to somebody who is signed in there. Schemes that sign
 * in a connection send nothing for the second message on it. Of Negotiate nothing is known here:
 * its ticket is the desktop's, and there is nothing to sign out of. */
static gboolean
is_by_login (DoorExchange *self)
{
  g_autoptr (DoorOrigin) server = NULL;

  if (self->attempts[DOOR_TARGET_ORIGIN].login != NULL)
    return TRUE;

  server = door_exchange_dup_server (self, DOOR_TARGET_ORIGIN);

  return server != NULL
         && door_companion_session_has_answered_auth (self->session, DOOR_TARGET_ORIGIN, server);
}

static gboolean
asks_for_login (DoorExchange *self)
{
  guint status = soup_message_get_status (self->message);

  return status == SOUP_STATUS_UNAUTHORIZED || status == SOUP_STATUS_PROXY_UNAUTHORIZED;
}

/* WebKit's cache knows nothing of logins, keeps any response that looks fresh, by the age of its
 * file if need be, and would show that nobody was signed in to whoever is now, and what was
 * protected to whoever has signed out: a login of a person ends before the cache does, unlike those
 * that RFC 9111 section 3.5 leaves to a private cache. Neither must be reused (section 3). */
static void
keep_from_caches (DoorExchange *self)
{
  soup_message_headers_replace (soup_message_get_response_headers (self->message), "Cache-Control",
                                "no-store");
}

/* Schemes that sign in a connection know no realm. */
static void
tell_login (DoorExchange *self)
{
  DoorLogin *login = self->attempts[DOOR_TARGET_ORIGIN].login;
  const char *realm
      = login != NULL ? door_protection_space_get_realm (door_login_get_space (login)) : "";
  g_autofree char *value = door_login_field_new (realm);

  soup_message_headers_append (soup_message_get_response_headers (self->message), DOOR_LOGIN_FIELD,
                               value);
}

static void
keep_form (DoorExchange *self)
{
  DoorReturnedForms *forms = door_companion_session_get_returned_forms (self->session);

  if (asks_for_login (self))
    door_returned_forms_add (forms, self->message, self->body);
  else
    door_returned_forms_remove (forms, self->message);
}

/* WebKit has just given it its body, such as that is. */
static void
complete_form (DoorExchange *self)
{
  door_returned_forms_complete (door_companion_session_get_returned_forms (self->session),
                                self->message);
}

static void
on_got_headers (SoupMessage *message, gpointer user_data)
{
  DoorExchange *self = user_data;
  gboolean asks = asks_for_login (self);
  gboolean by_login = is_by_login (self);

  soup_message_headers_remove (soup_message_get_response_headers (message), DOOR_LOGIN_FIELD);
  if (by_login && !asks)
    tell_login (self);
  if (by_login || asks)
    keep_from_caches (self);

  keep_form (self);
  take_info (self, DOOR_TARGET_ORIGIN, "Authentication-Info");
  take_info (self, DOOR_TARGET_PROXY, "Proxy-Authentication-Info");
}

/**
 * door_exchange_start:
 * @session: the session that @message was queued in
 * @message: a message whose handlers libsoup has connected already
 *
 * Returns: (transfer none): the exchange
 */
DoorExchange *
door_exchange_start (DoorCompanionSession *session, SoupMessage *message)
{
  DoorExchange *self = g_new0 (DoorExchange, 1);

  self->session = g_object_ref (session);
  self->message = message;
  self->stateless = soup_message_query_flags (message, SOUP_MESSAGE_DO_NOT_USE_AUTH_CACHE);
  self->body = door_request_body_new (message);
  self->filter = door_challenge_filter_new (self, message);
  g_signal_connect (message, "network-event", G_CALLBACK (on_network_event), self);
  g_signal_connect (message, "starting", G_CALLBACK (on_starting), self);
  g_signal_connect (message, "got-headers", G_CALLBACK (on_got_headers), self);
  g_signal_connect_swapped (message, "restarted", G_CALLBACK (complete_form), self);
  complete_form (self);

  if (exchanges == NULL)
    exchanges = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify)door_exchange_free);
  g_hash_table_replace (exchanges, message, self);

  return self;
}

/**
 * door_exchange_end:
 *
 * libsoup has done with @message.
 */
void
door_exchange_end (SoupMessage *message)
{
  if (exchanges != NULL)
    g_hash_table_remove (exchanges, message);
}

/**
 * door_exchange_lookup:
 *
 * Returns: (transfer none) (nullable): the exchange that @message is part of
 */
DoorExchange *
door_exchange_lookup (SoupMessage *message)
{
  return exchanges != NULL ? g_hash_table_lookup (exchanges, message) : NULL;
}

/**
 * door_exchange_withhold:
 *
 * As door_challenge_filter_withhold(), for HTTP/2.
 */
void
door_exchange_withhold (DoorExchange *self)
{
  door_challenge_filter_withhold (self->filter);
}

/**
 * door_exchange_note_proxy_auth:
 * @auth: a SoupAuth of libsoup's own that somebody is going to be asked for
 *
 * If it is for one message alone, that is to keep it until the proxy is content. That is the one
 * that libsoup reads a challenge of while it asks about this: a tunnel's, perhaps.
 */
void
door_exchange_note_proxy_auth (DoorExchange *self, SoupAuth *auth)
{
  guint64 id = soup_message_get_connection_id (self->message);
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, exchanges);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      DoorExchange *other = value;

      if (soup_message_get_connection_id (other->message) == id
          && door_challenge_filter_keep_auth (other->filter, auth))
        return;
    }
}

/**
 * door_exchange_is_overtaken:
 *
 * Returns: whether the one SoupAuth that libsoup keeps for proxies was cancelled since the message
 *   was queued: what the message knows of it is what it was
 */
gboolean
door_exchange_is_overtaken (DoorExchange *self)
{
  return self->retired != NULL;
}

/**
 * door_exchange_retire_manager:
 * @before: the manager of @soup
 * @after: the one that takes its place
 *
 * libsoup takes a reference to each feature of a session when it queues a message, and drops one of
 * each feature that the session has when it is done with it. So what it is going to drop of @after
 * is taken here. What was taken of @before is dropped when the message is done, if that is where
 * its handlers are, and at once if not.
 */
void
door_exchange_retire_manager (SoupSession *soup, SoupAuthManager *before, SoupAuthManager *after)
{
  GHashTableIter iter;
  gpointer value;

  if (exchanges == NULL)
    return;

  g_hash_table_iter_init (&iter, exchanges);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      DoorExchange *self = value;

      if (door_companion_session_get_soup (self->session) != soup)
        continue;

      if (self->retired == NULL)
        self->retired = before;
      else
        g_object_unref (before);
      g_object_ref (after);
    }
}

DoorCompanionSession *
door_exchange_get_session (DoorExchange *self)
{
  return self->session;
}

/**
 * door_exchange_dup_server:
 * @target: who is meant
 *
 * Returns: (transfer full) (nullable): the origin that the message is for, or the proxy that it
 *   goes through, %NULL if it goes through none
 */
DoorOrigin *
door_exchange_dup_server (DoorExchange *self, DoorTarget target)
{
  GUri *uri = soup_message_get_uri (self->message);
  const char *proxy;

  if (target == DOOR_TARGET_ORIGIN)
    return door_origin_new (g_uri_get_scheme (uri), g_uri_get_host (uri), g_uri_get_port (uri));

  proxy = find_proxy (self);

  return proxy != NULL ? door_origin_new_for_uri (proxy, NULL) : NULL;
}

/**
 * door_exchange_is_stateless:
 *
 * Returns: whether this message neither uses nor leaves behind any login, as for a fetch with
 *   credentials "omit"
 */
gboolean
door_exchange_is_stateless (DoorExchange *self)
{
  return self->stateless;
}

static gboolean
is_listened_to (SoupMessage *message)
{
  return g_signal_has_handler_pending (message, g_signal_lookup ("authenticate", SOUP_TYPE_MESSAGE),
                                       0, FALSE);
}

/**
 * door_exchange_has_listener:
 *
 * WebKit listens to what a page asks for, and not to connections that it makes beforehand. For a
 * tunnel libsoup makes a message of its own, and asks about the one that it is for; that may have
 * taken over a connection that was made beforehand.
 *
 * Returns: whether somebody is asked when the message wants a login
 */
gboolean
door_exchange_has_listener (DoorExchange *self)
{
  guint64 id = soup_message_get_connection_id (self->message);
  gboolean found = FALSE;
  GHashTableIter iter;
  gpointer message;

  if (!is_connect (self))
    return is_listened_to (self->message);

  g_hash_table_iter_init (&iter, exchanges);
  while (g_hash_table_iter_next (&iter, &message, NULL))
    if (message != self->message && soup_message_get_connection_id (message) == id)
      {
        if (is_listened_to (message))
          return TRUE;
        found = TRUE;
      }

  return !found;
}

/* “/path?query”, or “host:port” for CONNECT (RFC 9112 section 3.2). */
static char *
dup_request_target (DoorExchange *self)
{
  GUri *uri = soup_message_get_uri (self->message);
  const char *path = g_uri_get_path (uri);
  const char *query = g_uri_get_query (uri);

  if (is_connect (self))
    return strchr (g_uri_get_host (uri), ':') != NULL
               ? g_strdup_printf ("[%s]:%d", g_uri_get_host (uri), g_uri_get_port (uri))
               : g_strdup_printf ("%s:%d", g_uri_get_host (uri), g_uri_get_port (uri));

  return g_strconcat (*path != '\0' ? path : "/", query != NULL ? "?" : NULL, query, NULL);
}

/* Whatever libsoup takes @login for. */
static gboolean
goes_to (DoorExchange *self, DoorTarget target, DoorLogin *login)
{
  DoorProtectionSpace *space = door_login_get_space (login);
  g_autoptr (DoorOrigin) server = door_exchange_dup_server (self, target);

  return server != NULL && door_protection_space_get_target (space) == target
         && door_origin_equal (door_protection_space_get_server (space), server);
}

/**
 * door_exchange_authorize:
 * @target: to whom
 * @login: with what
 *
 * Makes the credentials for the message, which is about to be sent with them.
 *
 * Returns: (transfer full) (nullable): the value of the field, %NULL if there is to be none
 */
char *
door_exchange_authorize (DoorExchange *self, DoorTarget target, DoorLogin *login)
{
  g_autofree char *request_target = NULL;

  if (target == DOOR_TARGET_PROXY ? !door_exchange_is_read_by_proxy (self) : is_connect (self))
    return NULL;

  if (!goes_to (self, target, login))
    return NULL;

  request_target = dup_request_target (self);

  return door_attempts_authorize (&self->attempts[target], login,
                                  &(DoorLoginRequest){
                                      .method = soup_message_get_method (self->message),
                                      .target = request_target,
                                      .body = self->body,
                                  });
}

/**
 * door_exchange_is_denied:
 *
 * WebKit says of each message to which page it belongs, and whether it is for that page itself.
 *
 * Returns: whether policy forbids that the message goes to its origin with a login, since it is for
 *   a part of a page of another one
 */
gboolean
door_exchange_is_denied (DoorExchange *self)
{
  GUri *page = soup_message_get_first_party (self->message);
  g_autofree char *uri = NULL;
  g_autoptr (DoorOrigin) origin = NULL;
  g_autoptr (DoorOrigin) server = NULL;

  if (page == NULL || !door_companion_session_denies_cross_origin (self->session)
      || soup_message_get_is_top_level_navigation (self->message))
    return FALSE;

  uri = g_uri_to_string_partial (page, G_URI_HIDE_USERINFO);
  origin = door_origin_new_for_uri (uri, NULL);
  server = door_exchange_dup_server (self, DOOR_TARGET_ORIGIN);

  return origin == NULL || server == NULL || !door_origin_equal (origin, server);
}

/**
 * door_exchange_is_unanswered:
 *
 * Returns: whether the message came back from @target, and there is nothing to answer. The response
 *   is what the page gets, then.
 */
gboolean
door_exchange_is_unanswered (DoorExchange *self, DoorTarget target)
{
  guint refusal
      = target == DOOR_TARGET_PROXY ? SOUP_STATUS_PROXY_UNAUTHORIZED : SOUP_STATUS_UNAUTHORIZED;

  return soup_message_get_status (self->message) == refusal
         && door_attempts_are_over (&self->attempts[target]);
}

/**
 * door_exchange_challenge:
 * @target: who sent @challenge
 * @login: the login that it asks for
 * @challenge: the challenge, which @login can answer
 *
 * As door_attempts_challenge().
 */
void
door_exchange_challenge (DoorExchange *self,
                         DoorTarget target,
                         DoorLogin *login,
                         DoorChallenge *challenge)
{
  g_autofree char *request_target = dup_request_target (self);

  door_attempts_challenge (&self->attempts[target], login, challenge,
                           &(DoorLoginRequest){
                               .method = soup_message_get_method (self->message),
                               .target = request_target,
                               .body = self->body,
                           });
}
