/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* What libadwaita and GTK leave undone when a tab is dragged. */
void door_tab_drag_watch (void);
void door_tab_drag_follow_strip (AdwTabBar *strip);

G_END_DECLS
