/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* The challenges of a response that libsoup is not to see. It answers the strongest scheme that it
 * knows, and knows nothing of policy. */
typedef struct _DoorWithheldChallenges DoorWithheldChallenges;

DoorWithheldChallenges *
door_withheld_challenges_new (SoupMessage *message, const char *const *schemes, gboolean negotiate);
DoorWithheldChallenges *door_withheld_challenges_new_for_all (SoupMessage *message);
void door_withheld_challenges_free (DoorWithheldChallenges *self);

void door_withheld_challenges_give_back (DoorWithheldChallenges *self, SoupMessageHeaders *headers);

G_END_DECLS
