/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

gboolean door_child_focus (GtkWidget *widget, GtkDirectionType direction);

G_END_DECLS
