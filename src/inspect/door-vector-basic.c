/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-vector-basic.h"

#include <string.h>

#include "door-basic.h"
#include "door-challenge-list.h"

/* The charset that a case names counts; one that names none takes it from its challenge. */
static DoorBasicCharset
get_charset (JsonObject *vector)
{
  const char *charset = door_vector_get_string (vector, "charset");
  const char *lines[] = { door_vector_get_string (vector, "challenge"), NULL };
  g_autoptr (DoorChallengeList) list = NULL;

  if (charset != NULL)
    return g_ascii_strcasecmp (charset, "UTF-8") == 0 ? DOOR_BASIC_CHARSET_UTF_8
                                                      : DOOR_BASIC_CHARSET_UNSPECIFIED;

  list = door_challenge_list_parse (lines);
  for (guint i = 0; i < door_challenge_list_get_n (list); i++)
    if (strcmp (door_challenge_get_scheme (door_challenge_list_get (list, i)), "basic") == 0)
      return door_basic_get_charset (door_challenge_list_get (list, i));

  return DOOR_BASIC_CHARSET_UNSPECIFIED;
}

/**
 * door_vector_basic_check:
 * @vector: a case of basic.json that has credentials
 *
 * An expectation without an authorization is that they are refused.
 */
DoorVectorOutcome
door_vector_basic_check (JsonObject *vector, char **difference)
{
  JsonObject *expect = door_vector_get_object (vector, "expect");
  const char *username = door_vector_get_string (vector, "username");
  const char *password = door_vector_get_string (vector, "password");
  g_autoptr (DoorSecretString) authorization = NULL;

  if (expect == NULL || username == NULL || password == NULL)
    return DOOR_VECTOR_IN_WORDS;

  authorization = door_basic_authorize (get_charset (vector), username, password, NULL);

  return door_vector_compare ("authorization", door_vector_get_string (expect, "authorization"),
                              authorization, difference);
}

/* Whether user name or password are normalised before they are sent, as hexadecimal tells. */
static DoorVectorOutcome
check_octets (const char *password, const char *hex, char **difference)
{
  g_autoptr (DoorSecretString) authorization
      = door_basic_authorize (DOOR_BASIC_CHARSET_UTF_8, "", password, NULL);
  g_autofree guchar *octets = NULL;
  g_autoptr (GString) actual = g_string_new (NULL);
  gsize length = 0;

  octets = g_base64_decode (authorization != NULL ? authorization + strlen ("Basic ") : "Og==",
                            &length);
  for (gsize i = 1; i < length; i++)
    g_string_append_printf (actual, "%02x", octets[i]);

  return door_vector_compare ("octets", hex, actual->str, difference);
}

/**
 * door_vector_basic_check_rule:
 * @vector: a case of kind "behaviour", of basic.json or digest.json
 *
 * Rules are in words. Two kinds have an example that can be tried: of what must be refused, and of
 * what octets a password becomes.
 */
DoorVectorOutcome
door_vector_basic_check_rule (JsonObject *vector, char **difference)
{
  const char *rule = door_vector_get_string (vector, "expect");
  JsonObject *example = door_vector_get_object (vector, "example");
  const char *username;
  const char *password;
  const char *hex;
  g_autoptr (DoorSecretString) authorization = NULL;

  if (rule == NULL || example == NULL)
    return DOOR_VECTOR_IN_WORDS;

  password = door_vector_get_string (example, "password_in");
  hex = door_vector_get_string (example, "octets_hex_out");
  if (password != NULL && hex != NULL)
    return check_octets (password, hex, difference);

  username = door_vector_get_string (example, "username");
  password = door_vector_get_string (example, "password");
  if (username == NULL || password == NULL
      || (strstr (rule, "refuse") == NULL && strstr (rule, "send no") == NULL))
    return DOOR_VECTOR_IN_WORDS;

  authorization = door_basic_authorize (DOOR_BASIC_CHARSET_UTF_8, username, password, NULL);

  return door_vector_compare ("authorization", NULL, authorization, difference);
}
