/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <libsecret/secret.h>

#include "door-network-dbus.h"
#include "door-protection-space.h"

G_BEGIN_DECLS

/* The companion as the shell knows it: the sessions that it holds, and what it can be asked for.
 * Each call ends its task, if it has one, with a boolean or a #DoorNetworkError. */
typedef struct _DoorNetworkCompanion DoorNetworkCompanion;

DoorNetworkCompanion *door_network_companion_new (DoorDBusNetwork *proxy);
void door_network_companion_free (DoorNetworkCompanion *self);

void door_network_companion_attach (DoorNetworkCompanion *self, const char *session);
gboolean door_network_companion_holds (DoorNetworkCompanion *self, const char *session);

void door_network_companion_set_cross_origin (DoorNetworkCompanion *self,
                                              const char *session,
                                              gboolean deny);
void door_network_companion_set_schemes (DoorNetworkCompanion *self,
                                         const char *session,
                                         const char *const *schemes,
                                         GTask *task);
void door_network_companion_preload (DoorNetworkCompanion *self,
                                     const char *session,
                                     DoorProtectionSpace *space,
                                     const char *scheme,
                                     const char *uri,
                                     const char *challenge,
                                     const char *username,
                                     SecretValue *password,
                                     GTask *task);
void door_network_companion_forget_space (DoorNetworkCompanion *self,
                                          const char *session,
                                          DoorProtectionSpace *space,
                                          GTask *task);
void door_network_companion_forget_server (DoorNetworkCompanion *self,
                                           const char *session,
                                           DoorTarget target,
                                           DoorOrigin *server,
                                           GTask *task);
void
door_network_companion_forget_all (DoorNetworkCompanion *self, const char *session, GTask *task);

G_END_DECLS
