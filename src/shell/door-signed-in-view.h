/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gtk/gtk.h>

#include "door-session.h"

G_BEGIN_DECLS

#define DOOR_TYPE_SIGNED_IN_VIEW (door_signed_in_view_get_type ())
G_DECLARE_FINAL_TYPE (DoorSignedInView, door_signed_in_view, DOOR, SIGNED_IN_VIEW, GtkWidget)

/* What the session is signed in with, and how to end it. */
void door_signed_in_view_set_session (DoorSignedInView *self, DoorSession *session);

G_END_DECLS
