/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "door-challenge.h"
#include "door-digest-algorithm.h"

G_BEGIN_DECLS

/* A Digest challenge with its parameters understood (RFC 7616 section 3.3). The strings belong to
 * the challenge. */
typedef struct
{
  const char *realm;
  const char *nonce;
  const char *opaque; /* NULL: none */
  const char *domain; /* NULL: none */
  DoorDigestAlgorithm algorithm;
  gboolean names_algorithm;
  DoorDigestQop qop; /* the one to use */
  gboolean stale;
  gboolean hashes_user;
  gboolean knows_extended_names; /* the server can be sent username* */
} DoorDigestChallenge;

gboolean
door_digest_challenge_read (DoorDigestChallenge *self, DoorChallenge *challenge, GError **error);

G_END_DECLS
