/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* WebKit's network process, as a child of this one. Ending it is the one way to make it forget what
 * libsoup keeps there, where no companion can be told; WebKit starts another by itself. */
void door_network_child_end_async (GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
void door_network_child_wait_async (GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
gboolean door_network_child_finish (GAsyncResult *result, GError **error);

G_END_DECLS
