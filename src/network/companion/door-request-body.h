/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The bodies of requests, as libsoup writes them. */
void door_request_body_watch (void);
const guint8 *door_request_body_take_chunk (gsize size);

G_END_DECLS
