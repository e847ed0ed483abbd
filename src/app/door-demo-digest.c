/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-demo-digest.h"

#include <libsoup/soup.h>

/* The server's side of Digest with SHA-256, which libsoup's server does not have. It is written
 * apart from the client's side in protocol/, so that a mistake made there shows here. */

static char *
hash (const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);

  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);
}

/**
 * door_demo_digest_dup_nonce:
 *
 * Returns: (transfer full): a nonce that nobody can guess
 */
char *
door_demo_digest_dup_nonce (void)
{
  return g_uuid_string_random ();
}

/**
 * door_demo_digest_dup_challenge:
 * @realm: the realm
 * @nonce: the nonce
 *
 * Returns: (transfer full): the value of the WWW-Authenticate field
 */
char *
door_demo_digest_dup_challenge (const char *realm, const char *nonce)
{
  return g_strdup_printf ("Digest realm=\"%s\", qop=\"auth\", algorithm=SHA-256, nonce=\"%s\", "
                          "charset=UTF-8",
                          realm, nonce);
}

/**
 * door_demo_digest_accepts:
 * @authorization: (nullable): value of the request's Authorization field
 * @method: method of the request
 * @realm: the realm
 * @nonce: the nonce that was sent
 * @username: who may enter
 * @password: that person's password
 *
 * Does the server's part of RFC 7616 section 3.4.1 for SHA-256 and qop "auth".
 *
 * Returns: whether @authorization answers the challenge
 */
gboolean
door_demo_digest_accepts (const char *authorization,
                          const char *method,
                          const char *realm,
                          const char *nonce,
                          const char *username,
                          const char *password)
{
  static const char *const names[] = { "uri", "nc", "cnonce", "response" };
  g_autoptr (GHashTable) params = NULL;
  g_autofree char *secret = NULL;
  g_autofree char *request = NULL;
  g_autofree char *expected = NULL;
  const char *values[G_N_ELEMENTS (names)];

  if (authorization == NULL || g_ascii_strncasecmp (authorization, "Digest ", 7) != 0)
    return FALSE;

  params = soup_header_parse_param_list (authorization + 7);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      values[i] = g_hash_table_lookup (params, names[i]);
      if (values[i] == NULL)
        return FALSE;
    }
  if (g_strcmp0 (g_hash_table_lookup (params, "nonce"), nonce) != 0
      || g_strcmp0 (g_hash_table_lookup (params, "qop"), "auth") != 0)
    return FALSE;

  secret = hash ("%s:%s:%s", username, realm, password);
  request = hash ("%s:%s", method, values[0]);
  expected = hash ("%s:%s:%s:%s:auth:%s", secret, nonce, values[1], values[2], request);

  return g_ascii_strcasecmp (expected, values[3]) == 0;
}
