/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "door-window.h"

G_BEGIN_DECLS

/* The part of DoorWindow that acts on its tabs. */
AdwTabView *door_window_get_tabs (DoorWindow *self);

void door_window_install_tab_actions (GtkWidgetClass *klass);
void door_window_setup_tab_menu (DoorWindow *self, AdwTabPage *page);

G_END_DECLS
