/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

GSettings *door_settings_open (gboolean keep, GError **error);

G_END_DECLS
