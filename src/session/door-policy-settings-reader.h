/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "door-policy-text.h"
#include "door-policy.h"

G_BEGIN_DECLS

#define DOOR_POLICY_SETTINGS_GROUP "Doorward"

/* What the keys of [Doorward] mean. */
void door_policy_settings_read (const DoorPolicyGroup *group,
                                DoorPolicyProblems *problems,
                                DoorPolicySettings *settings);
void door_policy_settings_clear (DoorPolicySettings *settings);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DoorPolicySettings, door_policy_settings_clear)

G_END_DECLS
