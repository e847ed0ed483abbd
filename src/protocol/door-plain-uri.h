/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *door_plain_uri_new (const char *uri);

G_END_DECLS
