/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "door-policy-problems.h"
#include "door-policy.h"

G_BEGIN_DECLS

/* The longest policy file. */
#define DOOR_POLICY_MAX_LENGTH (64 * 1024)

DoorPolicy *door_policy_new_from_file (const char *path, GError **error);
DoorPolicy *
door_policy_new_from_data (const char *text, gsize length, const char *name, GError **error);

G_END_DECLS
