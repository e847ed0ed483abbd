/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-event.h"

static void
assert_event (const DoorEvent *event, const char *expected)
{
  g_autoptr (GDateTime) time = g_date_time_new_utc (2026, 1, 2, 3, 4, 5.25);
  g_autoptr (GVariant) variant = g_variant_ref_sink (door_event_to_variant (event, time));
  g_autofree char *text = g_variant_print (variant, FALSE);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_fields (void)
{
  g_autoptr (DoorOrigin) server = door_origin_new ("http", "a.example", 8080);
  g_autoptr (DoorProtectionSpace) space
      = door_protection_space_new (DOOR_TARGET_ORIGIN, server, "R");
  const DoorContext context = DOOR_CONTEXT_NAVIGATION;
  const DoorDecision decision = { DOOR_VERDICT_SUPPRESS, DOOR_REASON_CANCELLED_BEFORE };

  assert_event (
      &(DoorEvent){ .kind = DOOR_EVENT_CHALLENGE,
                    .id = 3,
                    .tab = 1,
                    .uri = "http://user:secret@a.example:8080/x?y#z",
                    .context = &context,
                    .space = space,
                    .scheme = "basic",
                    .offered = (const char *const[]){ "basic", "bearer", NULL } },
      "{'time': <'2026-01-02T03:04:05.250000Z'>, 'event': <'challenge'>, 'id': <uint64 3>, "
      "'tab': <uint64 1>, 'uri': <'http://a.example:8080/x?y#z'>, 'context': <'navigation'>, "
      "'target': <'origin'>, 'server': <'http://a.example:8080'>, 'realm': <'R'>, "
      "'scheme': <'basic'>, 'offered': <['basic', 'bearer']>}");

  assert_event (&(DoorEvent){ .kind = DOOR_EVENT_VERDICT, .id = 3, .decision = &decision },
                "{'time': <'2026-01-02T03:04:05.250000Z'>, 'event': <'verdict'>, "
                "'id': <uint64 3>, 'verdict': <'suppress'>, 'reason': <'cancelled-before'>}");

  assert_event (&(DoorEvent){ .kind = DOOR_EVENT_PROMPT_CLOSED,
                              .id = 3,
                              .attempt = 2,
                              .outcome = DOOR_PROMPT_OUTCOME_CANCEL },
                "{'time': <'2026-01-02T03:04:05.250000Z'>, 'event': <'prompt-closed'>, "
                "'id': <uint64 3>, 'attempt': <uint64 2>, 'outcome': <'cancel'>}");
}

static void
test_bounded (void)
{
  g_autoptr (DoorOrigin) server = door_origin_new ("http", "a.example", 0);
  g_autofree char *realm = g_strnfill (100000, 'x');
  g_autoptr (DoorProtectionSpace) space
      = door_protection_space_new (DOOR_TARGET_ORIGIN, server, realm);
  g_autoptr (GDateTime) time = g_date_time_new_now_utc ();
  g_autoptr (GVariant) event = g_variant_ref_sink (
      door_event_to_variant (&(DoorEvent){ .kind = DOOR_EVENT_CHALLENGE, .space = space }, time));

  g_assert_cmpuint (g_variant_get_size (event), <, 4096);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/event/fields", test_fields);
  g_test_add_func ("/event/bounded", test_bounded);

  return g_test_run ();
}
