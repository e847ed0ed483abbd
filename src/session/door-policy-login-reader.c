/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-policy-login-reader.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "door-policy-reading.h"
#include "door-policy-value.h"

/* What the keys come to. */
typedef struct
{
  DoorTarget target;
  DoorOriginPattern *server;
  char *realm;
  char *username;
  DoorSecretSource *source;
  DoorSubmit submit;
} Login;

static void
login_clear (Login *login)
{
  g_clear_pointer (&login->server, door_origin_pattern_unref);
  g_clear_pointer (&login->source, door_secret_source_unref);
  g_free (login->realm);
  g_free (login->username);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Login, login_clear)

static void
read_server (DoorPolicyReading *reading, gpointer result)
{
  Login *login = result;
  GError *error = NULL;
  g_autofree char *text = door_policy_reading_dup_text (reading);

  if (text == NULL)
    return;

  login->server = door_policy_value_to_server (text, &login->target, &error);
  if (login->server == NULL)
    door_policy_reading_take_error (reading, error);
}

static void
read_realm (DoorPolicyReading *reading, gpointer result)
{
  Login *login = result;

  login->realm = door_policy_reading_dup_text (reading);
}

static void
read_username (DoorPolicyReading *reading, gpointer result)
{
  Login *login = result;
  g_autofree char *text = door_policy_reading_dup_text (reading);

  if (text == NULL)
    return;

  for (const char *p = text; *p != '\0'; p++)
    if (g_ascii_iscntrl (*p))
      {
        door_policy_reading_problem (reading, _ ("a user name has no control characters"));
        return;
      }

  login->username = g_steal_pointer (&text);
}

static void
read_password_from (DoorPolicyReading *reading, gpointer result)
{
  Login *login = result;
  GError *error = NULL;
  g_autofree char *text = door_policy_reading_dup_text (reading);

  if (text == NULL)
    return;

  login->source = door_secret_source_new (text, &error);
  if (login->source == NULL)
    door_policy_reading_take_error (reading, error);
}

static void
read_submit (DoorPolicyReading *reading, gpointer result)
{
  static const char *const choices[] = {
    [DOOR_SUBMIT_AUTO] = "auto",
    [DOOR_SUBMIT_PREFILL] = "prefill",
    NULL,
  };
  Login *login = result;

  login->submit = door_policy_reading_get_choice (reading, choices);
}

static const DoorPolicyKey keys[] = {
  { "Server", read_server },     { "Realm", read_realm },
  { "Username", read_username }, { "PasswordFrom", read_password_from },
  { "Submit", read_submit },     { NULL },
};

static gboolean
has_key (const DoorPolicyGroup *group, const char *key)
{
  return door_policy_group_find (group, key) != NULL;
}

/* A key that is there and wrong is not missing. */
static void
check_missing (DoorPolicyReading *reading, const Login *login)
{
  const DoorPolicyGroup *group = reading->group;

  if (!has_key (group, "Server"))
    door_policy_problems_add (reading->problems, group->line, group->name, "Server",
                              _ ("the key is missing; write Server=https://HOST or "
                                 "Server=proxy:HOST:PORT"));
  if (!has_key (group, "PasswordFrom"))
    door_policy_problems_add (reading->problems, group->line, group->name, "PasswordFrom",
                              _ ("the key is missing; write PasswordFrom=keyring, "
                                 "PasswordFrom=file:/PATH, PasswordFrom=credential:NAME or "
                                 "PasswordFrom=env:NAME"));
  if (!has_key (group, "Username") && login->source != NULL
      && door_secret_source_get_kind (login->source) != DOOR_SECRET_SOURCE_KEYRING)
    door_policy_problems_add (reading->problems, group->line, group->name, "Username",
                              _ ("the key is missing; only the keyring knows user names"));
}

static void
check_repeated (DoorPolicyReading *reading, DoorPolicyLogin *login, GPtrArray *logins)
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
                                  DOOR_POLICY_LOGIN_GROUP, door_policy_login_get_name (other));
    }
}

/**
 * door_policy_login_is_group:
 *
 * Returns: whether a group of this name is a login
 */
gboolean
door_policy_login_is_group (const char *name)
{
  return g_str_has_prefix (name, DOOR_POLICY_LOGIN_GROUP " ")
         && name[strlen (DOOR_POLICY_LOGIN_GROUP " ")] != '\0';
}

/**
 * door_policy_login_read:
 * @group: [Login NAME], taken apart
 * @problems: where to put what is wrong
 * @logins: (element-type DoorPolicyLogin): what was read before; the login is added to it
 */
void
door_policy_login_read (const DoorPolicyGroup *group,
                        DoorPolicyProblems *problems,
                        GPtrArray *logins)
{
  DoorPolicyReading reading = { .group = group, .problems = problems };
  g_auto (Login) read = { 0 };
  g_autoptr (DoorPolicyLogin) login = NULL;

  door_policy_reading_run (&reading, keys, &read);
  check_missing (&reading, &read);
  if (read.server == NULL || read.source == NULL)
    return;

  login = door_policy_login_new (group->name + strlen (DOOR_POLICY_LOGIN_GROUP " "), read.target,
                                 read.server, read.realm, read.username, read.source, read.submit);
  check_repeated (&reading, login, logins);
  g_ptr_array_add (logins, g_steal_pointer (&login));
}
