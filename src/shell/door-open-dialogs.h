/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

void door_open_dialogs_cancel (void);

G_END_DECLS
