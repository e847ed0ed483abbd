/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <webkit/webkit.h>

G_BEGIN_DECLS

/* What WebKit tells, or does, about a document only by script. It runs in a world of its own: the
 * page neither sees it nor has a say in what it calls. */

void door_page_script_has_frame_async (WebKitWebView *view,
                                       const char *uri,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
void door_page_script_reload_frame_async (WebKitWebView *view,
                                          const char *uri,
                                          GCancellable *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data);
void door_page_script_has_edits_async (WebKitWebView *view,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
gboolean door_page_script_finish (WebKitWebView *view, GAsyncResult *result, GError **error);

G_END_DECLS
