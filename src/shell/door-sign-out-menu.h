/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

#include "door-session.h"

G_BEGIN_DECLS

/* The items of a menu that sign out: of what the page in front is signed in to, and of proxies. */

#define DOOR_TYPE_SIGN_OUT_MENU (door_sign_out_menu_get_type ())
G_DECLARE_FINAL_TYPE (DoorSignOutMenu, door_sign_out_menu, DOOR, SIGN_OUT_MENU, GObject)

/* The action of the page's item, and that of a proxy’s, whose target is the proxy as an origin. */
#define DOOR_SIGN_OUT_ACTION "win.sign-out"
#define DOOR_SIGN_OUT_OF_PROXY_ACTION "win.sign-out-of-proxy"

DoorSignOutMenu *door_sign_out_menu_new (GMenu *section, int position, DoorSession *session);
void door_sign_out_menu_show (DoorSignOutMenu *self, DoorCredentials *login);

char *door_sign_out_menu_name_server (DoorProtectionSpace *space);

G_END_DECLS
