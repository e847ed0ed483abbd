/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-vault.h"

#include "testlib-clock.h"

static DoorProtectionSpace *
space_of (DoorTarget target, const char *uri, const char *realm)
{
  g_autoptr (DoorOrigin) server = door_origin_new_for_uri (uri, NULL);

  return door_protection_space_new (target, server, realm);
}

static DoorCredentials *
put (DoorVault *vault, DoorProtectionSpace *space, const char *username)
{
  g_autoptr (SecretValue) password = secret_value_new ("pässword", -1, "text/plain");

  return door_vault_put (vault, space, "basic", username, password, FALSE);
}

static void
test_spaces (void)
{
  g_autoptr (DoorClock) clock = door_system_clock_new ();
  g_autoptr (DoorVault) vault = door_vault_new (clock);
  g_autoptr (DoorProtectionSpace) space = space_of (DOOR_TARGET_ORIGIN, "http://a.example", "R");
  static const struct
  {
    DoorTarget target;
    const char *uri;
    const char *realm;
    gboolean same;
  } rows[] = {
    { DOOR_TARGET_ORIGIN, "http://a.example:80/x?y", "R", TRUE },
    { DOOR_TARGET_ORIGIN, "http://u:p@A.Example", "R", TRUE },
    { DOOR_TARGET_ORIGIN, "http://a.example", "r", FALSE },
    { DOOR_TARGET_ORIGIN, "http://a.example", "", FALSE },
    { DOOR_TARGET_ORIGIN, "https://a.example", "R", FALSE },
    { DOOR_TARGET_ORIGIN, "http://a.example:8080", "R", FALSE },
    { DOOR_TARGET_ORIGIN, "http://b.a.example", "R", FALSE },
    { DOOR_TARGET_PROXY, "http://a.example", "R", FALSE },
  };

  put (vault, space, "user");
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (DoorProtectionSpace) other = space_of (rows[i].target, rows[i].uri, rows[i].realm);

      g_assert_cmpint (door_vault_lookup (vault, other, NULL) != NULL, ==, rows[i].same);
    }

  /* A password given for one scheme is not sent by another. */
  g_assert_nonnull (door_vault_lookup (vault, space, "basic"));
  g_assert_null (door_vault_lookup (vault, space, "digest"));
}

static void
test_standing (void)
{
  g_autoptr (DoorClock) clock = door_system_clock_new ();
  g_autoptr (DoorVault) vault = door_vault_new (clock);
  g_autoptr (DoorProtectionSpace) space = space_of (DOOR_TARGET_ORIGIN, "http://a.example", "R");
  g_autoptr (DoorCredentials) first = door_credentials_ref (put (vault, space, "first"));
  DoorCredentials *second;

  g_assert_false (door_credentials_is_accepted (first));
  second = put (vault, space, "second");

  /* The answer to a request with credentials that were replaced meanwhile changes nothing. */
  door_vault_accept (vault, first);
  g_assert_false (door_credentials_is_accepted (first));
  g_assert_false (door_vault_remove (vault, first));
  g_assert_true (door_vault_lookup (vault, space, NULL) == second);

  door_vault_accept (vault, second);
  g_assert_true (door_credentials_is_accepted (second));
  g_assert_cmpstr (secret_value_get_text (door_credentials_get_password (second)), ==, "pässword");
  g_assert_true (door_vault_remove (vault, second));
  g_assert_null (door_vault_lookup (vault, space, NULL));
}

static void
assert_time (GDateTime *time, DoorTestClock *clock, gint64 seconds_from_now)
{
  g_autoptr (GDateTime) now = door_clock_get_time (DOOR_CLOCK (clock));

  g_assert_nonnull (time);
  g_assert_cmpint (g_date_time_difference (time, now), ==, seconds_from_now * G_TIME_SPAN_SECOND);
}

static void
test_last_use (void)
{
  g_autoptr (DoorTestClock) clock = door_test_clock_new ();
  g_autoptr (DoorVault) vault = door_vault_new (DOOR_CLOCK (clock));
  g_autoptr (DoorProtectionSpace) space = space_of (DOOR_TARGET_ORIGIN, "http://a.example", "R");
  DoorCredentials *credentials = put (vault, space, "user");

  assert_time (door_credentials_get_last_use (credentials), clock, 0);
  door_test_clock_advance (clock, 5);
  door_vault_accept (vault, credentials);
  assert_time (door_credentials_get_since (credentials), clock, 0);
  assert_time (door_credentials_get_last_use (credentials), clock, 0);
  door_test_clock_advance (clock, 7);
  door_vault_use (vault, credentials, NULL);
  assert_time (door_credentials_get_since (credentials), clock, -7);
  assert_time (door_credentials_get_last_use (credentials), clock, 0);
}

static void
test_scopes (void)
{
  g_autoptr (DoorClock) clock = door_system_clock_new ();
  g_autoptr (DoorVault) vault = door_vault_new (clock);
  g_autoptr (DoorProtectionSpace) space = space_of (DOOR_TARGET_ORIGIN, "http://a.example", "R");
  DoorCredentials *credentials = put (vault, space, "user");
  static const struct
  {
    const char *uri;
    gboolean inside;
  } rows[] = {
    { "http://a.example/in/", TRUE },   { "http://a.example:80/in/deep/er", TRUE },
    { "http://a.example/inn", FALSE },  { "http://a.example/", FALSE },
    { "https://a.example/in/", FALSE }, { "http://b.example/in/", FALSE },
    { "about:blank", FALSE },           { NULL, FALSE },
  };

  g_assert_cmpint (door_credentials_match (credentials, rows[0].uri), ==, DOOR_PATH_SCOPE_OUTSIDE);
  door_vault_use (vault, credentials, "http://a.example/in/page");
  door_vault_use (vault, credentials, "about:blank");
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpint (door_credentials_match (credentials, rows[i].uri) != DOOR_PATH_SCOPE_OUTSIDE,
                     ==, rows[i].inside);
}

static void
test_many_scopes (void)
{
  g_autoptr (DoorClock) clock = door_system_clock_new ();
  g_autoptr (DoorVault) vault = door_vault_new (clock);
  g_autoptr (DoorProtectionSpace) space = space_of (DOOR_TARGET_ORIGIN, "http://a.example", "R");
  DoorCredentials *credentials = put (vault, space, "user");

  for (guint i = 0; i < 2 * DOOR_CREDENTIALS_MAX_SCOPES; i++)
    {
      g_autofree char *uri = g_strdup_printf ("http://a.example/%u/page", i);

      door_vault_use (vault, credentials, uri);
      g_assert_cmpint (door_credentials_match (credentials, uri) != DOOR_PATH_SCOPE_OUTSIDE, ==,
                       i < DOOR_CREDENTIALS_MAX_SCOPES);
    }
}

static void
test_expiry (void)
{
  g_autoptr (DoorTestClock) clock = door_test_clock_new ();
  g_autoptr (DoorVault) vault = door_vault_new (DOOR_CLOCK (clock));
  g_autoptr (DoorIdle) idle = door_idle_new (DOOR_CLOCK (clock));
  g_autoptr (DoorProtectionSpace) space = space_of (DOOR_TARGET_ORIGIN, "http://a.example", "R");
  g_autoptr (DoorCredentials) credentials = door_credentials_ref (put (vault, space, "user"));
  g_autoptr (GDateTime) early = NULL;
  g_autoptr (GDateTime) late = NULL;

  g_assert_null (door_vault_get_expiry (vault, credentials));
  door_vault_set_idle (vault, idle);
  g_assert_null (door_vault_get_expiry (vault, credentials));

  door_idle_set_timeout (idle, 300);
  early = door_vault_get_expiry (vault, credentials);
  assert_time (early, clock, 300);
  door_test_clock_advance (clock, 100);
  door_idle_touch (idle);
  late = door_vault_get_expiry (vault, credentials);
  assert_time (late, clock, 300);

  /* Nobody has been woken, and nothing is given out all the same. */
  door_test_clock_sleep (clock, 299);
  g_assert_true (door_vault_lookup (vault, space, NULL) == credentials);
  door_test_clock_sleep (clock, 1);
  g_assert_null (door_vault_lookup (vault, space, NULL));

  g_assert_true (door_vault_remove (vault, credentials));
  g_assert_null (door_vault_get_expiry (vault, credentials));
}

static void
count (DoorVault *vault, guint *n)
{
  (*n)++;
}

static void
test_forget (void)
{
  g_autoptr (DoorClock) clock = door_system_clock_new ();
  g_autoptr (DoorVault) vault = door_vault_new (clock);
  g_autoptr (DoorProtectionSpace) a = space_of (DOOR_TARGET_ORIGIN, "http://a.example", "R");
  g_autoptr (DoorProtectionSpace) a2 = space_of (DOOR_TARGET_ORIGIN, "http://a.example", "S");
  g_autoptr (DoorProtectionSpace) b = space_of (DOOR_TARGET_ORIGIN, "http://b.example", "R");
  g_autoptr (DoorProtectionSpace) proxy = space_of (DOOR_TARGET_PROXY, "http://a.example", "R");
  g_autoptr (GPtrArray) list = NULL;
  guint n_changes = 0;

  put (vault, a, "user");
  put (vault, a2, "user");
  put (vault, b, "user");
  put (vault, proxy, "user");
  g_signal_connect (vault, "changed", G_CALLBACK (count), &n_changes);

  g_assert_cmpuint (door_vault_forget_server (vault, DOOR_TARGET_ORIGIN,
                                              door_protection_space_get_server (a)),
                    ==, 2);
  g_assert_cmpuint (n_changes, ==, 1);
  g_assert_nonnull (door_vault_lookup (vault, proxy, NULL));
  g_assert_nonnull (door_vault_lookup (vault, b, NULL));

  list = door_vault_list (vault);
  g_assert_cmpuint (list->len, ==, 2);
  g_assert_cmpuint (door_vault_forget_all (vault), ==, 2);
  g_assert_cmpuint (door_vault_forget_all (vault), ==, 0);
  g_assert_cmpuint (n_changes, ==, 2);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/vault/spaces", test_spaces);
  g_test_add_func ("/vault/standing", test_standing);
  g_test_add_func ("/vault/last-use", test_last_use);
  g_test_add_func ("/vault/scopes", test_scopes);
  g_test_add_func ("/vault/many-scopes", test_many_scopes);
  g_test_add_func ("/vault/expiry", test_expiry);
  g_test_add_func ("/vault/forget", test_forget);

  return g_test_run ();
}
