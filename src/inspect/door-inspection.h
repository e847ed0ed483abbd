/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "door-challenge-list.h"
#include "door-policy.h"
#include "door-protection-space.h"
#include "door-selection.h"

G_BEGIN_DECLS

/* What there is to say about one response, or about field values that somebody asks about. */
typedef struct
{
  guint status; /* 0: no response */
  char *reason_phrase;
  char *uri;            /* the last one asked, without user information; NULL for field values */
  GPtrArray *redirects; /* the URIs asked before it */
  DoorTarget target;
  DoorOrigin *server; /* NULL if not known */
  DoorChallengeList *challenges;
  DoorStack *stack;
  DoorPolicy *policy;
  gboolean has_companion;
  DoorSelection *selection;
  char *error; /* why there is no response; NULL if there is one */
} DoorInspection;

/* Exit statuses, in the contract. */
typedef enum
{
  DOOR_INSPECTION_KNOWN = 0,
  DOOR_INSPECTION_UNREACHABLE = 1,
  DOOR_INSPECTION_NONE_KNOWN = 3,
  DOOR_INSPECTION_MALFORMED = 4,
} DoorInspectionResult;

DoorInspection *door_inspection_new (DoorPolicy *policy, gboolean has_companion);
void door_inspection_free (DoorInspection *inspection);
void door_inspection_take_challenges (DoorInspection *inspection,
                                      DoorTarget target,
                                      DoorOrigin *server,
                                      DoorChallengeList *challenges);
DoorInspectionResult door_inspection_get_result (DoorInspection *inspection);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DoorInspection, door_inspection_free)

G_END_DECLS
