/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-basic.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define PREFIX "Basic "

/**
 * door_basic_get_charset:
 *
 * Returns: what the charset parameter of @challenge asks for. Only UTF-8, in any letter case, is
 *   defined; another value is ignored (RFC 7617 section 2.1).
 */
DoorBasicCharset
door_basic_get_charset (DoorChallenge *challenge)
{
  const char *charset;

  g_return_val_if_fail (challenge != NULL, DOOR_BASIC_CHARSET_UNSPECIFIED);

  charset = door_challenge_get_param (challenge, "charset");

  return charset != NULL && g_ascii_strcasecmp (charset, "UTF-8") == 0
             ? DOOR_BASIC_CHARSET_UTF_8
             : DOOR_BASIC_CHARSET_UNSPECIFIED;
}

static gboolean
has_control_character (const char *text)
{
  for (; *text != '\0'; text++)
    if (g_ascii_iscntrl (*text))
      return TRUE;

  return FALSE;
}

static gboolean
check (const char *username, const char *password, GError **error)
{
  if (strchr (username, ':') != NULL)
    {
      g_set_error_literal (error, DOOR_CREDENTIALS_ERROR, DOOR_CREDENTIALS_ERROR_COLON,
                           _ ("This server cannot be sent a user name with a colon."));
      return FALSE;
    }

  if (has_control_character (username))
    {
      g_set_error_literal (error, DOOR_CREDENTIALS_ERROR, DOOR_CREDENTIALS_ERROR_CONTROL,
                           _ ("The user name contains a control character."));
      return FALSE;
    }

  if (has_control_character (password))
    {
      g_set_error_literal (error, DOOR_CREDENTIALS_ERROR, DOOR_CREDENTIALS_ERROR_CONTROL,
                           _ ("The password contains a control character."));
      return FALSE;
    }

  return TRUE;
}

static gboolean
fits_latin1 (const char *text)
{
  for (; *text != '\0'; text = g_utf8_next_char (text))
    if (g_utf8_get_char (text) > 0xff)
      return FALSE;

  return TRUE;
}

static void
convert_to_latin1 (char *text)
{
  char *to = text;
  const char *from = text;
  gsize length = strlen (text);

  while (*from != '\0')
    {
      gunichar character = g_utf8_get_char (from);

      from = g_utf8_next_char (from);
      *to++ = (char)character;
    }
  explicit_bzero (to, length - (gsize)(to - text));
}

/**
 * door_basic_authorize:
 * @charset: the charset that the challenge asks for
 * @username: the user name in UTF-8
 * @password: the password in UTF-8
 * @error: return location for a #DoorCredentialsError
 *
 * Makes the value of an Authorization or Proxy-Authorization field (RFC 7617 section 2).
 *
 * With charset="UTF-8" both are sent in UTF-8. RFC 7617 leaves open what is sent without: here it
 * is ISO-8859-1 where both fit, which is what RFC 2617 had, what older servers compare with, and
 * what libsoup sends, so that a login works the same with and without the companion; where they do
 * not fit it is UTF-8.
 *
 * A user name with a colon would be read as another one, and control characters must not be sent:
 * both are refused.
 *
 * Returns: (transfer full): "Basic …", as secret as the password
 */
DoorSecretString *
door_basic_authorize (DoorBasicCharset charset,
                      const char *username,
                      const char *password,
                      GError **error)
{
  g_autoptr (DoorSecretString) name = NULL;
  g_autoptr (DoorSecretString) word = NULL;
  g_autoptr (DoorSecretString) pair = NULL;
  DoorSecretString *value;
  gsize length;
  gsize encoded;
  int state = 0;
  int save = 0;

  g_return_val_if_fail (username != NULL, NULL);
  g_return_val_if_fail (password != NULL, NULL);

  name = door_secret_string_normalise (username, error);
  if (name == NULL)
    return NULL;
  word = door_secret_string_normalise (password, error);
  if (word == NULL || !check (name, word, error))
    return NULL;

  if (charset == DOOR_BASIC_CHARSET_UNSPECIFIED && fits_latin1 (name) && fits_latin1 (word))
    {
      convert_to_latin1 (name);
      convert_to_latin1 (word);
    }

  pair = g_strconcat (name, ":", word, NULL);
  length = strlen (pair);
  value = g_malloc (strlen (PREFIX) + (length / 3 + 1) * 4 + 4 + 1);
  memcpy (value, PREFIX, strlen (PREFIX));
  encoded = strlen (PREFIX);
  encoded
      += g_base64_encode_step ((const guchar *)pair, length, FALSE, value + encoded, &state, &save);
  encoded += g_base64_encode_close (FALSE, value + encoded, &state, &save);
  value[encoded] = '\0';

  return value;
}
