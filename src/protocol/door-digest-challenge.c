/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-digest-challenge.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "door-scheme.h"
#include "door-secret-string.h"

static gboolean
param_is (DoorChallenge *challenge, const char *name, const char *expected)
{
  const char *value = door_challenge_get_param (challenge, name);

  return value != NULL && g_ascii_strcasecmp (value, expected) == 0;
}

/* Of several qualities "auth" is taken, as every browser does: the body of a request is not always
 * at hand, and its integrity is what TLS is for. */
static gboolean
choose_qop (DoorChallenge *challenge, DoorDigestQop *qop)
{
  const char *offered = door_challenge_get_param (challenge, "qop");
  guint options;

  *qop = DOOR_DIGEST_QOP_NONE;
  if (offered == NULL)
    return TRUE;

  options = door_digest_qop_options_from_string (offered);
  if ((options & DOOR_DIGEST_QOP_AUTH) != 0)
    *qop = DOOR_DIGEST_QOP_AUTH;
  else if ((options & DOOR_DIGEST_QOP_AUTH_INT) != 0)
    *qop = DOOR_DIGEST_QOP_AUTH_INT;

  return *qop != DOOR_DIGEST_QOP_NONE;
}

/**
 * door_digest_challenge_read:
 * @self: what to fill
 * @challenge: a challenge, which must be kept as long as @self is used
 * @error: return location for a #DoorCredentialsError
 *
 * A user name that is not ASCII is sent as username* (RFC 7616 section 3.4) to a server that shows,
 * by charset, userhash or a SHA-2 algorithm, that it knows RFC 7616. One that only knows RFC 2617
 * would find no user name in that, and gets it in UTF-8 between quotes, as from every browser.
 *
 * Returns: whether @challenge is one of Digest that can be answered
 */
gboolean
door_digest_challenge_read (DoorDigestChallenge *self, DoorChallenge *challenge, GError **error)
{
  const char *algorithm;

  g_return_val_if_fail (challenge != NULL, FALSE);

  algorithm = door_challenge_get_param (challenge, "algorithm");
  self->realm = door_challenge_get_param (challenge, "realm");
  self->nonce = door_challenge_get_param (challenge, "nonce");
  self->opaque = door_challenge_get_param (challenge, "opaque");
  self->domain = door_challenge_get_param (challenge, "domain");
  self->algorithm = door_digest_algorithm_from_string (algorithm);
  self->names_algorithm = algorithm != NULL;
  self->stale = param_is (challenge, "stale", "true");
  self->hashes_user = param_is (challenge, "userhash", "true");
  self->knows_extended_names = param_is (challenge, "charset", "UTF-8")
                               || door_challenge_get_param (challenge, "userhash") != NULL
                               || (self->algorithm != DOOR_DIGEST_ALGORITHM_MD5
                                   && self->algorithm != DOOR_DIGEST_ALGORITHM_MD5_SESS);

  if (strcmp (door_challenge_get_scheme (challenge), "digest") != 0
      || door_challenge_is_malformed (challenge)
      || !door_scheme_is_satisfied_by (DOOR_SCHEME_DIGEST, challenge)
      || self->algorithm == DOOR_DIGEST_ALGORITHM_NONE || !choose_qop (challenge, &self->qop))
    {
      g_set_error_literal (error, DOOR_CREDENTIALS_ERROR, DOOR_CREDENTIALS_ERROR_CHALLENGE,
                           _ ("The server asks for a kind of Digest that is not known."));
      return FALSE;
    }

  return TRUE;
}
