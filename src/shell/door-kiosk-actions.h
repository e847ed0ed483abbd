/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "door-kiosk-window.h"
#include "door-page-stack.h"

G_BEGIN_DECLS

/* The part of DoorKioskWindow that acts on the page in front, and all the keys that there are. */
DoorPageStack *door_kiosk_window_get_pages (DoorKioskWindow *self);

void door_kiosk_window_install_page_actions (GtkWidgetClass *klass);
void door_kiosk_window_update_page_actions (DoorKioskWindow *self);
void door_kiosk_window_add_keys (DoorKioskWindow *self);

G_END_DECLS
