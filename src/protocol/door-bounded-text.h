/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *door_bounded_text_new (const char *text, gsize max_length, char separator);

G_END_DECLS
