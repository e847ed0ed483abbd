/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <webkit/webkit.h>

G_BEGIN_DECLS

#define DOOR_HELD_NAVIGATIONS_MAX 16

#define DOOR_TYPE_HELD_NAVIGATIONS (door_held_navigations_get_type ())
G_DECLARE_FINAL_TYPE (DoorHeldNavigations, door_held_navigations, DOOR, HELD_NAVIGATIONS, GObject)

/* Navigations of one view that wait, the latest few. Those of frames do not have to.
 *
 * Signals: used (const char *uri): one of them happens. */
DoorHeldNavigations *door_held_navigations_new (WebKitWebView *view);

void door_held_navigations_add (DoorHeldNavigations *self,
                                WebKitNavigationPolicyDecision *decision);
void door_held_navigations_use_all (DoorHeldNavigations *self);
void door_held_navigations_ignore_all (DoorHeldNavigations *self);

G_END_DECLS
