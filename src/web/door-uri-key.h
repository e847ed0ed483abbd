/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A longer URI is remembered by its beginning and a hash: how long it is is up to a page. */
#define DOOR_URI_KEY_MAX_LENGTH 2048

char *door_uri_key_new (const char *uri);

G_END_DECLS
