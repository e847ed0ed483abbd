/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "door-challenge-builder.h"

G_BEGIN_DECLS

/* Where a field line is in the text. */
typedef struct
{
  guint32 start;
  guint32 length;
} DoorFieldLine;

void door_challenge_parser_parse (DoorChallengeBuilder *builder,
                                  const guint8 *text,
                                  const DoorFieldLine *lines,
                                  guint n_lines);

G_END_DECLS
