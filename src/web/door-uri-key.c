/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-uri-key.h"

#include <string.h>

#define BEGINNING (DOOR_URI_KEY_MAX_LENGTH / 2)

/**
 * door_uri_key_new:
 *
 * Returns: (transfer full): what stands for @uri where URIs are remembered, no longer than
 *   %DOOR_URI_KEY_MAX_LENGTH, and with the same origin
 */
char *
door_uri_key_new (const char *uri)
{
  g_autofree char *hash = NULL;

  if (strlen (uri) <= DOOR_URI_KEY_MAX_LENGTH)
    return g_strdup (uri);

  hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, uri, -1);

  return g_strdup_printf ("%.*s#%s", BEGINNING, uri, hash);
}
