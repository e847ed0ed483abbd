/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "door-web-context.h"

G_BEGIN_DECLS

#define DOOR_TYPE_PAGE_PROXY (door_page_proxy_get_type ())
G_DECLARE_FINAL_TYPE (DoorPageProxy, door_page_proxy, DOOR, PAGE_PROXY, GObject)

/* What the session is signed in with at the proxy that the shown page came by.
 *
 * Signal: changed (). */
DoorPageProxy *door_page_proxy_new (DoorWebContext *context, WebKitWebView *view);

DoorCredentials *door_page_proxy_get_login (DoorPageProxy *self);

G_END_DECLS
