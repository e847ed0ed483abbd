/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <webkit/webkit.h>

#include "door-proxy-logins.h"
#include "door-session.h"

G_BEGIN_DECLS

/* Only named here: those above have nothing to do with the link but to pass it on. */
typedef struct _DoorNetworkLink DoorNetworkLink;
typedef struct _DoorAutoPreloader DoorAutoPreloader;
typedef struct _DoorNetworkRenewal DoorNetworkRenewal;

#define DOOR_TYPE_WEB_CONTEXT (door_web_context_get_type ())
G_DECLARE_FINAL_TYPE (DoorWebContext, door_web_context, DOOR, WEB_CONTEXT, GObject)

/* What all pages of one browsing session share: WebKit's network session and Doorward's own.
 *
 * Signals: download-started (WebKitDownload *download): destination still to be decided;
 * signed-out (int target, a DoorTarget, DoorOrigin *server): nothing that is loaded from now on
 * carries a login of @server, or any at all if it is NULL, nor comes from what was kept of it. */
DoorWebContext *
door_web_context_new (DoorSession *session, DoorNetworkLink *link, gboolean automation);

void door_web_context_share_network_process (DoorWebContext *self, DoorWebContext *other);

DoorSession *door_web_context_get_session (DoorWebContext *self);
DoorAutoPreloader *door_web_context_get_preloader (DoorWebContext *self);
WebKitWebContext *door_web_context_get_web_context (DoorWebContext *self);
WebKitNetworkSession *door_web_context_get_network_session (DoorWebContext *self);
DoorNetworkLink *door_web_context_get_link (DoorWebContext *self);
const char *door_web_context_get_link_session (DoorWebContext *self);
DoorNetworkRenewal *door_web_context_get_renewal (DoorWebContext *self);
gboolean door_web_context_is_private (DoorWebContext *self);
gboolean door_web_context_is_automated (DoorWebContext *self);
guint64 door_web_context_next_page_id (DoorWebContext *self);

gboolean door_web_context_set_proxy (DoorWebContext *self, const char *uri, GError **error);
DoorOrigin *door_web_context_dup_proxy (DoorWebContext *self);
gboolean door_web_context_has_system_proxy (DoorWebContext *self);
DoorProxyLogins *door_web_context_get_proxy_logins (DoorWebContext *self);
void door_web_context_renew_network_process (DoorWebContext *self);
gboolean door_web_context_is_ready (DoorWebContext *self);
gboolean door_web_context_is_signing_out (DoorWebContext *self);
gboolean door_web_context_is_limited (DoorWebContext *self);
gboolean door_web_context_has_companion (DoorWebContext *self);
void door_web_context_wait_ready_async (DoorWebContext *self,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
gboolean
door_web_context_wait_ready_finish (DoorWebContext *self, GAsyncResult *result, GError **error);
void door_web_context_hand_over_policy_async (DoorWebContext *self,
                                              GCancellable *cancellable,
                                              GAsyncReadyCallback callback,
                                              gpointer user_data);
gboolean door_web_context_hand_over_policy_finish (DoorWebContext *self,
                                                   GAsyncResult *result,
                                                   GError **error);
void door_web_context_preload_async (DoorWebContext *self,
                                     DoorCredentials *credentials,
                                     const char *uri,
                                     const char *challenge,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
gboolean
door_web_context_preload_finish (DoorWebContext *self, GAsyncResult *result, GError **error);
void door_web_context_forget (DoorWebContext *self, DoorProtectionSpace *space);

G_END_DECLS
