/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "door-web-context.h"

G_BEGIN_DECLS

#define DOOR_TYPE_PAGE_LOGIN (door_page_login_get_type ())
G_DECLARE_FINAL_TYPE (DoorPageLogin, door_page_login, DOOR, PAGE_LOGIN, GObject)

/* What the session is signed in with at the server that the shown page is from.
 *
 * Properties: login (DoorCredentials or NULL). */
DoorPageLogin *door_page_login_new (DoorWebContext *context);

DoorCredentials *door_page_login_get (DoorPageLogin *self);
void door_page_login_set_uri (DoorPageLogin *self, const char *uri);
gboolean door_page_login_shown (DoorPageLogin *self);
gboolean door_page_login_signed_out (DoorPageLogin *self, DoorTarget target, DoorOrigin *server);
void door_page_login_set_loading (DoorPageLogin *self, gboolean loading);

G_END_DECLS
