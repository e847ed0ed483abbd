/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "door-challenge-list.h"
#include "door-stack.h"

G_BEGIN_DECLS

typedef enum
{
  DOOR_SELECTION_REASON_ONLY_CHALLENGE,  /* one was sent, and it is known */
  DOOR_SELECTION_REASON_ONLY_KNOWN,      /* the others are not known */
  DOOR_SELECTION_REASON_STRONGEST,       /* more secure than the other known ones */
  DOOR_SELECTION_REASON_FIRST_OF_EQUALS, /* others of the same scheme come after it */
  DOOR_SELECTION_REASON_POLICY,          /* policy puts it before the other known ones */
  DOOR_SELECTION_REASON_NO_CHALLENGE,    /* none: nothing was sent */
  DOOR_SELECTION_REASON_MALFORMED,       /* none: nothing that was sent can be read */
  DOOR_SELECTION_REASON_NONE_KNOWN,      /* none: the stack can answer none */
  DOOR_SELECTION_REASON_NONE_ALLOWED,    /* none: policy allows none of the known ones */
} DoorSelectionReason;

/* The challenge that is to be answered, and why it is that one (RFC 9110 section 11.1). Immutable
 * and reference counted. */
typedef struct _DoorSelection DoorSelection;

#define DOOR_TYPE_SELECTION (door_selection_get_type ())
GType door_selection_get_type (void) G_GNUC_CONST;

DoorSelection *
door_selection_new (DoorChallengeList *list, DoorStack *stack, const char *const *policy_schemes);
DoorSelection *door_selection_ref (DoorSelection *selection);
void door_selection_unref (DoorSelection *selection);

DoorChallenge *door_selection_get_challenge (DoorSelection *selection);
int door_selection_get_index (DoorSelection *selection);
DoorSelectionReason door_selection_get_reason (DoorSelection *selection);
char *door_selection_explain (DoorSelection *selection);
const char *door_selection_reason_to_string (DoorSelectionReason reason);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DoorSelection, door_selection_unref)

G_END_DECLS
