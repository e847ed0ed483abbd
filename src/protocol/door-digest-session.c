/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-digest-session.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <nettle/memops.h>
#include <string.h>
#include <sys/random.h>

#include "door-challenge-list.h"
#include "door-digest-authorization.h"
#include "door-digest-challenge.h"

#define CNONCE_OCTETS 18

struct _DoorDigestSession
{
  gatomicrefcount references;
  DoorChallenge *challenge;
  DoorDigestChallenge digest;
  DoorSecretString *username;
  DoorDigestHex secret;         /* H(A1) without a session */
  DoorDigestHex session_secret; /* H(A1) of a -sess algorithm */
  char *session_cnonce;         /* the cnonce in it, NULL before the first answer */
  char *nonce;
  guint32 n_uses;
};

G_DEFINE_BOXED_TYPE (DoorDigestSession,
                     door_digest_session,
                     door_digest_session_ref,
                     door_digest_session_unref)

static void
take_nonce (DoorDigestSession *session, const char *nonce)
{
  g_free (session->nonce);
  session->nonce = g_strdup (nonce);
  session->n_uses = 0;
}

/**
 * door_digest_session_new:
 * @challenge: the challenge to answer
 * @username: the user name in UTF-8
 * @password: the password in UTF-8; it is not kept
 * @error: return location for a #DoorCredentialsError
 *
 * User name and password are hashed in UTF-8 and NFC, whatever the challenge says of charset: it
 * can only say UTF-8 (RFC 7616 section 4). A control character in a user name has no place in a
 * field, and is refused.
 *
 * Returns: (transfer full): a session that can answer, %NULL if @challenge or @username do not
 *   allow it
 */
DoorDigestSession *
door_digest_session_new (DoorChallenge *challenge,
                         const char *username,
                         const char *password,
                         GError **error)
{
  g_autoptr (DoorSecretString) name = NULL;
  g_autoptr (DoorSecretString) word = NULL;
  DoorDigestChallenge digest;
  DoorDigestSession *session;

  g_return_val_if_fail (challenge != NULL, NULL);
  g_return_val_if_fail (username != NULL, NULL);
  g_return_val_if_fail (password != NULL, NULL);

  if (!door_digest_challenge_read (&digest, challenge, error))
    return NULL;

  name = door_secret_string_normalise (username, error);
  if (name == NULL)
    return NULL;
  word = door_secret_string_normalise (password, error);
  if (word == NULL)
    return NULL;

  for (const char *at = name; *at != '\0'; at++)
    if (g_ascii_iscntrl (*at))
      {
        g_set_error_literal (error, DOOR_CREDENTIALS_ERROR, DOOR_CREDENTIALS_ERROR_CONTROL,
                             _ ("The user name contains a control character."));
        return NULL;
      }

  session = g_new0 (DoorDigestSession, 1);
  g_atomic_ref_count_init (&session->references);
  session->challenge = door_challenge_ref (challenge);
  session->digest = digest;
  door_digest_hash_secret (digest.algorithm, name, digest.realm, word, session->secret);
  session->username = g_steal_pointer (&name);
  take_nonce (session, digest.nonce);

  return session;
}

DoorDigestSession *
door_digest_session_ref (DoorDigestSession *session)
{
  g_return_val_if_fail (session != NULL, NULL);

  g_atomic_ref_count_inc (&session->references);

  return session;
}

void
door_digest_session_unref (DoorDigestSession *session)
{
  g_return_if_fail (session != NULL);

  if (!g_atomic_ref_count_dec (&session->references))
    return;

  door_challenge_unref (session->challenge);
  door_secret_string_free (session->username);
  explicit_bzero (session->secret, sizeof session->secret);
  explicit_bzero (session->session_secret, sizeof session->session_secret);
  g_free (session->session_cnonce);
  g_free (session->nonce);
  g_free (session);
}

/**
 * door_digest_session_needs_body:
 *
 * Returns: whether door_digest_session_answer() needs the body, because the challenge offers no
 *   quality but auth-int
 */
gboolean
door_digest_session_needs_body (DoorDigestSession *session)
{
  return session->digest.qop == DOOR_DIGEST_QOP_AUTH_INT;
}

static char *
make_cnonce (void)
{
  guint8 octets[CNONCE_OCTETS];

  if (getentropy (octets, sizeof octets) != 0)
    g_error ("No random numbers: %s", g_strerror (errno));

  return g_base64_encode (octets, sizeof octets);
}

/* H(A1) of a session is made once, with the nonce and the cnonce that it begins with (RFC 7616
 * section 3.4.2); its cnonce then stays, for servers that make it anew for each request. */
static const char *
get_secret (DoorDigestSession *session, char **cnonce)
{
  if (!door_digest_algorithm_is_session (session->digest.algorithm))
    return session->secret;

  if (session->session_cnonce == NULL)
    {
      session->session_cnonce = g_strdup (*cnonce);
      door_digest_hash_session_secret (session->digest.algorithm, session->secret, session->nonce,
                                       session->session_cnonce, session->session_secret);
    }
  else
    {
      g_free (*cnonce);
      *cnonce = g_strdup (session->session_cnonce);
    }

  return session->session_secret;
}

/**
 * door_digest_session_answer:
 * @method: the request's method
 * @target: the request-target as it is sent, query included: "/path?query", or "host:port" for
 *   CONNECT
 * @body: (nullable): the request's body; needed only if door_digest_session_needs_body()
 * @error: return location for a #DoorCredentialsError
 *
 * Answers one request, and counts it: to be called for each request, and each repetition of one.
 *
 * Returns: (transfer full): what to send with it
 */
DoorDigestAnswer *
door_digest_session_answer (DoorDigestSession *session,
                            const char *method,
                            const char *target,
                            GBytes *body,
                            GError **error)
{
  DoorDigestHex entity_hash;
  const guint8 *octets;
  gsize length;

  g_return_val_if_fail (session != NULL, NULL);
  g_return_val_if_fail (method != NULL, NULL);
  g_return_val_if_fail (target != NULL, NULL);

  if (!door_digest_session_needs_body (session))
    return door_digest_session_answer_hash (session, method, target, NULL);

  if (body == NULL)
    {
      g_set_error_literal (error, DOOR_CREDENTIALS_ERROR, DOOR_CREDENTIALS_ERROR_BODY,
                           _ ("The server wants what is sent to be signed, and that is not "
                              "possible for this request."));
      return NULL;
    }

  octets = g_bytes_get_data (body, &length);
  door_digest_hash_octets (session->digest.algorithm, octets, length, entity_hash);

  return door_digest_session_answer_hash (session, method, target, entity_hash);
}

/**
 * door_digest_session_answer_hash:
 * @method: the request's method
 * @target: the request-target, as for door_digest_session_answer()
 * @entity_hash: (nullable): the hash of the request's body by the session's algorithm; needed only
 *   if door_digest_session_needs_body()
 *
 * As door_digest_session_answer(), for a body that is not at hand.
 *
 * Returns: (transfer full): what to send with it
 */
DoorDigestAnswer *
door_digest_session_answer_hash (DoorDigestSession *session,
                                 const char *method,
                                 const char *target,
                                 const char *entity_hash)
{
  g_autofree char *cnonce = NULL;
  char nc[9];
  const char *secret;
  DoorDigestHex response;
  DoorDigestInput input;

  g_return_val_if_fail (session != NULL, NULL);
  g_return_val_if_fail (method != NULL, NULL);
  g_return_val_if_fail (target != NULL, NULL);
  g_return_val_if_fail (entity_hash != NULL || !door_digest_session_needs_body (session), NULL);

  cnonce = make_cnonce ();
  secret = get_secret (session, &cnonce);
  session->n_uses++;
  g_snprintf (nc, sizeof nc, "%08x", session->n_uses);

  input = (DoorDigestInput){
    .algorithm = session->digest.algorithm,
    .qop = session->digest.qop,
    .nonce = session->nonce,
    .nc = nc,
    .cnonce = cnonce,
    .method = method,
    .uri = target,
    .entity_hash = door_digest_session_needs_body (session) ? entity_hash : NULL,
  };
  door_digest_hash_response (&input, secret, response);

  return door_digest_answer_new (&input,
                                 door_digest_authorization_new (&session->digest, session->username,
                                                                &input, response));
}

/**
 * door_digest_session_update:
 * @challenge: the Digest challenge of a 401 or 407 to a request that this session answered
 *
 * A new nonce is taken in any case, and its count begins anew; so the session can go on after
 * %DOOR_DIGEST_UPDATE_STALE. After %DOOR_DIGEST_UPDATE_OTHER nothing has changed.
 *
 * Returns: what @challenge says about the credentials
 */
DoorDigestUpdate
door_digest_session_update (DoorDigestSession *session, DoorChallenge *challenge)
{
  DoorDigestChallenge digest;

  g_return_val_if_fail (session != NULL, DOOR_DIGEST_UPDATE_OTHER);
  g_return_val_if_fail (challenge != NULL, DOOR_DIGEST_UPDATE_OTHER);

  if (!door_digest_challenge_read (&digest, challenge, NULL)
      || digest.algorithm != session->digest.algorithm
      || strcmp (digest.realm, session->digest.realm) != 0)
    return DOOR_DIGEST_UPDATE_OTHER;

  door_challenge_ref (challenge);
  door_challenge_unref (session->challenge);
  session->challenge = challenge;
  session->digest = digest;
  take_nonce (session, digest.nonce);
  g_clear_pointer (&session->session_cnonce, g_free);

  return digest.stale ? DOOR_DIGEST_UPDATE_STALE : DOOR_DIGEST_UPDATE_REFUSED;
}

static gboolean
is_absent_or (DoorChallenge *info, const char *name, const char *expected)
{
  const char *value = door_challenge_get_param (info, name);

  return value == NULL || g_ascii_strcasecmp (value, expected) == 0;
}

static DoorDigestProof
check_proof (DoorDigestSession *session,
             const DoorDigestInput *sent,
             DoorChallenge *info,
             GBytes *body)
{
  const char *proof = door_challenge_get_param (info, "rspauth");
  const char *cnonce = door_challenge_get_param (info, "cnonce");
  DoorDigestInput input = *sent;
  DoorDigestHex entity_hash;
  DoorDigestHex expected;
  g_autofree char *lower = NULL;

  if (proof == NULL || sent->qop == DOOR_DIGEST_QOP_NONE)
    return DOOR_DIGEST_PROOF_NONE;

  if (!is_absent_or (info, "qop", door_digest_qop_to_string (sent->qop))
      || !is_absent_or (info, "nc", sent->nc)
      || (cnonce != NULL && strcmp (cnonce, sent->cnonce) != 0))
    return DOOR_DIGEST_PROOF_INVALID;

  if (door_digest_algorithm_is_session (sent->algorithm)
      && g_strcmp0 (sent->cnonce, session->session_cnonce) != 0)
    return DOOR_DIGEST_PROOF_UNCHECKED;

  if (sent->qop == DOOR_DIGEST_QOP_AUTH_INT)
    {
      gsize length;
      const guint8 *octets;

      if (body == NULL)
        return DOOR_DIGEST_PROOF_UNCHECKED;

      octets = g_bytes_get_data (body, &length);
      door_digest_hash_octets (sent->algorithm, octets, length, entity_hash);
      input.entity_hash = entity_hash;
    }

  door_digest_hash_response (&input,
                             door_digest_algorithm_is_session (sent->algorithm)
                                 ? session->session_secret
                                 : session->secret,
                             expected);

  lower = g_ascii_strdown (proof, -1);

  return strlen (lower) == strlen (expected) && memeql_sec (lower, expected, strlen (expected))
             ? DOOR_DIGEST_PROOF_VALID
             : DOOR_DIGEST_PROOF_INVALID;
}

/**
 * door_digest_session_finish:
 * @answer: what the request was sent with
 * @authentication_info: (nullable): the value of the response's Authentication-Info or
 *   Proxy-Authentication-Info field, several lines joined with commas
 * @body: (nullable): the response's body, which only qop auth-int needs
 *
 * Reads what the server says after it has accepted (RFC 7616 section 3.5). A nextnonce is used from
 * the next answer on, unless the proof is invalid. Whoever cannot prove that it knows the password
 * is not the server that it should be; what becomes of its response is for the caller to decide.
 *
 * Returns: whether the server has proved that it knows the password
 */
DoorDigestProof
door_digest_session_finish (DoorDigestSession *session,
                            DoorDigestAnswer *answer,
                            const char *authentication_info,
                            GBytes *body)
{
  g_autofree char *as_challenge = NULL;
  const char *lines[2] = { NULL };
  g_autoptr (DoorChallengeList) list = NULL;
  DoorChallenge *info;
  const char *next_nonce;
  DoorDigestProof proof;

  g_return_val_if_fail (session != NULL, DOOR_DIGEST_PROOF_NONE);
  g_return_val_if_fail (answer != NULL, DOOR_DIGEST_PROOF_NONE);

  if (authentication_info == NULL)
    return DOOR_DIGEST_PROOF_NONE;

  /* The field is #auth-param (RFC 7615 section 3): a challenge without its scheme. */
  as_challenge = g_strconcat ("Digest ", authentication_info, NULL);
  lines[0] = as_challenge;
  list = door_challenge_list_parse (lines);
  if (door_challenge_list_is_malformed (list) || door_challenge_list_get_n (list) != 1)
    return DOOR_DIGEST_PROOF_NONE;

  info = door_challenge_list_get (list, 0);
  proof = check_proof (session, door_digest_answer_get_input (answer), info, body);
  next_nonce = door_challenge_get_param (info, "nextnonce");
  if (proof != DOOR_DIGEST_PROOF_INVALID && next_nonce != NULL && *next_nonce != '\0'
      && strcmp (next_nonce, session->nonce) != 0)
    take_nonce (session, next_nonce);

  return proof;
}
