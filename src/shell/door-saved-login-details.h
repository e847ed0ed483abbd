/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <adwaita.h>

#include "door-listed-login.h"
#include "door-session.h"

G_BEGIN_DECLS

#define DOOR_TYPE_SAVED_LOGIN_DETAILS (door_saved_login_details_get_type ())
G_DECLARE_FINAL_TYPE (DoorSavedLoginDetails,
                      door_saved_login_details,
                      DOOR,
                      SAVED_LOGIN_DETAILS,
                      GtkWidget)

/* One saved login. Its password is fetched when the person wants to see, copy or change it, and is
 * let go of as soon as they have.
 *
 * Signals: back (): the person has seen enough; changed (): the keyring has it otherwise now;
 * removed (DoorListedLogin *, GObject *removed): the keyring has it no more, and @removed can bring
 * it back. */
void door_saved_login_details_set_session (DoorSavedLoginDetails *self,
                                           DoorSession *session,
                                           AdwToastOverlay *toasts);
void door_saved_login_details_show (DoorSavedLoginDetails *self, DoorListedLogin *login);

G_END_DECLS
