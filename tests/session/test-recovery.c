/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-recovery.h"

#include "testlib-clock.h"

/* What is tried and how it goes, as a kiosk does it with Home. */
typedef struct
{
  DoorTestClock *clock;
  DoorRecovery *recovery;
  guint n_tries;
  guint n_too_slow;
  guint shown; /* what a visitor reads */
} Trial;

static void
on_try (Trial *trial)
{
  trial->n_tries++;
  door_recovery_begin (trial->recovery);
}

static void
on_too_slow (Trial *trial)
{
  trial->n_too_slow++;
  door_recovery_fail (trial->recovery);
}

static void
on_seconds_left (Trial *trial)
{
  trial->shown = door_recovery_get_seconds_left (trial->recovery);
}

static void
set_up (Trial *trial, gconstpointer data)
{
  trial->clock = door_test_clock_new ();
  trial->recovery = door_recovery_new (DOOR_CLOCK (trial->clock));
  g_signal_connect_swapped (trial->recovery, "try", G_CALLBACK (on_try), trial);
  g_signal_connect_swapped (trial->recovery, "too-slow", G_CALLBACK (on_too_slow), trial);
  g_signal_connect_swapped (trial->recovery, "notify::seconds-left", G_CALLBACK (on_seconds_left),
                            trial);
}

static void
tear_down (Trial *trial, gconstpointer data)
{
  g_object_unref (trial->recovery);
  g_object_unref (trial->clock);
}

/* Home comes and crashes, again and again, for more than a day. */
static void
test_crash_loop (Trial *trial, gconstpointer data)
{
  static const guint pauses[] = { 1, 2, 4, 8, 16, 32, 60 };

  door_recovery_begin (trial->recovery);
  for (guint i = 0; i < 24 * 60; i++)
    {
      guint pause = pauses[MIN (i, G_N_ELEMENTS (pauses) - 1)];

      door_recovery_succeed (trial->recovery);
      g_assert_true (door_recovery_fail (trial->recovery));
      for (guint left = pause; left > 0; left--)
        {
          g_assert_cmpuint (trial->n_tries, ==, i);
          g_assert_cmpuint (trial->shown, ==, left);
          door_test_clock_advance (trial->clock, 1);
        }
      g_assert_cmpuint (trial->n_tries, ==, i + 1);
      g_assert_cmpuint (trial->shown, ==, 0);
    }
  g_assert_cmpuint (trial->n_too_slow, ==, 0);

  /* It is well for as long as the longest pause: then it was no loop. */
  door_recovery_succeed (trial->recovery);
  door_test_clock_advance (trial->clock, DOOR_RECOVERY_LONGEST_PAUSE_S);
  door_recovery_fail (trial->recovery);
  g_assert_cmpuint (trial->shown, ==, DOOR_RECOVERY_FIRST_PAUSE_S);
}

/* Several things fail at once: one pause, and one try. */
static void
test_together (Trial *trial, gconstpointer data)
{
  g_assert_true (door_recovery_fail (trial->recovery));
  g_assert_false (door_recovery_fail (trial->recovery));
  door_test_clock_advance (trial->clock, 1);
  g_assert_cmpuint (trial->n_tries, ==, 1);
  g_assert_true (door_recovery_fail (trial->recovery));
  g_assert_cmpuint (trial->shown, ==, 2);
}

/* Home takes a connection and says nothing. */
static void
test_too_slow (Trial *trial, gconstpointer data)
{
  door_recovery_begin (trial->recovery);
  door_test_clock_advance (trial->clock, DOOR_RECOVERY_PATIENCE_S - 1);
  g_assert_cmpuint (trial->n_too_slow, ==, 0);
  door_test_clock_advance (trial->clock, 1);
  g_assert_cmpuint (trial->n_too_slow, ==, 1);
  g_assert_cmpuint (trial->shown, ==, 1);
  door_test_clock_advance (trial->clock, 1 + DOOR_RECOVERY_PATIENCE_S);
  g_assert_cmpuint (trial->n_tries, ==, 1);
  g_assert_cmpuint (trial->n_too_slow, ==, 2);

  /* What has come is not waited for. */
  door_test_clock_advance (trial->clock, trial->shown);
  door_recovery_succeed (trial->recovery);
  door_test_clock_advance (trial->clock, 10 * DOOR_RECOVERY_PATIENCE_S);
  g_assert_cmpuint (trial->n_tries, ==, 2);
  g_assert_cmpuint (trial->n_too_slow, ==, 2);
}

/* Somebody presses “Try Now”, or the network is back. */
static void
test_try_now (Trial *trial, gconstpointer data)
{
  door_recovery_try_now (trial->recovery);
  g_assert_cmpuint (trial->n_tries, ==, 0);

  for (guint i = 1; i <= 5; i++)
    {
      door_recovery_fail (trial->recovery);
      door_recovery_try_now (trial->recovery);
      g_assert_cmpuint (trial->n_tries, ==, i);
      g_assert_cmpuint (trial->shown, ==, 0);
    }
  door_recovery_succeed (trial->recovery);
  door_test_clock_advance (trial->clock, 3600);
  g_assert_cmpuint (trial->n_tries, ==, 5);
}

/* A visitor says “Done” in the middle of a pause. */
static void
test_begin (Trial *trial, gconstpointer data)
{
  for (guint i = 0; i < 4; i++)
    {
      door_recovery_fail (trial->recovery);
      door_recovery_try_now (trial->recovery);
    }
  door_recovery_fail (trial->recovery);
  g_assert_cmpuint (trial->shown, ==, 16);
  door_recovery_begin (trial->recovery);
  g_assert_cmpuint (trial->shown, ==, 0);
  g_assert_cmpuint (trial->n_tries, ==, 4);
}

/* A clock that is set, by a year or back by one, makes no pause longer or shorter. */
static void
test_clock_is_set (Trial *trial, gconstpointer data)
{
  const gint64 year = 365 * 24 * 3600;

  for (guint i = 0; i < 3; i++)
    {
      door_recovery_fail (trial->recovery);
      door_test_clock_set (trial->clock, i % 2 == 0 ? year : -2 * year);
      g_assert_cmpuint (trial->n_tries, ==, i);
      door_test_clock_advance (trial->clock, (1 << i) - 1);
      g_assert_cmpuint (trial->n_tries, ==, i);
      door_test_clock_set (trial->clock, i % 2 == 0 ? -2 * year : year);
      door_test_clock_advance (trial->clock, 1);
      g_assert_cmpuint (trial->n_tries, ==, i + 1);
    }
}

#define add(name, test) g_test_add (name, Trial, NULL, set_up, test, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  add ("/recovery/crash-loop", test_crash_loop);
  add ("/recovery/together", test_together);
  add ("/recovery/too-slow", test_too_slow);
  add ("/recovery/try-now", test_try_now);
  add ("/recovery/begin", test_begin);
  add ("/recovery/clock-is-set", test_clock_is_set);

  return g_test_run ();
}
