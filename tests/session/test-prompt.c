/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-prompt.h"

typedef struct
{
  guint n_submitted;
  guint n_closed;
  gboolean remember;
  int outcome;
} Seen;

static void
on_submitted (DoorPrompt *prompt,
              const char *username,
              SecretValue *password,
              gboolean remember,
              Seen *seen)
{
  seen->n_submitted++;
  seen->remember = remember;
}

static void
on_closed (DoorPrompt *prompt, int outcome, Seen *seen)
{
  seen->n_closed++;
  seen->outcome = outcome;
}

static DoorPrompt *
create (const char *scheme, gboolean can_remember, Seen *seen)
{
  g_autoptr (DoorOrigin) server = door_origin_new ("http", "a.example", 0);
  g_autoptr (DoorProtectionSpace) space
      = door_protection_space_new (DOOR_TARGET_ORIGIN, server, "R");
  DoorPrompt *prompt = door_prompt_new (7, space, scheme, FALSE, can_remember);

  g_signal_connect (prompt, "submitted", G_CALLBACK (on_submitted), seen);
  g_signal_connect (prompt, "closed", G_CALLBACK (on_closed), seen);

  return prompt;
}

static void
test_credentials (void)
{
  static const struct
  {
    const char *scheme;
    const char *username;
    const char *password;
    int code; /* -1: taken */
  } rows[] = {
    { "basic", "user", "pass", -1 },
    { "basic", "user", "", -1 },
    { "basic", "", "pass", -1 },
    { "basic", "日本", "£:é", -1 },
    { "digest", "a:b", "pass", -1 },
    /* RFC 7617 section 2 */
    { "basic", "a:b", "pass", DOOR_PROMPT_ERROR_USERNAME },
    { "basic", "a\nb", "pass", DOOR_PROMPT_ERROR_USERNAME },
    { "digest", "a\nb", "pass", DOOR_PROMPT_ERROR_USERNAME },
    { "basic", "user", "pa\tss", DOOR_PROMPT_ERROR_PASSWORD },
    { "basic", "user", "pa\xc2\x85ss", DOOR_PROMPT_ERROR_PASSWORD },
    { "basic", "\xff", "pass", DOOR_PROMPT_ERROR_USERNAME },
    { "basic", "", "", DOOR_PROMPT_ERROR_USERNAME },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      Seen seen = { 0 };
      g_autoptr (DoorPrompt) prompt = create (rows[i].scheme, FALSE, &seen);
      g_autoptr (SecretValue) password = secret_value_new (rows[i].password, -1, "text/plain");
      g_autoptr (GError) error = NULL;

      door_prompt_open (prompt);
      if (rows[i].code < 0)
        {
          g_assert_true (door_prompt_submit (prompt, rows[i].username, password, TRUE, &error));
          g_assert_cmpint (door_prompt_get_state (prompt), ==, DOOR_PROMPT_SUBMITTED);
          g_assert_cmpuint (seen.n_submitted, ==, 1);
          /* Nobody may remember what cannot be remembered. */
          g_assert_false (seen.remember);
          continue;
        }

      g_assert_false (door_prompt_submit (prompt, rows[i].username, password, TRUE, &error));
      g_assert_error (error, DOOR_PROMPT_ERROR, rows[i].code);
      g_assert_cmpint (door_prompt_get_state (prompt), ==, DOOR_PROMPT_OPEN);
      g_assert_cmpuint (seen.n_submitted, ==, 0);
    }
}

static void
test_life (void)
{
  Seen seen = { 0 };
  g_autoptr (DoorPrompt) prompt = create ("basic", TRUE, &seen);
  g_autoptr (SecretValue) password = secret_value_new ("pass", -1, "text/plain");
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (door_prompt_get_state (prompt), ==, DOOR_PROMPT_WAITING);
  door_prompt_open (prompt);
  g_assert_true (door_prompt_submit (prompt, "user", password, TRUE, NULL));
  g_assert_true (seen.remember);
  g_assert_false (door_prompt_submit (prompt, "user", password, TRUE, &error));
  g_assert_error (error, DOOR_PROMPT_ERROR, DOOR_PROMPT_ERROR_NOT_OPEN);

  door_prompt_ask_again (prompt, 8, TRUE);
  g_assert_cmpuint (door_prompt_get_id (prompt), ==, 8);
  g_assert_cmpuint (door_prompt_get_attempt (prompt), ==, 2);
  g_assert_cmpstr (door_prompt_get_username (prompt), ==, "user");

  g_assert_true (door_prompt_submit (prompt, "user", password, FALSE, NULL));
  door_prompt_ask_again (prompt, 8, FALSE);
  g_assert_cmpuint (door_prompt_get_attempt (prompt), ==, 2);

  door_prompt_cancel (prompt);
  door_prompt_close (prompt, DOOR_PROMPT_OUTCOME_GONE);
  g_assert_cmpuint (seen.n_closed, ==, 1);
  g_assert_cmpint (seen.outcome, ==, DOOR_PROMPT_OUTCOME_CANCEL);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/prompt/credentials", test_credentials);
  g_test_add_func ("/prompt/life", test_life);

  return g_test_run ();
}
