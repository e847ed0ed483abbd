/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gtk/gtk.h>

#include "door-listed-login.h"

G_BEGIN_DECLS

#define DOOR_TYPE_SAVED_LOGIN_ROW (door_saved_login_row_get_type ())
G_DECLARE_FINAL_TYPE (DoorSavedLoginRow, door_saved_login_row, DOOR, SAVED_LOGIN_ROW, GtkWidget)

/* One of thousands, so there is little to it: two lines of text. */
GtkWidget *door_saved_login_row_new (void);

void door_saved_login_row_show (DoorSavedLoginRow *self, DoorListedLogin *login);

G_END_DECLS
