/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>
#include <libsecret/secret.h>

#include "door-network-marker.h"
#include "door-protection-space.h"

G_BEGIN_DECLS

#define DOOR_NETWORK_ERROR (door_network_error_quark ())
GQuark door_network_error_quark (void);

typedef enum
{
  DOOR_NETWORK_ERROR_NOT_INSTALLED, /* the companion's module is not where it should be */
  DOOR_NETWORK_ERROR_UNAVAILABLE,   /* no companion, or it does not hold that session */
  DOOR_NETWORK_ERROR_REFUSED,       /* the companion cannot do that */
} DoorNetworkError;

#define DOOR_TYPE_NETWORK_LINK (door_network_link_get_type ())
G_DECLARE_FINAL_TYPE (DoorNetworkLink, door_network_link, DOOR, NETWORK_LINK, GObject)

/* What the shell holds to its companion in WebKit's network process. One for the whole shell; its
 * sessions are told apart by names that the shell chooses.
 *
 * The order of things:
 * 1. door_network_link_prepare_environment(), before WebKit starts its first process.
 * 2. For each network session, at once and again on each “connected”: add a session cookie
 *    DOOR_NETWORK_MARKER_NAME = door_network_link_get_marker(), domain DOOR_NETWORK_MARKER_DOMAIN,
 *    path “/”, with webkit_cookie_manager_add_cookie(). It starts the network process, too.
 * 3. “attached” tells that the companion holds that session. Logins in the vault are handed over
 *    then, each time: after a crash of the network process it comes again for the new one.
 * 4. When “available” becomes FALSE the network process has ended, and WebKit starts another one
 *    when it next needs it; adding the marker is enough for that. WebKit notices the end later
 *    than the link does: a load that begins before that hangs, and a cookie is lost. So add the
 *    marker once, wait for that to finish, which it does when WebKit has noticed, and add it again.
 *
 * Property: available (gboolean, notified): a companion is connected.
 * Signals: connected (): a companion came, mark the sessions;
 * attached (const char *session): it holds this session now, hand it its logins. */
DoorNetworkLink *door_network_link_new (const char *module_directory);

gboolean door_network_link_prepare_environment (DoorNetworkLink *self,
                                                const char *const *negotiate_servers,
                                                GError **error);
gboolean door_network_link_set_negotiate_servers (DoorNetworkLink *self,
                                                  const char *const *negotiate_servers,
                                                  GError **error);
char *door_network_link_get_marker (DoorNetworkLink *self, const char *session);

const char *door_network_link_tell_absence (DoorNetworkLink *self);
gboolean door_network_link_is_available (DoorNetworkLink *self);
gboolean door_network_link_is_attached (DoorNetworkLink *self, const char *session);
void door_network_link_wait_attached_async (DoorNetworkLink *self,
                                            const char *session,
                                            guint timeout_ms,
                                            GCancellable *cancellable,
                                            GAsyncReadyCallback callback,
                                            gpointer user_data);
gboolean door_network_link_wait_attached_finish (DoorNetworkLink *self,
                                                 GAsyncResult *result,
                                                 GError **error);

void door_network_link_set_cross_origin (DoorNetworkLink *self, const char *session, gboolean deny);
void door_network_link_set_schemes_async (DoorNetworkLink *self,
                                          const char *session,
                                          const char *const *schemes,
                                          GCancellable *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data);
gboolean
door_network_link_set_schemes_finish (DoorNetworkLink *self, GAsyncResult *result, GError **error);

void door_network_link_preload_async (DoorNetworkLink *self,
                                      const char *session,
                                      DoorProtectionSpace *space,
                                      const char *scheme,
                                      const char *uri,
                                      const char *challenge,
                                      const char *username,
                                      SecretValue *password,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
gboolean
door_network_link_preload_finish (DoorNetworkLink *self, GAsyncResult *result, GError **error);

void door_network_link_forget_async (DoorNetworkLink *self,
                                     const char *session,
                                     DoorProtectionSpace *space,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
void door_network_link_forget_server_async (DoorNetworkLink *self,
                                            const char *session,
                                            DoorTarget target,
                                            DoorOrigin *server,
                                            GCancellable *cancellable,
                                            GAsyncReadyCallback callback,
                                            gpointer user_data);
gboolean
door_network_link_forget_finish (DoorNetworkLink *self, GAsyncResult *result, GError **error);

G_END_DECLS
