/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gtk/gtk.h>

#include "door-prompt.h"

G_BEGIN_DECLS

#define DOOR_TYPE_LOGIN_SHEET (door_login_sheet_get_type ())
G_DECLARE_FINAL_TYPE (DoorLoginSheet, door_login_sheet, DOOR, LOGIN_SHEET, GtkWidget)

/* Shows one DoorPrompt, construct-only property "prompt", and hands the person's answer to it. */
GtkWidget *door_login_sheet_new (DoorPrompt *prompt);

DoorPrompt *door_login_sheet_get_prompt (DoorLoginSheet *self);

G_END_DECLS
