/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-login-list.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

/* In the order of the command line; the user name of each is its number. */
/* clang-format off */
static const char *const given[] = {
  "http://a.example:8080=Staff",
  "http://a.example:8080",
  "http://a.example:8080=Never",
  "https://*.b.example",
  "https://c.example/=a=b",
  "http://[::1]:81",
  "proxy:proxy.example:3128=Gate",
  "proxy:proxy.example:3129",
};

static const struct
{
  DoorTarget target;
  const char *server;
  const char *realm;
  const char *username; /* NULL: none fits */
} cases[] = {
  /* The first that fits; without a realm each fits. */
  { DOOR_TARGET_ORIGIN, "http://a.example:8080", "Staff", "0" },
  { DOOR_TARGET_ORIGIN, "http://a.example:8080", "staff", "1" },
  { DOOR_TARGET_ORIGIN, "http://a.example:8080", "", "1" },
  { DOOR_TARGET_ORIGIN, "http://a.example:8080", "Never", "1" },
  { DOOR_TARGET_ORIGIN, "http://a.example", "Staff", NULL },
  { DOOR_TARGET_ORIGIN, "https://a.example:8080", "Staff", NULL },
  { DOOR_TARGET_PROXY, "http://a.example:8080", "Staff", NULL },
  { DOOR_TARGET_ORIGIN, "https://x.b.example", "R", "3" },
  { DOOR_TARGET_ORIGIN, "https://b.example", "R", NULL },
  { DOOR_TARGET_ORIGIN, "https://x.y.b.example", "R", NULL },
  { DOOR_TARGET_ORIGIN, "https://c.example", "a=b", "4" },
  { DOOR_TARGET_ORIGIN, "https://c.example", "a", NULL },
  { DOOR_TARGET_ORIGIN, "http://[::1]:81", "R", "5" },
  { DOOR_TARGET_PROXY, "http://proxy.example:3128", "Gate", "6" },
  { DOOR_TARGET_PROXY, "http://proxy.example:3128", "Other", NULL },
  { DOOR_TARGET_PROXY, "http://proxy.example:3129", "Other", "7" },
  { DOOR_TARGET_ORIGIN, "http://proxy.example:3129", "Other", NULL },
};
/* clang-format on */

static void
test_find (void)
{
  g_autoptr (DoorLoginList) logins = door_login_list_new ();
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (given); i++)
    {
      g_autofree char *secret = g_strdup_printf ("%" G_GSIZE_FORMAT ":p:%s", i, given[i]);

      g_setenv ("TEST_LOGIN", secret, TRUE);
      door_login_list_add (logins, given[i], "env:TEST_LOGIN", &error);
      g_assert_no_error (error);
    }

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (DoorOrigin) server = door_origin_new_for_uri (cases[i].server, &error);
      g_autoptr (DoorProtectionSpace) space
          = door_protection_space_new (cases[i].target, server, cases[i].realm);
      const char *username = NULL;
      SecretValue *password = NULL;

      g_assert_no_error (error);
      g_test_message ("%s %s", cases[i].server, cases[i].realm);
      g_assert_cmpint (door_login_list_find (logins, space, &username, &password), ==,
                       cases[i].username != NULL);
      g_assert_cmpstr (username, ==, cases[i].username);
      if (username != NULL)
        g_assert_true (g_str_has_prefix (secret_value_get_text (password), "p:"));
    }
}

typedef struct
{
  const char *text;
  const char *username;
  const char *password;
} SecretCase;

static const SecretCase secrets[] = {
  { "ada:lovelace", "ada", "lovelace" },
  { "ada:lovelace\n", "ada", "lovelace" },
  { "ada:lovelace\r\nmore\n", "ada", "lovelace" },
  { "ada:", "ada", "" },
  { ":x", "", "x" },
  { "ada:a:b", "ada", "a:b" },
  { "Ünal:größer", "Ünal", "größer" },
  { "ada", NULL, NULL },
  { "", NULL, NULL },
  { "\nada:lovelace", NULL, NULL },
  { "ada:\xff", NULL, NULL },
};

static void
check_secret (const char *source, const SecretCase *expected)
{
  g_autoptr (DoorLoginList) logins = door_login_list_new ();
  g_autoptr (DoorOrigin) server = door_origin_new_for_uri ("http://a.example", NULL);
  g_autoptr (DoorProtectionSpace) space
      = door_protection_space_new (DOOR_TARGET_ORIGIN, server, "R");
  g_autoptr (GError) error = NULL;
  const char *username;
  SecretValue *password;

  g_assert_cmpint (door_login_list_add (logins, "http://a.example", source, &error), ==,
                   expected->username != NULL);
  if (expected->username == NULL)
    {
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
      return;
    }

  g_assert_no_error (error);
  g_assert_true (door_login_list_find (logins, space, &username, &password));
  g_assert_cmpstr (username, ==, expected->username);
  g_assert_cmpstr (secret_value_get_text (password), ==, expected->password);
}

static void
test_secrets (void)
{
  g_autofree char *path = NULL;
  g_autofree char *source = NULL;
  g_autoptr (GError) error = NULL;
  int fd = g_file_open_tmp ("doorward-XXXXXX", &path, &error);

  g_assert_no_error (error);
  close (fd);
  source = g_strconcat ("file:", path, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (secrets); i++)
    {
      g_file_set_contents_full (path, secrets[i].text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600,
                                &error);
      g_assert_no_error (error);
      g_setenv ("TEST_LOGIN", secrets[i].text, TRUE);
      check_secret (source, &secrets[i]);
      check_secret ("env:TEST_LOGIN", &secrets[i]);
    }

  g_unlink (path);
}

/* A login that is cut off would be a wrong one. */
static void
test_long (void)
{
  g_autoptr (DoorLoginList) logins = door_login_list_new ();
  g_autofree char *password = g_strnfill (9000, 'x');
  g_autofree char *secret = g_strconcat ("ada:", password, NULL);
  g_autoptr (GError) error = NULL;

  g_setenv ("TEST_LOGIN", secret, TRUE);
  g_assert_false (door_login_list_add (logins, "http://a.example", "env:TEST_LOGIN", &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE);
  g_assert_null (strstr (error->message, "xxx"));
}

static void
test_servers (void)
{
  static const char *const wrong[] = { "",
                                       "a.example",
                                       "http://",
                                       "ftp://a.example",
                                       "http://a.example/x",
                                       "proxy:a.example",
                                       "proxy:",
                                       "proxy:http://a.example:3128",
                                       "http://u:secret@a.example",
                                       "=R" };

  g_setenv ("TEST_LOGIN", "ada:lovelace", TRUE);
  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (DoorLoginList) logins = door_login_list_new ();
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", wrong[i]);
      g_assert_false (door_login_list_add (logins, wrong[i], "env:TEST_LOGIN", &error));
      g_assert_nonnull (error);
      g_assert_null (strstr (error->message, "secret"));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/login-list/find", test_find);
  g_test_add_func ("/login-list/secrets", test_secrets);
  g_test_add_func ("/login-list/long", test_long);
  g_test_add_func ("/login-list/servers", test_servers);

  return g_test_run ();
}
