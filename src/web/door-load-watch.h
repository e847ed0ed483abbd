/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "door-authenticator.h"
#include "door-failed-load.h"
#include "door-page-bounds.h"
#include "door-page-login.h"
#include "door-reloader.h"

G_BEGIN_DECLS

#define DOOR_TYPE_LOAD_WATCH (door_load_watch_get_type ())
G_DECLARE_FINAL_TYPE (DoorLoadWatch, door_load_watch, DOOR, LOAD_WATCH, GObject)

/* Follows the main load of one view, and tells those who have to know how far it is.
 *
 * Signals: committed (): another page is shown; failure (): what stands in the place of a page is
 * another one; crashed (): the page is gone with its process. */
DoorLoadWatch *door_load_watch_new (WebKitWebView *view,
                                    DoorAuthenticator *authenticator,
                                    DoorReloader *reloader,
                                    DoorPageLogin *login,
                                    DoorPageBounds *bounds);

void door_load_watch_leave_failure (DoorLoadWatch *self);
DoorFailedLoad *door_load_watch_get_failed (DoorLoadWatch *self);
gboolean door_load_watch_is_led_by_userinfo (DoorLoadWatch *self);

G_END_DECLS
