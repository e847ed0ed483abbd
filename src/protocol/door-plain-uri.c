/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-plain-uri.h"

/**
 * door_plain_uri_new:
 * @uri: (nullable): a URI
 *
 * Leaves user information out (RFC 3986 section 3.2.1): what is shown, logged or compared has none.
 *
 * Returns: (transfer full) (nullable): the rest of @uri, %NULL if it is none
 */
char *
door_plain_uri_new (const char *uri)
{
  g_autoptr (GUri) parsed = NULL;

  if (uri == NULL)
    return NULL;

  parsed = g_uri_parse (uri, G_URI_FLAGS_ENCODED | G_URI_FLAGS_PARSE_RELAXED, NULL);
  if (parsed == NULL)
    return NULL;

  if (g_uri_get_userinfo (parsed) == NULL)
    return g_strdup (uri);

  return g_uri_to_string_partial (parsed, G_URI_HIDE_USERINFO);
}
