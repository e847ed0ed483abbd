/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-proxy-address.h"

/**
 * door_proxy_address_parse:
 * @uri: http://[USER[:PASSWORD]@]HOST[:PORT]
 * @error: return location for a #GUriError
 *
 * libsoup wants the port written, and would send user information to the wrong server.
 *
 * Returns: (transfer full): the address, taken apart
 */
DoorProxyAddress *
door_proxy_address_parse (const char *uri, GError **error)
{
  g_autoptr (GUri) parsed
      = g_uri_parse (uri, G_URI_FLAGS_HAS_PASSWORD | G_URI_FLAGS_PARSE_RELAXED, error);
  g_autoptr (DoorOrigin) server = NULL;
  DoorProxyAddress *address;
  const char *password;

  if (parsed == NULL)
    return NULL;

  if (g_strcmp0 (g_uri_get_scheme (parsed), "http") != 0 || g_uri_get_host (parsed) == NULL
      || *g_uri_get_host (parsed) == '\0')
    {
      g_set_error_literal (error, G_URI_ERROR, G_URI_ERROR_FAILED,
                           "A proxy is written as http://HOST:PORT");
      return NULL;
    }

  server = door_origin_new ("http", g_uri_get_host (parsed), g_uri_get_port (parsed));
  if (server == NULL)
    {
      g_set_error (error, G_URI_ERROR, G_URI_ERROR_BAD_HOST, "“%s” is not a host",
                   g_uri_get_host (parsed));
      return NULL;
    }

  address = g_new0 (DoorProxyAddress, 1);
  address->uri = g_uri_join (G_URI_FLAGS_NONE, "http", NULL, g_uri_get_host (parsed),
                             door_origin_get_port (server), "", NULL, NULL);
  if (g_uri_get_user (parsed) != NULL)
    {
      password = g_uri_get_password (parsed);
      address->username = g_strdup (g_uri_get_user (parsed));
      address->password = secret_value_new (password != NULL ? password : "", -1, "text/plain");
    }
  address->server = g_steal_pointer (&server);

  return address;
}

void
door_proxy_address_free (DoorProxyAddress *address)
{
  door_origin_unref (address->server);
  g_clear_pointer (&address->password, secret_value_unref);
  g_free (address->username);
  g_free (address->uri);
  g_free (address);
}
