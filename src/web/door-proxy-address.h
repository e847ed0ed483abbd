/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <libsecret/secret.h>

#include "door-origin.h"

G_BEGIN_DECLS

/* The address of an HTTP proxy, and the login that stood in it. */
typedef struct
{
  char *uri;          /* without user information, with a port */
  DoorOrigin *server; /* the proxy */
  char *username;     /* or NULL */
  SecretValue *password;
} DoorProxyAddress;

DoorProxyAddress *door_proxy_address_parse (const char *uri, GError **error);
void door_proxy_address_free (DoorProxyAddress *address);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DoorProxyAddress, door_proxy_address_free)

G_END_DECLS
