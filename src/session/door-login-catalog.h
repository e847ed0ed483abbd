/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "door-keyring.h"
#include "door-listed-login.h"

G_BEGIN_DECLS

typedef enum
{
  DOOR_CATALOG_LOADING,
  DOOR_CATALOG_READY,
  DOOR_CATALOG_LOCKED,      /* there may be more, when the person unlocks it */
  DOOR_CATALOG_UNREACHABLE, /* the keyring does not answer, or with an error, or is not there */
} DoorCatalogState;

#define DOOR_TYPE_CATALOG_STATE (door_catalog_state_get_type ())
GType door_catalog_state_get_type (void) G_GNUC_CONST;

#define DOOR_TYPE_LOGIN_CATALOG (door_login_catalog_get_type ())
G_DECLARE_FINAL_TYPE (DoorLoginCatalog, door_login_catalog, DOOR, LOGIN_CATALOG, GObject)

/* All that a keyring has, in order: a GListModel of DoorListedLogin that fills while the keyring
 * still tells. No password is in it.
 *
 * Property: state (DoorCatalogState, readable). */
DoorLoginCatalog *door_login_catalog_new (DoorKeyring *keyring);

DoorKeyring *door_login_catalog_get_keyring (DoorLoginCatalog *self);
DoorCatalogState door_login_catalog_get_state (DoorLoginCatalog *self);
void door_login_catalog_load (DoorLoginCatalog *self, gboolean unlock);
void door_login_catalog_drop (DoorLoginCatalog *self, DoorListedLogin *login);

G_END_DECLS
