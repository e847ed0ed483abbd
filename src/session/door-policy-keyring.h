/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "door-keyring.h"
#include "door-policy.h"

G_BEGIN_DECLS

#define DOOR_TYPE_POLICY_KEYRING (door_policy_keyring_get_type ())
G_DECLARE_FINAL_TYPE (DoorPolicyKeyring, door_policy_keyring, DOOR, POLICY_KEYRING, GObject)

/* What the keyring has for the logins of the policy. A server that asks is answered at once, and a
 * keyring needs its time: so it is looked at beforehand. Nobody is ever asked to unlock it. */
DoorPolicyKeyring *door_policy_keyring_new (DoorKeyring *keyring);

void door_policy_keyring_look_async (DoorPolicyKeyring *self,
                                     DoorPolicy *policy,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
gboolean
door_policy_keyring_look_finish (DoorPolicyKeyring *self, GAsyncResult *result, GError **error);

DoorSavedLogin *door_policy_keyring_find (DoorPolicyKeyring *self,
                                          DoorPolicyLogin *login,
                                          DoorProtectionSpace *space,
                                          const char *scheme,
                                          GError **error);
const char *door_policy_keyring_get_realm (DoorPolicyKeyring *self, DoorPolicyLogin *login);

G_END_DECLS
