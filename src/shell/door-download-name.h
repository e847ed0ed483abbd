/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Names for files whose names a server suggests. */
char *door_download_name_sanitize (const char *suggested);
char *door_download_name_choose (const char *folder, const char *suggested);

G_END_DECLS
