/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "door-origin-pattern.h"
#include "door-protection-space.h"

G_BEGIN_DECLS

/* The kinds of values that keys of a policy file have. Errors are #DoorPolicyError; their messages
 * are translated, say what would be right, and never quote what may hold a password. */
gboolean door_policy_value_to_boolean (const char *value, gboolean *boolean, GError **error);
gboolean
door_policy_value_to_number (const char *value, guint maximum, guint *number, GError **error);
gboolean door_policy_value_to_choice (const char *value,
                                      const char *const *choices,
                                      int *choice,
                                      GError **error);
char *door_policy_value_to_text (const char *value, GError **error);
GPtrArray *door_policy_value_to_list (const char *value, GError **error);
DoorOriginPattern *
door_policy_value_to_server (const char *text, DoorTarget *target, GError **error);

gboolean door_policy_value_check_address (const char *text, GError **error);
gboolean door_policy_value_check_proxy (const char *text, GError **error);

G_END_DECLS
