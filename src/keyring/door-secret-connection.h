/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <libsecret/secret.h>

G_BEGIN_DECLS

/* The Secret Service that libsecret is connected to. libsecret hands it out only when the main loop
 * runs again; who knows it can ask it at once. */
SecretService *door_secret_connection_get (void);
void door_secret_connection_set (SecretService *service);
void door_secret_connection_end (void);

G_END_DECLS
