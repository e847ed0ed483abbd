/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-digest-authorization.h"

#include <string.h>

/* RFC 9110 section 5.6.4 */
static void
append_quoted (GString *value, const char *name, const char *text)
{
  g_string_append_printf (value, "%s=\"", name);
  for (; *text != '\0'; text++)
    {
      if (*text == '"' || *text == '\\')
        g_string_append_c (value, '\\');
      g_string_append_c (value, *text);
    }
  g_string_append (value, "\", ");
}

static void
append_token (GString *value, const char *name, const char *token)
{
  g_string_append_printf (value, "%s=%s, ", name, token);
}

/* RFC 8187 section 3.2.1: everything but attr-char is percent-encoded. */
static void
append_extended (GString *value, const char *name, const char *text)
{
  g_string_append_printf (value, "%s*=UTF-8''", name);
  for (; *text != '\0'; text++)
    {
      if (g_ascii_isalnum (*text) || strchr ("!#$&+-.^_`|~", *text) != NULL)
        g_string_append_c (value, *text);
      else
        g_string_append_printf (value, "%%%02X", (guint8)*text);
    }
  g_string_append (value, ", ");
}

static void
append_user (GString *value,
             const DoorDigestChallenge *challenge,
             const char *username,
             DoorDigestAlgorithm algorithm)
{
  DoorDigestHex hashed;

  if (challenge->hashes_user)
    {
      door_digest_hash_user (algorithm, username, challenge->realm, hashed);
      append_quoted (value, "username", hashed);
      append_token (value, "userhash", "true");
    }
  else if (challenge->knows_extended_names && !g_str_is_ascii (username))
    append_extended (value, "username", username);
  else
    append_quoted (value, "username", username);
}

/*
 * door_digest_authorization_new:
 * @username: in UTF-8 and NFC, without control characters
 * @response: the response to @input
 *
 * Writes the credentials of RFC 7616 section 3.4. Which values are quoted and which are not is laid
 * down there. Without qop there are neither nonce count nor client nonce; only a session, which the
 * server could not check without it, tells its client nonce even so.
 *
 * Returns: (transfer full): "Digest …"
 */
char *
door_digest_authorization_new (const DoorDigestChallenge *challenge,
                               const char *username,
                               const DoorDigestInput *input,
                               const char *response)
{
  GString *value = g_string_new ("Digest ");

  append_user (value, challenge, username, input->algorithm);
  append_quoted (value, "realm", challenge->realm);
  append_quoted (value, "nonce", input->nonce);
  append_quoted (value, "uri", input->uri);
  if (challenge->names_algorithm)
    append_token (value, "algorithm", door_digest_algorithm_to_string (input->algorithm));
  if (input->qop != DOOR_DIGEST_QOP_NONE)
    {
      append_token (value, "qop", door_digest_qop_to_string (input->qop));
      append_token (value, "nc", input->nc);
    }
  if (input->qop != DOOR_DIGEST_QOP_NONE || door_digest_algorithm_is_session (input->algorithm))
    append_quoted (value, "cnonce", input->cnonce);
  if (challenge->opaque != NULL)
    append_quoted (value, "opaque", challenge->opaque);
  append_quoted (value, "response", response);
  g_string_truncate (value, value->len - strlen (", "));

  return g_string_free (value, FALSE);
}
