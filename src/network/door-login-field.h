/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* By a field of each response the companion tells the shell whether a login was sent for it, and of
 * which realm. What a server says by that name is taken out. */
#define DOOR_LOGIN_FIELD "Doorward-Login"

char *door_login_field_new (const char *realm);
char *door_login_field_read (const char *value);

G_END_DECLS
