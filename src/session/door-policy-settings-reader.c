/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-policy-settings-reader.h"

#include <glib/gi18n-lib.h>

#include "door-policy-reading.h"
#include "door-policy-value.h"
#include "door-scheme.h"

#define MAX_IDLE_RESET (7 * 24 * 60 * 60)

/* NULL if there is a problem. */
static char *
dup_checked (DoorPolicyReading *reading, gboolean (*check) (const char *text, GError **error))
{
  GError *error = NULL;
  g_autofree char *text = door_policy_reading_dup_text (reading);

  if (text == NULL || check (text, &error))
    return g_steal_pointer (&text);

  door_policy_reading_take_error (reading, error);

  return NULL;
}

static void
read_home (DoorPolicyReading *reading, gpointer result)
{
  DoorPolicySettings *settings = result;

  settings->home = dup_checked (reading, door_policy_value_check_address);
}

static void
read_kiosk (DoorPolicyReading *reading, gpointer result)
{
  DoorPolicySettings *settings = result;

  settings->kiosk = door_policy_reading_get_boolean (reading);
}

static void
read_allowed_origins (DoorPolicyReading *reading, gpointer result)
{
  DoorPolicySettings *settings = result;
  g_autoptr (GPtrArray) items = door_policy_reading_dup_list (reading);
  g_autoptr (GPtrArray) patterns
      = g_ptr_array_new_with_free_func ((GDestroyNotify)door_origin_pattern_unref);

  if (items == NULL)
    return;

  for (guint i = 0; i < items->len; i++)
    {
      GError *error = NULL;
      DoorOriginPattern *pattern = door_origin_pattern_new (g_ptr_array_index (items, i), &error);

      if (pattern != NULL)
        g_ptr_array_add (patterns, pattern);
      else
        door_policy_reading_take_error (reading, error);
    }

  /* Half a list would find fault with what the other half is for. */
  if (patterns->len == items->len)
    settings->allowed_origins = g_steal_pointer (&patterns);
}

static void
read_schemes (DoorPolicyReading *reading, gpointer result)
{
  DoorPolicySettings *settings = result;
  g_autoptr (GPtrArray) items = door_policy_reading_dup_list (reading);
  g_autoptr (GPtrArray) schemes = g_ptr_array_new ();

  if (items == NULL)
    return;

  for (guint i = 0; i < items->len; i++)
    {
      const char *item = g_ptr_array_index (items, i);
      const char *scheme = door_scheme_to_string (door_scheme_from_string (item));

      if (scheme == NULL)
        door_policy_reading_problem (
            reading,
            _ ("“%s” is not a scheme that can be answered; write some of negotiate, "
               "digest, ntlm, basic"),
            item);
      else if (g_ptr_array_find (schemes, scheme, NULL))
        door_policy_reading_problem (reading, _ ("“%s” is there twice"), scheme);
      else
        g_ptr_array_add (schemes, (gpointer)scheme);
    }

  g_ptr_array_add (schemes, NULL);
  settings->schemes = (const char *const *)g_strdupv ((char **)schemes->pdata);
}

static void
read_insecure_basic (DoorPolicyReading *reading, gpointer result)
{
  static const char *const choices[] = {
    [DOOR_INSECURE_BASIC_ALLOW] = "allow",
    [DOOR_INSECURE_BASIC_WARN] = "warn",
    [DOOR_INSECURE_BASIC_DENY] = "deny",
    NULL,
  };
  DoorPolicySettings *settings = result;

  settings->insecure_basic = door_policy_reading_get_choice (reading, choices);
}

static void
read_prompt (DoorPolicyReading *reading, gpointer result)
{
  static const char *const choices[] = { "allow", "never", NULL };
  DoorPolicySettings *settings = result;

  settings->never_prompt = door_policy_reading_get_choice (reading, choices);
}

static void
read_idle_reset (DoorPolicyReading *reading, gpointer result)
{
  DoorPolicySettings *settings = result;

  settings->idle_reset = door_policy_reading_get_number (reading, MAX_IDLE_RESET);
}

static void
read_control (DoorPolicyReading *reading, gpointer result)
{
  DoorPolicySettings *settings = result;

  settings->control = door_policy_reading_get_boolean (reading);
}

static void
read_cross_origin (DoorPolicyReading *reading, gpointer result)
{
  static const char *const choices[] = {
    [DOOR_CROSS_ORIGIN_OFFER] = "offer",
    [DOOR_CROSS_ORIGIN_DENY] = "deny",
    NULL,
  };
  DoorPolicySettings *settings = result;

  settings->cross_origin = door_policy_reading_get_choice (reading, choices);
}

static void
read_trusted_servers (DoorPolicyReading *reading, gpointer result)
{
  DoorPolicySettings *settings = result;
  g_autoptr (GPtrArray) items = door_policy_reading_dup_list (reading);

  if (items == NULL)
    return;

  settings->trusted_servers = g_ptr_array_new_with_free_func ((GDestroyNotify)door_origin_unref);
  for (guint i = 0; i < items->len; i++)
    {
      const char *item = g_ptr_array_index (items, i);
      GError *error = NULL;
      g_autoptr (DoorOriginPattern) pattern = door_origin_pattern_new (item, &error);
      DoorOrigin *origin = pattern != NULL ? door_origin_pattern_get_origin (pattern) : NULL;

      if (pattern == NULL)
        door_policy_reading_take_error (reading, error);
      else if (origin == NULL)
        door_policy_reading_problem (reading,
                                     _ ("“%s” has a star; write each server that is trusted"),
                                     item);
      else
        g_ptr_array_add (settings->trusted_servers, door_origin_ref (origin));
    }
}

static void
read_proxy (DoorPolicyReading *reading, gpointer result)
{
  DoorPolicySettings *settings = result;

  settings->proxy = dup_checked (reading, door_policy_value_check_proxy);
}

static void
read_feature (DoorPolicyReading *reading, DoorPolicySettings *settings, DoorFeatures feature)
{
  if (door_policy_reading_get_boolean (reading))
    settings->allowed_features |= feature;
  else
    settings->denied_features |= feature;
}

static void
read_downloads (DoorPolicyReading *reading, gpointer result)
{
  read_feature (reading, result, DOOR_FEATURE_DOWNLOADS);
}

static void
read_file_chooser (DoorPolicyReading *reading, gpointer result)
{
  read_feature (reading, result, DOOR_FEATURE_FILE_CHOOSER);
}

static void
read_printing (DoorPolicyReading *reading, gpointer result)
{
  read_feature (reading, result, DOOR_FEATURE_PRINTING);
}

static void
read_view_source (DoorPolicyReading *reading, gpointer result)
{
  read_feature (reading, result, DOOR_FEATURE_VIEW_SOURCE);
}

static void
read_inspector (DoorPolicyReading *reading, gpointer result)
{
  read_feature (reading, result, DOOR_FEATURE_INSPECTOR);
}

static const DoorPolicyKey keys[] = {
  { "Home", read_home },
  { "Kiosk", read_kiosk },
  { "AllowedOrigins", read_allowed_origins },
  { "Schemes", read_schemes },
  { "InsecureBasic", read_insecure_basic },
  { "Prompt", read_prompt },
  { "IdleReset", read_idle_reset },
  { "Control", read_control },
  { "CrossOrigin", read_cross_origin },
  { "TrustedServers", read_trusted_servers },
  { "Proxy", read_proxy },
  { "Downloads", read_downloads },
  { "FileChooser", read_file_chooser },
  { "Printing", read_printing },
  { "ViewSource", read_view_source },
  { "Inspector", read_inspector },
  { NULL },
};

/* What makes no sense together, though each by itself does. */
static void
check_together (DoorPolicyReading *reading, DoorPolicySettings *settings)
{
  const DoorPolicyEntry *home = door_policy_group_find (reading->group, "Home");
  g_autoptr (DoorPolicy) policy = NULL;
  g_autoptr (DoorOrigin) origin = NULL;

  if (settings->home == NULL)
    return;

  policy = door_policy_new (settings);
  origin = door_origin_new_for_uri (settings->home, NULL);
  if (!door_policy_allows_origin (policy, origin))
    door_policy_problems_add (reading->problems, home->line, reading->group->name, home->key,
                              _ ("the page is of none of the AllowedOrigins; add %s to them"),
                              door_origin_to_string (origin));
}

/**
 * door_policy_settings_read:
 * @group: [Doorward], taken apart
 * @problems: where to put what is wrong
 * @settings: all zeros, for what the keys come to, without logins
 */
void
door_policy_settings_read (const DoorPolicyGroup *group,
                           DoorPolicyProblems *problems,
                           DoorPolicySettings *settings)
{
  DoorPolicyReading reading = { .group = group, .problems = problems };

  door_policy_reading_run (&reading, keys, settings);
  check_together (&reading, settings);
}

/**
 * door_policy_settings_clear:
 * @settings: what was read
 *
 * Frees what is in @settings, which are all zeros afterwards.
 */
void
door_policy_settings_clear (DoorPolicySettings *settings)
{
  g_free ((char *)settings->home);
  g_free ((char *)settings->proxy);
  g_strfreev ((char **)settings->schemes);
  g_clear_pointer (&settings->allowed_origins, g_ptr_array_unref);
  g_clear_pointer (&settings->trusted_servers, g_ptr_array_unref);
  g_clear_pointer (&settings->logins, g_ptr_array_unref);
  *settings = (DoorPolicySettings){ 0 };
}
