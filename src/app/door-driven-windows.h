/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "door-windows.h"

G_BEGIN_DECLS

#define DOOR_TYPE_DRIVEN_WINDOWS (door_driven_windows_get_type ())
G_DECLARE_FINAL_TYPE (DoorDrivenWindows, door_driven_windows, DOOR, DRIVEN_WINDOWS, GObject)

/* Gives a WebDriver session the windows and tabs that it asks for. */
DoorDrivenWindows *door_driven_windows_new (DoorWindows *windows, DoorContexts *contexts);

void door_driven_windows_set_blank (DoorDrivenWindows *self, DoorPage *page);

G_END_DECLS
