/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define DOOR_TYPE_TROUBLE_PAGE (door_trouble_page_get_type ())
G_DECLARE_FINAL_TYPE (DoorTroublePage, door_trouble_page, DOOR, TROUBLE_PAGE, GtkWidget)

/* What a kiosk shows until it works again. Visitors cannot help it, so it does not say more.
 *
 * Signal: try-now (): somebody does not want to wait. */
void door_trouble_page_set_seconds (DoorTroublePage *self, guint seconds);

G_END_DECLS
