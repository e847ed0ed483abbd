/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "door-challenge.h"

G_BEGIN_DECLS

/* What the running network stack is able to answer. Immutable and reference counted. */
typedef struct _DoorStack DoorStack;

#define DOOR_TYPE_STACK (door_stack_get_type ())
GType door_stack_get_type (void) G_GNUC_CONST;

/* Whether a challenge is known to a stack, and if not, why. */
typedef enum
{
  DOOR_KNOWLEDGE_KNOWN,
  DOOR_KNOWLEDGE_MALFORMED,
  DOOR_KNOWLEDGE_SCHEME,       /* the scheme is not known */
  DOOR_KNOWLEDGE_ALGORITHM,    /* Digest with an algorithm that is not known */
  DOOR_KNOWLEDGE_QOP,          /* Digest with no quality of protection that is known */
  DOOR_KNOWLEDGE_REQUIREMENTS, /* something is missing that the scheme requires */
} DoorKnowledge;

DoorStack *door_stack_new (guint schemes, guint digest_algorithms, guint digest_qop_options);
DoorStack *door_stack_new_for_libsoup (gboolean negotiate);
DoorStack *door_stack_new_for_companion (gboolean negotiate);
DoorStack *door_stack_ref (DoorStack *stack);
void door_stack_unref (DoorStack *stack);

DoorKnowledge door_stack_judge (DoorStack *stack, DoorChallenge *challenge);
gboolean door_stack_knows (DoorStack *stack, DoorChallenge *challenge);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DoorStack, door_stack_unref)

G_END_DECLS
