/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "door-courier.h"

G_BEGIN_DECLS

#define DOOR_TYPE_RELOADER (door_reloader_get_type ())
G_DECLARE_FINAL_TYPE (DoorReloader, door_reloader, DOOR, RELOADER, GObject)

/* Loads again what one view shows, or a part of it: for the person, who asked for it or has signed
 * in, here or on another page. */
DoorReloader *door_reloader_new (WebKitWebView *view,
                                 DoorNavigationGate *gate,
                                 DoorPrompter *prompter,
                                 DoorCourier *courier);

void door_reloader_set_loading (DoorReloader *self, gboolean loading);
void door_reloader_set_failed_uri (DoorReloader *self, const char *uri);

void door_reloader_load (DoorReloader *self, const char *uri);
void door_reloader_load_again (DoorReloader *self, DoorAct act);
void door_reloader_reload (DoorReloader *self, gboolean bypass_cache);

G_END_DECLS
