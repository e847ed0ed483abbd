/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "door-contexts.h"
#include "door-window.h"

G_BEGIN_DECLS

#define DOOR_TYPE_WINDOWS (door_windows_get_type ())
G_DECLARE_FINAL_TYPE (DoorWindows, door_windows, DOOR, WINDOWS, GObject)

/* The windows of a desktop, and what the application can do with them. A kiosk has none of these.
 */
DoorWindows *door_windows_new (GtkApplication *application,
                               DoorContexts *contexts,
                               DoorPolicyFile *policy,
                               GSettings *settings);

void door_windows_add_actions (DoorWindows *self);

DoorWindow *door_windows_create (DoorWindows *self, gboolean private_session);
DoorWindow *door_windows_find (DoorWindows *self, gboolean private_session);
DoorPage *door_windows_open_home (DoorWindows *self, DoorWindow *window);

G_END_DECLS
