/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "door-window.h"

G_BEGIN_DECLS

DoorWindow *door_foremost_window_find (DoorWindow *window);

G_END_DECLS
