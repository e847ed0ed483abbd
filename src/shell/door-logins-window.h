/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <adwaita.h>

#include "door-session.h"

G_BEGIN_DECLS

#define DOOR_TYPE_LOGINS_WINDOW (door_logins_window_get_type ())
G_DECLARE_FINAL_TYPE (DoorLoginsWindow, door_logins_window, DOOR, LOGINS_WINDOW, AdwWindow)

/* The logins of a session: what is saved, what it is signed in with, and what is never saved. */
DoorLoginsWindow *door_logins_window_new (DoorSession *session);

G_END_DECLS
