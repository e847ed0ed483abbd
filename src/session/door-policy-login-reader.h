/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "door-policy-login.h"
#include "door-policy-text.h"

G_BEGIN_DECLS

#define DOOR_POLICY_LOGIN_GROUP "Login"

/* What the keys of [Login NAME] mean. */
gboolean door_policy_login_is_group (const char *name);
void door_policy_login_read (const DoorPolicyGroup *group,
                             DoorPolicyProblems *problems,
                             GPtrArray *logins);

G_END_DECLS
