/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "door-login.h"

G_BEGIN_DECLS

/* What one message was sent with to one target, one time after the other, and what was said of it.
 */
typedef struct
{
  DoorLogin *login; /* or NULL */
  DoorLogin *own;   /* a copy of @login for this message alone, or NULL */
  guint generation;
  DoorDigestAnswer *sent; /* or NULL */
  guint n;
  guint silences;    /* how often in a row there was a login, and nothing to be made of it */
  gboolean awaiting; /* sent, and nothing came back for it that can be answered */
} DoorAttempts;

void door_attempts_clear (DoorAttempts *self);

char *
door_attempts_authorize (DoorAttempts *self, DoorLogin *login, const DoorLoginRequest *request);
gboolean door_attempts_are_over (const DoorAttempts *self);
void door_attempts_challenge (DoorAttempts *self,
                              DoorLogin *login,
                              DoorChallenge *challenge,
                              const DoorLoginRequest *request);
void door_attempts_got_info (DoorAttempts *self, const char *info);

G_END_DECLS
