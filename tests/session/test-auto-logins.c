/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-policy-reader.h"
#include "door-session.h"
#include "testlib-clock.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct
{
  DoorTestClock *clock;
  DoorSession *session;
  DoorAutoLogins *logins;
  char *path; /* of the file with the password */
  guint n_ready;
} Fixture;

#define DOMAIN "doorward-session"

static void
on_ready (DoorAutoLogins *logins, Fixture *fixture)
{
  fixture->n_ready++;
}

static DoorPolicy *
create_policy (Fixture *fixture, const char *keys, const char *login)
{
  g_autofree char *text = g_strdup_printf ("[Doorward]\n%s\n"
                                           "[Login staff]\nServer=https://a.example\n"
                                           "Username=ada\nPasswordFrom=file:%s\n%s\n",
                                           keys, fixture->path, login);
  g_autoptr (GError) error = NULL;
  DoorPolicy *policy = door_policy_new_from_data (text, strlen (text), "p", &error);

  g_assert_no_error (error);

  return policy;
}

static void
set_policy (Fixture *fixture, const char *keys, const char *login)
{
  g_autoptr (DoorPolicy) policy = create_policy (fixture, keys, login);

  door_session_set_policy (fixture->session, policy);
}

static void
write_password (Fixture *fixture, const char *password)
{
  g_assert_true (g_file_set_contents_full (fixture->path, password, -1,
                                           G_FILE_SET_CONTENTS_CONSISTENT, 0600, NULL));
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = g_dir_make_tmp ("auto-XXXXXX", NULL);
  g_autoptr (DoorPolicy) policy = door_policy_new_default ();

  fixture->path = g_build_filename (folder, "password", NULL);
  fixture->clock = door_test_clock_new ();
  fixture->session = door_session_new (DOOR_CLOCK (fixture->clock), policy, FALSE);
  fixture->logins = door_session_get_auto_logins (fixture->session);
  g_signal_connect (fixture->logins, "ready", G_CALLBACK (on_ready), fixture);
  write_password (fixture, "lovelace\n");
  set_policy (fixture, "", "");
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = g_path_get_dirname (fixture->path);

  g_object_unref (fixture->session);
  g_object_unref (fixture->clock);
  g_unlink (fixture->path);
  g_rmdir (folder);
  g_free (fixture->path);
}

static DoorProtectionSpace *
create_space (const char *server, const char *realm)
{
  g_autoptr (DoorOrigin) origin = door_origin_new_for_uri (server, NULL);

  return door_protection_space_new (DOOR_TARGET_ORIGIN, origin, realm);
}

/* What is sent, or NULL. */
static char *
get_password (Fixture *fixture, DoorProtectionSpace *space)
{
  g_autoptr (DoorAutoLogin) login = door_auto_logins_get (fixture->logins, space, "basic");

  return login != NULL ? g_strdup (secret_value_get_text (login->password)) : NULL;
}

static void
assert_sends (Fixture *fixture, DoorProtectionSpace *space, const char *password)
{
  g_autofree char *sent = get_password (fixture, space);

  g_assert_cmpstr (sent, ==, password);
}

static void
refuse (Fixture *fixture, DoorProtectionSpace *space, const char *password, const char *pause)
{
  g_autoptr (SecretValue) secret = secret_value_new (password, -1, "text/plain");
  g_autofree char *pattern = g_strdup_printf ("*Login staff*refused*%s seconds*", pause);

  g_test_expect_message (DOMAIN, G_LOG_LEVEL_WARNING, pattern);
  door_auto_logins_refused (fixture->logins, space, "basic", secret);
  g_test_assert_expected_messages ();
}

static void
advance (Fixture *fixture, guint seconds)
{
  door_test_clock_advance (fixture->clock, seconds);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

/* Refused once, it rests, twice as long each time, for every realm of the server and no other. */
static void
test_rest (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    guint seconds;
    const char *text;
  } pauses[] = { { 60, "60" },   { 120, "120" },   { 240, "240" },   { 480, "480" },
                 { 960, "960" }, { 1920, "1920" }, { 3600, "3600" }, { 3600, "3600" } };
  g_autoptr (DoorProtectionSpace) space = create_space ("https://a.example", "R");
  g_autoptr (DoorProtectionSpace) realm = create_space ("https://a.example", "S");

  g_assert_cmpint (door_auto_logins_get_state (fixture->logins, space), ==, DOOR_AUTO_STATE_NONE);
  for (gsize i = 0; i < G_N_ELEMENTS (pauses); i++)
    {
      assert_sends (fixture, space, "lovelace");
      refuse (fixture, space, "lovelace", pauses[i].text);
      g_assert_cmpint (door_auto_logins_get_state (fixture->logins, space), ==,
                       DOOR_AUTO_STATE_REFUSED);
      assert_sends (fixture, space, NULL);
      assert_sends (fixture, realm, NULL);

      advance (fixture, pauses[i].seconds - 1);
      assert_sends (fixture, space, NULL);
      g_assert_cmpuint (fixture->n_ready, ==, i);
      advance (fixture, 1);
      g_assert_cmpuint (fixture->n_ready, ==, i + 1);
    }

  assert_sends (fixture, space, "lovelace");
  door_auto_logins_accepted (fixture->logins, space);
  g_assert_cmpint (door_auto_logins_get_state (fixture->logins, space), ==, DOOR_AUTO_STATE_NONE);
  refuse (fixture, space, "lovelace", "60");
}

/* Another password need not rest; nor does the same one once the administrator has looked at it. */
static void
test_rotate (Fixture *fixture, gconstpointer data)
{
  g_autoptr (DoorProtectionSpace) space = create_space ("https://a.example", "R");

  refuse (fixture, space, "lovelace", "60");
  assert_sends (fixture, space, NULL);
  write_password (fixture, "byron");
  assert_sends (fixture, space, "byron");
  refuse (fixture, space, "byron", "120");
  assert_sends (fixture, space, NULL);

  set_policy (fixture, "", "");
  assert_sends (fixture, space, "byron");
}

/* Told once, until it is something else; and looked at again after a while. */
static void
test_trouble (Fixture *fixture, gconstpointer data)
{
  g_autoptr (DoorProtectionSpace) space = create_space ("https://a.example", "R");

  g_unlink (fixture->path);
  g_test_expect_message (DOMAIN, G_LOG_LEVEL_WARNING, "*Login staff*no password: file:*No such*");
  assert_sends (fixture, space, NULL);
  assert_sends (fixture, space, NULL);
  g_test_assert_expected_messages ();
  g_assert_cmpint (door_auto_logins_get_state (fixture->logins, space), ==,
                   DOOR_AUTO_STATE_UNAVAILABLE);

  advance (fixture, DOOR_AUTO_LOGINS_FIRST_PAUSE_S);
  g_assert_cmpuint (fixture->n_ready, ==, 1);

  write_password (fixture, "");
  g_test_expect_message (DOMAIN, G_LOG_LEVEL_WARNING, "*it is empty*");
  assert_sends (fixture, space, NULL);
  g_test_assert_expected_messages ();

  write_password (fixture, "lovelace");
  assert_sends (fixture, space, "lovelace");
  g_assert_cmpint (door_auto_logins_get_state (fixture->logins, space), ==, DOOR_AUTO_STATE_NONE);
}

/* What may be sent before anybody has asked. */
static void
test_preloads (Fixture *fixture, gconstpointer data)
{
#define OTHER "\nUsername=u\nPasswordFrom=env:X"
  static const struct
  {
    const char *keys;
    const char *login;
    const char *preloads; /* target server realm, … */
  } rows[] = {
    { "", "", "origin https://a.example " },
    { "", "Realm=R", "origin https://a.example R" },
    { "", "Submit=prefill", "" },
    { "Schemes=negotiate;digest", "", "" },
    { "Schemes=basic", "", "origin https://a.example " },
    { "", "[Login b]\nServer=https://*.example" OTHER, "" },
    { "", "[Login b]\nServer=https://a.example\nRealm=R" OTHER, "" },
    { "", "[Login b]\nServer=http://b.example" OTHER, "origin https://a.example " },
    { "InsecureBasic=allow", "[Login b]\nServer=http://b.example" OTHER,
      "origin https://a.example , origin http://b.example " },
    { "", "[Login b]\nServer=http://127.0.0.1:81" OTHER,
      "origin https://a.example , origin http://127.0.0.1:81 " },
    { "", "[Login b]\nServer=proxy:localhost:3128" OTHER,
      "origin https://a.example , proxy http://localhost:3128 " },
    { "", "[Login b]\nServer=proxy:proxy.example:3128" OTHER, "origin https://a.example " },
    /* There is no keyring here that could have it. */
    { "", "[Login b]\nServer=https://b.example\nPasswordFrom=keyring",
      "origin https://a.example " },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GString) seen = g_string_new (NULL);
      g_autoptr (GPtrArray) spaces = NULL;

      set_policy (fixture, rows[i].keys, rows[i].login);
      spaces = door_auto_logins_list_preloads (fixture->logins);
      for (guint j = 0; j < spaces->len; j++)
        {
          DoorProtectionSpace *space = g_ptr_array_index (spaces, j);

          g_string_append_printf (seen, "%s%s %s %s", j > 0 ? ", " : "",
                                  door_target_to_string (door_protection_space_get_target (space)),
                                  door_origin_to_string (door_protection_space_get_server (space)),
                                  door_protection_space_get_realm (space));
        }
      g_assert_cmpstr (seen->str, ==, rows[i].preloads);
    }
#undef OTHER
}

/* The sheet is filled in, nothing is sent, and nothing is remembered. */
static void
test_prefill (Fixture *fixture, gconstpointer data)
{
  g_autoptr (DoorProtectionSpace) space = create_space ("https://a.example", "R");
  g_autoptr (DoorPrompt) prompt = door_prompt_new (1, space, "basic", FALSE, FALSE);
  DoorSavedLogin *proposal;

  set_policy (fixture, "", "Submit=prefill");
  assert_sends (fixture, space, NULL);
  door_session_add_prompt (fixture->session, prompt);
  proposal = door_prompt_find_proposal (prompt, "ada");
  g_assert_nonnull (proposal);
  g_assert_cmpstr (secret_value_get_text (door_saved_login_get_password (proposal)), ==,
                   "lovelace");
  g_assert_false (door_prompt_get_can_remember (prompt));
}

static DoorCredentials *
sign_in (Fixture *fixture, DoorProtectionSpace *space)
{
  g_autoptr (DoorAutoLogin) login = door_auto_logins_get (fixture->logins, space, "basic");
  DoorVault *vault = door_session_get_vault (fixture->session);
  DoorCredentials *credentials = door_vault_put_auto (vault, space, "basic", login);

  door_session_signed_in (fixture->session, credentials);
  g_assert_cmpstr (door_credentials_get_rule (credentials), ==, "Login staff");

  return credentials;
}

/* A policy that is read again takes back what it does not give any more, and nothing else. */
static void
test_policy_changed (Fixture *fixture, gconstpointer data)
{
  g_autoptr (DoorProtectionSpace) space = create_space ("https://a.example", "R");
  g_autoptr (DoorProtectionSpace) other = create_space ("https://b.example", "R");
  g_autoptr (SecretValue) secret = secret_value_new ("byron", -1, "text/plain");
  DoorVault *vault = door_session_get_vault (fixture->session);

  door_vault_put (vault, other, "basic", "ada", secret, FALSE);
  sign_in (fixture, space);
  set_policy (fixture, "", "");
  g_assert_nonnull (door_vault_lookup (vault, space, NULL));

  /* Its password cannot be read, which is no reason to stop working with it. */
  g_unlink (fixture->path);
  g_test_expect_message (DOMAIN, G_LOG_LEVEL_WARNING, "*no password*");
  set_policy (fixture, "", "");
  g_test_assert_expected_messages ();
  g_assert_nonnull (door_vault_lookup (vault, space, NULL));

  write_password (fixture, "byron");
  set_policy (fixture, "", "");
  g_assert_null (door_vault_lookup (vault, space, NULL));

  sign_in (fixture, space);
  set_policy (fixture, "", "Realm=S");
  g_assert_null (door_vault_lookup (vault, space, NULL));
  g_assert_nonnull (door_vault_lookup (vault, other, NULL));
}

/* What it does not let be sent any more is forgotten, whoever gave it. */
static void
test_policy_stricter (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *server;
    const char *scheme;
    const char *keys;
    gboolean kept;
  } rows[] = {
    { "https://b.example", "basic", "Schemes=basic", TRUE },
    { "https://b.example", "basic", "Schemes=digest", FALSE },
    { "https://b.example", "digest", "Schemes=digest", TRUE },
    { "https://b.example", "basic", "InsecureBasic=deny", TRUE },
    { "http://b.example", "basic", "InsecureBasic=warn", TRUE },
    { "http://b.example", "basic", "InsecureBasic=deny", FALSE },
    { "http://b.example", "digest", "InsecureBasic=deny", TRUE },
    { "http://localhost", "basic", "InsecureBasic=deny", TRUE },
  };
  g_autoptr (SecretValue) secret = secret_value_new ("byron", -1, "text/plain");
  DoorVault *vault = door_session_get_vault (fixture->session);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (DoorProtectionSpace) space = create_space (rows[i].server, "R");

      set_policy (fixture, "", "");
      door_vault_put (vault, space, rows[i].scheme, "ada", secret, FALSE);
      set_policy (fixture, rows[i].keys, "");
      g_assert_true ((door_vault_lookup (vault, space, NULL) != NULL) == rows[i].kept);
    }
}

/* Where the policy has no user name, the secret has it. */
static void
test_pair (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *text;
    const char *username; /* NULL: no login */
    const char *password;
  } rows[] = {
    { "ada:lovelace", "ada", "lovelace" },
    { "ada:", "ada", "" },
    { ":x", "", "x" },
    { "ada:a:b", "ada", "a:b" },
    { "Ünal:größer", "Ünal", "größer" },
    { "ada", NULL, NULL },
  };
  g_autoptr (DoorOriginPattern) server = door_origin_pattern_new ("https://a.example", NULL);
  g_autoptr (DoorSecretSource) source = door_secret_source_new ("env:X", NULL);
  g_autoptr (DoorPolicyLogin) login
      = door_policy_login_new ("https://a.example", DOOR_TARGET_ORIGIN, server, NULL, NULL, source,
                               DOOR_SUBMIT_ASKED);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (SecretValue) secret = secret_value_new (rows[i].text, -1, "text/plain");
      g_autoptr (DoorAutoLogin) read = door_auto_login_new (login, secret, &error);

      if (rows[i].username == NULL)
        {
          g_assert_null (read);
          g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
          continue;
        }

      g_assert_no_error (error);
      g_assert_cmpstr (read->username, ==, rows[i].username);
      g_assert_cmpstr (secret_value_get_text (read->password), ==, rows[i].password);
      g_assert_cmpstr (read->rule, ==, "--login https://a.example");
    }
}

/* Of a command line the first that fits wins, also against a policy, and each request has it once.
 */
static void
test_command_line (Fixture *fixture, gconstpointer data)
{
  static const char *const servers[] = { "https://*.example", "https://a.example" };
  g_autoptr (DoorSecretReader) reader = door_secret_reader_new ();
  g_autoptr (DoorPolicy) file = create_policy (fixture, "", "");
  g_autoptr (GPtrArray) logins
      = g_ptr_array_new_with_free_func ((GDestroyNotify)door_policy_login_unref);
  g_autoptr (DoorPolicy) policy = NULL;
  g_autoptr (DoorProtectionSpace) space = create_space ("https://a.example", "R");
  g_autoptr (SecretValue) secret = secret_value_new ("general", -1, "text/plain");

  g_setenv ("LOGIN_0", "first:general", TRUE);
  g_setenv ("LOGIN_1", "second:special", TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (servers); i++)
    {
      g_autofree char *name = g_strdup_printf ("env:LOGIN_%u", i);
      g_autoptr (DoorOriginPattern) server = door_origin_pattern_new (servers[i], NULL);
      g_autoptr (DoorSecretSource) source = door_secret_source_new (name, NULL);

      door_secret_reader_take_variable (reader, source);
      g_ptr_array_add (logins, door_policy_login_new (servers[i], DOOR_TARGET_ORIGIN, server, NULL,
                                                      NULL, source, DOOR_SUBMIT_ASKED));
    }
  policy = door_policy_dup_with_logins (file, logins);
  door_auto_logins_set_reader (fixture->logins, reader);
  door_session_set_policy (fixture->session, policy);

  assert_sends (fixture, space, "general");
  door_auto_logins_refused (fixture->logins, space, "basic", secret);
  assert_sends (fixture, space, "general");
  g_assert_cmpint (door_auto_logins_get_state (fixture->logins, space), ==, DOOR_AUTO_STATE_NONE);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name) g_test_add ("/auto-logins/" #name, Fixture, NULL, set_up, test_##name, tear_down)
  ADD (rest);
  ADD (rotate);
  ADD (trouble);
  ADD (preloads);
  ADD (prefill);
  ADD (policy_changed);
  ADD (policy_stricter);
  ADD (pair);
  ADD (command_line);
#undef ADD

  return g_test_run ();
}
