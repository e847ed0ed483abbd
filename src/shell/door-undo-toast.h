/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

void door_undo_toast_show (AdwToastOverlay *toasts,
                           const char *text,
                           GFunc undo,
                           gpointer data,
                           GDestroyNotify free);

G_END_DECLS
