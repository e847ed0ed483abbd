/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "door-web-context.h"

G_BEGIN_DECLS

/* By which proxy a page comes: the one that the context was told, or what the system says of that
 * page, as by a PAC file. WebKit asks the system the same. */
void door_proxy_finder_find_async (DoorWebContext *context,
                                   const char *uri,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
DoorOrigin *
door_proxy_finder_find_finish (DoorWebContext *context, GAsyncResult *result, GError **error);

G_END_DECLS
