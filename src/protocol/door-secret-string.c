/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-secret-string.h"

#include <glib/gi18n-lib.h>
#include <string.h>

G_DEFINE_QUARK (door-credentials-error-quark, door_credentials_error);

void
door_secret_string_free (DoorSecretString *string)
{
  if (string == NULL)
    return;

  explicit_bzero (string, strlen (string));
  g_free (string);
}

/**
 * door_secret_string_normalise:
 * @text: a user name or password as the person typed it
 * @error: return location for a #DoorCredentialsError
 *
 * The form of @text that is sent and hashed: Unicode Normalization Form C, so that it does not
 * matter how a keyboard composes an “é” (RFC 7616 section 4, RFC 7617 section 2.1).
 *
 * Returns: (transfer full): @text in UTF-8 and NFC; %NULL if @text is not UTF-8
 */
DoorSecretString *
door_secret_string_normalise (const char *text, GError **error)
{
  g_return_val_if_fail (text != NULL, NULL);

  /* GLib does not wipe what it needs to normalise, so spare ASCII from it. */
  if (g_str_is_ascii (text))
    return g_strdup (text);

  /* g_utf8_normalize() must not see anything else: it reads past the end of a string whose last
   * character is cut off, and writes past the end of its own when what it reads there changes. */
  if (g_utf8_validate (text, -1, NULL))
    return g_utf8_normalize (text, -1, G_NORMALIZE_DEFAULT_COMPOSE);

  g_set_error_literal (error, DOOR_CREDENTIALS_ERROR, DOOR_CREDENTIALS_ERROR_ENCODING,
                       _ ("The user name or password is not valid text."));

  return NULL;
}
