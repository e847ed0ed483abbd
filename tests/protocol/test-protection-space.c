/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-protection-space.h"

typedef struct
{
  DoorTarget target;
  const char *server;
  const char *realm;
} Key;

/* Each differs from the first in one thing. */
static const Key keys[] = {
  { DOOR_TARGET_ORIGIN, "https://example.com", "Staff" },
  { DOOR_TARGET_PROXY, "https://example.com", "Staff" },
  { DOOR_TARGET_ORIGIN, "http://example.com", "Staff" },
  { DOOR_TARGET_ORIGIN, "https://example.com:444", "Staff" },
  { DOOR_TARGET_ORIGIN, "https://example.org", "Staff" },
  { DOOR_TARGET_ORIGIN, "https://example.com", "staff" },
  { DOOR_TARGET_ORIGIN, "https://example.com", "" },
};

static DoorProtectionSpace *
make_space (const Key *key)
{
  g_autoptr (DoorOrigin) server = door_origin_new_for_uri (key->server, NULL);

  return door_protection_space_new (key->target, server, key->realm);
}

static void
test_equal (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (keys); j++)
      {
        g_autoptr (DoorProtectionSpace) a = make_space (&keys[i]);
        g_autoptr (DoorProtectionSpace) b = make_space (&keys[j]);

        g_assert_cmpint (door_protection_space_equal (a, b), ==, i == j);
        if (i == j)
          g_assert_cmpuint (door_protection_space_hash (a), ==, door_protection_space_hash (b));
      }
}

/* Each is longer than what is kept, and differs from the others only behind that. */
static void
test_long_realm (void)
{
  g_autofree char *much = g_strnfill (1 << 20, 'a');
  g_autofree char *more = g_strconcat (much, "b", NULL);
  g_autofree char *kept = g_strndup (much, DOOR_REALM_MAX_LENGTH);
  const Key much_key = { DOOR_TARGET_ORIGIN, "https://example.com", much };
  const Key more_key = { DOOR_TARGET_ORIGIN, "https://example.com", more };
  const Key kept_key = { DOOR_TARGET_ORIGIN, "https://example.com", kept };
  g_autoptr (DoorProtectionSpace) a = make_space (&much_key);
  g_autoptr (DoorProtectionSpace) b = make_space (&much_key);
  g_autoptr (DoorProtectionSpace) c = make_space (&more_key);
  g_autoptr (DoorProtectionSpace) d = make_space (&kept_key);

  g_assert_true (door_protection_space_equal (a, b));
  g_assert_false (door_protection_space_equal (a, c));
  g_assert_false (door_protection_space_equal (a, d));
  g_assert_cmpuint (strlen (door_protection_space_get_realm (a)), <=, DOOR_REALM_MAX_LENGTH);
  g_assert_cmpstr (door_protection_space_get_realm (d), ==, kept);

  /* What is cut off is whole characters. */
  for (gsize i = 0; i < 3; i++)
    {
      g_autoptr (GString) realm = g_string_new_len ("xyz", (gssize)i);
      g_autofree char *cut = NULL;

      while (realm->len <= DOOR_REALM_MAX_LENGTH)
        g_string_append (realm, "€");
      cut = door_protection_space_dup_realm (realm->str);
      g_assert_true (g_utf8_validate (cut, -1, NULL));
      g_assert_cmpuint (strlen (cut), <=, DOOR_REALM_MAX_LENGTH);
    }
}

static void
test_normal (void)
{
  const Key spelled = { DOOR_TARGET_ORIGIN, "HTTPS://EXAMPLE.com:443/path", "Staff" };
  const Key no_realm = { DOOR_TARGET_ORIGIN, "https://example.com", NULL };
  g_autoptr (DoorProtectionSpace) a = make_space (&keys[0]);
  g_autoptr (DoorProtectionSpace) b = make_space (&spelled);
  g_autoptr (DoorProtectionSpace) empty = make_space (&keys[6]);
  g_autoptr (DoorProtectionSpace) none = make_space (&no_realm);

  g_assert_true (door_protection_space_equal (a, b));
  g_assert_true (door_protection_space_equal (empty, none));
  g_assert_cmpstr (door_protection_space_get_realm (none), ==, "");
  g_assert_cmpstr (door_target_to_string (door_protection_space_get_target (a)), ==, "origin");
  g_assert_cmpstr (door_target_to_string (DOOR_TARGET_PROXY), ==, "proxy");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/protection-space/equal", test_equal);
  g_test_add_func ("/protection-space/normal", test_normal);
  g_test_add_func ("/protection-space/long-realm", test_long_realm);

  return g_test_run ();
}
