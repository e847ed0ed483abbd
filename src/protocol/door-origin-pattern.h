/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "door-origin.h"

G_BEGIN_DECLS

/* An origin, or a glob for several, with stars in its host. A star stands for one or more
 * characters of one label of the host, never for a dot, a scheme or a port. Immutable and reference
 * counted. */
typedef struct _DoorOriginPattern DoorOriginPattern;

#define DOOR_TYPE_ORIGIN_PATTERN (door_origin_pattern_get_type ())
GType door_origin_pattern_get_type (void) G_GNUC_CONST;

DoorOriginPattern *door_origin_pattern_new (const char *text, GError **error);
DoorOriginPattern *door_origin_pattern_ref (DoorOriginPattern *pattern);
void door_origin_pattern_unref (DoorOriginPattern *pattern);

DoorOrigin *door_origin_pattern_get_origin (DoorOriginPattern *pattern);
gboolean door_origin_pattern_matches (DoorOriginPattern *pattern, DoorOrigin *origin);
int door_origin_pattern_compare (DoorOriginPattern *a, DoorOriginPattern *b);
const char *door_origin_pattern_to_string (DoorOriginPattern *pattern);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DoorOriginPattern, door_origin_pattern_unref)

G_END_DECLS
