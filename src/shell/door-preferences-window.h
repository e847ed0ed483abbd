/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define DOOR_TYPE_PREFERENCES_WINDOW (door_preferences_window_get_type ())
G_DECLARE_FINAL_TYPE (DoorPreferencesWindow,
                      door_preferences_window,
                      DOOR,
                      PREFERENCES_WINDOW,
                      AdwPreferencesWindow)

/* What a person can have otherwise; everything counts at once. */
GtkWindow *door_preferences_window_new (GtkWindow *parent, GSettings *settings);

G_END_DECLS
