/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "door-vector-file.h"

G_BEGIN_DECLS

DoorVectorOutcome door_vector_basic_check (JsonObject *vector, char **difference);
DoorVectorOutcome door_vector_basic_check_rule (JsonObject *vector, char **difference);

G_END_DECLS
