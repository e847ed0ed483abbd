/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define DOOR_FRAME_URIS_MAX 256

/* The addresses of frames whose responses were seen as such, the first few of them. */
typedef struct _DoorFrameUris DoorFrameUris;

DoorFrameUris *door_frame_uris_new (void);
void door_frame_uris_free (DoorFrameUris *uris);

void door_frame_uris_add (DoorFrameUris *uris, const char *uri);
gboolean door_frame_uris_contains (DoorFrameUris *uris, const char *uri);
void door_frame_uris_clear (DoorFrameUris *uris);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DoorFrameUris, door_frame_uris_free)

G_END_DECLS
