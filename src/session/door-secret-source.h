/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  DOOR_SECRET_SOURCE_KEYRING,
  DOOR_SECRET_SOURCE_FILE,
  DOOR_SECRET_SOURCE_CREDENTIAL, /* of the systemd unit */
  DOOR_SECRET_SOURCE_ENVIRONMENT,
} DoorSecretSourceKind;

/* Where a password is kept, not the password. Immutable and reference counted. */
typedef struct _DoorSecretSource DoorSecretSource;

#define DOOR_TYPE_SECRET_SOURCE (door_secret_source_get_type ())
GType door_secret_source_get_type (void) G_GNUC_CONST;

DoorSecretSource *door_secret_source_new (const char *text, GError **error);
DoorSecretSource *door_secret_source_ref (DoorSecretSource *source);
void door_secret_source_unref (DoorSecretSource *source);

DoorSecretSourceKind door_secret_source_get_kind (DoorSecretSource *source);
const char *door_secret_source_get_name (DoorSecretSource *source);
const char *door_secret_source_to_string (DoorSecretSource *source);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DoorSecretSource, door_secret_source_unref)

G_END_DECLS
