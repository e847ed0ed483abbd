/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "door-keyring.h"

G_BEGIN_DECLS

#define DOOR_TYPE_SECRET_KEYRING (door_secret_keyring_get_type ())
G_DECLARE_FINAL_TYPE (DoorSecretKeyring, door_secret_keyring, DOOR, SECRET_KEYRING, GObject)

/* The desktop's keyring: the Secret Service of the session bus, or whatever else libsecret is told
 * to use. */
#define DOOR_SECRET_KEYRING_PATIENCE_MS 3000

DoorKeyring *door_secret_keyring_new (guint patience_ms);

G_END_DECLS
