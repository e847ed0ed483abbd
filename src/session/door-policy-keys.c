/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-policy-keys.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "door-policy-text.h"
#include "door-policy-value.h"
#include "door-scheme.h"

#define MAIN_GROUP "Doorward"
#define LOGIN_GROUP "Login"
#define MAX_IDLE_RESET (7 * 24 * 60 * 60)

/* What the keys of one group come to. */
typedef struct
{
  const DoorPolicyGroup *group;
  DoorPolicyProblems *problems;
  const DoorPolicyEntry *entry; /* that is being read */

  /* [Doorward] */
  DoorPolicySettings settings;

  /* [Login NAME] */
  DoorTarget target;
  DoorOriginPattern *server;
  char *realm;
  char *username;
  DoorSecretSource *source;
  DoorSubmit submit;
} Reading;

typedef struct
{
  const char *name;
  void (*read) (Reading *reading);
} Key;

#define problem(reading, ...)                                                                      \
  door_policy_problems_add ((reading)->problems, (reading)->entry->line, (reading)->group->name,   \
                            (reading)->entry->key, __VA_ARGS__)

static void
take_error (Reading *reading, GError *error)
{
  problem (reading, "%s", error->message);
  g_error_free (error);
}

static gboolean
read_boolean (Reading *reading)
{
  GError *error = NULL;
  gboolean value = FALSE;

  if (!door_policy_value_to_boolean (reading->entry->value, &value, &error))
    take_error (reading, error);

  return value;
}

static int
read_choice (Reading *reading, const char *const *choices)
{
  GError *error = NULL;
  int choice = 0;

  if (!door_policy_value_to_choice (reading->entry->value, choices, &choice, &error))
    take_error (reading, error);

  return choice;
}

/* NULL: there is a problem. */
static char *
read_text (Reading *reading)
{
  GError *error = NULL;
  char *text = door_policy_value_to_text (reading->entry->value, &error);

  if (text == NULL)
    take_error (reading, error);

  return text;
}

static GPtrArray *
read_list (Reading *reading)
{
  GError *error = NULL;
  GPtrArray *items = door_policy_value_to_list (reading->entry->value, &error);

  if (items == NULL)
    take_error (reading, error);

  return items;
}

/* [Doorward] */

static void
read_home (Reading *reading)
{
  GError *error = NULL;
  g_autofree char *text = read_text (reading);

  if (text == NULL)
    return;
  if (!door_policy_value_check_address (text, &error))
    {
      take_error (reading, error);
      return;
    }

  reading->settings.home = g_steal_pointer (&text);
}

static void
read_kiosk (Reading *reading)
{
  reading->settings.kiosk = read_boolean (reading);
}

static void
read_allowed_origins (Reading *reading)
{
  g_autoptr (GPtrArray) items = read_list (reading);
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
        take_error (reading, error);
    }

  /* Half a list would find fault with what the other half is for. */
  if (patterns->len == items->len)
    reading->settings.allowed_origins = g_steal_pointer (&patterns);
}

static void
read_schemes (Reading *reading)
{
  g_autoptr (GPtrArray) items = read_list (reading);
  g_autoptr (GPtrArray) schemes = g_ptr_array_new ();

  if (items == NULL)
    return;

  for (guint i = 0; i < items->len; i++)
    {
      const char *item = g_ptr_array_index (items, i);
      const char *scheme = door_scheme_to_string (door_scheme_from_string (item));

      if (scheme == NULL)
        problem (reading,
                 _ ("“%s” is not a scheme that can be answered; write some of negotiate, "
                    "digest, ntlm, basic"),
                 item);
      else if (g_ptr_array_find (schemes, scheme, NULL))
        problem (reading, _ ("“%s” is there twice"), scheme);
      else
        g_ptr_array_add (schemes, (gpointer)scheme);
    }

  g_ptr_array_add (schemes, NULL);
  reading->settings.schemes = (const char *const *)g_strdupv ((char **)schemes->pdata);
}

static void
read_insecure_basic (Reading *reading)
{
  static const char *const choices[] = {
    [DOOR_INSECURE_BASIC_ALLOW] = "allow",
    [DOOR_INSECURE_BASIC_WARN] = "warn",
    [DOOR_INSECURE_BASIC_DENY] = "deny",
    NULL,
  };

  reading->settings.insecure_basic = read_choice (reading, choices);
}

static void
read_prompt (Reading *reading)
{
  static const char *const choices[] = { "allow", "never", NULL };

  reading->settings.never_prompt = read_choice (reading, choices);
}

static void
read_idle_reset (Reading *reading)
{
  GError *error = NULL;

  if (!door_policy_value_to_number (reading->entry->value, MAX_IDLE_RESET,
                                    &reading->settings.idle_reset, &error))
    take_error (reading, error);
}

static void
read_control (Reading *reading)
{
  reading->settings.control = read_boolean (reading);
}

static void
read_cross_origin (Reading *reading)
{
  static const char *const choices[] = {
    [DOOR_CROSS_ORIGIN_OFFER] = "offer",
    [DOOR_CROSS_ORIGIN_DENY] = "deny",
    NULL,
  };

  reading->settings.cross_origin = read_choice (reading, choices);
}

static void
read_trusted_servers (Reading *reading)
{
  g_autoptr (GPtrArray) items = read_list (reading);

  if (items == NULL)
    return;

  reading->settings.trusted_servers
      = g_ptr_array_new_with_free_func ((GDestroyNotify)door_origin_unref);
  for (guint i = 0; i < items->len; i++)
    {
      const char *item = g_ptr_array_index (items, i);
      GError *error = NULL;
      g_autoptr (DoorOriginPattern) pattern = door_origin_pattern_new (item, &error);
      DoorOrigin *origin = pattern != NULL ? door_origin_pattern_get_origin (pattern) : NULL;

      if (pattern == NULL)
        take_error (reading, error);
      else if (origin == NULL)
        problem (reading, _ ("“%s” has a star; write each server that is trusted"), item);
      else
        g_ptr_array_add (reading->settings.trusted_servers, door_origin_ref (origin));
    }
}

static void
read_proxy (Reading *reading)
{
  GError *error = NULL;
  g_autofree char *text = read_text (reading);

  if (text == NULL)
    return;
  if (!door_policy_value_check_proxy (text, &error))
    {
      take_error (reading, error);
      return;
    }

  reading->settings.proxy = g_steal_pointer (&text);
}

static void
read_feature (Reading *reading, DoorFeatures feature)
{
  if (read_boolean (reading))
    reading->settings.allowed_features |= feature;
  else
    reading->settings.denied_features |= feature;
}

static void
read_downloads (Reading *reading)
{
  read_feature (reading, DOOR_FEATURE_DOWNLOADS);
}

static void
read_file_chooser (Reading *reading)
{
  read_feature (reading, DOOR_FEATURE_FILE_CHOOSER);
}

static void
read_printing (Reading *reading)
{
  read_feature (reading, DOOR_FEATURE_PRINTING);
}

static void
read_view_source (Reading *reading)
{
  read_feature (reading, DOOR_FEATURE_VIEW_SOURCE);
}

static void
read_inspector (Reading *reading)
{
  read_feature (reading, DOOR_FEATURE_INSPECTOR);
}

static const Key main_keys[] = {
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

/* [Login NAME] */

static void
read_server (Reading *reading)
{
  GError *error = NULL;
  g_autofree char *text = read_text (reading);

  if (text == NULL)
    return;

  reading->server = door_policy_value_to_server (text, &reading->target, &error);
  if (reading->server == NULL)
    take_error (reading, error);
}

static void
read_realm (Reading *reading)
{
  reading->realm = read_text (reading);
}

static void
read_username (Reading *reading)
{
  g_autofree char *text = read_text (reading);

  if (text == NULL)
    return;

  for (const char *p = text; *p != '\0'; p++)
    if (g_ascii_iscntrl (*p))
      {
        problem (reading, _ ("a user name has no control characters"));
        return;
      }

  reading->username = g_steal_pointer (&text);
}

static void
read_password_from (Reading *reading)
{
  GError *error = NULL;
  g_autofree char *text = read_text (reading);

  if (text == NULL)
    return;

  reading->source = door_secret_source_new (text, &error);
  if (reading->source == NULL)
    take_error (reading, error);
}

static void
read_submit (Reading *reading)
{
  static const char *const choices[] = {
    [DOOR_SUBMIT_AUTO] = "auto",
    [DOOR_SUBMIT_PREFILL] = "prefill",
    NULL,
  };

  reading->submit = read_choice (reading, choices);
}

static const Key login_keys[] = {
  { "Server", read_server },     { "Realm", read_realm },
  { "Username", read_username }, { "PasswordFrom", read_password_from },
  { "Submit", read_submit },     { NULL },
};

/* All of it */

static void
clear_reading (Reading *reading)
{
  g_free ((char *)reading->settings.home);
  g_free ((char *)reading->settings.proxy);
  g_strfreev ((char **)reading->settings.schemes);
  g_clear_pointer (&reading->settings.allowed_origins, g_ptr_array_unref);
  g_clear_pointer (&reading->settings.trusted_servers, g_ptr_array_unref);
  g_clear_pointer (&reading->settings.logins, g_ptr_array_unref);
  g_clear_pointer (&reading->server, door_origin_pattern_unref);
  g_clear_pointer (&reading->source, door_secret_source_unref);
  g_free (reading->realm);
  g_free (reading->username);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reading, clear_reading)

static void
tell_unknown_key (Reading *reading, const Key *keys)
{
  g_autoptr (GString) known = g_string_new (NULL);

  for (const Key *key = keys; key->name != NULL; key++)
    {
      if (g_ascii_strcasecmp (key->name, reading->entry->key) == 0)
        {
          problem (reading, _ ("there is no such key; write %s"), key->name);
          return;
        }
      g_string_append_printf (known, "%s%s", known->len > 0 ? ", " : "", key->name);
    }

  problem (reading, _ ("there is no such key; this group can have %s"), known->str);
}

static void
read_group (Reading *reading, const Key *keys)
{
  for (guint i = 0; i < reading->group->entries->len; i++)
    {
      const Key *key = keys;

      reading->entry = g_ptr_array_index (reading->group->entries, i);
      while (key->name != NULL && strcmp (key->name, reading->entry->key) != 0)
        key++;

      if (key->name != NULL)
        key->read (reading);
      else
        tell_unknown_key (reading, keys);
    }
}

static gboolean
has_key (Reading *reading, const char *key)
{
  return door_policy_group_find (reading->group, key) != NULL;
}

/* A key that is there and wrong is not missing. */
static void
check_missing (Reading *reading)
{
  const DoorPolicyGroup *group = reading->group;

  if (!has_key (reading, "Server"))
    door_policy_problems_add (reading->problems, group->line, group->name, "Server",
                              _ ("the key is missing; write Server=https://HOST or "
                                 "Server=proxy:HOST:PORT"));
  if (!has_key (reading, "PasswordFrom"))
    door_policy_problems_add (reading->problems, group->line, group->name, "PasswordFrom",
                              _ ("the key is missing; write PasswordFrom=keyring, "
                                 "PasswordFrom=file:/PATH, PasswordFrom=credential:NAME or "
                                 "PasswordFrom=env:NAME"));
  if (!has_key (reading, "Username") && reading->source != NULL
      && door_secret_source_get_kind (reading->source) != DOOR_SECRET_SOURCE_KEYRING)
    door_policy_problems_add (reading->problems, group->line, group->name, "Username",
                              _ ("the key is missing; only the keyring knows user names"));
}

static void
check_repeated (Reading *reading, DoorPolicyLogin *login, GPtrArray *logins)
{
  const char *realm = door_policy_login_get_realm (login);

  for (guint i = 0; i < logins->len; i++)
    {
      DoorPolicyLogin *other = g_ptr_array_index (logins, i);

      if (door_policy_login_get_target (other) == door_policy_login_get_target (login)
          && g_strcmp0 (door_policy_login_get_realm (other), realm) == 0
          && strcmp (door_origin_pattern_to_string (door_policy_login_get_server (other)),
                     door_origin_pattern_to_string (door_policy_login_get_server (login)))
                 == 0)
        door_policy_problems_add (reading->problems, reading->group->line, reading->group->name,
                                  NULL,
                                  _ ("[%s %s] is for the same server and realm; keep one of them"),
                                  LOGIN_GROUP, door_policy_login_get_name (other));
    }
}

static void
read_login (const DoorPolicyGroup *group, DoorPolicyProblems *problems, GPtrArray *logins)
{
  g_auto (Reading) reading = { .group = group, .problems = problems };
  g_autoptr (DoorPolicyLogin) login = NULL;

  read_group (&reading, login_keys);
  check_missing (&reading);
  if (reading.server == NULL || reading.source == NULL)
    return;

  login = door_policy_login_new (group->name + strlen (LOGIN_GROUP " "), reading.target,
                                 reading.server, reading.realm, reading.username, reading.source,
                                 reading.submit);
  check_repeated (&reading, login, logins);
  g_ptr_array_add (logins, g_steal_pointer (&login));
}

/* What makes no sense together, though each by itself does. */
static void
check_together (Reading *reading)
{
  const DoorPolicyEntry *home = door_policy_group_find (reading->group, "Home");
  g_autoptr (DoorPolicy) policy = NULL;
  g_autoptr (DoorOrigin) origin = NULL;

  if (reading->settings.home == NULL)
    return;

  policy = door_policy_new (&reading->settings);
  origin = door_origin_new_for_uri (reading->settings.home, NULL);
  if (!door_policy_allows_origin (policy, origin))
    door_policy_problems_add (reading->problems, home->line, reading->group->name, home->key,
                              _ ("the page is of none of the AllowedOrigins; add %s to them"),
                              door_origin_to_string (origin));
}

static gboolean
is_login (const char *name)
{
  return g_str_has_prefix (name, LOGIN_GROUP " ") && name[strlen (LOGIN_GROUP " ")] != '\0';
}

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
  g_auto (Reading) reading = { .problems = problems };
  g_autoptr (GPtrArray) logins
      = g_ptr_array_new_with_free_func ((GDestroyNotify)door_policy_login_unref);

  for (guint i = 0; i < groups->len; i++)
    {
      const DoorPolicyGroup *group = g_ptr_array_index (groups, i);

      if (strcmp (group->name, MAIN_GROUP) == 0)
        {
          clear_reading (&reading);
          reading = (Reading){ .group = group, .problems = problems };
          read_group (&reading, main_keys);
          check_together (&reading);
        }
      else if (is_login (group->name))
        {
          read_login (group, problems, logins);
        }
      else
        {
          door_policy_problems_add (problems, group->line, group->name, NULL,
                                    _ ("there is no such group; write [%s] or [%s NAME]"),
                                    MAIN_GROUP, LOGIN_GROUP);
        }
    }

  reading.settings.logins = g_ptr_array_ref (logins);

  return door_policy_new (&reading.settings);
}
