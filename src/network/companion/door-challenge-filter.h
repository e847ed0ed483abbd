/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "door-exchange.h"

G_BEGIN_DECLS

/* What libsoup gets to see of the 401 and 407 of one exchange: only what it answers as it should.
 */
typedef struct _DoorChallengeFilter DoorChallengeFilter;

DoorChallengeFilter *door_challenge_filter_new (DoorExchange *exchange, SoupMessage *message);
void door_challenge_filter_free (DoorChallengeFilter *self);

void door_challenge_filter_begin_anew (DoorChallengeFilter *self);
void door_challenge_filter_withhold (DoorChallengeFilter *self);
gboolean door_challenge_filter_keep_auth (DoorChallengeFilter *self, SoupAuth *auth);

G_END_DECLS
