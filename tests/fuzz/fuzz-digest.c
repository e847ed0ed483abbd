/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A challenge, user name, password, request-target, the Authentication-Info of the response, and
 * another challenge, a nul after each. */

#include "door-basic.h"
#include "door-challenge-list.h"
#include "door-digest-session.h"
#include "fuzz-input.h"

static DoorChallenge *
take_challenge (const guint8 **data, gsize *size)
{
  g_autofree char *line = fuzz_input_take_string (data, size);
  const char *lines[] = { line, NULL };
  g_autoptr (DoorChallengeList) list = door_challenge_list_parse (lines);

  return door_challenge_list_get_n (list) > 0
             ? door_challenge_ref (door_challenge_list_get (list, 0))
             : NULL;
}

static void
check_answer (DoorDigestAnswer *answer, const char *target)
{
  const char *lines[] = { door_digest_answer_get_authorization (answer), NULL };
  g_autoptr (DoorChallengeList) list = door_challenge_list_parse (lines);
  DoorChallenge *credentials;
  gsize length;

  g_assert_false (door_challenge_list_is_malformed (list));
  g_assert_cmpuint (door_challenge_list_get_n (list), ==, 1);
  credentials = door_challenge_list_get (list, 0);
  g_assert_cmpstr (door_challenge_get_param (credentials, "uri"), ==, target);
  g_assert_true ((door_challenge_get_param (credentials, "username") != NULL)
                 != (door_challenge_get_param (credentials, "username*") != NULL));
  length = strlen (door_challenge_get_param (credentials, "response"));
  g_assert_true (length == 32 || length == 64);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (DoorChallenge) challenge = take_challenge (&data, &size);
  g_autofree char *username = fuzz_input_take_string (&data, &size);
  g_autofree char *password = fuzz_input_take_string (&data, &size);
  g_autofree char *target = fuzz_input_take_string (&data, &size);
  g_autofree char *info = fuzz_input_take_string (&data, &size);
  g_autoptr (DoorChallenge) next = take_challenge (&data, &size);
  g_autoptr (GBytes) body = g_bytes_new (data, size);
  g_autoptr (DoorDigestSession) session = NULL;
  g_autoptr (DoorSecretString) basic = NULL;

  if (challenge == NULL)
    return 0;

  basic = door_basic_authorize (door_basic_get_charset (challenge), username, password, NULL);
  session = door_digest_session_new (challenge, username, password, NULL);
  if (session == NULL)
    return 0;

  for (const char *at = target; *at != '\0'; at++)
    if (g_ascii_iscntrl (*at))
      return 0;

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (DoorDigestAnswer) answer
          = door_digest_session_answer (session, "GET", target, body, NULL);

      check_answer (answer, target);
      door_digest_session_finish (session, answer, info, body);
      if (next != NULL)
        door_digest_session_update (session, next);
    }

  return 0;
}
