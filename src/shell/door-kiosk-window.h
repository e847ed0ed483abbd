/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <adwaita.h>

#include "door-tab.h"

G_BEGIN_DECLS

#define DOOR_TYPE_KIOSK_WINDOW (door_kiosk_window_get_type ())
G_DECLARE_FINAL_TYPE (DoorKioskWindow, door_kiosk_window, DOOR, KIOSK_WINDOW, AdwWindow)

/* The window of a kiosk: fills the screen, cannot be closed, and has nothing that leads elsewhere.
 * Pages lie on top of each other; “Back” leads from each to what was there before.
 *
 * Property: front (DoorTab or NULL, notified): what the visitor sees. Signals: done (): the visitor
 * leaves; stay (): the visitor is still there; try-now (): somebody does not want to wait for the
 * next try. */
DoorKioskWindow *door_kiosk_window_new (GtkApplication *application);

DoorTab *door_kiosk_window_get_front (DoorKioskWindow *self);
void door_kiosk_window_open_home (DoorKioskWindow *self, DoorWebContext *context, const char *home);
void door_kiosk_window_forget (DoorKioskWindow *self);

void door_kiosk_window_show_countdown (DoorKioskWindow *self, guint seconds);
void door_kiosk_window_show_trouble (DoorKioskWindow *self, guint seconds);
void door_kiosk_window_hide_trouble (DoorKioskWindow *self);

G_END_DECLS
