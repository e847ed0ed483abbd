/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "door-keyring.h"
#include "door-never-save.h"
#include "door-prompt.h"
#include "door-vault.h"

G_BEGIN_DECLS

#define DOOR_TYPE_LOGIN_KEEPER (door_login_keeper_get_type ())
G_DECLARE_FINAL_TYPE (DoorLoginKeeper, door_login_keeper, DOOR, LOGIN_KEEPER, GObject)

/* Stands between the questions of a session and the keyring: proposes what is saved, and saves what
 * the person wants to be remembered once a server has accepted it.
 *
 * Signals: saved (DoorCredentials *credentials, guint64 id): they are in the keyring now; id is
 * that of the question that they answered; save-failed (DoorCredentials *credentials): they could
 * not be saved. */
DoorLoginKeeper *door_login_keeper_new (DoorKeyring *keyring, DoorNeverSave *never_save);

DoorKeyring *door_login_keeper_get_keyring (DoorLoginKeeper *self);
DoorNeverSave *door_login_keeper_get_never_save (DoorLoginKeeper *self);
void door_login_keeper_attend (DoorLoginKeeper *self, DoorPrompt *prompt);
void door_login_keeper_accepted (DoorLoginKeeper *self, DoorCredentials *credentials);
void door_login_keeper_refused (DoorLoginKeeper *self, DoorCredentials *credentials);

G_END_DECLS
