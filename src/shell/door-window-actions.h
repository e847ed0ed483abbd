/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "door-tab.h"
#include "door-window.h"

G_BEGIN_DECLS

/* The part of DoorWindow that acts on the page in front, and the keys of all its actions. */
DoorTab *door_window_get_tab_in_front (DoorWindow *self);
GtkWidget *door_window_get_location (DoorWindow *self);

void door_window_install_page_actions (GtkWidgetClass *klass);
void door_window_set_accelerators (GtkApplication *application);

G_END_DECLS
