/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "door-tab.h"

G_BEGIN_DECLS

#define DOOR_TYPE_KIOSK_PLACE (door_kiosk_place_get_type ())
G_DECLARE_FINAL_TYPE (DoorKioskPlace, door_kiosk_place, DOOR, KIOSK_PLACE, GtkWidget)

/* Where there is no address to be read, this is what tells a visitor who shows the page, above the
 * edge where pages begin. */
void door_kiosk_place_set_tab (DoorKioskPlace *self, DoorTab *tab);

G_END_DECLS
