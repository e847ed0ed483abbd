/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <webkit/webkit.h>

#include "door-challenge-list.h"
#include "door-protection-space.h"

G_BEGIN_DECLS

/* A response may name schemes without end; the log names no more than these. */
#define DOOR_CHALLENGED_RESPONSE_MAX_SCHEMES 512

/* A 401 or 407 response: who sent it, for which resource, and its challenges. */
typedef struct
{
  DoorTarget target;
  gboolean unsolicited; /* a 407 that no proxy has sent */
  DoorOrigin *server;   /* of the resource */
  char *uri;
  DoorChallengeList *challenges;
} DoorChallengedResponse;

DoorChallengedResponse *door_challenged_response_new (WebKitURIResponse *response);
void door_challenged_response_free (DoorChallengedResponse *response);
char **door_challenged_response_dup_schemes (DoorChallengedResponse *response);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DoorChallengedResponse, door_challenged_response_free)

G_END_DECLS
