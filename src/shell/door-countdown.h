/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define DOOR_TYPE_COUNTDOWN (door_countdown_get_type ())
G_DECLARE_FINAL_TYPE (DoorCountdown, door_countdown, DOOR, COUNTDOWN, GtkWidget)

/* Asks over everything whether somebody is still there, before what they did is forgotten.
 *
 * Signal: stay (): somebody is. */
void door_countdown_set_seconds (DoorCountdown *self, guint seconds);

G_END_DECLS
