/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-vector-space.h"

#include <string.h>

#include "door-path-scope.h"
#include "door-protection-space.h"

/* A login that was accepted, and where it counts. */
typedef struct
{
  DoorProtectionSpace *space;
  const char *scheme;
  const char *credential;
  DoorPathScope *scope;
} Login;

static void
login_free (Login *login)
{
  door_protection_space_unref (login->space);
  door_path_scope_unref (login->scope);
  g_free (login);
}

static Login *
login_new (JsonObject *seen)
{
  const char *url = door_vector_get_string (seen, "url");
  const char *scheme = door_vector_get_string (seen, "scheme");
  const char *credential = door_vector_get_string (seen, "credential");
  DoorTarget target = g_strcmp0 (door_vector_get_string (seen, "target"), "proxy") == 0
                          ? DOOR_TARGET_PROXY
                          : DOOR_TARGET_ORIGIN;
  g_autoptr (DoorOrigin) server = url != NULL ? door_origin_new_for_uri (url, NULL) : NULL;
  Login *login;

  if (server == NULL || scheme == NULL || credential == NULL)
    return NULL;

  login = g_new0 (Login, 1);
  login->space = door_protection_space_new (target, server, door_vector_get_string (seen, "realm"));
  login->scheme = scheme;
  login->credential = credential;
  if (strcmp (scheme, "digest") == 0)
    login->scope
        = door_path_scope_new_for_digest (url, door_vector_get_string (seen, "challenge_domain"),
                                          NULL);
  else
    login->scope = door_path_scope_new_for_basic (url, NULL);

  return login;
}

static gboolean
is_same (Login *a, Login *b)
{
  return door_protection_space_equal (a->space, b->space) && strcmp (a->scheme, b->scheme) == 0;
}

/* In the order in which they were seen. A later credential for one protection space replaces the
 * earlier one wherever that was used. */
static GPtrArray *
get_logins (JsonObject *vector)
{
  JsonArray *seen = door_vector_get_array (vector, "seen");
  GPtrArray *logins = g_ptr_array_new_with_free_func ((GDestroyNotify)login_free);

  for (guint i = 0; seen != NULL && i < json_array_get_length (seen); i++)
    {
      Login *login = login_new (json_array_get_object_element (seen, i));

      if (login == NULL)
        continue;
      for (guint j = 0; j < logins->len; j++)
        {
          Login *earlier = g_ptr_array_index (logins, j);

          if (is_same (earlier, login))
            earlier->credential = login->credential;
        }
      g_ptr_array_add (logins, login);
    }

  return logins;
}

/**
 * door_vector_space_check:
 * @vector: a case of protection-space.json that asks for a URI
 *
 * Of several logins that cover it the closest counts, and of those the latest.
 */
DoorVectorOutcome
door_vector_space_check (JsonObject *vector, char **difference)
{
  JsonObject *expect = door_vector_get_object (vector, "expect");
  const char *query = door_vector_get_string (vector, "query");
  g_autoptr (GPtrArray) logins = get_logins (vector);
  const char *credential = NULL;
  int closest = DOOR_PATH_SCOPE_OUTSIDE;

  if (expect == NULL || query == NULL)
    return DOOR_VECTOR_IN_WORDS;

  for (guint i = 0; i < logins->len; i++)
    {
      Login *login = g_ptr_array_index (logins, i);
      int match;

      if (door_protection_space_get_target (login->space) == DOOR_TARGET_PROXY)
        continue;

      match = door_path_scope_match (login->scope, query);
      if (match == DOOR_PATH_SCOPE_OUTSIDE || match < closest)
        continue;

      closest = match;
      credential = login->credential;
    }

  if (json_object_has_member (expect, "preemptive")
      && door_vector_compare ("preemptive",
                              door_vector_get_boolean (expect, "preemptive") ? "true" : "false",
                              credential != NULL ? "true" : "false", difference)
             != DOOR_VECTOR_AGREES)
    return DOOR_VECTOR_DIFFERS;

  return door_vector_compare ("credential", door_vector_get_string (expect, "credential"),
                              credential, difference);
}

/**
 * door_vector_space_check_realm:
 * @vector: a case of protection-space.json that asks for an origin, realm and scheme
 */
DoorVectorOutcome
door_vector_space_check_realm (JsonObject *vector, char **difference)
{
  JsonObject *expect = door_vector_get_object (vector, "expect");
  JsonObject *query = door_vector_get_object (vector, "query");
  const char *uri = query != NULL ? door_vector_get_string (query, "origin") : NULL;
  const char *scheme = query != NULL ? door_vector_get_string (query, "scheme") : NULL;
  g_autoptr (DoorOrigin) server = uri != NULL ? door_origin_new_for_uri (uri, NULL) : NULL;
  g_autoptr (DoorProtectionSpace) space = NULL;
  g_autoptr (GPtrArray) logins = get_logins (vector);
  gboolean found = FALSE;

  if (expect == NULL || server == NULL || scheme == NULL)
    return DOOR_VECTOR_IN_WORDS;

  space = door_protection_space_new (DOOR_TARGET_ORIGIN, server,
                                     door_vector_get_string (query, "realm"));
  for (guint i = 0; i < logins->len; i++)
    {
      Login *login = g_ptr_array_index (logins, i);

      found |= door_protection_space_equal (login->space, space)
               && strcmp (login->scheme, scheme) == 0;
    }

  return door_vector_compare ("found", door_vector_get_boolean (expect, "found") ? "true" : "false",
                              found ? "true" : "false", difference);
}
