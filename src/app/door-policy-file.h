/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "door-policy.h"

G_BEGIN_DECLS

/* Where the policy is when the command line does not say. */
#define DOOR_POLICY_FILE_DEFAULT "/etc/doorward/policy.conf"

#define DOOR_TYPE_POLICY_FILE (door_policy_file_get_type ())
G_DECLARE_FINAL_TYPE (DoorPolicyFile, door_policy_file, DOOR, POLICY_FILE, GObject)

/* The policy of this process and the file that it comes from. */
DoorPolicyFile *
door_policy_file_new (const char *path, GPtrArray *logins, gboolean kiosk, GError **error);

gboolean door_policy_file_read_again (DoorPolicyFile *self, GError **error);
DoorPolicy *door_policy_file_get_policy (DoorPolicyFile *self);
const char *door_policy_file_get_path (DoorPolicyFile *self);

int door_policy_file_check (const char *path);

G_END_DECLS
