/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* The hash algorithms that RFC 7616 section 6.1 registers, in no order of preference. The values
 * are flags, so that a set of them is a guint. */
typedef enum
{
  DOOR_DIGEST_ALGORITHM_NONE = 0, /* one that is not known here */
  DOOR_DIGEST_ALGORITHM_MD5 = 1 << 0,
  DOOR_DIGEST_ALGORITHM_MD5_SESS = 1 << 1,
  DOOR_DIGEST_ALGORITHM_SHA_256 = 1 << 2,
  DOOR_DIGEST_ALGORITHM_SHA_256_SESS = 1 << 3,
  DOOR_DIGEST_ALGORITHM_SHA_512_256 = 1 << 4,
  DOOR_DIGEST_ALGORITHM_SHA_512_256_SESS = 1 << 5,
} DoorDigestAlgorithm;

#define DOOR_DIGEST_ALGORITHMS_LIBSOUP (DOOR_DIGEST_ALGORITHM_MD5 | DOOR_DIGEST_ALGORITHM_MD5_SESS)
#define DOOR_DIGEST_ALGORITHMS_ALL 0x3fu

/* The longest digest in hexadecimal, with its terminating nul. */
#define DOOR_DIGEST_HEX_SIZE 65

DoorDigestAlgorithm door_digest_algorithm_from_string (const char *name);
const char *door_digest_algorithm_to_string (DoorDigestAlgorithm algorithm);
gboolean door_digest_algorithm_is_session (DoorDigestAlgorithm algorithm);

/* The quality of protection, likewise flags (RFC 7616 section 3.3). */
typedef enum
{
  DOOR_DIGEST_QOP_NONE = 0, /* the form of RFC 2069, without nonce count and client nonce */
  DOOR_DIGEST_QOP_AUTH = 1 << 0,
  DOOR_DIGEST_QOP_AUTH_INT = 1 << 1,
} DoorDigestQop;

guint door_digest_qop_options_from_string (const char *qop);
const char *door_digest_qop_to_string (DoorDigestQop qop);

G_END_DECLS
