/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-exchange.h"

#include "door-companion-session.h"
#include "door-digest-challenge.h"
#include "door-login.h"
#include "door-request-body.h"
#include "door-withheld-challenges.h"

#include <string.h>

/* A server that keeps saying “stale” is answered this often; libsoup would go on up to 20 times,
 * and then throw the response away. */
#define ATTEMPTS_MAX 8

/* A longer body is not kept, and can not be sent with the quality auth-int. */
#define BODY_MAX (8 * 1024 * 1024)

/* After so many attempts a message no longer shares the nonce that all messages use: there are
 * servers that take a nonce once, and others are faster. */
#define SHARED_ATTEMPTS_MAX 2

/* What was last sent to one target. */
typedef struct
{
  DoorLogin *login;
  DoorLogin *own; /* a copy of @login for this message alone, or NULL */
  guint generation;
  DoorDigestAnswer *sent; /* or NULL */
  guint attempts;
  gboolean awaiting; /* sent, and nothing came back for it that can be answered */
} Answer;

struct _DoorExchange
{
  DoorCompanionSession *session;
  SoupMessage *message;  /* unowned: it outlives the exchange */
  Answer answers[2];     /* by DoorTarget */
  guint64 connection_id; /* the connection that it is on, or 0 */
  GByteArray *body;      /* what was written of the request's body */
  gboolean body_complete;
  GPtrArray *retired; /* of SoupAuthManager: its handlers are connected, and libsoup has left it */
  DoorWithheldChallenges *withheld; /* what libsoup does not see while it looks, or NULL */
  SoupAuth *own_auth; /* of libsoup's own, that it made for this message alone, or NULL */
  gboolean stateless;
  gboolean lent_flag;
};

/* By message. libsoup makes a SoupAuth from its type and a message alone, so this is how one gets
 * to know its session. */
static GHashTable *exchanges;

static void
answer_clear (Answer *answer)
{
  g_clear_object (&answer->login);
  g_clear_object (&answer->own);
  g_clear_pointer (&answer->sent, door_digest_answer_unref);
}

static void
leave_connection (DoorExchange *self)
{
  if (self->connection_id != 0)
    door_connections_end (door_companion_session_get_connections (self->session),
                          self->connection_id);
  self->connection_id = 0;
}

static void
leave_own_auth (DoorExchange *self)
{
  if (self->own_auth != NULL)
    g_signal_handlers_disconnect_by_data (self->own_auth, self);
  g_clear_object (&self->own_auth);
}

static void
door_exchange_free (DoorExchange *self)
{
  leave_own_auth (self);
  g_signal_handlers_disconnect_by_data (self->message, self);
  for (guint i = 0; i < self->retired->len; i++)
    g_signal_handlers_disconnect_by_data (self->message, g_ptr_array_index (self->retired, i));
  g_ptr_array_unref (self->retired);
  g_clear_pointer (&self->withheld, door_withheld_challenges_free);
  leave_connection (self);
  answer_clear (&self->answers[DOOR_TARGET_ORIGIN]);
  answer_clear (&self->answers[DOOR_TARGET_PROXY]);
  g_byte_array_unref (self->body);
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

/* Whether the proxy reads the header fields of this message: not inside a tunnel. */
static gboolean
is_read_by_proxy (DoorExchange *self)
{
  const char *scheme = g_uri_get_scheme (soup_message_get_uri (self->message));

  return find_proxy (self) != NULL
         && (is_connect (self) || strcmp (scheme, "http") == 0 || strcmp (scheme, "ws") == 0);
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
}

static void
on_wrote_headers (SoupMessage *message, gpointer user_data)
{
  if (soup_message_headers_get_content_length (soup_message_get_request_headers (message)) > 0)
    door_request_body_watch ();
}

static void
on_wrote_body_data (SoupMessage *message, guint size, gpointer user_data)
{
  DoorExchange *self = user_data;
  const guint8 *chunk = door_request_body_take_chunk (size);

  if (chunk != NULL && self->body->len + size <= BODY_MAX)
    g_byte_array_append (self->body, chunk, size);
}

static void
on_wrote_body (SoupMessage *message, gpointer user_data)
{
  DoorExchange *self = user_data;
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);

  self->body_complete = self->body->len == soup_message_headers_get_content_length (headers);
}

/* A message that is sent again comes back to the connection that it was on: to leave that for a
 * moment would close it, if it is to be closed, just before it is written to. */
static void
enter_connection (DoorExchange *self, DoorOrigin *proxy)
{
  guint64 id = soup_message_get_connection_id (self->message);

  if (id == self->connection_id)
    return;

  leave_connection (self);
  self->connection_id = id;
  door_connections_begin (door_companion_session_get_connections (self->session), id, proxy);
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

  g_byte_array_set_size (self->body, 0);
  self->body_complete = FALSE;

  g_clear_pointer (&self->withheld, door_withheld_challenges_free);

  proxy = door_exchange_dup_server (self, DOOR_TARGET_PROXY);
  enter_connection (self, proxy);

  if (!is_read_by_proxy (self))
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

/* Whether libsoup answers with a scheme that signs in a connection, which it prefers as it does. */
static gboolean
needs_connection (DoorExchange *self)
{
  SoupSession *soup = door_companion_session_get_soup (self->session);
  const char *field
      = soup_message_headers_get_list (soup_message_get_response_headers (self->message),
                                       "Proxy-Authenticate");
  const char *const values[] = { field, NULL };
  g_autoptr (DoorChallengeList) list = door_challenge_list_parse (values);
  gboolean has_ntlm = FALSE;
  gboolean has_digest = FALSE;

  for (guint i = 0; i < door_challenge_list_get_n (list); i++)
    {
      DoorChallenge *challenge = door_challenge_list_get (list, i);
      const char *scheme = door_challenge_get_scheme (challenge);
      DoorDigestChallenge digest;

      if (strcmp (scheme, "negotiate") == 0
          && soup_session_has_feature (soup, SOUP_TYPE_AUTH_NEGOTIATE))
        return TRUE;

      has_ntlm |= strcmp (scheme, "ntlm") == 0;
      has_digest |= strcmp (scheme, "digest") == 0
                    && door_digest_challenge_read (&digest, challenge, NULL);
    }

  return has_ntlm && !has_digest && soup_session_has_feature (soup, SOUP_TYPE_AUTH_NTLM);
}

/* For a proxy, libsoup looks whether it trusts the server behind it, so both have to be trusted. */
static void
prepare_negotiate (DoorExchange *self, gboolean by_proxy)
{
  g_autoptr (DoorOrigin) server = door_exchange_dup_server (self, DOOR_TARGET_ORIGIN);
  g_autoptr (DoorOrigin) proxy
      = by_proxy ? door_exchange_dup_server (self, DOOR_TARGET_PROXY) : NULL;

  if (server != NULL)
    door_companion_session_prepare_for_challenge (self->session, server, proxy);
}

/* The third message of NTLM, which has the answer, begins with these octets. */
#define NTLM_ANSWER "NTLM TlRMTVNTUAAD"

/* A connection on which NTLM has failed is of no more use. */
static void
leave_failed_ntlm (DoorExchange *self)
{
  const char *sent = soup_message_headers_get_one (soup_message_get_request_headers (self->message),
                                                   "Proxy-Authorization");
  g_autoptr (DoorOrigin) proxy = door_exchange_dup_server (self, DOOR_TARGET_PROXY);

  if (sent != NULL && g_str_has_prefix (sent, NTLM_ANSWER) && proxy != NULL)
    door_connections_close (door_companion_session_get_connections (self->session),
                            DOOR_TARGET_PROXY, proxy);
}

/* tinyproxy answers a wrong login with a 401, which is an origin's: the person would give that what
 * is the proxy's. The shell knows by the field that does not belong there. */
static void
put_right_refusal (DoorExchange *self)
{
  SoupMessageHeaders *fields = soup_message_get_response_headers (self->message);
  const char *server = soup_message_headers_get_one (fields, "Server");
  const char *challenge = soup_message_headers_get_list (fields, "WWW-Authenticate");
  g_autoptr (DoorOrigin) proxy = NULL;

  soup_message_headers_remove (fields, "Proxy-Authenticate");
  if (!is_read_by_proxy (self) || challenge == NULL || server == NULL
      || !g_str_has_prefix (server, "tinyproxy/")
      || soup_message_headers_get_one (soup_message_get_request_headers (self->message),
                                       "Proxy-Authorization")
             == NULL)
    return;

  soup_message_headers_append (fields, "Proxy-Authenticate", challenge);
  soup_message_headers_remove (fields, "WWW-Authenticate");

  proxy = door_exchange_dup_server (self, DOOR_TARGET_PROXY);
  if (proxy != NULL)
    door_companion_session_forget (self->session, DOOR_TARGET_PROXY, proxy, NULL);
}

static gboolean
has_listener (SoupMessage *message)
{
  return g_signal_has_handler_pending (message, g_signal_lookup ("authenticate", SOUP_TYPE_MESSAGE),
                                       0, FALSE);
}

/* WebKit listens to what a page asks for, and not to connections that it makes beforehand. For a
 * tunnel libsoup makes a message of its own, and asks about the one that it is for; that may have
 * taken over a connection that was made beforehand. Where somebody has answered already, there is
 * nothing to ask. */
static gboolean
is_asked_about (DoorExchange *self)
{
  g_autoptr (DoorOrigin) proxy = door_exchange_dup_server (self, DOOR_TARGET_PROXY);
  guint64 id = soup_message_get_connection_id (self->message);
  gboolean found = FALSE;
  GHashTableIter iter;
  gpointer message;

  if (proxy != NULL
      && door_companion_session_has_answered_auth (self->session, DOOR_TARGET_PROXY, proxy))
    return TRUE;

  if (!is_connect (self))
    return has_listener (self->message);

  g_hash_table_iter_init (&iter, exchanges);
  while (g_hash_table_iter_next (&iter, &message, NULL))
    if (message != self->message && soup_message_get_connection_id (message) == id)
      {
        if (has_listener (message))
          return TRUE;
        found = TRUE;
      }

  return !found;
}

static void
withhold_all (DoorExchange *self)
{
  if (self->withheld == NULL)
    self->withheld = door_withheld_challenges_new_for_all (self->message);
  else
    soup_message_headers_remove (soup_message_get_response_headers (self->message),
                                 "Proxy-Authenticate");
}

/* libsoup has read the challenge for the SoupAuth that the message has, which can go on with it
 * now. It would take another one, that knows nothing of the steps before, if it saw the challenge
 * again.
 */
static void
on_own_auth_updated (SoupAuth *auth, GParamSpec *pspec, DoorExchange *self)
{
  if (self->lent_flag)
    withhold_all (self);
}

/* The message that libsoup reads a challenge of while it asks about @self: a tunnel's, perhaps. */
static DoorExchange *
find_asking (DoorExchange *self)
{
  guint64 id = soup_message_get_connection_id (self->message);
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, exchanges);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      DoorExchange *other = value;

      if (other->lent_flag && soup_message_get_connection_id (other->message) == id)
        return other;
    }

  return NULL;
}

/**
 * door_exchange_note_proxy_auth:
 * @auth: a SoupAuth of libsoup's own that somebody is going to be asked for
 *
 * If it is for one message alone, that is to keep it until the proxy is content.
 */
void
door_exchange_note_proxy_auth (DoorExchange *self, SoupAuth *auth)
{
  DoorExchange *asking = find_asking (self);

  if (asking == NULL || asking->own_auth == auth)
    return;

  leave_own_auth (asking);
  asking->own_auth = g_object_ref (auth);
  g_signal_connect (auth, "notify::authority", G_CALLBACK (on_own_auth_updated), asking);
}

/* Whether the one SoupAuth that libsoup keeps for proxies was cancelled since the message was
 * queued: what the message knows of it is what it was. */
static gboolean
is_overtaken (DoorExchange *self)
{
  return self->retired->len > 0;
}

/* The first message of NTLM, for which no login is needed, was sent for a SoupAuth that nobody is
 * going to be asked about. Another one cannot go on with the proxy's answer: it begins anew, on a
 * connection of its own. */
static void
begin_anew (DoorExchange *self)
{
  SoupMessageHeaders *fields = soup_message_get_response_headers (self->message);
  const char *sent = soup_message_headers_get_one (soup_message_get_request_headers (self->message),
                                                   "Proxy-Authorization");

  if (self->own_auth != NULL || sent == NULL || !g_str_has_prefix (sent, "NTLM "))
    return;

  withhold_all (self);
  soup_message_headers_append (fields, "Proxy-Authenticate", "NTLM");
  soup_message_headers_append (fields, "Connection", "close");
}

/* The one SoupAuth that libsoup keeps for proxies is never asked about again once it was cancelled,
 * which a stopped load is enough for. With this flag, libsoup makes one for this message and keeps
 * none. Schemes that authenticate a connection share one as long as they can, so that nobody is
 * asked for each connection. */
static void
on_status (SoupMessage *message, GParamSpec *pspec, gpointer user_data)
{
  DoorExchange *self = user_data;
  guint status = soup_message_get_status (message);

  /* An origin that plays the proxy, inside a tunnel too, gets no answer: libsoup would not tell. */
  if (status == SOUP_STATUS_PROXY_UNAUTHORIZED && !is_read_by_proxy (self))
    {
      soup_message_headers_remove (soup_message_get_response_headers (message),
                                   "Proxy-Authenticate");
      return;
    }

  if (status == SOUP_STATUS_UNAUTHORIZED)
    put_right_refusal (self);

  if (status == SOUP_STATUS_UNAUTHORIZED || status == SOUP_STATUS_PROXY_UNAUTHORIZED)
    prepare_negotiate (self, status == SOUP_STATUS_PROXY_UNAUTHORIZED);

  if (status == SOUP_STATUS_PROXY_UNAUTHORIZED)
    door_companion_session_renew_if_cancelled (self->session);

  door_exchange_withhold (self);

  if (status == SOUP_STATUS_PROXY_UNAUTHORIZED)
    leave_failed_ntlm (self);

  /* A message that keeps no SoupAuth would ask anew at every step, and never come to the end. One
   * that nobody is asked about would go some of them with no login, and spoil the SoupAuth. */
  if (status == SOUP_STATUS_PROXY_UNAUTHORIZED && (self->stateless || !is_asked_about (self))
      && needs_connection (self))
    soup_message_headers_remove (soup_message_get_response_headers (message), "Proxy-Authenticate");
  else if (status == SOUP_STATUS_PROXY_UNAUTHORIZED
           && !soup_message_query_flags (message, SOUP_MESSAGE_DO_NOT_USE_AUTH_CACHE)
           && (!needs_connection (self) || is_overtaken (self)))
    {
      if (needs_connection (self))
        begin_anew (self);
      soup_message_add_flags (message, SOUP_MESSAGE_DO_NOT_USE_AUTH_CACHE);
      self->lent_flag = TRUE;
    }
}

static void
take_info (DoorExchange *self, DoorTarget target, const char *field)
{
  Answer *answer = &self->answers[target];
  const char *info;

  if (answer->login == NULL || answer->generation != door_login_get_generation (answer->login))
    return;

  info = soup_message_headers_get_list (soup_message_get_response_headers (self->message), field);
  if (info != NULL)
    door_login_got_info (answer->own != NULL ? answer->own : answer->login, info, answer->sent);
}

/* WebKit keeps any response that looks fresh, by the age of its file if need be, and would show
 * that nobody was signed in to whoever is now. Such a response must not be reused (RFC 9111 section
 * 3). */
static void
keep_from_caches (SoupMessage *message)
{
  guint status = soup_message_get_status (message);

  if (status == SOUP_STATUS_UNAUTHORIZED || status == SOUP_STATUS_PROXY_UNAUTHORIZED)
    soup_message_headers_replace (soup_message_get_response_headers (message), "Cache-Control",
                                  "no-store");
}

static void
on_got_headers (SoupMessage *message, gpointer user_data)
{
  DoorExchange *self = user_data;

  keep_from_caches (message);

  if (self->withheld != NULL)
    door_withheld_challenges_give_back (self->withheld,
                                        soup_message_get_response_headers (message));
  g_clear_pointer (&self->withheld, door_withheld_challenges_free);

  if (self->lent_flag)
    soup_message_remove_flags (message, SOUP_MESSAGE_DO_NOT_USE_AUTH_CACHE);
  self->lent_flag = FALSE;

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
  self->body = g_byte_array_new ();
  self->retired = g_ptr_array_new_with_free_func (g_object_unref);
  g_signal_connect (message, "network-event", G_CALLBACK (on_network_event), self);
  g_signal_connect (message, "wrote-headers", G_CALLBACK (on_wrote_headers), self);
  g_signal_connect (message, "wrote-body-data", G_CALLBACK (on_wrote_body_data), self);
  g_signal_connect (message, "wrote-body", G_CALLBACK (on_wrote_body), self);
  g_signal_connect (message, "starting", G_CALLBACK (on_starting), self);
  g_signal_connect (message, "notify::status-code", G_CALLBACK (on_status), self);
  g_signal_connect (message, "got-headers", G_CALLBACK (on_got_headers), self);

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
 * The header fields of the response are there, and libsoup has not looked at them yet. Until it
 * has, they hold no challenge that policy does not want to be answered. HTTP/1 has them at once
 * with the status, HTTP/2 later.
 */
void
door_exchange_withhold (DoorExchange *self)
{
  if (self->withheld == NULL)
    self->withheld
        = door_withheld_challenges_new (self->message,
                                        door_companion_session_get_schemes (self->session),
                                        door_companion_session_knows_negotiate (self->session));
}

/**
 * door_exchange_retire_manager:
 * @before: the manager of @soup
 * @after: the one that takes its place
 *
 * libsoup takes a reference to each feature of a session when it queues a message, and drops one of
 * each feature that the session has when it is done with it. So what it took of @before is dropped
 * here then, and what it is going to drop of @after is taken here.
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

      g_ptr_array_add (self->retired, before);
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

/**
 * door_exchange_dup_body:
 *
 * Returns: (transfer full) (nullable): the body of the request, %NULL if it is not known: libsoup
 *   shows it only while it is written
 */
GBytes *
door_exchange_dup_body (DoorExchange *self)
{
  SoupMessageHeaders *headers = soup_message_get_request_headers (self->message);

  if (soup_message_headers_get_encoding (headers) == SOUP_ENCODING_CHUNKED)
    return NULL;

  if (soup_message_headers_get_content_length (headers) == 0)
    return g_bytes_new (NULL, 0);

  return self->body_complete ? g_bytes_new (self->body->data, self->body->len) : NULL;
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
  Answer *answer = &self->answers[target];
  g_autofree char *request_target = NULL;
  DoorDigestAnswer *sent = NULL;
  char *credentials;

  if (target == DOOR_TARGET_PROXY ? !is_read_by_proxy (self) : is_connect (self))
    return NULL;

  if (!goes_to (self, target, login))
    return NULL;

  if (answer->login != login || answer->generation != door_login_get_generation (login))
    g_clear_object (&answer->own);

  request_target = dup_request_target (self);
  credentials = door_login_authorize (answer->own != NULL ? answer->own : login,
                                      &(DoorLoginRequest){
                                          .method = soup_message_get_method (self->message),
                                          .target = request_target,
                                          .exchange = self,
                                      },
                                      &sent);
  if (credentials == NULL)
    return NULL;

  g_set_object (&answer->login, login);
  answer->generation = door_login_get_generation (login);
  g_clear_pointer (&answer->sent, door_digest_answer_unref);
  answer->sent = sent;
  answer->awaiting = TRUE;
  answer->attempts++;

  return credentials;
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
 * Returns: whether the message came back from @target, and there is nothing to answer: the response
 *   had no challenge that goes with what was sent, or that happened too often. The response is what
 *   the page gets, then.
 */
gboolean
door_exchange_is_unanswered (DoorExchange *self, DoorTarget target)
{
  const Answer *answer = &self->answers[target];
  guint refusal
      = target == DOOR_TARGET_PROXY ? SOUP_STATUS_PROXY_UNAUTHORIZED : SOUP_STATUS_UNAUTHORIZED;

  if (soup_message_get_status (self->message) != refusal)
    return FALSE;

  return answer->awaiting || answer->attempts >= ATTEMPTS_MAX;
}

/**
 * door_exchange_challenge:
 * @target: who sent @challenge
 * @login: the login that it asks for
 * @challenge: the challenge, which @login can answer
 *
 * Decides what the challenge says of the credentials that the message was sent with, if any. If
 * they were wrong, @login has none from now on.
 */
void
door_exchange_challenge (DoorExchange *self,
                         DoorTarget target,
                         DoorLogin *login,
                         DoorChallenge *challenge)
{
  Answer *answer = &self->answers[target];
  gboolean was_sent = answer->login == login && answer->awaiting
                      && answer->generation == door_login_get_generation (login);
  DoorDigestAnswer *sent = was_sent ? answer->sent : NULL;

  if (was_sent && answer->own == NULL && answer->attempts >= SHARED_ATTEMPTS_MAX)
    {
      answer->own = door_login_copy (login);
      sent = NULL;
    }

  answer->awaiting = FALSE;

  if (door_login_challenge (answer->own != NULL ? answer->own : login, challenge, sent)
          == DOOR_STANDING_REFUSED
      && was_sent)
    door_login_clear_credentials (login);
}
