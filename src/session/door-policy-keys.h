/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "door-policy-problems.h"
#include "door-policy.h"

G_BEGIN_DECLS

/* What the groups and keys of a policy file mean. */
DoorPolicy *door_policy_keys_read (GPtrArray *groups, DoorPolicyProblems *problems);

G_END_DECLS
