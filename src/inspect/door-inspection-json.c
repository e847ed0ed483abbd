/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-inspection-json.h"

#include <json-glib/json-glib.h>

#include "door-isomorphic.h"

static void
add_string (JsonBuilder *builder, const char *name, const char *value)
{
  json_builder_set_member_name (builder, name);
  if (value != NULL)
    json_builder_add_string_value (builder, value);
  else
    json_builder_add_null_value (builder);
}

static void
add_octets (JsonBuilder *builder, const char *name, const char *octets)
{
  g_autofree char *text = octets != NULL ? door_isomorphic_decode (octets) : NULL;

  add_string (builder, name, text);
}

static void
add_boolean (JsonBuilder *builder, const char *name, gboolean value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_boolean_value (builder, value);
}

static void
add_int (JsonBuilder *builder, const char *name, gint64 value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, value);
}

static void
add_challenge (JsonBuilder *builder, DoorStack *stack, DoorChallenge *challenge)
{
  json_builder_begin_object (builder);
  add_string (builder, "scheme", door_challenge_get_scheme (challenge));
  add_string (builder, "realm", door_challenge_get_realm (challenge));
  add_octets (builder, "token68", door_challenge_get_token68 (challenge));
  json_builder_set_member_name (builder, "params");
  json_builder_begin_object (builder);
  for (guint i = 0; i < door_challenge_get_n_params (challenge); i++)
    add_octets (builder, door_challenge_get_param_name (challenge, i),
                door_challenge_get_param_value (challenge, i));
  json_builder_end_object (builder);
  add_boolean (builder, "known", door_stack_knows (stack, challenge));
  json_builder_end_object (builder);
}

static void
add_problem (JsonBuilder *builder, DoorChallengeList *list, const DoorChallengeProblem *problem)
{
  json_builder_begin_object (builder);
  add_int (builder, "line", problem->line);
  add_int (builder, "offset", problem->offset);
  add_string (builder, "fault", door_challenge_fault_to_string (problem->fault));
  add_string (builder, "explanation", door_challenge_fault_explain (problem->fault));
  add_string (builder, "scheme",
              problem->challenge >= 0 ? door_challenge_get_scheme (
                  door_challenge_list_get (list, (guint)problem->challenge))
                                      : NULL);
  json_builder_end_object (builder);
}

/* Malformed challenges are told under "problems" only, so an index among the others is needed. */
static void
add_challenges (JsonBuilder *builder, DoorInspection *inspection)
{
  DoorChallengeList *list = inspection->challenges;
  DoorChallenge *chosen = door_selection_get_challenge (inspection->selection);
  int chosen_index = -1;
  int index = 0;

  json_builder_set_member_name (builder, "challenges");
  json_builder_begin_array (builder);
  for (guint i = 0; i < door_challenge_list_get_n (list); i++)
    {
      DoorChallenge *challenge = door_challenge_list_get (list, i);

      if (door_challenge_is_malformed (challenge))
        continue;
      if (challenge == chosen)
        chosen_index = index;
      add_challenge (builder, inspection->stack, challenge);
      index++;
    }
  json_builder_end_array (builder);

  add_boolean (builder, "malformed", door_challenge_list_is_malformed (list));
  json_builder_set_member_name (builder, "problems");
  json_builder_begin_array (builder);
  for (guint i = 0; i < door_challenge_list_get_n_problems (list); i++)
    add_problem (builder, list, door_challenge_list_get_problem (list, i));
  json_builder_end_array (builder);

  json_builder_set_member_name (builder, "chosen");
  if (chosen_index >= 0)
    json_builder_add_int_value (builder, chosen_index);
  else
    json_builder_add_null_value (builder);
}

/**
 * door_inspection_to_json:
 *
 * One JSON object as in the contract, and beside it "uri", "redirects", "problems", "explanation"
 * and "error". A realm is text; a token68 and the values of parameters are octets, each written as
 * the code point from U+0000 to U+00FF of the same number, so that nothing is lost whatever their
 * encoding. Malformed challenges are not among "challenges".
 *
 * Returns: (transfer full): one line
 */
char *
door_inspection_to_json (DoorInspection *inspection)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *explanation = NULL;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "status");
  if (inspection->status != 0)
    json_builder_add_int_value (builder, inspection->status);
  else
    json_builder_add_null_value (builder);
  add_string (builder, "target", door_target_to_string (inspection->target));
  add_string (builder, "server",
              inspection->server != NULL ? door_origin_to_string (inspection->server) : NULL);
  add_string (builder, "uri", inspection->uri);
  json_builder_set_member_name (builder, "redirects");
  json_builder_begin_array (builder);
  for (guint i = 0; i < inspection->redirects->len; i++)
    json_builder_add_string_value (builder, g_ptr_array_index (inspection->redirects, i));
  json_builder_end_array (builder);
  add_challenges (builder, inspection);

  explanation = door_selection_explain (inspection->selection);
  add_string (builder, "reason",
              inspection->error != NULL ? "unreachable"
                                        : door_selection_reason_to_string (
                                            door_selection_get_reason (inspection->selection)));
  add_string (builder, "explanation", inspection->error != NULL ? inspection->error : explanation);
  add_string (builder, "error", inspection->error);
  json_builder_end_object (builder);

  root = json_builder_get_root (builder);

  return json_to_string (root, FALSE);
}
