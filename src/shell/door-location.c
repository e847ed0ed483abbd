/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-location.h"

#include <string.h>

#include "door-display-text.h"

/* Schemes that are told from "host:port" by their name, since nothing follows their colon that
 * would do it. */
static gboolean
is_known_scheme (const char *scheme)
{
  static const char *const schemes[] = { "about", "data", "file", "http", "https", "view-source" };

  for (gsize i = 0; i < G_N_ELEMENTS (schemes); i++)
    if (g_ascii_strcasecmp (scheme, schemes[i]) == 0)
      return TRUE;

  return FALSE;
}

static gboolean
has_scheme (const char *text)
{
  g_autofree char *scheme = g_uri_parse_scheme (text);

  if (scheme == NULL)
    return FALSE;

  return is_known_scheme (scheme) || g_str_has_prefix (text + strlen (scheme), "://");
}

/* Names without a dot and addresses of one's own network are rarely reached by https. */
static gboolean
is_near (const char *host)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (host);

  if (address != NULL)
    return g_inet_address_get_is_loopback (address) || g_inet_address_get_is_link_local (address)
           || g_inet_address_get_is_site_local (address);

  return strchr (host, '.') == NULL || g_str_has_suffix (host, ".localhost");
}

/**
 * door_location_uri_from_text:
 * @text: what the person typed
 *
 * Completes an address. Without a scheme it is https, but http for hosts that are near: loopback
 * and private addresses, and names without a dot. A path of the file system becomes a file URI.
 *
 * Returns: (transfer full) (nullable): an absolute URI, %NULL if @text is no address
 */
char *
door_location_uri_from_text (const char *text)
{
  g_autofree char *stripped = NULL;
  g_autofree char *candidate = NULL;
  g_autoptr (GUri) uri = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  stripped = g_strstrip (g_strdup (text));
  if (*stripped == '\0')
    return NULL;
  if (*stripped == '/')
    return g_filename_to_uri (stripped, NULL, NULL);
  if (has_scheme (stripped))
    return g_steal_pointer (&stripped);

  candidate = g_strconcat ("https://", stripped, NULL);
  uri = g_uri_parse (candidate, G_URI_FLAGS_PARSE_RELAXED, NULL);
  if (uri == NULL || g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0')
    return NULL;
  if (strpbrk (g_uri_get_host (uri), " \t") != NULL)
    return NULL;

  return g_strconcat (is_near (g_uri_get_host (uri)) ? "http://" : "https://", stripped, NULL);
}

/**
 * door_location_text_for_uri:
 * @uri: (nullable): an address
 * @host_start: (out): offset of the host in the text, in bytes
 * @host_end: (out): where the host ends; equal to @host_start if there is none
 *
 * An internationalised host is written in its own letters where that is safe, see
 * door_display_text_for_host(). User information is left out, and so is the address of an empty
 * page.
 *
 * Returns: (transfer full): @uri, fit to be shown
 */
char *
door_location_text_for_uri (const char *uri, gsize *host_start, gsize *host_end)
{
  g_autoptr (GUri) parsed = NULL;
  g_autofree char *host = NULL;
  GString *text;

  *host_start = *host_end = 0;
  if (uri == NULL || g_str_equal (uri, "about:blank"))
    return g_strdup ("");

  parsed = g_uri_parse (uri, G_URI_FLAGS_ENCODED | G_URI_FLAGS_PARSE_RELAXED, NULL);
  if (parsed == NULL || g_uri_get_host (parsed) == NULL || *g_uri_get_host (parsed) == '\0')
    return g_strdup (uri);

  host = door_display_text_for_host (g_uri_get_host (parsed));
  text = g_string_new (NULL);
  g_string_append_printf (text, "%s://", g_uri_get_scheme (parsed));
  *host_start = text->len;
  g_string_append (text, host);
  *host_end = text->len;
  if (g_uri_get_port (parsed) != -1)
    g_string_append_printf (text, ":%d", g_uri_get_port (parsed));
  g_string_append (text, g_uri_get_path (parsed));
  if (g_uri_get_query (parsed) != NULL)
    g_string_append_printf (text, "?%s", g_uri_get_query (parsed));
  if (g_uri_get_fragment (parsed) != NULL)
    g_string_append_printf (text, "#%s", g_uri_get_fragment (parsed));

  return g_string_free (text, FALSE);
}
