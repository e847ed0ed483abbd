/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* What the strip says of a tab. */
void door_tab_label_follow (AdwTabPage *tab_page);
void door_tab_label_leave (AdwTabPage *tab_page);

G_END_DECLS
