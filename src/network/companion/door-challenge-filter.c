/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-challenge-filter.h"

#include "door-companion-session.h"
#include "door-digest-challenge.h"
#include "door-withheld-challenges.h"

#include <string.h>

struct _DoorChallengeFilter
{
  DoorExchange *exchange;           /* unowned: it owns this */
  SoupMessage *message;             /* unowned: it outlives the exchange */
  DoorWithheldChallenges *withheld; /* what libsoup does not see while it looks, or NULL */
  SoupAuth *own_auth; /* of libsoup's own, that it made for this message alone, or NULL */
  char *begun;        /* the second message of NTLM, which another SoupAuth has begun, or NULL */
  gboolean lent_flag;
};

static DoorCompanionSession *
get_session (DoorChallengeFilter *self)
{
  return door_exchange_get_session (self->exchange);
}

/* Whether libsoup answers with a scheme that signs in a connection, which it prefers as it does. */
static gboolean
needs_connection (DoorChallengeFilter *self)
{
  SoupSession *soup = door_companion_session_get_soup (get_session (self));
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
prepare_negotiate (DoorChallengeFilter *self, gboolean by_proxy)
{
  g_autoptr (DoorOrigin) server = door_exchange_dup_server (self->exchange, DOOR_TARGET_ORIGIN);
  g_autoptr (DoorOrigin) proxy
      = by_proxy ? door_exchange_dup_server (self->exchange, DOOR_TARGET_PROXY) : NULL;

  if (server != NULL)
    door_companion_session_prepare_for_challenge (get_session (self), server, proxy);
}

/* The third message of NTLM, which has the answer, begins with these octets. */
#define NTLM_ANSWER "NTLM TlRMTVNTUAAD"

/* A connection on which NTLM has failed is of no more use. */
static void
leave_failed_ntlm (DoorChallengeFilter *self)
{
  const char *sent = soup_message_headers_get_one (soup_message_get_request_headers (self->message),
                                                   "Proxy-Authorization");
  g_autoptr (DoorOrigin) proxy = door_exchange_dup_server (self->exchange, DOOR_TARGET_PROXY);

  if (sent != NULL && g_str_has_prefix (sent, NTLM_ANSWER) && proxy != NULL)
    door_connections_close (door_companion_session_get_connections (get_session (self)),
                            DOOR_TARGET_PROXY, proxy);
}

/* tinyproxy answers a wrong login with a 401, which is an origin's: the person would give that what
 * is the proxy's. The shell knows by the field that does not belong there. */
static void
put_right_refusal (DoorChallengeFilter *self)
{
  SoupMessageHeaders *fields = soup_message_get_response_headers (self->message);
  const char *server = soup_message_headers_get_one (fields, "Server");
  const char *challenge = soup_message_headers_get_list (fields, "WWW-Authenticate");
  g_autoptr (DoorOrigin) proxy = NULL;

  soup_message_headers_remove (fields, "Proxy-Authenticate");
  if (!door_exchange_is_read_by_proxy (self->exchange) || challenge == NULL || server == NULL
      || !g_str_has_prefix (server, "tinyproxy/")
      || soup_message_headers_get_one (soup_message_get_request_headers (self->message),
                                       "Proxy-Authorization")
             == NULL)
    return;

  soup_message_headers_append (fields, "Proxy-Authenticate", challenge);
  soup_message_headers_remove (fields, "WWW-Authenticate");

  proxy = door_exchange_dup_server (self->exchange, DOOR_TARGET_PROXY);
  if (proxy != NULL)
    door_companion_session_forget (get_session (self), DOOR_TARGET_PROXY, proxy, NULL);
}

/* Where somebody has answered already, there is nothing to ask. */
static gboolean
is_asked_about (DoorChallengeFilter *self)
{
  g_autoptr (DoorOrigin) proxy = door_exchange_dup_server (self->exchange, DOOR_TARGET_PROXY);

  return (proxy != NULL
          && door_companion_session_has_answered_auth (get_session (self), DOOR_TARGET_PROXY,
                                                       proxy))
         || door_exchange_has_listener (self->exchange);
}

static void
leave_own_auth (DoorChallengeFilter *self)
{
  if (self->own_auth != NULL)
    g_signal_handlers_disconnect_by_data (self->own_auth, self);
  g_clear_object (&self->own_auth);
}

static void
withhold_all (DoorChallengeFilter *self)
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
on_own_auth_updated (SoupAuth *auth, GParamSpec *pspec, DoorChallengeFilter *self)
{
  if (self->lent_flag)
    withhold_all (self);
}

/* The first message of NTLM, for which no login is needed, was sent for a SoupAuth that nobody is
 * going to be asked about. Another one goes on with the proxy's answer, but is to be asked about as
 * what belongs to the proxy, and takes itself for the origin's as soon as it knows the answer. */
static void
leave_begun_ntlm (DoorChallengeFilter *self)
{
  SoupMessageHeaders *fields = soup_message_get_response_headers (self->message);
  const char *sent = soup_message_headers_get_one (soup_message_get_request_headers (self->message),
                                                   "Proxy-Authorization");

  if (self->own_auth != NULL || sent == NULL || !g_str_has_prefix (sent, "NTLM "))
    return;

  g_free (self->begun);
  self->begun = g_strdup (soup_message_headers_get_list (fields, "Proxy-Authenticate"));
  withhold_all (self);
  soup_message_headers_append (fields, "Proxy-Authenticate", "NTLM");
}

/* What has begun on the connection does not come to an end: nobody else could use it. */
static void
on_begun_declined (SoupAuth *auth, GParamSpec *pspec, DoorChallengeFilter *self)
{
  soup_message_headers_append (soup_message_get_response_headers (self->message), "Connection",
                               "close");
}

/* All first messages are equal: it is as if @auth had sent it. Not before there is a login: libsoup
 * would look for the domain in the proxy's message, where it may not be. */
static void
on_begun_answered (SoupAuth *auth, GParamSpec *pspec, DoorChallengeFilter *self)
{
  g_autofree char *begun = g_steal_pointer (&self->begun);

  if (begun == NULL || !soup_auth_is_authenticated (auth))
    return;

  g_free (soup_auth_get_authorization (auth, self->message));
  soup_auth_update (auth, self->message, begun);
}

/* The one SoupAuth that libsoup keeps for proxies is never asked about again once it was cancelled,
 * which a stopped load is enough for. With this flag, libsoup makes one for this message and keeps
 * none. Schemes that authenticate a connection share one as long as they can, so that nobody is
 * asked for each connection. */
static void
filter_proxy (DoorChallengeFilter *self)
{
  SoupMessageHeaders *fields = soup_message_get_response_headers (self->message);
  gboolean signs_in_connection;

  leave_failed_ntlm (self);
  signs_in_connection = needs_connection (self);

  /* A message that keeps no SoupAuth would ask anew at every step, and never come to the end. One
   * that nobody is asked about would go some of them with no login, and spoil the SoupAuth. */
  if (signs_in_connection
      && (door_exchange_is_stateless (self->exchange) || !is_asked_about (self)))
    soup_message_headers_remove (fields, "Proxy-Authenticate");
  else if (!soup_message_query_flags (self->message, SOUP_MESSAGE_DO_NOT_USE_AUTH_CACHE)
           && (!signs_in_connection || door_exchange_is_overtaken (self->exchange)))
    {
      if (signs_in_connection)
        leave_begun_ntlm (self);
      soup_message_add_flags (self->message, SOUP_MESSAGE_DO_NOT_USE_AUTH_CACHE);
      self->lent_flag = TRUE;
    }
}

static void
on_status (SoupMessage *message, GParamSpec *pspec, gpointer user_data)
{
  DoorChallengeFilter *self = user_data;
  guint status = soup_message_get_status (message);

  /* An origin that plays the proxy, inside a tunnel too, gets no answer: libsoup would not tell. */
  if (status == SOUP_STATUS_PROXY_UNAUTHORIZED && !door_exchange_is_read_by_proxy (self->exchange))
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
    door_companion_session_renew_if_cancelled (get_session (self));

  door_challenge_filter_withhold (self);

  if (status == SOUP_STATUS_PROXY_UNAUTHORIZED)
    filter_proxy (self);
}

/* libsoup has looked. */
static void
on_got_headers (SoupMessage *message, gpointer user_data)
{
  DoorChallengeFilter *self = user_data;

  if (self->withheld != NULL)
    door_withheld_challenges_give_back (self->withheld,
                                        soup_message_get_response_headers (message));
  g_clear_pointer (&self->withheld, door_withheld_challenges_free);

  if (self->lent_flag)
    soup_message_remove_flags (message, SOUP_MESSAGE_DO_NOT_USE_AUTH_CACHE);
  self->lent_flag = FALSE;
}

/**
 * door_challenge_filter_new:
 * @exchange: what owns this
 * @message: its message, whose handlers libsoup has connected already
 *
 * Returns: (transfer full): a filter for all of its responses
 */
DoorChallengeFilter *
door_challenge_filter_new (DoorExchange *exchange, SoupMessage *message)
{
  DoorChallengeFilter *self = g_new0 (DoorChallengeFilter, 1);

  self->exchange = exchange;
  self->message = message;
  g_signal_connect (message, "notify::status-code", G_CALLBACK (on_status), self);
  g_signal_connect (message, "got-headers", G_CALLBACK (on_got_headers), self);

  return self;
}

void
door_challenge_filter_free (DoorChallengeFilter *self)
{
  leave_own_auth (self);
  g_free (self->begun);
  g_signal_handlers_disconnect_by_data (self->message, self);
  g_clear_pointer (&self->withheld, door_withheld_challenges_free);
  g_free (self);
}

/**
 * door_challenge_filter_begin_anew:
 *
 * The message is about to be sent, perhaps once more.
 */
void
door_challenge_filter_begin_anew (DoorChallengeFilter *self)
{
  g_clear_pointer (&self->withheld, door_withheld_challenges_free);
}

/**
 * door_challenge_filter_withhold:
 *
 * The header fields of the response are there, and libsoup has not looked at them yet. Until it
 * has, they hold no challenge that policy does not want to be answered. HTTP/1 has them at once
 * with the status, HTTP/2 later.
 */
void
door_challenge_filter_withhold (DoorChallengeFilter *self)
{
  if (self->withheld == NULL)
    self->withheld = door_withheld_challenges_new (
        self->message, door_companion_session_get_schemes (get_session (self)),
        door_companion_session_knows_negotiate (get_session (self)));
}

/**
 * door_challenge_filter_keep_auth:
 * @auth: a SoupAuth of libsoup's own for a proxy
 *
 * Returns: whether libsoup has made it for this message alone, which keeps it from now on
 */
gboolean
door_challenge_filter_keep_auth (DoorChallengeFilter *self, SoupAuth *auth)
{
  if (!self->lent_flag)
    return FALSE;

  if (self->own_auth != auth)
    {
      leave_own_auth (self);
      self->own_auth = g_object_ref (auth);
      g_signal_connect (auth, "notify::authority", G_CALLBACK (on_own_auth_updated), self);
      if (self->begun != NULL)
        {
          g_signal_connect (auth, "notify::is-authenticated", G_CALLBACK (on_begun_answered), self);
          g_signal_connect (auth, "notify::is-cancelled", G_CALLBACK (on_begun_declined), self);
        }
    }

  return TRUE;
}
