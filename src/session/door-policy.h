/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib-object.h>

#include "door-origin.h"

G_BEGIN_DECLS

/* What may be done about Basic over plain http; loopback is always allowed. */
typedef enum
{
  DOOR_INSECURE_BASIC_ALLOW,
  DOOR_INSECURE_BASIC_WARN,
  DOOR_INSECURE_BASIC_DENY,
} DoorInsecureBasic;

/* What the administrator decided, as an immutable value. */
typedef struct _DoorPolicy DoorPolicy;

#define DOOR_TYPE_POLICY (door_policy_get_type ())
GType door_policy_get_type (void) G_GNUC_CONST;

DoorPolicy *door_policy_new_default (void);
DoorPolicy *
door_policy_new (const char *const *schemes, DoorInsecureBasic insecure_basic, gboolean may_prompt);
DoorPolicy *door_policy_ref (DoorPolicy *policy);
void door_policy_unref (DoorPolicy *policy);

const char *const *door_policy_get_schemes (DoorPolicy *policy);
gboolean door_policy_allows_scheme (DoorPolicy *policy, const char *scheme);
DoorInsecureBasic door_policy_get_insecure_basic (DoorPolicy *policy);
gboolean door_policy_may_prompt (DoorPolicy *policy);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DoorPolicy, door_policy_unref)

G_END_DECLS
