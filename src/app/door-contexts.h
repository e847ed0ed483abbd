/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "door-network-link.h"
#include "door-policy-file.h"
#include "door-secret-reader.h"
#include "door-web-context.h"

G_BEGIN_DECLS

#define DOOR_TYPE_CONTEXTS (door_contexts_get_type ())
G_DECLARE_FINAL_TYPE (DoorContexts, door_contexts, DOOR, CONTEXTS, GObject)

/* The web contexts of this process, and what they have in common: policy, keyring, logins that are
 * sent by themselves, proxy and idle time.
 *
 * Signal: session-created (DoorSession *session): nothing has happened in it yet. */
DoorContexts *door_contexts_new (DoorClock *clock, DoorNetworkLink *link, DoorPolicyFile *policy);

void door_contexts_prepare_environment (DoorContexts *self);
gboolean door_contexts_try_logins (DoorContexts *self, GPtrArray *logins, GError **error);
gboolean door_contexts_set_proxy (DoorContexts *self, const char *proxy, GError **error);
void door_contexts_set_driven (DoorContexts *self, gboolean uses_keyring, gboolean counts_idle);

DoorWebContext *door_contexts_get (DoorContexts *self, gboolean private_session);
DoorWebContext *door_contexts_create_visit (DoorContexts *self);
void door_contexts_foreach_session (DoorContexts *self, GFunc function, gpointer user_data);

gboolean door_contexts_read_policy_again (DoorContexts *self, GError **error);

G_END_DECLS
