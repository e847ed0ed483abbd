/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <adwaita.h>

#include "door-never-save.h"

G_BEGIN_DECLS

#define DOOR_TYPE_NEVER_SAVE_VIEW (door_never_save_view_get_type ())
G_DECLARE_FINAL_TYPE (DoorNeverSaveView, door_never_save_view, DOOR, NEVER_SAVE_VIEW, GtkWidget)

/* The sites whose logins are never saved, and how to change one's mind. */
void door_never_save_view_set_model (DoorNeverSaveView *self,
                                     DoorNeverSave *never_save,
                                     AdwToastOverlay *toasts);

G_END_DECLS
