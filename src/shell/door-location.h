/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* An address as people write and read it. */
char *door_location_uri_from_text (const char *text);
char *door_location_text_for_uri (const char *uri, gsize *host_start, gsize *host_end);

G_END_DECLS
