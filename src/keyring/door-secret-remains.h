/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <libsecret/secret.h>

G_BEGIN_DECLS

#define DOOR_TYPE_SECRET_REMAINS (door_secret_remains_get_type ())
G_DECLARE_FINAL_TYPE (DoorSecretRemains, door_secret_remains, DOOR, SECRET_REMAINS, GObject)

/* All that a removed item was, so that it can come back as it was, whoever wrote it. */
DoorSecretRemains *door_secret_remains_new (SecretRetrievable *item, SecretValue *password);

GHashTable *door_secret_remains_get_attributes (DoorSecretRemains *self);
const char *door_secret_remains_get_label (DoorSecretRemains *self);
const char *door_secret_remains_get_collection (DoorSecretRemains *self);
SecretValue *door_secret_remains_get_password (DoorSecretRemains *self);

G_END_DECLS
