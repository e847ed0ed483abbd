/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-vector-selection.h"

#include <string.h>

#include "door-digest-challenge.h"
#include "door-isomorphic.h"
#include "door-scheme.h"
#include "door-selection.h"

/* Reads what a user agent supports, such as "negotiate, digest(MD5,SHA-256), basic"; all there is
 * if a case does not say. */
static DoorStack *
read_stack (const char *supports)
{
  g_autoptr (GRegex) regex = g_regex_new ("([a-z]+)(?:\\(([^)]*)\\))?", 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  guint schemes = 0;
  guint algorithms = 0;

  if (supports == NULL)
    return door_stack_new_for_companion (TRUE);

  g_regex_match (regex, supports, 0, &match);
  for (; g_match_info_matches (match); g_match_info_next (match, NULL))
    {
      g_autofree char *name = g_match_info_fetch (match, 1);
      g_autofree char *list = g_match_info_fetch (match, 2);
      g_auto (GStrv) names = g_strsplit_set (list != NULL ? list : "", ", ", -1);

      schemes |= door_scheme_from_string (name);
      for (guint i = 0; names[i] != NULL; i++)
        algorithms |= door_digest_algorithm_from_string (names[i]);
    }

  return door_stack_new (schemes, algorithms != 0 ? algorithms : DOOR_DIGEST_ALGORITHMS_ALL,
                         DOOR_DIGEST_QOP_AUTH | DOOR_DIGEST_QOP_AUTH_INT);
}

static DoorChallengeList *
read_offer (JsonArray *offered)
{
  guint n_lines = json_array_get_length (offered);
  g_auto (GStrv) lines = g_new0 (char *, n_lines + 1);

  for (guint i = 0; i < n_lines; i++)
    {
      lines[i] = door_isomorphic_encode (json_array_get_string_element (offered, i));
      if (lines[i] == NULL)
        return NULL;
    }

  return door_challenge_list_parse ((const char *const *)lines);
}

/* What the challenge has under @name, "qop" being the quality that is taken. */
static char *
get_property (DoorChallenge *challenge, const char *name)
{
  const char *value = door_challenge_get_param (challenge, name);
  DoorDigestChallenge digest;

  if (strcmp (name, "scheme") == 0)
    return g_strdup (door_challenge_get_scheme (challenge));

  if (strcmp (name, "qop") == 0 && door_digest_challenge_read (&digest, challenge, NULL))
    return g_strdup (door_digest_qop_to_string (digest.qop));

  if (strcmp (name, "algorithm") == 0)
    return g_strdup (door_digest_algorithm_to_string (door_digest_algorithm_from_string (value)));

  return value != NULL ? door_isomorphic_decode (value) : NULL;
}

static DoorVectorOutcome
compare_choice (JsonObject *expected, DoorChallenge *chosen, char **difference)
{
  g_autoptr (GList) names = NULL;

  if (expected == NULL || chosen == NULL)
    return door_vector_compare ("chosen scheme",
                                expected != NULL ? door_vector_get_string (expected, "scheme")
                                                 : NULL,
                                chosen != NULL ? door_challenge_get_scheme (chosen) : NULL,
                                difference);

  names = json_object_get_members (expected);
  for (GList *name = names; name != NULL; name = name->next)
    {
      g_autofree char *actual = get_property (chosen, name->data);

      if (door_vector_compare (name->data, door_vector_get_string (expected, name->data), actual,
                               difference)
          != DOOR_VECTOR_AGREES)
        return DOOR_VECTOR_DIFFERS;
    }

  return DOOR_VECTOR_AGREES;
}

static DoorVectorOutcome
check_round (JsonArray *offered, JsonObject *expected, DoorStack *stack, char **difference)
{
  g_autoptr (DoorChallengeList) list = read_offer (offered);
  g_autoptr (DoorSelection) selection = NULL;

  if (list == NULL)
    {
      *difference = g_strdup ("what is offered is not in octets");
      return DOOR_VECTOR_DIFFERS;
    }

  selection = door_selection_new (list, stack, NULL);

  return compare_choice (expected, door_selection_get_challenge (selection), difference);
}

/**
 * door_vector_selection_check:
 * @vector: a case of selection.json that offers challenges
 */
DoorVectorOutcome
door_vector_selection_check (JsonObject *vector, char **difference)
{
  const char *supports = door_vector_get_string (vector, "ua_override");
  JsonArray *offered = door_vector_get_array (vector, "offered");
  JsonObject *expect = door_vector_get_object (vector, "expect");
  JsonObject *second = door_vector_get_object (vector, "second_round");
  g_autoptr (DoorStack) stack = NULL;
  DoorVectorOutcome outcome;

  if (offered == NULL || expect == NULL)
    return DOOR_VECTOR_IN_WORDS;

  stack = read_stack (supports != NULL ? supports : door_vector_get_string (vector, "ua_supports"));
  outcome = check_round (offered, door_vector_get_object (expect, "chosen"), stack, difference);
  if (outcome != DOOR_VECTOR_AGREES || second == NULL
      || door_vector_get_array (second, "offered") == NULL)
    return outcome;

  return check_round (door_vector_get_array (second, "offered"),
                      door_vector_get_object (second, "chosen"), stack, difference);
}
