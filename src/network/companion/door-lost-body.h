/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A body that cannot be sent, since what belongs into it is gone. */
#define DOOR_TYPE_LOST_BODY (door_lost_body_get_type ())
G_DECLARE_FINAL_TYPE (DoorLostBody, door_lost_body, DOOR, LOST_BODY, GInputStream)

GInputStream *door_lost_body_new (void);

G_END_DECLS
