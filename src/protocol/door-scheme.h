/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "door-challenge.h"

G_BEGIN_DECLS

/* The schemes that can be answered at all. The values are flags, so that a set of them is a
 * guint. */
typedef enum
{
  DOOR_SCHEME_UNKNOWN = 0,
  DOOR_SCHEME_BASIC = 1 << 0,
  DOOR_SCHEME_NTLM = 1 << 1,
  DOOR_SCHEME_DIGEST = 1 << 2,
  DOOR_SCHEME_NEGOTIATE = 1 << 3,
} DoorScheme;

DoorScheme door_scheme_from_string (const char *name);
const char *door_scheme_to_string (DoorScheme scheme);
int door_scheme_get_strength (DoorScheme scheme);
gboolean door_scheme_is_satisfied_by (DoorScheme scheme, DoorChallenge *challenge);

G_END_DECLS
