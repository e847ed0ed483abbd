/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-login-digest.h"

#include "door-digest-challenge.h"
#include "door-digest-session.h"

#include <libsoup/soup.h>
#include <string.h>

struct _DoorLoginDigest
{
  DoorLogin parent_instance;

  DoorChallenge *challenge;   /* the last one, or NULL */
  DoorDigestSession *session; /* or NULL: made when it is first needed */
  char *nonce;                /* the one that is in use, or NULL */
  char *returned;             /* what came back with a body that was to be vouched for, or NULL */
  DoorDigestHex returned_hash;
};

G_DEFINE_FINAL_TYPE (DoorLoginDigest, door_login_digest, DOOR_TYPE_LOGIN)

static void
door_login_digest_finalize (GObject *object)
{
  DoorLoginDigest *self = DOOR_LOGIN_DIGEST (object);

  g_clear_pointer (&self->challenge, door_challenge_unref);
  g_clear_pointer (&self->session, door_digest_session_unref);
  g_free (self->nonce);
  g_free (self->returned);

  G_OBJECT_CLASS (door_login_digest_parent_class)->finalize (object);
}

static gboolean
door_login_digest_can_answer (DoorLogin *login, DoorChallenge *challenge)
{
  DoorDigestChallenge digest;

  return door_digest_challenge_read (&digest, challenge, NULL);
}

static void
set_nonce (DoorLoginDigest *self, const char *nonce)
{
  char *copy = g_strdup (nonce);

  g_free (self->nonce);
  self->nonce = copy;
}

static gboolean
hash_body (DoorLoginDigest *self, const DoorLoginRequest *request, DoorDigestHex hash)
{
  g_autoptr (GBytes) body = door_request_body_dup_bytes (request->body);
  DoorDigestChallenge digest;
  gconstpointer octets;
  gsize length;

  if (body == NULL || !door_digest_challenge_read (&digest, self->challenge, NULL))
    return FALSE;

  octets = g_bytes_get_data (body, &length);
  door_digest_hash_octets (digest.algorithm, octets, length, hash);

  return TRUE;
}

/* NULL if there is nothing to vouch for. */
static char *
describe (DoorLoginDigest *self, const DoorLoginRequest *request)
{
  g_autofree char *body = door_request_body_describe (request->body);
  DoorDigestChallenge digest;

  if (body == NULL || !door_digest_challenge_read (&digest, self->challenge, NULL)
      || digest.qop != DOOR_DIGEST_QOP_AUTH_INT)
    return NULL;

  return g_strdup_printf ("%s %s %s %s", door_digest_algorithm_to_string (digest.algorithm),
                          request->method, request->target, body);
}

/* A form whose refusal was shown is sent again when somebody has signed in, and its body is not
 * known before it is written, which is too late. But it is what it was. */
static void
remember_returned (DoorLoginDigest *self, const DoorLoginRequest *request)
{
  g_autofree char *description = describe (self, request);

  g_clear_pointer (&self->returned, g_free);
  if (description != NULL && hash_body (self, request, self->returned_hash))
    self->returned = g_steal_pointer (&description);
}

/* Once: if it was another one, it is known when that comes back. */
static gboolean
take_returned (DoorLoginDigest *self, const DoorLoginRequest *request)
{
  g_autofree char *description = describe (self, request);

  if (self->returned == NULL || g_strcmp0 (self->returned, description) != 0)
    return FALSE;

  g_clear_pointer (&self->returned, g_free);

  return TRUE;
}

static gboolean
has_vouched_for_another (DoorLoginDigest *self,
                         const DoorLoginRequest *request,
                         DoorDigestAnswer *answer)
{
  const DoorDigestInput *input = door_digest_answer_get_input (answer);
  DoorDigestHex hash;

  return input->entity_hash != NULL && request->body != NULL && hash_body (self, request, hash)
         && strcmp (input->entity_hash, hash) != 0;
}

static DoorStanding
door_login_digest_challenge (DoorLogin *login,
                             DoorChallenge *challenge,
                             const DoorLoginRequest *request,
                             DoorDigestAnswer *answer)
{
  DoorLoginDigest *self = DOOR_LOGIN_DIGEST (login);
  const char *nonce = door_challenge_get_param (challenge, "nonce");
  const char *sent = answer != NULL ? door_digest_answer_get_input (answer)->nonce : NULL;
  gboolean is_current = sent == NULL || g_strcmp0 (sent, self->nonce) == 0;
  DoorDigestUpdate update = DOOR_DIGEST_UPDATE_OTHER;

  /* Many requests can come back from one nonce, and the first of them brought the next. Its count
   * must not begin anew. */
  if (self->session != NULL && g_strcmp0 (nonce, self->nonce) == 0 && (sent == NULL || !is_current))
    return DOOR_STANDING_GOOD;

  if (self->session != NULL)
    update = door_digest_session_update (self->session, challenge);

  if (update == DOOR_DIGEST_UPDATE_OTHER)
    g_clear_pointer (&self->session, door_digest_session_unref);

  g_clear_pointer (&self->challenge, door_challenge_unref);
  self->challenge = door_challenge_ref (challenge);
  set_nonce (self, nonce);

  if (request != NULL && request->body != NULL)
    remember_returned (self, request);

  if (update != DOOR_DIGEST_UPDATE_REFUSED || !is_current)
    return DOOR_STANDING_GOOD;

  return answer != NULL && request != NULL && has_vouched_for_another (self, request, answer)
             ? DOOR_STANDING_GOOD
             : DOOR_STANDING_REFUSED;
}

static gboolean
ensure_session (DoorLoginDigest *self)
{
  DoorLogin *login = DOOR_LOGIN (self);
  g_autoptr (GError) error = NULL;

  if (self->session != NULL)
    return TRUE;

  if (self->challenge == NULL)
    return FALSE;

  self->session
      = door_digest_session_new (self->challenge, door_login_get_username (login),
                                 secret_value_get_text (door_login_get_password (login)), &error);
  if (self->session == NULL)
    g_debug ("These credentials cannot be sent: %s", error->message);

  return self->session != NULL;
}

/* By auth-int, if the body is known. */
static DoorDigestAnswer *
vouch (DoorLoginDigest *self, const DoorLoginRequest *request)
{
  g_autoptr (GBytes) body
      = request->body != NULL ? door_request_body_dup_bytes (request->body) : g_bytes_new (NULL, 0);

  if (body != NULL)
    return door_digest_session_answer (self->session, request->method, request->target, body, NULL);

  return take_returned (self, request)
             ? door_digest_session_answer_hash (self->session, request->method, request->target,
                                                self->returned_hash)
             : NULL;
}

static char *
door_login_digest_authorize (DoorLogin *login,
                             const DoorLoginRequest *request,
                             DoorDigestAnswer **answer)
{
  DoorLoginDigest *self = DOOR_LOGIN_DIGEST (login);

  if (!ensure_session (self))
    return NULL;

  *answer = door_digest_session_needs_body (self->session)
                ? vouch (self, request)
                : door_digest_session_answer (self->session, request->method, request->target, NULL,
                                              NULL);
  if (*answer == NULL)
    return NULL;

  set_nonce (self, door_digest_answer_get_input (*answer)->nonce);

  return g_strdup (door_digest_answer_get_authorization (*answer));
}

static void
door_login_digest_got_info (DoorLogin *login, const char *info, DoorDigestAnswer *answer)
{
  DoorLoginDigest *self = DOOR_LOGIN_DIGEST (login);

  if (self->session == NULL || answer == NULL)
    return;

  if (door_digest_session_finish (self->session, answer, info, NULL) == DOOR_DIGEST_PROOF_INVALID)
    g_warning ("A server that took a Digest login does not know its password");
}

/* RFC 7616 section 3.3: what “domain” lists, or the whole server. Other servers that it lists are
 * left out: they send a challenge first, which is then answered without asking. */
static GSList *
door_login_digest_get_paths (DoorLogin *login, GUri *uri)
{
  DoorLoginDigest *self = DOOR_LOGIN_DIGEST (login);
  DoorOrigin *server = door_protection_space_get_server (door_login_get_space (login));
  const char *domain
      = self->challenge != NULL ? door_challenge_get_param (self->challenge, "domain") : NULL;
  g_auto (GStrv) list = g_strsplit (domain != NULL ? domain : "", " ", -1);
  GSList *paths = NULL;

  for (gsize i = 0; list[i] != NULL; i++)
    {
      g_autoptr (GUri) listed = *list[i] != '\0'
                                    ? g_uri_parse_relative (uri, list[i], SOUP_HTTP_URI_FLAGS, NULL)
                                    : NULL;
      g_autoptr (DoorOrigin) origin
          = listed != NULL && g_uri_get_host (listed) != NULL
                ? door_origin_new (g_uri_get_scheme (listed), g_uri_get_host (listed),
                                   g_uri_get_port (listed))
                : NULL;

      if (origin != NULL && door_origin_equal (origin, server))
        paths = g_slist_prepend (paths, g_strdup (*g_uri_get_path (listed) != '\0'
                                                      ? g_uri_get_path (listed)
                                                      : "/"));
    }

  return paths != NULL ? paths : g_slist_prepend (NULL, g_strdup ("/"));
}

static void
door_login_digest_credentials_changed (DoorLogin *login)
{
  g_clear_pointer (&DOOR_LOGIN_DIGEST (login)->session, door_digest_session_unref);
}

static void
door_login_digest_class_init (DoorLoginDigestClass *klass)
{
  DoorLoginClass *login_class = DOOR_LOGIN_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = door_login_digest_finalize;

  login_class->can_answer = door_login_digest_can_answer;
  login_class->challenge = door_login_digest_challenge;
  login_class->authorize = door_login_digest_authorize;
  login_class->got_info = door_login_digest_got_info;
  login_class->get_paths = door_login_digest_get_paths;
  login_class->credentials_changed = door_login_digest_credentials_changed;
}

static void
door_login_digest_init (DoorLoginDigest *self)
{
}
