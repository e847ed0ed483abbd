/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <webkit/webkit.h>

G_BEGIN_DECLS

#define DOOR_TYPE_FIND_BAR (door_find_bar_get_type ())
G_DECLARE_FINAL_TYPE (DoorFindBar, door_find_bar, DOOR, FIND_BAR, GtkWidget)

/* Finds text in one page. Property: view (WebKitWebView). */
void door_find_bar_open (DoorFindBar *self);
void door_find_bar_next (DoorFindBar *self);
void door_find_bar_previous (DoorFindBar *self);

G_END_DECLS
