/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-vector-challenge.h"

#include <string.h>

#include "door-challenge-list.h"
#include "door-isomorphic.h"
#include "door-scheme.h"

static GStrv
get_lines (JsonArray *values)
{
  guint n_values = json_array_get_length (values);
  g_auto (GStrv) lines = g_new0 (char *, n_values + 1);

  for (guint i = 0; i < n_values; i++)
    {
      lines[i] = door_isomorphic_encode (json_array_get_string_element (values, i));
      if (lines[i] == NULL)
        return NULL;
    }

  return g_steal_pointer (&lines);
}

static const char *
boolean_to_string (gboolean value)
{
  return value ? "true" : "false";
}

static DoorVectorOutcome
compare_boolean (JsonObject *expect, const char *name, gboolean actual, char **difference)
{
  if (!json_object_has_member (expect, name))
    return DOOR_VECTOR_AGREES;

  return door_vector_compare (name, boolean_to_string (door_vector_get_boolean (expect, name)),
                              boolean_to_string (actual), difference);
}

static DoorVectorOutcome
compare_octets (const char *what, const char *expected, const char *octets, char **difference)
{
  g_autofree char *actual = octets != NULL ? door_isomorphic_decode (octets) : NULL;

  return door_vector_compare (what, expected, actual, difference);
}

static DoorVectorOutcome
compare_challenge (JsonObject *expected, DoorChallenge *challenge, char **difference)
{
  JsonObject *params = door_vector_get_object (expected, "params");
  g_autoptr (GList) names = params != NULL ? json_object_get_members (params) : NULL;
  g_autofree char *n_expected = g_strdup_printf ("%u", g_list_length (names));
  g_autofree char *n_actual = g_strdup_printf ("%u", door_challenge_get_n_params (challenge));

  if (door_vector_compare ("scheme", door_vector_get_string (expected, "scheme"),
                           door_challenge_get_scheme (challenge), difference)
          != DOOR_VECTOR_AGREES
      || compare_octets ("token68", door_vector_get_string (expected, "token68"),
                         door_challenge_get_token68 (challenge), difference)
             != DOOR_VECTOR_AGREES
      || door_vector_compare ("number of parameters", n_expected, n_actual, difference)
             != DOOR_VECTOR_AGREES)
    return DOOR_VECTOR_DIFFERS;

  for (GList *name = names; name != NULL; name = name->next)
    if (compare_octets (name->data, door_vector_get_string (params, name->data),
                        door_challenge_get_param (challenge, name->data), difference)
        != DOOR_VECTOR_AGREES)
      return DOOR_VECTOR_DIFFERS;

  return DOOR_VECTOR_AGREES;
}

/* Those that are well-formed are the ones that a vector tells. */
static DoorVectorOutcome
compare_challenges (JsonArray *expected, DoorChallengeList *list, char **difference)
{
  g_autoptr (GPtrArray) well_formed = g_ptr_array_new ();
  g_autofree char *n_expected = g_strdup_printf ("%u", json_array_get_length (expected));
  g_autofree char *n_actual = NULL;

  for (guint i = 0; i < door_challenge_list_get_n (list); i++)
    if (!door_challenge_is_malformed (door_challenge_list_get (list, i)))
      g_ptr_array_add (well_formed, door_challenge_list_get (list, i));

  n_actual = g_strdup_printf ("%u", well_formed->len);
  if (door_vector_compare ("number of challenges", n_expected, n_actual, difference)
      != DOOR_VECTOR_AGREES)
    return DOOR_VECTOR_DIFFERS;

  for (guint i = 0; i < well_formed->len; i++)
    if (compare_challenge (json_array_get_object_element (expected, i),
                           g_ptr_array_index (well_formed, i), difference)
        != DOOR_VECTOR_AGREES)
      return DOOR_VECTOR_DIFFERS;

  return DOOR_VECTOR_AGREES;
}

static gboolean
satisfies_schemes (DoorChallengeList *list)
{
  for (guint i = 0; i < door_challenge_list_get_n (list); i++)
    {
      DoorChallenge *challenge = door_challenge_list_get (list, i);
      DoorScheme scheme = door_scheme_from_string (door_challenge_get_scheme (challenge));

      if (!door_scheme_is_satisfied_by (scheme, challenge))
        return FALSE;
    }

  return TRUE;
}

/**
 * door_vector_challenge_check:
 * @vector: a case of challenges.json
 *
 * A case whose scope is "validity-only" says nothing about which challenges survive.
 */
DoorVectorOutcome
door_vector_challenge_check (JsonObject *vector, char **difference)
{
  JsonArray *values = door_vector_get_array (vector, "field_values");
  JsonObject *expect = door_vector_get_object (vector, "expect");
  JsonArray *expected = expect != NULL ? door_vector_get_array (expect, "challenges") : NULL;
  const char *scope = door_vector_get_string (vector, "normative_scope");
  g_auto (GStrv) lines = values != NULL ? get_lines (values) : NULL;
  g_autoptr (DoorChallengeList) list = NULL;

  if (lines == NULL || expect == NULL)
    {
      *difference = g_strdup ("no field values in octets, or no expectation");
      return DOOR_VECTOR_DIFFERS;
    }

  list = door_challenge_list_parse ((const char *const *)lines);
  if (compare_boolean (expect, "valid", !door_challenge_list_is_malformed (list), difference)
          != DOOR_VECTOR_AGREES
      || compare_boolean (expect, "abnf_valid", door_challenge_list_follows_grammar (list),
                          difference)
             != DOOR_VECTOR_AGREES
      || compare_boolean (expect, "scheme_valid", satisfies_schemes (list), difference)
             != DOOR_VECTOR_AGREES)
    return DOOR_VECTOR_DIFFERS;

  if (g_strcmp0 (scope, "validity-only") == 0 || expected == NULL)
    return DOOR_VECTOR_AGREES;

  return compare_challenges (expected, list, difference);
}
