/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gtk/gtk.h>

#include "door-session.h"

G_BEGIN_DECLS

#define DOOR_TYPE_IDLE_NOTICE (door_idle_notice_get_type ())
G_DECLARE_FINAL_TYPE (DoorIdleNotice, door_idle_notice, DOOR, IDLE_NOTICE, GtkWidget)

/* Says that the person is about to be signed out because nobody is there. */
void door_idle_notice_set_session (DoorIdleNotice *self, DoorSession *session);

G_END_DECLS
