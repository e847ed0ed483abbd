/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>
#include <libsecret/secret.h>

#include "door-protection-space.h"

G_BEGIN_DECLS

#define DOOR_TYPE_LOGIN_LIST (door_login_list_get_type ())
G_DECLARE_FINAL_TYPE (DoorLoginList, door_login_list, DOOR, LOGIN_LIST, GObject)

/* Logins that whoever started the program gave with it, in the order given. */
DoorLoginList *door_login_list_new (void);

gboolean
door_login_list_add (DoorLoginList *self, const char *space, const char *source, GError **error);
gboolean door_login_list_find (DoorLoginList *self,
                               DoorProtectionSpace *space,
                               const char **username,
                               SecretValue **password);

G_END_DECLS
