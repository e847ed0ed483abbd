/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <libsecret/secret.h>

#include "door-secret-source.h"

G_BEGIN_DECLS

/* The longest secret, in bytes. */
#define DOOR_SECRET_MAX_LENGTH 8192

#define DOOR_TYPE_SECRET_READER (door_secret_reader_get_type ())
G_DECLARE_FINAL_TYPE (DoorSecretReader, door_secret_reader, DOOR, SECRET_READER, GObject)

/* Reads secrets from where they are kept: files, credentials of systemd and the environment. One
 * for the process, since a variable can be read only once. */
DoorSecretReader *door_secret_reader_new (void);

void door_secret_reader_cover_variable (DoorSecretReader *self, DoorSecretSource *source);
void door_secret_reader_take_variable (DoorSecretReader *self, DoorSecretSource *source);
SecretValue *
door_secret_reader_read (DoorSecretReader *self, DoorSecretSource *source, GError **error);

G_END_DECLS
