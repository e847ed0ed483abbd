/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-policy.h"

struct _DoorPolicy
{
  gatomicrefcount references;
  DoorPolicySettings settings; /* owned, the strings and arrays in it as well */
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
  return door_policy_new (&(DoorPolicySettings){ 0 });
}

static GPtrArray *
copy_array (GPtrArray *array, GBoxedCopyFunc copy, GDestroyNotify free_func)
{
  GPtrArray *result;

  if (array == NULL)
    return NULL;

  result = g_ptr_array_new_full (array->len, free_func);
  for (guint i = 0; i < array->len; i++)
    g_ptr_array_add (result, copy (g_ptr_array_index (array, i)));

  return result;
}

/**
 * door_policy_new:
 * @settings: what was decided; it is copied
 *
 * Returns: (transfer full): the policy
 */
DoorPolicy *
door_policy_new (const DoorPolicySettings *settings)
{
  DoorPolicy *policy = g_new0 (DoorPolicy, 1);

  g_atomic_ref_count_init (&policy->references);
  policy->settings = *settings;
  policy->settings.home = g_strdup (settings->home);
  policy->settings.proxy = g_strdup (settings->proxy);
  policy->settings.schemes = (const char *const *)g_strdupv ((char **)settings->schemes);
  policy->settings.allowed_origins
      = copy_array (settings->allowed_origins, (GBoxedCopyFunc)door_origin_pattern_ref,
                    (GDestroyNotify)door_origin_pattern_unref);
  policy->settings.trusted_servers
      = copy_array (settings->trusted_servers, (GBoxedCopyFunc)door_origin_ref,
                    (GDestroyNotify)door_origin_unref);
  policy->settings.logins = copy_array (settings->logins, (GBoxedCopyFunc)door_policy_login_ref,
                                        (GDestroyNotify)door_policy_login_unref);
  if (policy->settings.logins == NULL)
    policy->settings.logins = g_ptr_array_new ();
  if (policy->settings.trusted_servers == NULL)
    policy->settings.trusted_servers = g_ptr_array_new ();

  return policy;
}

/**
 * door_policy_dup_as_kiosk:
 * @kiosk: whether the shell is locked
 *
 * Returns: (transfer full): the same otherwise
 */
DoorPolicy *
door_policy_dup_as_kiosk (DoorPolicy *policy, gboolean kiosk)
{
  DoorPolicySettings settings = policy->settings;

  settings.kiosk = kiosk;

  return door_policy_new (&settings);
}

/**
 * door_policy_dup_with_logins:
 * @logins: (element-type DoorPolicyLogin): what the command line says
 *
 * Returns: (transfer full): the same with @logins before its own
 */
DoorPolicy *
door_policy_dup_with_logins (DoorPolicy *policy, GPtrArray *logins)
{
  DoorPolicySettings settings = policy->settings;
  g_autoptr (GPtrArray) all = g_ptr_array_new ();

  g_ptr_array_extend (all, logins, NULL, NULL);
  g_ptr_array_extend (all, policy->settings.logins, NULL, NULL);
  settings.logins = all;

  return door_policy_new (&settings);
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

  g_free ((char *)policy->settings.home);
  g_free ((char *)policy->settings.proxy);
  g_strfreev ((char **)policy->settings.schemes);
  g_clear_pointer (&policy->settings.allowed_origins, g_ptr_array_unref);
  g_ptr_array_unref (policy->settings.trusted_servers);
  g_ptr_array_unref (policy->settings.logins);
  g_free (policy);
}

/**
 * door_policy_get_home:
 *
 * Returns: (nullable): the address to begin with and to come back to
 */
const char *
door_policy_get_home (DoorPolicy *policy)
{
  return policy->settings.home;
}

/**
 * door_policy_is_kiosk:
 *
 * Returns: whether the shell is locked
 */
gboolean
door_policy_is_kiosk (DoorPolicy *policy)
{
  return policy->settings.kiosk;
}

/**
 * door_policy_allows_origin:
 *
 * Returns: whether pages and frames may come from @origin
 */
gboolean
door_policy_allows_origin (DoorPolicy *policy, DoorOrigin *origin)
{
  GPtrArray *allowed = policy->settings.allowed_origins;

  if (allowed == NULL)
    return TRUE;

  for (guint i = 0; i < allowed->len; i++)
    if (door_origin_pattern_matches (g_ptr_array_index (allowed, i), origin))
      return TRUE;

  return FALSE;
}

/**
 * door_policy_limits_origins:
 *
 * Returns: whether there are origins that pages and frames may not come from
 */
gboolean
door_policy_limits_origins (DoorPolicy *policy)
{
  return policy->settings.allowed_origins != NULL;
}

/**
 * door_policy_get_schemes:
 *
 * Returns: (nullable): the schemes that may be answered, %NULL for every known one
 */
const char *const *
door_policy_get_schemes (DoorPolicy *policy)
{
  return policy->settings.schemes;
}

gboolean
door_policy_allows_scheme (DoorPolicy *policy, const char *scheme)
{
  return policy->settings.schemes == NULL || g_strv_contains (policy->settings.schemes, scheme);
}

DoorInsecureBasic
door_policy_get_insecure_basic (DoorPolicy *policy)
{
  return policy->settings.insecure_basic;
}

/**
 * door_policy_may_prompt:
 *
 * Returns: whether a person may be asked; otherwise only the bodies of 401 responses are shown
 */
gboolean
door_policy_may_prompt (DoorPolicy *policy)
{
  return !policy->settings.never_prompt;
}

/**
 * door_policy_get_idle_reset:
 *
 * Returns: after how many seconds without input to sign out and go home, 0 for never
 */
guint
door_policy_get_idle_reset (DoorPolicy *policy)
{
  return policy->settings.idle_reset;
}

/**
 * door_policy_get_control:
 *
 * Returns: whether to export org.doorward.Auth1 on the session bus
 */
gboolean
door_policy_get_control (DoorPolicy *policy)
{
  return policy->settings.control;
}

DoorCrossOrigin
door_policy_get_cross_origin (DoorPolicy *policy)
{
  return policy->settings.cross_origin;
}

/**
 * door_policy_trusts:
 *
 * Returns: whether @origin may have the tickets of the person without being asked for (Negotiate)
 */
gboolean
door_policy_trusts (DoorPolicy *policy, DoorOrigin *origin)
{
  return g_ptr_array_find_with_equal_func (policy->settings.trusted_servers, origin,
                                           (GEqualFunc)door_origin_equal, NULL);
}

/**
 * door_policy_get_trusted_servers:
 *
 * Returns: (transfer none) (element-type DoorOrigin): what door_policy_trusts() says yes to
 */
GPtrArray *
door_policy_get_trusted_servers (DoorPolicy *policy)
{
  return policy->settings.trusted_servers;
}

/**
 * door_policy_get_proxy:
 *
 * Returns: (nullable): the address of an HTTP proxy, "direct" for none, %NULL for the system's
 */
const char *
door_policy_get_proxy (DoorPolicy *policy)
{
  return policy->settings.proxy;
}

/**
 * door_policy_allows_feature:
 *
 * Returns: whether a person may use @feature; where nothing is said they may, but not in a kiosk
 */
gboolean
door_policy_allows_feature (DoorPolicy *policy, DoorFeatures feature)
{
  if (policy->settings.kiosk)
    return (policy->settings.allowed_features & feature) == feature;

  return (policy->settings.denied_features & feature) == 0;
}

/**
 * door_policy_get_logins:
 *
 * Returns: (transfer none) (element-type DoorPolicyLogin): all logins, as written
 */
GPtrArray *
door_policy_get_logins (DoorPolicy *policy)
{
  return policy->settings.logins;
}

/**
 * door_policy_find_login:
 *
 * Returns: (transfer none) (nullable): the login for @space; of several the one that goes before
 * the others by door_policy_login_compare(), and of equals the first
 */
DoorPolicyLogin *
door_policy_find_login (DoorPolicy *policy, DoorProtectionSpace *space)
{
  DoorPolicyLogin *found = NULL;

  for (guint i = 0; i < policy->settings.logins->len; i++)
    {
      DoorPolicyLogin *login = g_ptr_array_index (policy->settings.logins, i);

      if (door_policy_login_matches (login, space)
          && (found == NULL || door_policy_login_compare (login, found) < 0))
        found = login;
    }

  return found;
}
