/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <webkit/webkit.h>

G_BEGIN_DECLS

#define DOOR_TYPE_NETWORK_RENEWAL (door_network_renewal_get_type ())
G_DECLARE_FINAL_TYPE (DoorNetworkRenewal, door_network_renewal, DOOR, NETWORK_RENEWAL, GObject)

/* Ends the network process: to sign out, for want of a companion in it, or to have one that begins
 * otherwise. What else ends with it are the loads under way, and the cookies that are in memory
 * alone; the latter are put back into the next process. All sessions of the program share that
 * process, so they have to be listed. */
DoorNetworkRenewal *door_network_renewal_new (void);

void door_network_renewal_add_session (DoorNetworkRenewal *self, WebKitNetworkSession *session);
gboolean door_network_renewal_is_running (DoorNetworkRenewal *self);

void door_network_renewal_run_async (DoorNetworkRenewal *self,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
void door_network_renewal_wait_async (DoorNetworkRenewal *self,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
gboolean
door_network_renewal_finish (DoorNetworkRenewal *self, GAsyncResult *result, GError **error);

G_END_DECLS
