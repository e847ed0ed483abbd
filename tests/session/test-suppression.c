/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-suppression.h"

static DoorProtectionSpace *
space_of (const char *uri, const char *realm)
{
  g_autoptr (DoorOrigin) server = door_origin_new_for_uri (uri, NULL);

  return door_protection_space_new (DOOR_TARGET_ORIGIN, server, realm);
}

static void
test_cancelled (void)
{
  g_autoptr (DoorSuppression) suppression = door_suppression_new ();
  g_autoptr (DoorProtectionSpace) a = space_of ("http://a.example/", "A");
  g_autoptr (DoorProtectionSpace) other_realm = space_of ("http://a.example/", "B");
  g_autoptr (DoorProtectionSpace) other_server = space_of ("https://a.example/", "A");
  DoorOrigin *server = door_protection_space_get_server (a);

  g_assert_false (door_suppression_is_cancelled (suppression, a));
  door_suppression_cancelled (suppression, a);
  g_assert_true (door_suppression_is_cancelled (suppression, a));
  g_assert_false (door_suppression_is_cancelled (suppression, other_realm));
  g_assert_false (door_suppression_is_cancelled (suppression, other_server));

  /* Following a link is no wish to be asked again. */
  door_suppression_person_acted (suppression, DOOR_TARGET_ORIGIN, server);
  g_assert_true (door_suppression_is_cancelled (suppression, a));

  door_suppression_person_asked (suppression, DOOR_TARGET_PROXY, server,
                                 door_suppression_get_moment (suppression));
  g_assert_true (door_suppression_is_cancelled (suppression, a));
  door_suppression_person_asked (suppression, DOOR_TARGET_ORIGIN, server,
                                 door_suppression_get_moment (suppression));
  g_assert_false (door_suppression_is_cancelled (suppression, a));
}

/* Fifty tabs are opened, one of them asks, and the person says no: those that come later had been
 * asked for before. */
static void
test_cancelled_since (void)
{
  g_autoptr (DoorSuppression) suppression = door_suppression_new ();
  g_autoptr (DoorProtectionSpace) a = space_of ("http://a.example/", "A");
  DoorOrigin *server = door_protection_space_get_server (a);
  guint64 before = door_suppression_get_moment (suppression);

  door_suppression_cancelled (suppression, a);
  door_suppression_person_asked (suppression, DOOR_TARGET_ORIGIN, server, before);
  g_assert_true (door_suppression_is_cancelled (suppression, a));

  /* Cancelled once more, it counts from then on. */
  before = door_suppression_get_moment (suppression);
  door_suppression_cancelled (suppression, a);
  door_suppression_person_asked (suppression, DOOR_TARGET_ORIGIN, server, before);
  g_assert_true (door_suppression_is_cancelled (suppression, a));

  door_suppression_person_asked (suppression, DOOR_TARGET_ORIGIN, server,
                                 door_suppression_get_moment (suppression));
  g_assert_false (door_suppression_is_cancelled (suppression, a));
}

static void
test_asked (void)
{
  g_autoptr (DoorSuppression) suppression = door_suppression_new ();
  g_autoptr (DoorOrigin) server = door_origin_new ("http", "a.example", 0);
  g_autoptr (DoorOrigin) same_server = door_origin_new ("http", "A.EXAMPLE", 80);
  g_autoptr (DoorOrigin) other_server = door_origin_new ("http", "a.example", 81);

  door_suppression_asked (suppression, DOOR_TARGET_ORIGIN, server);
  g_assert_true (door_suppression_was_asked (suppression, DOOR_TARGET_ORIGIN, same_server));
  g_assert_false (door_suppression_was_asked (suppression, DOOR_TARGET_ORIGIN, other_server));
  g_assert_false (door_suppression_was_asked (suppression, DOOR_TARGET_PROXY, server));

  door_suppression_person_acted (suppression, DOOR_TARGET_ORIGIN, same_server);
  g_assert_false (door_suppression_was_asked (suppression, DOOR_TARGET_ORIGIN, server));
}

static void
test_bounded (void)
{
  g_autoptr (DoorSuppression) suppression = door_suppression_new ();
  g_autoptr (DoorProtectionSpace) first = space_of ("http://a.example/", "realm 0");
  g_autoptr (DoorProtectionSpace) last = NULL;

  for (guint i = 0; i <= DOOR_SUPPRESSION_MAX_ENTRIES; i++)
    {
      g_autofree char *realm = g_strdup_printf ("realm %u", i);

      g_clear_pointer (&last, door_protection_space_unref);
      last = space_of ("http://a.example/", realm);
      door_suppression_cancelled (suppression, last);
    }

  g_assert_false (door_suppression_is_cancelled (suppression, first));
  g_assert_true (door_suppression_is_cancelled (suppression, last));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/suppression/cancelled", test_cancelled);
  g_test_add_func ("/suppression/cancelled-since", test_cancelled_since);
  g_test_add_func ("/suppression/asked", test_asked);
  g_test_add_func ("/suppression/bounded", test_bounded);

  return g_test_run ();
}
