/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "door-digest-algorithm.h"

G_BEGIN_DECLS

/* The arithmetic of RFC 7616 sections 3.4.1 to 3.4.4. Everything that goes in is octets as they are
 * hashed, unescaped; everything that comes out is lower-case hexadecimal. */

typedef char DoorDigestHex[DOOR_DIGEST_HEX_SIZE];

/* What goes into a response beside the secret. */
typedef struct
{
  DoorDigestAlgorithm algorithm;
  DoorDigestQop qop;
  const char *nonce;
  const char *nc;          /* with qop only */
  const char *cnonce;      /* with qop only */
  const char *method;      /* "" for the server's proof in Authentication-Info */
  const char *uri;         /* the request-target, query included */
  const char *entity_hash; /* with qop auth-int only */
} DoorDigestInput;

void door_digest_hash_octets (DoorDigestAlgorithm algorithm,
                              const guint8 *octets,
                              gsize length,
                              DoorDigestHex hex);
void door_digest_hash_user (DoorDigestAlgorithm algorithm,
                            const char *username,
                            const char *realm,
                            DoorDigestHex hex);
void door_digest_hash_secret (DoorDigestAlgorithm algorithm,
                              const char *username,
                              const char *realm,
                              const char *password,
                              DoorDigestHex hex);
void door_digest_hash_session_secret (DoorDigestAlgorithm algorithm,
                                      const char *secret,
                                      const char *nonce,
                                      const char *cnonce,
                                      DoorDigestHex hex);
void
door_digest_hash_response (const DoorDigestInput *input, const char *secret, DoorDigestHex hex);

G_END_DECLS
