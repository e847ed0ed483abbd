/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "door-auth.h"

G_BEGIN_DECLS

#define DOOR_TYPE_AUTH_DIGEST (door_auth_digest_get_type ())
G_DECLARE_FINAL_TYPE (DoorAuthDigest, door_auth_digest, DOOR, AUTH_DIGEST, DoorAuth)

G_END_DECLS
