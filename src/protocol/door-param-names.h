/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "door-challenge-private.h"

G_BEGIN_DECLS

gboolean
door_param_names_have_duplicate (const char *text, const DoorChallengeParam *params, guint n);

G_END_DECLS
