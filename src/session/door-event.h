/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "door-protection-space.h"
#include "door-prompt.h"
#include "door-verdict.h"

G_BEGIN_DECLS

typedef enum
{
  DOOR_EVENT_CHALLENGE,
  DOOR_EVENT_VERDICT,
  DOOR_EVENT_PROMPT_OPENED,
  DOOR_EVENT_PROMPT_CLOSED,
  DOOR_EVENT_ACCEPTED,
  DOOR_EVENT_REFUSED,
  DOOR_EVENT_SAVED,
  DOOR_EVENT_FORGOTTEN,
  DOOR_EVENT_LIMITED,
} DoorEventKind;

/* One line of the event log. What is NULL or 0 is left out; `decision` counts for a verdict,
 * `outcome` for a closed prompt. Nothing in it can hold a secret. */
typedef struct
{
  DoorEventKind kind;
  guint64 id;
  guint64 tab;
  const char *uri; /* user information is removed */
  const DoorContext *context;
  DoorProtectionSpace *space;
  DoorTarget target; /* where there is no space */
  DoorOrigin *server;
  const char *scheme;
  const char *const *offered;
  guint attempt;
  const DoorDecision *decision;
  const char *rule; /* of the policy; where it is NULL, the one of the decision */
  DoorPromptOutcome outcome;
  const char *reason;
} DoorEvent;

GVariant *door_event_to_variant (const DoorEvent *event, GDateTime *time);

G_END_DECLS
