/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "door-downloads.h"
#include "door-window.h"

G_BEGIN_DECLS

/* The part of DoorWindow that takes on what its pages download. */
DoorDownloads *door_window_get_downloads (DoorWindow *self);

void door_window_follow_downloads (DoorWindow *self);
void door_window_hand_over_downloads (DoorWindow *self);

G_END_DECLS
