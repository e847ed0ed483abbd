/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "door-protection-space.h"

G_BEGIN_DECLS

char *door_realm_quote_new (DoorProtectionSpace *space);

G_END_DECLS
