/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "door-secret-call.h"

G_BEGIN_DECLS

void
door_secret_search (GTask *task, DoorProtectionSpace *space, const char *scheme, gboolean unlock);

G_END_DECLS
