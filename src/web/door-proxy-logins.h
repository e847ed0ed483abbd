/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "door-proxy-address.h"
#include "door-vault.h"

G_BEGIN_DECLS

#define DOOR_TYPE_PROXY_LOGINS (door_proxy_logins_get_type ())
G_DECLARE_FINAL_TYPE (DoorProxyLogins, door_proxy_logins, DOOR, PROXY_LOGINS, GObject)

/* The logins that stand in addresses of proxies: the program's own, those of the environment, and
 * what the desktop's settings say at the time that the proxy asks. */
DoorProxyLogins *door_proxy_logins_new (void);

void door_proxy_logins_add (DoorProxyLogins *self, const DoorProxyAddress *address);
DoorCredentials *door_proxy_logins_answer (DoorProxyLogins *self,
                                           DoorVault *vault,
                                           DoorProtectionSpace *space,
                                           const char *scheme);

G_END_DECLS
