/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "door-navigation-gate.h"
#include "door-web-context.h"

G_BEGIN_DECLS

#define DOOR_TYPE_PAGE_BOUNDS (door_page_bounds_get_type ())
G_DECLARE_FINAL_TYPE (DoorPageBounds, door_page_bounds, DOOR, PAGE_BOUNDS, GObject)

/* Keeps one view within what the administrator decided: where it goes, and what else its page or
 * its visitor may do.
 *
 * Signals: refused (const char *uri): instead of a page there is nothing; part-refused (const char
 * *uri): a frame stays empty; download-refused (): a download was not begun. */
DoorPageBounds *
door_page_bounds_new (DoorWebContext *context, WebKitWebView *view, DoorNavigationGate *gate);

gboolean door_page_bounds_decide_navigation (DoorPageBounds *self,
                                             WebKitNavigationPolicyDecision *decision);
gboolean door_page_bounds_decide_response (DoorPageBounds *self,
                                           WebKitResponsePolicyDecision *decision);

G_END_DECLS
