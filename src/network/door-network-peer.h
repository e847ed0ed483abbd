/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Who may sit at the other end of the link. Safe in any thread. */
gboolean door_network_peer_is_companion (GCredentials *credentials);
gboolean door_network_peer_is_shell (GCredentials *credentials);
gboolean door_network_peer_is_network_process (const char *executable);

G_END_DECLS
