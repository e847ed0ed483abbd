/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <webkit/webkit.h>

#include "door-suppression.h"
#include "door-verdict.h"

G_BEGIN_DECLS

/* So often a load begins anew that the page gets in the way of. */
#define DOOR_NAVIGATION_GATE_MAX_BEGUN 32

#define DOOR_TYPE_NAVIGATION_GATE (door_navigation_gate_get_type ())
G_DECLARE_FINAL_TYPE (DoorNavigationGate, door_navigation_gate, DOOR, NAVIGATION_GATE, GObject)

/* Tells apart what the person and what the page wants to load, and keeps the page's own
 * navigations back while a question is open.
 *
 * Signals: resend-refused (): a reload would have sent a form again without being asked to. */
DoorNavigationGate *door_navigation_gate_new (WebKitWebView *view, DoorSuppression *suppression);

void door_navigation_gate_expect (DoorNavigationGate *self, DoorAct act, const char *uri);
void door_navigation_gate_expect_reload (DoorNavigationGate *self, DoorAct act, gboolean resend);
void door_navigation_gate_expect_history (DoorNavigationGate *self);
void door_navigation_gate_expect_restoration (DoorNavigationGate *self, const char *frame_uri);
gboolean door_navigation_gate_is_expected (DoorNavigationGate *self,
                                           WebKitNavigationPolicyDecision *decision);
gboolean door_navigation_gate_is_from_driver (DoorNavigationGate *self);
gboolean door_navigation_gate_decide (DoorNavigationGate *self,
                                      WebKitNavigationPolicyDecision *decision);
DoorAct door_navigation_gate_get_act (DoorNavigationGate *self, const char *uri, guint64 *moment);
DoorAct
door_navigation_gate_get_download_act (DoorNavigationGate *self, const char *uri, guint64 *moment);
gboolean door_navigation_gate_take_input (DoorNavigationGate *self);

void door_navigation_gate_stop (DoorNavigationGate *self);

void door_navigation_gate_hold (DoorNavigationGate *self);
void door_navigation_gate_release (DoorNavigationGate *self);
void door_navigation_gate_drop (DoorNavigationGate *self);

void door_navigation_gate_load_started (DoorNavigationGate *self);
void door_navigation_gate_load_answered (DoorNavigationGate *self);
gboolean door_navigation_gate_load_failed (DoorNavigationGate *self, gboolean interrupted);
gboolean door_navigation_gate_committed (DoorNavigationGate *self);

G_END_DECLS
