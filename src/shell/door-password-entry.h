/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gtk/gtk.h>
#include <libsecret/secret.h>

G_BEGIN_DECLS

/* A GtkPasswordEntry that keeps the password to itself: what GtkEditable and, through it, the
 * accessibility bus get to see is a row of bullets, unless the person asked to see the password. */
typedef struct _GtkPasswordEntry DoorPasswordEntry;

#define DOOR_TYPE_PASSWORD_ENTRY (door_password_entry_get_type ())
#define DOOR_PASSWORD_ENTRY(object)                                                                \
  (G_TYPE_CHECK_INSTANCE_CAST ((object), DOOR_TYPE_PASSWORD_ENTRY, DoorPasswordEntry))
#define DOOR_IS_PASSWORD_ENTRY(object)                                                             \
  (G_TYPE_CHECK_INSTANCE_TYPE ((object), DOOR_TYPE_PASSWORD_ENTRY))
GType door_password_entry_get_type (void) G_GNUC_CONST;

SecretValue *door_password_entry_get_password (DoorPasswordEntry *self);
void door_password_entry_set_password (DoorPasswordEntry *self, SecretValue *password);
gboolean door_password_entry_is_empty (DoorPasswordEntry *self);
void door_password_entry_toggle_revealed (DoorPasswordEntry *self);

G_END_DECLS
