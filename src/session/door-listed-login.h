/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "door-saved-login.h"

G_BEGIN_DECLS

#define DOOR_TYPE_LISTED_LOGIN (door_listed_login_get_type ())
G_DECLARE_FINAL_TYPE (DoorListedLogin, door_listed_login, DOOR, LISTED_LOGIN, GObject)

/* A saved login in a list for people. Immutable. */
DoorListedLogin *door_listed_login_new (DoorSavedLogin *login);

DoorSavedLogin *door_listed_login_get_login (DoorListedLogin *self);
const char *door_listed_login_get_place (DoorListedLogin *self);
gboolean door_listed_login_matches (DoorListedLogin *self, const char *folded);
int door_listed_login_compare (DoorListedLogin *a, DoorListedLogin *b);

G_END_DECLS
