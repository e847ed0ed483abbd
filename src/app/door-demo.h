/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define DOOR_TYPE_DEMO (door_demo_get_type ())
G_DECLARE_FINAL_TYPE (DoorDemo, door_demo, DOOR, DEMO, GObject)

DoorDemo *door_demo_new (GError **error);
const char *door_demo_get_uri (DoorDemo *self);

G_END_DECLS
