/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <libsecret/secret.h>

#include "door-secret-call.h"

G_BEGIN_DECLS

/* Is given a #DoorSecretCall, which it takes, and items (SecretRetrievable), none of them locked;
 * or why there are none, which it takes too. */
typedef void (*DoorSecretItemsFunc) (GTask *task, GList *items, GError *error);

void door_secret_items_find (GTask *task,
                             const SecretSchema *schema,
                             GHashTable *attributes,
                             DoorSecretItemsFunc then);

G_END_DECLS
