/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "door-auth.h"

G_BEGIN_DECLS

#define DOOR_TYPE_AUTH_BASIC (door_auth_basic_get_type ())
G_DECLARE_FINAL_TYPE (DoorAuthBasic, door_auth_basic, DOOR, AUTH_BASIC, DoorAuth)

G_END_DECLS
