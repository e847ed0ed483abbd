/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-vector-digest.h"

#include <string.h>

#include "door-digest-hash.h"
#include "door-secret-string.h"

static const char *
get_or_empty (JsonObject *vector, const char *name)
{
  const char *value = door_vector_get_string (vector, name);

  return value != NULL ? value : "";
}

static void
compute (JsonObject *vector,
         DoorDigestAlgorithm algorithm,
         const char *username,
         const char *password,
         DoorDigestHex response)
{
  const char *qop = door_vector_get_string (vector, "qop");
  const char *realm = get_or_empty (vector, "realm");
  const char *body = get_or_empty (vector, "body");
  DoorDigestHex secret;
  DoorDigestHex entity_hash;
  const DoorDigestInput input = {
    .algorithm = algorithm,
    .qop
    = qop != NULL ? (DoorDigestQop)door_digest_qop_options_from_string (qop) : DOOR_DIGEST_QOP_NONE,
    .nonce = get_or_empty (vector, "nonce"),
    .nc = get_or_empty (vector, "nc"),
    .cnonce = get_or_empty (vector, "cnonce"),
    .method = get_or_empty (vector, "method"),
    .uri = get_or_empty (vector, "uri"),
    .entity_hash = entity_hash,
  };

  door_digest_hash_octets (algorithm, (const guint8 *)body, strlen (body), entity_hash);
  door_digest_hash_secret (algorithm, username, realm, password, secret);
  if (door_digest_algorithm_is_session (algorithm))
    {
      DoorDigestHex session_secret;

      door_digest_hash_session_secret (algorithm, secret, input.nonce, input.cnonce,
                                       session_secret);
      door_digest_hash_response (&input, session_secret, response);
    }
  else
    {
      door_digest_hash_response (&input, secret, response);
    }
}

/**
 * door_vector_digest_check:
 * @vector: a case of digest.json that has a response
 */
DoorVectorOutcome
door_vector_digest_check (JsonObject *vector, char **difference)
{
  JsonObject *expect = door_vector_get_object (vector, "expect");
  DoorDigestAlgorithm algorithm
      = door_digest_algorithm_from_string (door_vector_get_string (vector, "algorithm"));
  g_autoptr (DoorSecretString) username
      = door_secret_string_normalise (get_or_empty (vector, "username"), NULL);
  g_autoptr (DoorSecretString) password
      = door_secret_string_normalise (get_or_empty (vector, "password"), NULL);
  DoorDigestHex response;
  DoorDigestHex hashed_user;

  if (expect == NULL || algorithm == DOOR_DIGEST_ALGORITHM_NONE)
    {
      *difference = g_strdup ("no expectation, or an algorithm that is not known");
      return DOOR_VECTOR_DIFFERS;
    }

  compute (vector, algorithm, username, password, response);
  if (door_vector_compare ("response", door_vector_get_string (expect, "response"), response,
                           difference)
      != DOOR_VECTOR_AGREES)
    return DOOR_VECTOR_DIFFERS;

  if (!door_vector_get_boolean (vector, "userhash"))
    return DOOR_VECTOR_AGREES;

  door_digest_hash_user (algorithm, username, get_or_empty (vector, "realm"), hashed_user);

  return door_vector_compare ("username", door_vector_get_string (expect, "username"), hashed_user,
                              difference);
}
