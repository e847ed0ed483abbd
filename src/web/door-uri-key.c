/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-uri-key.h"

#include "door-bounded-text.h"

/**
 * door_uri_key_new:
 *
 * Returns: (transfer full): what stands for @uri where URIs are remembered, no longer than
 *   %DOOR_URI_KEY_MAX_LENGTH, and with the same origin
 */
char *
door_uri_key_new (const char *uri)
{
  return door_bounded_text_new (uri, DOOR_URI_KEY_MAX_LENGTH, '#');
}
