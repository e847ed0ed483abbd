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
};

G_DEFINE_FINAL_TYPE (DoorLoginDigest, door_login_digest, DOOR_TYPE_LOGIN)

static void
door_login_digest_finalize (GObject *object)
{
  DoorLoginDigest *self = DOOR_LOGIN_DIGEST (object);

  g_clear_pointer (&self->challenge, door_challenge_unref);
  g_clear_pointer (&self->session, door_digest_session_unref);
  g_free (self->nonce);

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

static DoorStanding
door_login_digest_challenge (DoorLogin *login, DoorChallenge *challenge, DoorDigestAnswer *answer)
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

  return update == DOOR_DIGEST_UPDATE_REFUSED && is_current ? DOOR_STANDING_REFUSED
                                                            : DOOR_STANDING_GOOD;
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

static char *
door_login_digest_authorize (DoorLogin *login,
                             const DoorLoginRequest *request,
                             DoorDigestAnswer **answer)
{
  DoorLoginDigest *self = DOOR_LOGIN_DIGEST (login);
  g_autoptr (GBytes) body = NULL;

  if (!ensure_session (self))
    return NULL;

  if (door_digest_session_needs_body (self->session))
    {
      body = request->exchange != NULL ? door_exchange_dup_body (request->exchange)
                                       : g_bytes_new (NULL, 0);
      if (body == NULL)
        return NULL;
    }

  *answer
      = door_digest_session_answer (self->session, request->method, request->target, body, NULL);
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
