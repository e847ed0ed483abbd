/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "door-protection-space.h"

G_BEGIN_DECLS

#define DOOR_TYPE_SUPPRESSION (door_suppression_get_type ())
G_DECLARE_FINAL_TYPE (DoorSuppression, door_suppression, DOOR, SUPPRESSION, GObject)

/* What a session stays quiet about: the protection spaces whose question the person cancelled, and
 * the servers that have had their question since the person last acted on them. Both hold for all
 * tabs and forget the oldest entry when they are full, so that no server makes them grow. */
#define DOOR_SUPPRESSION_MAX_ENTRIES 256

DoorSuppression *door_suppression_new (void);

void door_suppression_cancelled (DoorSuppression *self, DoorProtectionSpace *space);
void door_suppression_asked (DoorSuppression *self, DoorTarget target, DoorOrigin *server);
void door_suppression_person_acted (DoorSuppression *self, DoorTarget target, DoorOrigin *server);
void door_suppression_person_asked (DoorSuppression *self,
                                    DoorTarget target,
                                    DoorOrigin *server,
                                    guint64 moment);
guint64 door_suppression_get_moment (DoorSuppression *self);
gboolean door_suppression_is_cancelled (DoorSuppression *self, DoorProtectionSpace *space);
gboolean door_suppression_was_asked (DoorSuppression *self, DoorTarget target, DoorOrigin *server);

G_END_DECLS
