/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

/* The marker by which the companion learns which of its sessions the shell means: a cookie that the
 * shell adds to the network session and that the companion takes out again. It is never sent. */
#define DOOR_NETWORK_MARKER_NAME "doorward-session"
#define DOOR_NETWORK_MARKER_DOMAIN "doorward.invalid"
