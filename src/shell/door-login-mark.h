/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gtk/gtk.h>

#include "door-vault.h"

G_BEGIN_DECLS

#define DOOR_TYPE_LOGIN_MARK (door_login_mark_get_type ())
G_DECLARE_FINAL_TYPE (DoorLoginMark, door_login_mark, DOOR, LOGIN_MARK, GtkWidget)

/* A key beside the address of a page that the person is signed in to, or to the proxy that it came
 * by, and what there is to know about the logins; hidden where there is none. */
char *door_login_mark_describe (DoorCredentials *login);
void door_login_mark_show (DoorLoginMark *self, DoorCredentials *site, DoorCredentials *proxy);

G_END_DECLS
