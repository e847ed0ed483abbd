/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "door-login.h"

G_BEGIN_DECLS

/* The logins of one session, by scheme and protection space. One without credentials stands for
 * what somebody was asked for. */
typedef struct _DoorLogins DoorLogins;

DoorLogins *door_logins_new (void);
void door_logins_free (DoorLogins *self);

DoorLogin *door_logins_make (const char *scheme, DoorProtectionSpace *space);
DoorLogin *door_logins_ensure (DoorLogins *self, const char *scheme, DoorProtectionSpace *space);
DoorLogin *door_logins_find_for_proxy (DoorLogins *self, DoorOrigin *proxy);
GList *door_logins_list (DoorLogins *self);

void
door_logins_sign_out (DoorLogins *self, DoorTarget target, DoorOrigin *server, const char *realm);
void door_logins_sign_out_of_all (DoorLogins *self);
void door_logins_drop_unused (DoorLogins *self);

G_END_DECLS
