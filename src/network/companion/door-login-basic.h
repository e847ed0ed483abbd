/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "door-login.h"

G_BEGIN_DECLS

/* A login by the scheme Basic (RFC 7617). */
#define DOOR_TYPE_LOGIN_BASIC (door_login_basic_get_type ())
G_DECLARE_FINAL_TYPE (DoorLoginBasic, door_login_basic, DOOR, LOGIN_BASIC, DoorLogin)

G_END_DECLS
