/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Field lines, a nul after each. What is read must hold together, and must be read the same when it
 * is written out again. */

#include <string.h>

#include "door-challenge-list.h"
#include "door-selection.h"
#include "fuzz-input.h"

static void
check_same (DoorChallenge *a, DoorChallenge *b)
{
  g_assert_cmpstr (door_challenge_get_scheme (a), ==, door_challenge_get_scheme (b));
  g_assert_cmpstr (door_challenge_get_token68 (a), ==, door_challenge_get_token68 (b));
  g_assert_cmpstr (door_challenge_get_realm (a), ==, door_challenge_get_realm (b));
  g_assert_cmpuint (door_challenge_get_n_params (a), ==, door_challenge_get_n_params (b));
  for (guint i = 0; i < door_challenge_get_n_params (a); i++)
    {
      g_assert_cmpstr (door_challenge_get_param_name (a, i), ==,
                       door_challenge_get_param_name (b, i));
      g_assert_cmpstr (door_challenge_get_param_value (a, i), ==,
                       door_challenge_get_param_value (b, i));
    }
}

static void
check_challenge (DoorChallenge *challenge)
{
  const char *realm = door_challenge_get_realm (challenge);

  g_assert_cmpstr (door_challenge_get_scheme (challenge), !=, "");
  g_assert_true (realm == NULL || g_utf8_validate (realm, -1, NULL));
  g_assert_true ((realm != NULL) == (door_challenge_get_param (challenge, "realm") != NULL));
  if (door_challenge_get_token68 (challenge) != NULL)
    g_assert_cmpuint (door_challenge_get_n_params (challenge), ==, 0);
  for (guint i = 0; i < door_challenge_get_n_params (challenge); i++)
    {
      g_autofree char *lower = g_ascii_strdown (door_challenge_get_param_name (challenge, i), -1);

      g_assert_cmpstr (door_challenge_get_param_name (challenge, i), ==, lower);
    }
}

static void
check_again (DoorChallengeList *list)
{
  g_autoptr (GPtrArray) well_formed = g_ptr_array_new ();
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (DoorChallengeList) again = NULL;

  for (guint i = 0; i < door_challenge_list_get_n (list); i++)
    {
      DoorChallenge *challenge = door_challenge_list_get (list, i);

      check_challenge (challenge);
      if (door_challenge_is_malformed (challenge))
        {
          g_assert_true (door_challenge_list_is_malformed (list));
          continue;
        }
      g_ptr_array_add (well_formed, challenge);
      g_ptr_array_add (lines, door_challenge_to_string (challenge));
    }
  g_ptr_array_add (lines, NULL);

  again = door_challenge_list_parse ((const char *const *)lines->pdata);
  g_assert_false (door_challenge_list_is_malformed (again));
  g_assert_cmpuint (door_challenge_list_get_n (again), ==, well_formed->len);
  for (guint i = 0; i < well_formed->len; i++)
    check_same (g_ptr_array_index (well_formed, i), door_challenge_list_get (again, i));
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  const char *lines[8];
  gsize lengths[G_N_ELEMENTS (lines)];
  gsize n_lines = 0;
  g_autoptr (DoorChallengeList) list = NULL;
  g_autoptr (DoorStack) stack = door_stack_new_for_companion (TRUE);
  g_autoptr (DoorSelection) selection = NULL;
  g_autofree char *explanation = NULL;

  while (size > 0 && n_lines < G_N_ELEMENTS (lines))
    {
      const guint8 *nul = n_lines + 1 < G_N_ELEMENTS (lines) ? memchr (data, '\0', size) : NULL;
      gsize length = nul != NULL ? (gsize)(nul - data) : size;

      lines[n_lines] = (const char *)data;
      lengths[n_lines++] = length;
      data += length + (nul != NULL ? 1 : 0);
      size -= length + (nul != NULL ? 1 : 0);
    }

  list = door_challenge_list_parse_octets (lines, lengths, n_lines);
  if (!door_challenge_list_follows_grammar (list))
    g_assert_true (door_challenge_list_is_malformed (list));
  check_again (list);

  selection = door_selection_new (list, stack, NULL);
  explanation = door_selection_explain (selection);
  g_assert_true (g_utf8_validate (explanation, -1, NULL));

  return 0;
}
