/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "door-digest-hash.h"

G_BEGIN_DECLS

/* What one request was answered with, kept until its response has come. Immutable and reference
 * counted. It holds no secret beyond what is on the wire. */
typedef struct _DoorDigestAnswer DoorDigestAnswer;

#define DOOR_TYPE_DIGEST_ANSWER (door_digest_answer_get_type ())
GType door_digest_answer_get_type (void) G_GNUC_CONST;

DoorDigestAnswer *door_digest_answer_new (const DoorDigestInput *input, char *authorization);
DoorDigestAnswer *door_digest_answer_ref (DoorDigestAnswer *answer);
void door_digest_answer_unref (DoorDigestAnswer *answer);

const char *door_digest_answer_get_authorization (DoorDigestAnswer *answer);
const DoorDigestInput *door_digest_answer_get_input (DoorDigestAnswer *answer);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DoorDigestAnswer, door_digest_answer_unref)

G_END_DECLS
