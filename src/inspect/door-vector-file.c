/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-vector-file.h"

#include <string.h>

#include "door-vector-basic.h"
#include "door-vector-challenge.h"
#include "door-vector-digest.h"
#include "door-vector-selection.h"
#include "door-vector-space.h"

typedef DoorVectorOutcome (*Check) (JsonObject *vector, char **difference);

/* A case says by its fields and its kind which of the files it comes from. */
static const struct
{
  const char *kind;
  Check check;
} checks[] = {
  { "response", door_vector_digest_check },          { "credentials", door_vector_basic_check },
  { "behaviour", door_vector_basic_check_rule },     { "lookup", door_vector_space_check },
  { "realm-lookup", door_vector_space_check_realm }, { "selection", door_vector_selection_check },
};

const char *
door_vector_get_string (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_string (node) : NULL;
}

gboolean
door_vector_get_boolean (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_boolean (node);
}

JsonObject *
door_vector_get_object (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

JsonArray *
door_vector_get_array (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

/**
 * door_vector_compare:
 * @what: what is compared, for @difference
 * @expected: (nullable): what the vector says
 * @actual: (nullable): what Doorward says
 * @difference: (out) (nullable): a phrase that tells both, if they differ
 */
DoorVectorOutcome
door_vector_compare (const char *what, const char *expected, const char *actual, char **difference)
{
  if (g_strcmp0 (expected, actual) == 0)
    return DOOR_VECTOR_AGREES;

  *difference
      = g_strdup_printf ("%s should be %s, is %s", what, expected != NULL ? expected : "nothing",
                         actual != NULL ? actual : "nothing");

  return DOOR_VECTOR_DIFFERS;
}

static DoorVectorOutcome
check_case (JsonObject *vector, char **difference)
{
  const char *kind = door_vector_get_string (vector, "kind");

  if (json_object_has_member (vector, "field_values"))
    return door_vector_challenge_check (vector, difference);

  for (gsize i = 0; i < G_N_ELEMENTS (checks); i++)
    if (g_strcmp0 (kind, checks[i].kind) == 0)
      return checks[i].check (vector, difference);

  return DOOR_VECTOR_IN_WORDS;
}

/* json-glib ends a string at a nul. An octet of value 1 is allowed as little, and does not. */
static void
replace_nuls (char *json)
{
  for (char *at = json; (at = strchr (at, '\\')) != NULL; at += 2)
    {
      if (at[1] == '\0')
        break;
      if (strncmp (at, "\\u0000", strlen ("\\u0000")) == 0)
        at[5] = '1';
    }
}

static JsonArray *
get_cases (JsonNode *root)
{
  if (root != NULL && JSON_NODE_HOLDS_ARRAY (root))
    return json_node_get_array (root);
  if (root != NULL && JSON_NODE_HOLDS_OBJECT (root))
    return door_vector_get_array (json_node_get_object (root), "cases");

  return NULL;
}

/**
 * door_vector_file_run:
 * @path: a file of vectors: an array of cases about challenges, Basic, Digest, protection spaces or
 *   selection
 * @differs: (out): whether a normative case differs
 * @error: return location for an error
 *
 * Compares each case with what Doorward makes of it. Prints a line for each normative case that
 * differs on standard output, and the counts on standard error.
 *
 * Returns: whether @path could be read
 */
gboolean
door_vector_file_run (const char *path, gboolean *differs, GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  g_autofree char *json = NULL;
  JsonArray *cases;
  guint counts[2][3] = { { 0 } };

  if (!g_file_get_contents (path, &json, NULL, error))
    return FALSE;
  replace_nuls (json);
  if (!json_parser_load_from_data (parser, json, -1, error))
    return FALSE;

  cases = get_cases (json_parser_get_root (parser));
  if (cases == NULL)
    {
      g_set_error (error, JSON_PARSER_ERROR, JSON_PARSER_ERROR_INVALID_DATA,
                   "%s: no array of cases", path);
      return FALSE;
    }

  for (guint i = 0; i < json_array_get_length (cases); i++)
    {
      JsonNode *node = json_array_get_element (cases, i);
      g_autofree char *difference = NULL;
      g_autofree char *number = g_strdup_printf ("case %u", i);
      const char *id;
      JsonObject *vector;
      gboolean normative;
      DoorVectorOutcome outcome;

      if (!JSON_NODE_HOLDS_OBJECT (node))
        {
          g_set_error (error, JSON_PARSER_ERROR, JSON_PARSER_ERROR_INVALID_DATA,
                       "%s: case %u is no object", path, i);
          return FALSE;
        }

      vector = json_node_get_object (node);
      id = door_vector_get_string (vector, "id");
      normative = !json_object_has_member (vector, "normative")
                  || door_vector_get_boolean (vector, "normative");
      outcome = check_case (vector, &difference);
      counts[normative][outcome]++;
      if (normative && outcome == DOOR_VECTOR_DIFFERS)
        g_print ("%s: %s\n", id != NULL ? id : number, difference);
    }

  *differs = counts[TRUE][DOOR_VECTOR_DIFFERS] > 0;
  g_printerr ("%u cases: %u normative agree, %u differ; %u not normative agree, %u differ; %u are "
              "in words\n",
              json_array_get_length (cases), counts[TRUE][DOOR_VECTOR_AGREES],
              counts[TRUE][DOOR_VECTOR_DIFFERS], counts[FALSE][DOOR_VECTOR_AGREES],
              counts[FALSE][DOOR_VECTOR_DIFFERS],
              counts[TRUE][DOOR_VECTOR_IN_WORDS] + counts[FALSE][DOOR_VECTOR_IN_WORDS]);

  return TRUE;
}
