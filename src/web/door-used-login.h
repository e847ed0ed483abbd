/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "door-page-login.h"

G_BEGIN_DECLS

#define DOOR_TYPE_USED_LOGIN (door_used_login_get_type ())
G_DECLARE_FINAL_TYPE (DoorUsedLogin, door_used_login, DOOR, USED_LOGIN, GObject)

/* By what login of its server the shown page was given: itself, or else a part of it that the same
 * server has. Without the companion, which says so of each response, it is what there is.
 *
 * Signal: changed (). */
DoorUsedLogin *
door_used_login_new (DoorWebContext *context, WebKitWebView *view, DoorPageLogin *known);

DoorCredentials *door_used_login_get (DoorUsedLogin *self);
void door_used_login_note_response (DoorUsedLogin *self, WebKitURIResponse *response);
void door_used_login_shown (DoorUsedLogin *self, const char *uri);
void door_used_login_signed_out (DoorUsedLogin *self);

G_END_DECLS
