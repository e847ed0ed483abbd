/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Tasks that wait until the companion holds a session, each for a time only. */
typedef struct _DoorNetworkWaiters DoorNetworkWaiters;

DoorNetworkWaiters *door_network_waiters_new (void);
void door_network_waiters_free (DoorNetworkWaiters *self);

void door_network_waiters_add (DoorNetworkWaiters *self,
                               GTask *task,
                               const char *session,
                               guint timeout_ms);
void door_network_waiters_settle (DoorNetworkWaiters *self, const char *session);

G_END_DECLS
