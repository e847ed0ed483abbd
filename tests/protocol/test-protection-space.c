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

  return g_test_run ();
}
