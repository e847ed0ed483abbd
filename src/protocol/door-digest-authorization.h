/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "door-digest-challenge.h"
#include "door-digest-hash.h"

G_BEGIN_DECLS

char *door_digest_authorization_new (const DoorDigestChallenge *challenge,
                                     const char *username,
                                     const DoorDigestInput *input,
                                     const char *response);

G_END_DECLS
