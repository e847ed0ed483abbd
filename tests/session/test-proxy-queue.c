/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-proxy-queue.h"

/* Pages are numbers. What is told is where each question is shown, and which may open. */

typedef struct
{
  DoorProxyQueue *queue;
  guint n_moved;
} Fixture;

static void
on_moved (DoorProxyQueue *queue, DoorPrompt *prompt, Fixture *fixture)
{
  fixture->n_moved++;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->queue = door_proxy_queue_new ();
  g_signal_connect (fixture->queue, "moved", G_CALLBACK (on_moved), fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_object_unref (fixture->queue);
}

static DoorPrompt *
make_prompt (const char *proxy)
{
  g_autoptr (DoorOrigin) server = door_origin_new_for_uri (proxy, NULL);
  g_autoptr (DoorProtectionSpace) space
      = door_protection_space_new (DOOR_TARGET_PROXY, server, "room");

  return door_prompt_new (1, space, "basic", TRUE, FALSE);
}

static guint
place_of (Fixture *fixture, DoorPrompt *prompt)
{
  for (guint page = 1; page < 10; page++)
    if (door_proxy_queue_is_place (fixture->queue, prompt, page))
      return page;

  return 0;
}

static void
submit (DoorPrompt *prompt)
{
  SecretValue *password = secret_value_new ("right", -1, "text/plain");

  g_assert_true (door_prompt_submit (prompt, "user", password, FALSE, NULL));
  secret_value_unref (password);
}

/* All wait for one question, and it is where the person looks. */
static void
test_one_for_all (Fixture *fixture, gconstpointer data)
{
  g_autoptr (DoorPrompt) prompt = make_prompt ("http://proxy.example:3128");

  door_proxy_queue_join (fixture->queue, prompt, 1, FALSE);
  door_proxy_queue_join (fixture->queue, prompt, 2, FALSE);
  g_assert_cmpuint (place_of (fixture, prompt), ==, 1);
  g_assert_true (door_proxy_queue_find (fixture->queue, door_prompt_get_space (prompt)) == prompt);
  door_prompt_open (prompt);

  door_proxy_queue_join (fixture->queue, prompt, 3, TRUE);
  g_assert_cmpuint (place_of (fixture, prompt), ==, 3);
  door_proxy_queue_join (fixture->queue, prompt, 4, TRUE);
  g_assert_cmpuint (place_of (fixture, prompt), ==, 3);

  door_proxy_queue_set_in_front (fixture->queue, 3, FALSE);
  g_assert_cmpuint (place_of (fixture, prompt), ==, 3);
  door_proxy_queue_set_in_front (fixture->queue, 2, TRUE);
  g_assert_cmpuint (place_of (fixture, prompt), ==, 2);
  /* Another window, which the person has turned to. */
  door_proxy_queue_set_in_front (fixture->queue, 4, TRUE);
  g_assert_cmpuint (place_of (fixture, prompt), ==, 4);
  g_assert_cmpuint (fixture->n_moved, ==, 3);
}

/* Of the pages in front in several windows, the one that the person turned to. */
static void
test_windows (Fixture *fixture, gconstpointer data)
{
  g_autoptr (DoorPrompt) prompt = make_prompt ("http://proxy.example:3128");

  door_proxy_queue_attend (fixture->queue, 1);
  door_proxy_queue_join (fixture->queue, prompt, 1, TRUE);
  door_prompt_open (prompt);
  door_proxy_queue_join (fixture->queue, prompt, 2, TRUE);
  g_assert_cmpuint (place_of (fixture, prompt), ==, 1);

  door_proxy_queue_attend (fixture->queue, 3);
  g_assert_cmpuint (place_of (fixture, prompt), ==, 1);
  door_proxy_queue_join (fixture->queue, prompt, 3, TRUE);
  g_assert_cmpuint (place_of (fixture, prompt), ==, 3);
  door_proxy_queue_attend (fixture->queue, 2);
  g_assert_cmpuint (place_of (fixture, prompt), ==, 2);

  /* What has been answered there comes back before the person, wherever they are by then. */
  submit (prompt);
  door_proxy_queue_attend (fixture->queue, 1);
  g_assert_cmpuint (place_of (fixture, prompt), ==, 2);
  door_prompt_ask_again (prompt, 2, TRUE);
  g_assert_cmpuint (place_of (fixture, prompt), ==, 1);

  door_proxy_queue_leave (fixture->queue, prompt, 1, DOOR_PROMPT_OUTCOME_GONE);
  g_assert_cmpuint (place_of (fixture, prompt), ==, 2);
}

/* A page that goes leaves the question to the others, and the last one ends it. */
static void
test_leave (Fixture *fixture, gconstpointer data)
{
  g_autoptr (DoorPrompt) prompt = make_prompt ("http://proxy.example:3128");

  for (guint page = 1; page <= 4; page++)
    door_proxy_queue_join (fixture->queue, prompt, page, page == 3);
  door_prompt_open (prompt);

  door_proxy_queue_leave (fixture->queue, prompt, 1, DOOR_PROMPT_OUTCOME_GONE);
  g_assert_cmpuint (place_of (fixture, prompt), ==, 3);
  door_proxy_queue_leave (fixture->queue, prompt, 3, DOOR_PROMPT_OUTCOME_GONE);
  g_assert_cmpuint (place_of (fixture, prompt), ==, 2);
  door_proxy_queue_leave (fixture->queue, prompt, 9, DOOR_PROMPT_OUTCOME_GONE);
  g_assert_cmpint (door_prompt_get_state (prompt), ==, DOOR_PROMPT_OPEN);
  door_proxy_queue_leave (fixture->queue, prompt, 2, DOOR_PROMPT_OUTCOME_GONE);
  door_proxy_queue_leave (fixture->queue, prompt, 4, DOOR_PROMPT_OUTCOME_SUPERSEDED);
  g_assert_cmpint (door_prompt_get_state (prompt), ==, DOOR_PROMPT_CLOSED);
  g_assert_cmpint (door_prompt_get_outcome (prompt), ==, DOOR_PROMPT_OUTCOME_SUPERSEDED);
  g_assert_null (door_proxy_queue_find (fixture->queue, door_prompt_get_space (prompt)));
}

/* The page that is loaded with the answer keeps the question until it is judged, or goes. */
static void
test_answered (Fixture *fixture, gconstpointer data)
{
  g_autoptr (DoorPrompt) prompt = make_prompt ("http://proxy.example:3128");

  for (guint page = 1; page <= 3; page++)
    door_proxy_queue_join (fixture->queue, prompt, page, page == 1);
  door_prompt_open (prompt);
  submit (prompt);

  door_proxy_queue_set_in_front (fixture->queue, 1, FALSE);
  door_proxy_queue_set_in_front (fixture->queue, 2, TRUE);
  g_assert_cmpuint (place_of (fixture, prompt), ==, 1);
  door_prompt_ask_again (prompt, 2, TRUE);
  g_assert_cmpuint (place_of (fixture, prompt), ==, 2);

  submit (prompt);
  door_proxy_queue_leave (fixture->queue, prompt, 2, DOOR_PROMPT_OUTCOME_GONE);
  g_assert_cmpuint (place_of (fixture, prompt), ==, 1);
  g_assert_cmpint (door_prompt_get_state (prompt), ==, DOOR_PROMPT_OPEN);
  g_assert_cmpuint (door_prompt_get_attempt (prompt), ==, 2);
}

static void
test_one_proxy_at_a_time (Fixture *fixture, gconstpointer data)
{
  g_autoptr (DoorPrompt) first = make_prompt ("http://proxy.example:3128");
  g_autoptr (DoorPrompt) second = make_prompt ("http://other.example:3128");

  door_proxy_queue_join (fixture->queue, first, 1, FALSE);
  door_proxy_queue_join (fixture->queue, second, 2, FALSE);
  g_assert_true (door_proxy_queue_may_open (fixture->queue, first));
  g_assert_false (door_proxy_queue_may_open (fixture->queue, second));
  g_assert_cmpuint (fixture->n_moved, ==, 0);

  /* But for what the person sees. */
  door_proxy_queue_set_in_front (fixture->queue, 2, TRUE);
  g_assert_true (door_proxy_queue_may_open (fixture->queue, first));
  g_assert_true (door_proxy_queue_may_open (fixture->queue, second));
  door_proxy_queue_set_in_front (fixture->queue, 2, FALSE);
  g_assert_false (door_proxy_queue_may_open (fixture->queue, second));

  door_prompt_cancel (first);
  g_assert_true (door_proxy_queue_may_open (fixture->queue, second));
  g_assert_cmpuint (fixture->n_moved, ==, 1);
  door_prompt_cancel (second);
  g_assert_false (door_proxy_queue_may_open (fixture->queue, second));
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*test) (Fixture *fixture, gconstpointer data);
  } tests[] = {
    { "/proxy-queue/one-for-all", test_one_for_all },
    { "/proxy-queue/windows", test_windows },
    { "/proxy-queue/leave", test_leave },
    { "/proxy-queue/answered", test_answered },
    { "/proxy-queue/one-proxy-at-a-time", test_one_proxy_at_a_time },
  };

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);

  return g_test_run ();
}
