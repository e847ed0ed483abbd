/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <adwaita.h>

#include "door-login-catalog.h"
#include "door-session.h"

G_BEGIN_DECLS

#define DOOR_TYPE_SAVED_LOGINS_VIEW (door_saved_logins_view_get_type ())
G_DECLARE_FINAL_TYPE (DoorSavedLoginsView,
                      door_saved_logins_view,
                      DOOR,
                      SAVED_LOGINS_VIEW,
                      GtkWidget)

/* What the keyring has: a list to search in, and each login with what can be done to it. */
void door_saved_logins_view_set_session (DoorSavedLoginsView *self,
                                         DoorSession *session,
                                         DoorLoginCatalog *catalog,
                                         AdwToastOverlay *toasts);

G_END_DECLS
