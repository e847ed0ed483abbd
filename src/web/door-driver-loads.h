/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <webkit/webkit.h>

G_BEGIN_DECLS

/* Tells what a WebDriver loads from what the page that it drives does by itself. */
#define DOOR_TYPE_DRIVER_LOADS door_driver_loads_get_type ()
G_DECLARE_FINAL_TYPE (DoorDriverLoads, door_driver_loads, DOOR, DRIVER_LOADS, GObject)

DoorDriverLoads *door_driver_loads_new (WebKitWebView *view);

gboolean door_driver_loads_has_asked (DoorDriverLoads *self);

G_END_DECLS
