/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "door-saved-login.h"

G_BEGIN_DECLS

/* How a login is written into the desktop's keyring: the schema of network passwords, which GNOME's
 * programs and WebKitGTK share. */
#define DOOR_SECRET_ATTRIBUTE_USED "doorward:used"
#define DOOR_SECRET_ATTRIBUTE_REFUSED "doorward:refused"

const char *const *door_secret_attributes_get_protocols (void);
GHashTable *door_secret_attributes_for_server (DoorOrigin *server);
GHashTable *door_secret_attributes_for_login (DoorSavedLogin *login);
char *door_secret_label_for_login (DoorSavedLogin *login);
DoorSavedLogin *door_saved_login_new_from_attributes (GHashTable *attributes,
                                                      guint64 modified,
                                                      SecretValue *password,
                                                      GObject *handle);

G_END_DECLS
