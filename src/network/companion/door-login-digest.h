/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "door-login.h"

G_BEGIN_DECLS

/* A login by the scheme Digest (RFC 7616). */
#define DOOR_TYPE_LOGIN_DIGEST (door_login_digest_get_type ())
G_DECLARE_FINAL_TYPE (DoorLoginDigest, door_login_digest, DOOR, LOGIN_DIGEST, DoorLogin)

G_END_DECLS
