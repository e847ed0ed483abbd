/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gtk/gtk.h>
#include <webkit/webkit.h>

G_BEGIN_DECLS

#define DOOR_TYPE_VIEW_FRAME (door_view_frame_get_type ())
G_DECLARE_FINAL_TYPE (DoorViewFrame, door_view_frame, DOOR, VIEW_FRAME, GtkWidget)

/* Holds a web view and sees that the Tab key leads out of it again, to what comes next. */
GtkWidget *door_view_frame_new (WebKitWebView *view);

G_END_DECLS
