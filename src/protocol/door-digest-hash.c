/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-digest-hash.h"

#include <nettle/base16.h>
#include <nettle/md5.h>
#include <nettle/sha2.h>
#include <string.h>

typedef struct
{
  DoorDigestAlgorithm algorithm;
  union
  {
    struct md5_ctx md5;
    struct sha256_ctx sha256;
    struct sha512_256_ctx sha512_256;
  } state;
} Hash;

static void
hash_init (Hash *hash, DoorDigestAlgorithm algorithm)
{
  hash->algorithm = algorithm;

  if (algorithm == DOOR_DIGEST_ALGORITHM_MD5 || algorithm == DOOR_DIGEST_ALGORITHM_MD5_SESS)
    md5_init (&hash->state.md5);
  else if (algorithm == DOOR_DIGEST_ALGORITHM_SHA_256
           || algorithm == DOOR_DIGEST_ALGORITHM_SHA_256_SESS)
    sha256_init (&hash->state.sha256);
  else
    sha512_256_init (&hash->state.sha512_256);
}

static void
hash_add_octets (Hash *hash, const guint8 *octets, gsize length)
{
  if (hash->algorithm == DOOR_DIGEST_ALGORITHM_MD5
      || hash->algorithm == DOOR_DIGEST_ALGORITHM_MD5_SESS)
    md5_update (&hash->state.md5, length, octets);
  else if (hash->algorithm == DOOR_DIGEST_ALGORITHM_SHA_256
           || hash->algorithm == DOOR_DIGEST_ALGORITHM_SHA_256_SESS)
    sha256_update (&hash->state.sha256, length, octets);
  else
    sha512_256_update (&hash->state.sha512_256, length, octets);
}

static void
hash_add (Hash *hash, const char *string)
{
  hash_add_octets (hash, (const guint8 *)string, strlen (string));
}

/* Adds ":" and @string. */
static void
hash_add_next (Hash *hash, const char *string)
{
  hash_add (hash, ":");
  hash_add (hash, string);
}

static void
hash_finish (Hash *hash, DoorDigestHex hex)
{
  guint8 digest[SHA256_DIGEST_SIZE];
  gsize size = SHA256_DIGEST_SIZE;

  if (hash->algorithm == DOOR_DIGEST_ALGORITHM_MD5
      || hash->algorithm == DOOR_DIGEST_ALGORITHM_MD5_SESS)
    {
      size = MD5_DIGEST_SIZE;
      md5_digest (&hash->state.md5, size, digest);
    }
  else if (hash->algorithm == DOOR_DIGEST_ALGORITHM_SHA_256
           || hash->algorithm == DOOR_DIGEST_ALGORITHM_SHA_256_SESS)
    sha256_digest (&hash->state.sha256, size, digest);
  else
    sha512_256_digest (&hash->state.sha512_256, size, digest);

  base16_encode_update (hex, size, digest);
  hex[BASE16_ENCODE_LENGTH (size)] = '\0';

  explicit_bzero (digest, sizeof digest);
  explicit_bzero (hash, sizeof *hash);
}

/**
 * door_digest_hash_octets:
 *
 * H(octets), such as the hash of a body for qop auth-int.
 */
void
door_digest_hash_octets (DoorDigestAlgorithm algorithm,
                         const guint8 *octets,
                         gsize length,
                         DoorDigestHex hex)
{
  Hash hash;

  hash_init (&hash, algorithm);
  hash_add_octets (&hash, octets, length);
  hash_finish (&hash, hex);
}

/**
 * door_digest_hash_user:
 *
 * H(username ":" realm), sent in place of the user name with userhash (section 3.4.4).
 */
void
door_digest_hash_user (DoorDigestAlgorithm algorithm,
                       const char *username,
                       const char *realm,
                       DoorDigestHex hex)
{
  Hash hash;

  hash_init (&hash, algorithm);
  hash_add (&hash, username);
  hash_add_next (&hash, realm);
  hash_finish (&hash, hex);
}

/**
 * door_digest_hash_secret:
 *
 * H(username ":" realm ":" password). Whoever has it needs no password: it is as secret as one.
 */
void
door_digest_hash_secret (DoorDigestAlgorithm algorithm,
                         const char *username,
                         const char *realm,
                         const char *password,
                         DoorDigestHex hex)
{
  Hash hash;

  hash_init (&hash, algorithm);
  hash_add (&hash, username);
  hash_add_next (&hash, realm);
  hash_add_next (&hash, password);
  hash_finish (&hash, hex);
}

/**
 * door_digest_hash_session_secret:
 * @secret: from door_digest_hash_secret()
 *
 * H(A1) of the "-sess" algorithms (section 3.4.2).
 */
void
door_digest_hash_session_secret (DoorDigestAlgorithm algorithm,
                                 const char *secret,
                                 const char *nonce,
                                 const char *cnonce,
                                 DoorDigestHex hex)
{
  Hash hash;

  hash_init (&hash, algorithm);
  hash_add (&hash, secret);
  hash_add_next (&hash, nonce);
  hash_add_next (&hash, cnonce);
  hash_finish (&hash, hex);
}

/**
 * door_digest_hash_response:
 * @secret: H(A1): from door_digest_hash_session_secret() for a "-sess" algorithm, else from
 *   door_digest_hash_secret()
 *
 * The response, or with an empty method the server's proof, of sections 3.4.1 and 3.5; without qop
 * that of RFC 2069.
 */
void
door_digest_hash_response (const DoorDigestInput *input, const char *secret, DoorDigestHex hex)
{
  DoorDigestHex a2;
  Hash hash;

  hash_init (&hash, input->algorithm);
  hash_add (&hash, input->method);
  hash_add_next (&hash, input->uri);
  if (input->qop == DOOR_DIGEST_QOP_AUTH_INT)
    hash_add_next (&hash, input->entity_hash);
  hash_finish (&hash, a2);

  hash_init (&hash, input->algorithm);
  hash_add (&hash, secret);
  hash_add_next (&hash, input->nonce);
  if (input->qop != DOOR_DIGEST_QOP_NONE)
    {
      hash_add_next (&hash, input->nc);
      hash_add_next (&hash, input->cnonce);
      hash_add_next (&hash, door_digest_qop_to_string (input->qop));
    }
  hash_add_next (&hash, a2);
  hash_finish (&hash, hex);
}
