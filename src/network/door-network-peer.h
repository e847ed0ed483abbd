/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>
#include <sys/types.h>

G_BEGIN_DECLS

/* Who may sit at the other end of the link. Safe in any thread. */
gboolean door_network_peer_is_companion (GCredentials *credentials);
gboolean door_network_peer_is_shell (GCredentials *credentials);
gboolean door_network_peer_is_network_process (const char *executable);
gboolean door_network_peer_is_own_network_process (pid_t pid);

G_END_DECLS
