/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <libsoup/soup.h>

#include "door-protection-space.h"

G_BEGIN_DECLS

/* The SoupAuths of libsoup's own that one session has, such as NTLM's: they keep their credentials
 * to themselves, and are the only ones to forget them. */
typedef struct _DoorForeignAuths DoorForeignAuths;

DoorForeignAuths *door_foreign_auths_new (void);
void door_foreign_auths_free (DoorForeignAuths *self);

gboolean door_foreign_auths_add (DoorForeignAuths *self,
                                 DoorTarget target,
                                 DoorOrigin *server,
                                 SoupAuth *auth);
gboolean
door_foreign_auths_have_answered (DoorForeignAuths *self, DoorTarget target, DoorOrigin *server);
void door_foreign_auths_hand_over (DoorForeignAuths *self, SoupAuthManager *manager);

void door_foreign_auths_cancel (DoorForeignAuths *self, DoorTarget target, DoorOrigin *server);
void door_foreign_auths_cancel_all (DoorForeignAuths *self);
void door_foreign_auths_drop_unused (DoorForeignAuths *self);

G_END_DECLS
