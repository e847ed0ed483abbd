/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "door-web-context.h"

G_BEGIN_DECLS

#define DOOR_TYPE_SIGN_OUTS (door_sign_outs_get_type ())
G_DECLARE_FINAL_TYPE (DoorSignOuts, door_sign_outs, DOOR, SIGN_OUTS, GObject)

/* Ends in the network process, and in caches, what the session forgets.
 *
 * Signals: done (int target, a DoorTarget, DoorOrigin *server): nothing is left of the logins of
 * @server, or of any if it is NULL. */
DoorSignOuts *door_sign_outs_new (DoorWebContext *context);

gboolean door_sign_outs_are_under_way (DoorSignOuts *self);

G_END_DECLS
