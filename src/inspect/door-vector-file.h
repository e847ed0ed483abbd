/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* What became of one case of a file of vectors. */
typedef enum
{
  DOOR_VECTOR_AGREES,
  DOOR_VECTOR_DIFFERS,
  DOOR_VECTOR_IN_WORDS, /* a rule for people, which no program can check */
} DoorVectorOutcome;

gboolean door_vector_file_run (const char *path, gboolean *differs, GError **error);

/* For the checks of each kind: what a case has under a name, %NULL or false if it has nothing. */
const char *door_vector_get_string (JsonObject *object, const char *name);
gboolean door_vector_get_boolean (JsonObject *object, const char *name);
JsonObject *door_vector_get_object (JsonObject *object, const char *name);
JsonArray *door_vector_get_array (JsonObject *object, const char *name);
DoorVectorOutcome
door_vector_compare (const char *what, const char *expected, const char *actual, char **difference);

G_END_DECLS
