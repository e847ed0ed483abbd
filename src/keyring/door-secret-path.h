/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <libsecret/secret.h>

#include "door-secret-call.h"

G_BEGIN_DECLS

#define DOOR_TYPE_SECRET_PATH (door_secret_path_get_type ())
G_DECLARE_FINAL_TYPE (DoorSecretPath, door_secret_path, DOOR, SECRET_PATH, GObject)

/* Where an item is in a Secret Service: what a list of thousands knows them by, as libsecret's own
 * idea of an item costs several messages. */
DoorSecretPath *door_secret_path_new (SecretService *service, const char *path);

typedef void (*DoorSecretItemFunc) (GTask *task, GObject *item);

void door_secret_path_resolve (GTask *task, DoorSavedLogin *login, DoorSecretItemFunc then);

G_END_DECLS
