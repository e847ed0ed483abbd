/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-policy.h"

struct _DoorPolicy
{
  gatomicrefcount references;
  char **schemes; /* NULL: every known one */
  DoorInsecureBasic insecure_basic;
  gboolean may_prompt;
};

G_DEFINE_BOXED_TYPE (DoorPolicy, door_policy, door_policy_ref, door_policy_unref)

/**
 * door_policy_new_default:
 *
 * Returns: (transfer full): what holds where no administrator has said anything
 */
DoorPolicy *
door_policy_new_default (void)
{
  return door_policy_new (NULL, DOOR_INSECURE_BASIC_WARN, TRUE);
}

/**
 * door_policy_new:
 * @schemes: (nullable): the schemes that may be answered, strongest first, lower case; %NULL for
 *   every known one
 * @insecure_basic: what to do about Basic over plain http
 * @may_prompt: whether a person may be asked at all
 *
 * Returns: (transfer full): the policy
 */
DoorPolicy *
door_policy_new (const char *const *schemes, DoorInsecureBasic insecure_basic, gboolean may_prompt)
{
  DoorPolicy *policy = g_new0 (DoorPolicy, 1);

  g_atomic_ref_count_init (&policy->references);
  policy->schemes = g_strdupv ((char **)schemes);
  policy->insecure_basic = insecure_basic;
  policy->may_prompt = may_prompt;

  return policy;
}

DoorPolicy *
door_policy_ref (DoorPolicy *policy)
{
  g_return_val_if_fail (policy != NULL, NULL);

  g_atomic_ref_count_inc (&policy->references);

  return policy;
}

void
door_policy_unref (DoorPolicy *policy)
{
  g_return_if_fail (policy != NULL);

  if (!g_atomic_ref_count_dec (&policy->references))
    return;

  g_strfreev (policy->schemes);
  g_free (policy);
}

/**
 * door_policy_get_schemes:
 *
 * Returns: (nullable): the schemes that may be answered, %NULL for every known one
 */
const char *const *
door_policy_get_schemes (DoorPolicy *policy)
{
  return (const char *const *)policy->schemes;
}

gboolean
door_policy_allows_scheme (DoorPolicy *policy, const char *scheme)
{
  return policy->schemes == NULL || g_strv_contains ((const char *const *)policy->schemes, scheme);
}

DoorInsecureBasic
door_policy_get_insecure_basic (DoorPolicy *policy)
{
  return policy->insecure_basic;
}

/**
 * door_policy_may_prompt:
 *
 * Returns: whether a person may be asked; otherwise only the bodies of 401 responses are shown
 */
gboolean
door_policy_may_prompt (DoorPolicy *policy)
{
  return policy->may_prompt;
}
