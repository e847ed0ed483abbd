/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What can be said on the command line. */
void door_options_add_to (GApplication *application);

gboolean door_options_have (GVariantDict *given, const char *name);
gboolean door_options_need_own_process (GVariantDict *given);
char **door_options_dup_uris (GVariantDict *given, GApplicationCommandLine *command_line);

G_END_DECLS
