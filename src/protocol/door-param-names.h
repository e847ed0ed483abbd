/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "door-challenge-parser.h"

G_BEGIN_DECLS

const DoorParsedParam *
door_param_names_find_duplicate (const guint8 *text, const DoorParsedParam *params, guint n);

G_END_DECLS
