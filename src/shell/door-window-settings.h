/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "door-window.h"

G_BEGIN_DECLS

/* The part of DoorWindow that is as the person wants it. */
GSettings *door_window_get_settings (DoorWindow *self);

double door_window_get_usual_zoom (DoorWindow *self);
void door_window_follow_settings (DoorWindow *self);

G_END_DECLS
