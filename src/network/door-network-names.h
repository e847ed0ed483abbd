/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

/* Names that both ends of the link know. */
#define DOOR_NETWORK_MODULE "libdoorward-network.so"
#define DOOR_NETWORK_COMPANION "doorward-companion.so"
#define DOOR_NETWORK_SOCKET "network"
#define DOOR_NETWORK_TRUSTED "trusted"
#define DOOR_NETWORK_OBJECT_PATH "/org/doorward/Network"
#define DOOR_NETWORK_SOCKET_VARIABLE "DOORWARD_NETWORK_SOCKET"
#define DOOR_NETWORK_COOKIE_VARIABLE "DOORWARD_NETWORK_COOKIE"

/* libsoup's own: Negotiate is answered for these servers and no others. */
#define DOOR_NETWORK_NEGOTIATE_VARIABLE "SOUP_GSSAPI_TRUSTED_URIS"
