/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "door-authenticator.h"

G_BEGIN_DECLS

#define DOOR_TYPE_NAVIGATOR (door_navigator_get_type ())
G_DECLARE_FINAL_TYPE (DoorNavigator, door_navigator, DOOR, NAVIGATOR, GObject)

/* Where one view goes: to addresses that the person enters, once there is who answers for them, and
 * where its page leads. User information in an address is taken out of it before. */
DoorNavigator *door_navigator_new (DoorWebContext *context,
                                   WebKitWebView *view,
                                   DoorNavigationGate *gate,
                                   DoorAuthenticator *authenticator);

void door_navigator_open (DoorNavigator *self, const char *uri);
gboolean door_navigator_decide (DoorNavigator *self, WebKitNavigationPolicyDecision *decision);

G_END_DECLS
