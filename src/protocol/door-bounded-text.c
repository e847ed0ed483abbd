/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-bounded-text.h"

#include <string.h>

/**
 * door_bounded_text_new:
 * @text: what somebody else decides the length of, in UTF-8
 * @max_length: in octets, more than a digest of SHA-256 takes
 * @separator: what is put before the digest
 *
 * What is kept of a long text is its beginning and a digest of the whole, so that two of them are
 * still told apart.
 *
 * Returns: (transfer full): what is kept of @text, at most @max_length octets
 */
char *
door_bounded_text_new (const char *text, gsize max_length, char separator)
{
  g_autofree char *digest = NULL;
  gsize length;

  g_return_val_if_fail (text != NULL, NULL);

  if (strnlen (text, max_length + 1) <= max_length)
    return g_strdup (text);

  digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);
  length = max_length - strlen (digest) - 1;
  /* Not within a character. */
  while (length > 0 && ((guchar)text[length] & 0xc0) == 0x80)
    length--;

  return g_strdup_printf ("%.*s%c%s", (int)length, text, separator, digest);
}
