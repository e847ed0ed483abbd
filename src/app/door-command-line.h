/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Arguments and variables as the kernel shows them to everybody, for as long as a program runs. */
char **door_command_line_take (char **arguments);
void door_command_line_cover (char *text);

G_END_DECLS
