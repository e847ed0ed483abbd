/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* The body of one request, as far as it is known: Digest with the quality auth-int vouches for it.
 * libsoup shows it only while it is written, which is after the header fields. */
typedef struct _DoorRequestBody DoorRequestBody;

DoorRequestBody *door_request_body_new (SoupMessage *message);
void door_request_body_free (DoorRequestBody *self);

void door_request_body_begin_anew (DoorRequestBody *self);
GBytes *door_request_body_dup_bytes (DoorRequestBody *self);
char *door_request_body_describe (DoorRequestBody *self);

G_END_DECLS
