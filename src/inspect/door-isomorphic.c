/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-isomorphic.h"

/**
 * door_isomorphic_decode:
 *
 * Returns: (transfer full): text with one code point for each of @octets
 */
char *
door_isomorphic_decode (const char *octets)
{
  GString *text = g_string_new (NULL);

  for (; *octets != '\0'; octets++)
    g_string_append_unichar (text, (guint8)*octets);

  return g_string_free (text, FALSE);
}

/**
 * door_isomorphic_encode:
 *
 * Returns: (transfer full) (nullable): one octet for each code point of @text, %NULL if it has one
 *   above U+00FF
 */
char *
door_isomorphic_encode (const char *text)
{
  g_autoptr (GString) octets = g_string_new (NULL);

  for (; *text != '\0'; text = g_utf8_next_char (text))
    {
      gunichar character = g_utf8_get_char (text);

      if (character > 0xff)
        return NULL;
      g_string_append_c (octets, (char)character);
    }

  return g_string_free (g_steal_pointer (&octets), FALSE);
}
