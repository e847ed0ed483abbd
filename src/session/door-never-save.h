/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "door-site.h"

G_BEGIN_DECLS

#define DOOR_TYPE_NEVER_SAVE (door_never_save_get_type ())
G_DECLARE_FINAL_TYPE (DoorNeverSave, door_never_save, DOOR, NEVER_SAVE, GObject)

/* The servers and proxies whose logins the person does not want to have saved: a GListModel of
 * DoorSite, kept in a file that holds nothing else. */
DoorNeverSave *door_never_save_new (const char *path);

gboolean door_never_save_contains (DoorNeverSave *self, DoorTarget target, DoorOrigin *server);
gboolean door_never_save_set (DoorNeverSave *self,
                              DoorTarget target,
                              DoorOrigin *server,
                              gboolean never,
                              GError **error);

G_END_DECLS
