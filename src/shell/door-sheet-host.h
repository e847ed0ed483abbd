/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "door-login-sheet.h"

G_BEGIN_DECLS

#define DOOR_TYPE_SHEET_HOST (door_sheet_host_get_type ())
G_DECLARE_FINAL_TYPE (DoorSheetHost, door_sheet_host, DOOR, SHEET_HOST, GtkWidget)

/* Holds a window's whole content and lets a login sheet hang from a widget in it.
 *
 * Properties: content (GtkWidget), anchor (GtkWidget inside content; the sheet begins above its
 * lower edge). */
void door_sheet_host_set_sheet (DoorSheetHost *self, DoorLoginSheet *sheet, gboolean animate);
DoorLoginSheet *door_sheet_host_get_sheet (DoorSheetHost *self);

G_END_DECLS
