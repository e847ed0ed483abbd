/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gtk/gtk.h>

#include "door-idle.h"

G_BEGIN_DECLS

#define DOOR_TYPE_KIOSK_DIALOGS (door_kiosk_dialogs_get_type ())
G_DECLARE_FINAL_TYPE (DoorKioskDialogs, door_kiosk_dialogs, DOOR, KIOSK_DIALOGS, GObject)

/* Keeps within the kiosk what WebKit and GTK open besides its window: what is there to choose a
 * file or a color, or to print, leads nowhere else, belongs to the visit, and leaves nothing
 * behind. */
DoorKioskDialogs *door_kiosk_dialogs_new (DoorIdle *idle);

void door_kiosk_dialogs_end (DoorKioskDialogs *self);

G_END_DECLS
