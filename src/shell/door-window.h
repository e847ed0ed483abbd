/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <adwaita.h>

#include "door-page.h"

G_BEGIN_DECLS

#define DOOR_TYPE_WINDOW (door_window_get_type ())
G_DECLARE_FINAL_TYPE (DoorWindow, door_window, DOOR, WINDOW, AdwApplicationWindow)

/* A window with pages of one context in tabs. Its menu refers to app.new-window,
 * app.private-window, app.about and app.quit, which the application installs. */
DoorWindow *
door_window_new (GtkApplication *application, DoorWebContext *context, GSettings *settings);

DoorWebContext *door_window_get_context (DoorWindow *self);
DoorPage *door_window_open (DoorWindow *self, const char *uri, gboolean select);
void door_window_show_about (DoorWindow *self);

G_END_DECLS
