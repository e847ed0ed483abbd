/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-policy-keys.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "door-policy-login-reader.h"
#include "door-policy-settings-reader.h"

/**
 * door_policy_keys_read:
 * @groups: (element-type DoorPolicyGroup): a policy file, taken apart
 * @problems: where to put what is wrong
 *
 * Returns: (transfer full): the policy; it is good for nothing if there are @problems
 */
DoorPolicy *
door_policy_keys_read (GPtrArray *groups, DoorPolicyProblems *problems)
{
  g_auto (DoorPolicySettings) settings = { 0 };
  g_autoptr (GPtrArray) logins
      = g_ptr_array_new_with_free_func ((GDestroyNotify)door_policy_login_unref);

  for (guint i = 0; i < groups->len; i++)
    {
      const DoorPolicyGroup *group = g_ptr_array_index (groups, i);

      if (strcmp (group->name, DOOR_POLICY_SETTINGS_GROUP) == 0)
        {
          door_policy_settings_clear (&settings);
          door_policy_settings_read (group, problems, &settings);
        }
      else if (door_policy_login_is_group (group->name))
        {
          door_policy_login_read (group, problems, logins);
        }
      else
        {
          door_policy_problems_add (problems, group->line, group->name, NULL,
                                    _ ("there is no such group; write [%s] or [%s NAME]"),
                                    DOOR_POLICY_SETTINGS_GROUP, DOOR_POLICY_LOGIN_GROUP);
        }
    }

  settings.logins = g_ptr_array_ref (logins);

  return door_policy_new (&settings);
}
