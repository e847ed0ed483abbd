/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-backoff.h"

#include "testlib-clock.h"

/* It failed so many seconds after the latest attempt; the pause that must follow. The first one is
 * 1 s, the longest 60 s. */
typedef struct
{
  gint64 well;
  guint pause;
  gint64 jump; /* of the clock, afterwards */
} Failure;

static void
run (const Failure *failures, gsize n_failures)
{
  g_autoptr (DoorTestClock) clock = door_test_clock_new ();
  g_autoptr (DoorBackoff) backoff = door_backoff_new (DOOR_CLOCK (clock), 1, 60);

  for (gsize i = 0; i < n_failures; i++)
    {
      guint pause;

      door_test_clock_sleep (clock, failures[i].well);
      pause = door_backoff_next (backoff);
      g_test_message ("failure %" G_GSIZE_FORMAT, i);
      g_assert_cmpuint (pause, ==, failures[i].pause);
      door_test_clock_sleep (clock, pause);
      door_test_clock_set (clock, failures[i].jump);
    }
}

static void
test_grows (void)
{
  static const Failure failures[] = {
    { 0, 1, 0 },  { 0, 2, 0 },  { 0, 4, 0 },  { 0, 8, 0 },
    { 0, 16, 0 }, { 0, 32, 0 }, { 0, 60, 0 }, { 0, 60, 0 },
  };

  run (failures, G_N_ELEMENTS (failures));
}

/* A page that lives for a few seconds each time is in a loop, too. */
static void
test_short_lives (void)
{
  static const Failure failures[] = {
    { 59, 1, 0 },  { 59, 2, 0 },  { 59, 4, 0 },  { 59, 8, 0 },
    { 59, 16, 0 }, { 59, 32, 0 }, { 59, 60, 0 }, { 59, 60, 0 },
  };

  run (failures, G_N_ELEMENTS (failures));
}

static void
test_starts_anew (void)
{
  static const Failure failures[]
      = { { 0, 1, 0 }, { 0, 2, 0 }, { 0, 4, 0 }, { 60, 1, 0 }, { 0, 2, 0 } };

  run (failures, G_N_ELEMENTS (failures));
}

/* No clock that is set makes it forget, or wait. */
static void
test_clock_is_set (void)
{
  static const Failure failures[] = {
    { 0, 1, 86400 }, { 0, 2, -86400 }, { 0, 4, -86400 }, { 0, 8, 0 }, { 60, 1, 0 },
  };

  run (failures, G_N_ELEMENTS (failures));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/backoff/grows", test_grows);
  g_test_add_func ("/backoff/short-lives", test_short_lives);
  g_test_add_func ("/backoff/starts-anew", test_starts_anew);
  g_test_add_func ("/backoff/clock-is-set", test_clock_is_set);

  return g_test_run ();
}
