/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gtk/gtk.h>

#include "door-idle.h"

G_BEGIN_DECLS

void door_input_watch_window (GtkWindow *window, DoorIdle *idle);

G_END_DECLS
