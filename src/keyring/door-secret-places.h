/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <libsecret/secret.h>

#include "door-secret-call.h"

G_BEGIN_DECLS

/* What items are looked for: those with all of @attributes. */
typedef struct
{
  const SecretSchema *schema;
  GHashTable *attributes;
} DoorSecretQuery;

/* Where items are, none of which is locked. */
typedef struct
{
  SecretService *service; /* NULL: the keyring is not a Secret Service */
  GPtrArray *paths;       /* of @service, of char */
  GList *items;           /* SecretRetrievable of another kind of keyring, which has them at hand */
} DoorSecretPlaces;

void door_secret_places_free (DoorSecretPlaces *places);

/* Is told that there are more of @places than before, while others are still looked for. */
typedef void (*DoorSecretSomePlacesFunc) (DoorSecretPlaces *places, gpointer data);

/* Is given @places or an error, which it takes. */
typedef void (*DoorSecretPlacesFunc) (DoorSecretPlaces *places, GError *error, gpointer data);

void door_secret_places_find (GTask *task,
                              const DoorSecretQuery *queries,
                              guint n_queries,
                              DoorSecretSomePlacesFunc some,
                              DoorSecretPlacesFunc then,
                              gpointer data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DoorSecretPlaces, door_secret_places_free)

G_END_DECLS
