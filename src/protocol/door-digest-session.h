/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "door-challenge.h"
#include "door-digest-answer.h"
#include "door-secret-string.h"

G_BEGIN_DECLS

/* One login by Digest in one protection space: user, what the password has become, the server's
 * nonce, and how often it was used. Reference counted; to be used from one thread. */
typedef struct _DoorDigestSession DoorDigestSession;

#define DOOR_TYPE_DIGEST_SESSION (door_digest_session_get_type ())
GType door_digest_session_get_type (void) G_GNUC_CONST;

/* What another challenge, to a request that was answered, means. */
typedef enum
{
  DOOR_DIGEST_UPDATE_STALE,   /* the nonce is too old: send again, ask nobody */
  DOOR_DIGEST_UPDATE_REFUSED, /* user name or password are wrong */
  DOOR_DIGEST_UPDATE_OTHER,   /* another realm or algorithm: no word on these credentials */
} DoorDigestUpdate;

/* Whether the server has proved that it knows the password too. */
typedef enum
{
  DOOR_DIGEST_PROOF_NONE,      /* it does not say */
  DOOR_DIGEST_PROOF_UNCHECKED, /* it covers a body, or a session, that is not at hand */
  DOOR_DIGEST_PROOF_VALID,
  DOOR_DIGEST_PROOF_INVALID,
} DoorDigestProof;

DoorDigestSession *door_digest_session_new (DoorChallenge *challenge,
                                            const char *username,
                                            const char *password,
                                            GError **error);
DoorDigestSession *door_digest_session_ref (DoorDigestSession *session);
void door_digest_session_unref (DoorDigestSession *session);

gboolean door_digest_session_needs_body (DoorDigestSession *session);
DoorDigestAnswer *door_digest_session_answer (DoorDigestSession *session,
                                              const char *method,
                                              const char *target,
                                              GBytes *body,
                                              GError **error);
DoorDigestAnswer *door_digest_session_answer_hash (DoorDigestSession *session,
                                                   const char *method,
                                                   const char *target,
                                                   const char *entity_hash);
DoorDigestUpdate door_digest_session_update (DoorDigestSession *session, DoorChallenge *challenge);
DoorDigestProof door_digest_session_finish (DoorDigestSession *session,
                                            DoorDigestAnswer *answer,
                                            const char *authentication_info,
                                            GBytes *body);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DoorDigestSession, door_digest_session_unref)

G_END_DECLS
