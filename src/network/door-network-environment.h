/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What WebKit's processes inherit. To be set before there are threads. */
void door_network_environment_trust (const char *servers);
void door_network_environment_announce (const char *module_directory,
                                        const char *socket_path,
                                        const char *cookie);
char *door_network_environment_join_servers (const char *const *servers);

G_END_DECLS
