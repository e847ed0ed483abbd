/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "door-inspection.h"

G_BEGIN_DECLS

char *door_inspection_to_text (DoorInspection *inspection);

G_END_DECLS
