/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "door-web-context.h"

G_BEGIN_DECLS

#define DOOR_TYPE_PAGE_DROPS (door_page_drops_get_type ())
G_DECLARE_FINAL_TYPE (DoorPageDrops, door_page_drops, DOOR, PAGE_DROPS, GObject)

/* Keeps files from being dropped on the page of one view, unless a person takes them from another
 * program and the policy lets files be chosen. */
DoorPageDrops *door_page_drops_new (DoorWebContext *context, WebKitWebView *view);

G_END_DECLS
