/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <adwaita.h>

#include "door-network-link.h"

G_BEGIN_DECLS

#define DOOR_TYPE_APPLICATION (door_application_get_type ())
G_DECLARE_FINAL_TYPE (DoorApplication, door_application, DOOR, APPLICATION, AdwApplication)

/* Where all parts are put together. */
DoorApplication *door_application_new (DoorNetworkLink *link);

G_END_DECLS
