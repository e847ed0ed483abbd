/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "door-policy.h"

G_BEGIN_DECLS

/* Who wants something to be shown. */
typedef enum
{
  DOOR_BOUNDARY_PAGE,    /* a page: by a link, a script, a redirect, a frame */
  DOOR_BOUNDARY_PROGRAM, /* the program itself, for the person or the administrator */
} DoorBoundaryParty;

gboolean door_boundary_allows (DoorPolicy *policy, const char *uri, DoorBoundaryParty party);

G_END_DECLS
