/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-challenge.h"

#include <string.h>

#include "door-challenge-private.h"

G_DEFINE_BOXED_TYPE (DoorChallenge, door_challenge, door_challenge_ref, door_challenge_unref)

static const char *
text_at (DoorChallenge *challenge, guint32 offset)
{
  return offset != 0 ? challenge->list->text + offset : NULL;
}

/**
 * door_challenge_ref:
 *
 * Keeps @challenge, and with it the list that it comes from.
 *
 * Returns: (transfer full): @challenge
 */
DoorChallenge *
door_challenge_ref (DoorChallenge *challenge)
{
  g_return_val_if_fail (challenge != NULL, NULL);

  door_challenge_list_ref (challenge->list);

  return challenge;
}

void
door_challenge_unref (DoorChallenge *challenge)
{
  g_return_if_fail (challenge != NULL);

  door_challenge_list_unref (challenge->list);
}

/**
 * door_challenge_get_scheme:
 *
 * Returns: the auth-scheme in lower case, such as "digest"
 */
const char *
door_challenge_get_scheme (DoorChallenge *challenge)
{
  return text_at (challenge, challenge->scheme);
}

/**
 * door_challenge_get_realm:
 *
 * The realm as text: its octets are taken as UTF-8 if that is what they are, else as ISO-8859-1.
 * door_challenge_get_param() has the octets themselves.
 *
 * Returns: (nullable): the realm in valid UTF-8, not fit to be shown before
 *   door_display_text_for_realm(); %NULL if the challenge has none
 */
const char *
door_challenge_get_realm (DoorChallenge *challenge)
{
  return text_at (challenge, challenge->realm);
}

/**
 * door_challenge_get_token68:
 *
 * Returns: (nullable): the token68 that stands in place of parameters, such as the "abc==" of
 *   "Negotiate abc=="
 */
const char *
door_challenge_get_token68 (DoorChallenge *challenge)
{
  return text_at (challenge, challenge->token68);
}

/**
 * door_challenge_get_param:
 * @name: a parameter name in lower case
 *
 * Returns: (nullable): the value as octets without encoding, quotes and escapes removed; %NULL if
 *   there is no such parameter
 */
const char *
door_challenge_get_param (DoorChallenge *challenge, const char *name)
{
  g_return_val_if_fail (name != NULL, NULL);

  for (guint i = 0; i < challenge->n_params; i++)
    if (strcmp (door_challenge_get_param_name (challenge, i), name) == 0)
      return door_challenge_get_param_value (challenge, i);

  return NULL;
}

guint
door_challenge_get_n_params (DoorChallenge *challenge)
{
  return challenge->n_params;
}

/**
 * door_challenge_get_param_name:
 *
 * Returns: the name of parameter @i in lower case
 */
const char *
door_challenge_get_param_name (DoorChallenge *challenge, guint i)
{
  g_return_val_if_fail (i < challenge->n_params, NULL);

  return text_at (challenge, challenge->list->params[challenge->first_param + i].name);
}

/**
 * door_challenge_get_param_value:
 *
 * Returns: the value of parameter @i as octets without encoding, quotes and escapes removed
 */
const char *
door_challenge_get_param_value (DoorChallenge *challenge, guint i)
{
  g_return_val_if_fail (i < challenge->n_params, NULL);

  return text_at (challenge, challenge->list->params[challenge->first_param + i].value);
}

/**
 * door_challenge_is_malformed:
 *
 * Returns: whether a part of this challenge could not be read, or it has one parameter twice (RFC
 *   9110 section 11.2). Its scheme and the parameters that could be read are there nevertheless.
 */
gboolean
door_challenge_is_malformed (DoorChallenge *challenge)
{
  return challenge->malformed;
}

/**
 * door_challenge_to_string:
 *
 * Returns: (transfer full): the challenge as a server could have sent it, alone in its field; every
 *   value is a quoted string (RFC 9110 section 5.6.4)
 */
char *
door_challenge_to_string (DoorChallenge *challenge)
{
  GString *string = g_string_new (door_challenge_get_scheme (challenge));
  const char *token68 = door_challenge_get_token68 (challenge);
  guint n = door_challenge_get_n_params (challenge);

  if (token68 != NULL)
    g_string_append_printf (string, " %s", token68);

  for (guint i = 0; i < n; i++)
    {
      g_string_append_printf (string, "%s%s=\"", i == 0 ? " " : ", ",
                              door_challenge_get_param_name (challenge, i));
      for (const char *p = door_challenge_get_param_value (challenge, i); *p != '\0'; p++)
        {
          if (*p == '"' || *p == '\\')
            g_string_append_c (string, '\\');
          g_string_append_c (string, *p);
        }
      g_string_append_c (string, '"');
    }

  return g_string_free (string, FALSE);
}
