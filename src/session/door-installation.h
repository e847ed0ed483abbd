/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Where the parts of Doorward are that are no program. */
char *door_installation_find_modules (const char *installed);
gboolean door_installation_has_companion (const char *directory);

G_END_DECLS
