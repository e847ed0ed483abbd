/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "door-secret-call.h"

G_BEGIN_DECLS

void door_secret_list (GTask *task, gboolean unlock, DoorKeyringFoundFunc found, gpointer data);

G_END_DECLS
