/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "door-inspection.h"

G_BEGIN_DECLS

void door_probe_uri (DoorInspection *inspection, const char *uri, const char *proxy);

G_END_DECLS
