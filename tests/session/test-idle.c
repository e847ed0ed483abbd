/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-idle.h"

#include "testlib-clock.h"

static void
on_expired (DoorIdle *idle, guint *n_expired)
{
  (*n_expired)++;
}

/* One thing after the other happens to one that was just given its timeout. */
typedef struct
{
  enum
  {
    PASS,  /* seconds go by */
    SLEEP, /* seconds go by and nobody notices */
    JUMP,  /* the clock is set */
    TOUCH, /* something is done */
    REST,  /* what was being done is over */
    SET,   /* another timeout */
  } what;
  gint64 seconds;
  gboolean ending; /* afterwards */
  guint left;      /* afterwards */
  guint n_expired; /* until then */
} Step;

static void
run (guint timeout, const Step *steps, gsize n_steps)
{
  g_autoptr (DoorTestClock) clock = door_test_clock_new ();
  g_autoptr (DoorIdle) idle = door_idle_new (DOOR_CLOCK (clock));
  guint n_expired = 0;

  g_signal_connect (idle, "expired", G_CALLBACK (on_expired), &n_expired);
  door_idle_set_timeout (idle, timeout);

  for (gsize i = 0; i < n_steps; i++)
    {
      switch (steps[i].what)
        {
        case PASS:
          door_test_clock_advance (clock, steps[i].seconds);
          break;
        case SLEEP:
          door_test_clock_sleep (clock, steps[i].seconds);
          break;
        case JUMP:
          door_test_clock_set (clock, steps[i].seconds);
          break;
        case TOUCH:
          door_idle_touch (idle);
          break;
        case REST:
          door_idle_rest (idle);
          break;
        case SET:
        default:
          door_idle_set_timeout (idle, (guint)steps[i].seconds);
          break;
        }

      g_test_message ("step %" G_GSIZE_FORMAT, i);
      g_assert_cmpint (door_idle_is_ending (idle), ==, steps[i].ending);
      g_assert_cmpuint (door_idle_get_seconds_left (idle), ==, steps[i].left);
      g_assert_cmpuint (n_expired, ==, steps[i].n_expired);
    }
}

static void
test_never (void)
{
  static const Step steps[] = {
    { PASS, 100000, FALSE, 0, 0 },
    { TOUCH, 0, FALSE, 0, 0 },
    { PASS, 100000, FALSE, 0, 0 },
  };

  run (0, steps, G_N_ELEMENTS (steps));
}

static void
test_notice_and_end (void)
{
  static const Step steps[] = {
    { PASS, 239, FALSE, 61, 0 },
    { PASS, 1, TRUE, 60, 0 },
    { PASS, 59, TRUE, 1, 0 },
    { PASS, 1, FALSE, 0, 1 },
    /* Once is enough, until somebody is there again. */
    { PASS, 100000, FALSE, 0, 1 },
    { TOUCH, 0, FALSE, 300, 1 },
    { PASS, 300, FALSE, 0, 2 },
  };

  run (300, steps, G_N_ELEMENTS (steps));
}

static void
test_input_stops_it (void)
{
  static const Step steps[] = {
    { PASS, 200, FALSE, 100, 0 }, { TOUCH, 0, FALSE, 300, 0 }, { PASS, 239, FALSE, 61, 0 },
    { PASS, 1, TRUE, 60, 0 },     { TOUCH, 0, FALSE, 300, 0 }, { PASS, 239, FALSE, 61, 0 },
    { PASS, 60, TRUE, 1, 0 },     { TOUCH, 0, FALSE, 300, 0 }, { PASS, 300, FALSE, 0, 1 },
  };

  run (300, steps, G_N_ELEMENTS (steps));
}

/* There is a notice even where there is no minute. */
static void
test_short (void)
{
  static const Step steps[] = {
    { PASS, 1, FALSE, 3, 0 },
    { PASS, 1, TRUE, 2, 0 },
    { PASS, 2, FALSE, 0, 1 },
  };

  run (4, steps, G_N_ELEMENTS (steps));
}

static void
test_change (void)
{
  static const Step steps[] = {
    { PASS, 250, TRUE, 50, 0 },
    /* Counted from the last input all the same. */
    { SET, 600, FALSE, 350, 0 },
    { PASS, 291, TRUE, 59, 0 },
    { SET, 0, FALSE, 0, 0 },
    { PASS, 10000, FALSE, 0, 0 },
    { SET, 100, FALSE, 100, 0 },
    { PASS, 100, FALSE, 0, 1 },
  };

  run (300, steps, G_N_ELEMENTS (steps));
}

/* A timeout that has passed already when it is set ends at once, but not within the call. */
static void
test_shortened (void)
{
  static const Step steps[] = {
    { PASS, 200, FALSE, 100, 0 },
    { SET, 100, FALSE, 0, 0 },
    { PASS, 0, FALSE, 0, 1 },
  };

  run (300, steps, G_N_ELEMENTS (steps));
}

static void
test_rest (void)
{
  static const Step steps[] = {
    { PASS, 250, TRUE, 50, 0 },  { REST, 0, FALSE, 0, 0 },   { PASS, 100000, FALSE, 0, 0 },
    { TOUCH, 0, FALSE, 300, 0 }, { PASS, 300, FALSE, 0, 1 },
  };

  run (300, steps, G_N_ELEMENTS (steps));
}

static void
test_computer_slept (void)
{
  static const Step steps[] = {
    { PASS, 10, FALSE, 290, 0 }, { SLEEP, 3600, FALSE, 0, 0 }, { TOUCH, 0, FALSE, 300, 1 },
    { PASS, 299, TRUE, 1, 1 },   { SLEEP, 3600, TRUE, 0, 1 },  { PASS, 1, FALSE, 0, 2 },
  };

  run (300, steps, G_N_ELEMENTS (steps));
}

/* Nobody has more or less time because of it. */
static void
test_clock_is_set (void)
{
  static const Step steps[] = {
    { PASS, 10, FALSE, 290, 0 },  { JUMP, -86400, FALSE, 290, 0 }, { PASS, 230, TRUE, 60, 0 },
    { JUMP, 86400, TRUE, 60, 0 }, { TOUCH, 0, FALSE, 300, 0 },     { JUMP, 86400, FALSE, 300, 0 },
    { PASS, 299, TRUE, 1, 0 },    { JUMP, -86400, TRUE, 1, 0 },    { PASS, 1, FALSE, 0, 1 },
  };

  run (300, steps, G_N_ELEMENTS (steps));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/idle/never", test_never);
  g_test_add_func ("/idle/notice-and-end", test_notice_and_end);
  g_test_add_func ("/idle/input-stops-it", test_input_stops_it);
  g_test_add_func ("/idle/short", test_short);
  g_test_add_func ("/idle/change", test_change);
  g_test_add_func ("/idle/shortened", test_shortened);
  g_test_add_func ("/idle/rest", test_rest);
  g_test_add_func ("/idle/computer-slept", test_computer_slept);
  g_test_add_func ("/idle/clock-is-set", test_clock_is_set);

  return g_test_run ();
}
