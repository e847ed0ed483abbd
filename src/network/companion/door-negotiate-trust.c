/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-negotiate-trust.h"

#include <libsoup/soup.h>
#include <string.h>

struct _DoorNegotiateTrust
{
  GPtrArray *servers; /* of GUri */
};

/**
 * door_negotiate_trust_new:
 * @servers: (nullable): origins separated by commas, as libsoup reads them from its environment; a
 *   host that begins with a dot stands for all hosts below it
 *
 * Returns: (transfer full): the servers; what is not a URI is left out
 */
DoorNegotiateTrust *
door_negotiate_trust_new (const char *servers)
{
  DoorNegotiateTrust *self = g_new0 (DoorNegotiateTrust, 1);
  g_auto (GStrv) list = g_strsplit (servers != NULL ? servers : "", ",", -1);

  self->servers = g_ptr_array_new_with_free_func ((GDestroyNotify)g_uri_unref);
  for (gsize i = 0; list[i] != NULL; i++)
    {
      GUri *uri = g_uri_parse (list[i], SOUP_HTTP_URI_FLAGS, NULL);

      if (uri != NULL)
        g_ptr_array_add (self->servers, uri);
    }

  return self;
}

void
door_negotiate_trust_free (DoorNegotiateTrust *self)
{
  g_ptr_array_unref (self->servers);
  g_free (self);
}

static gboolean
host_matches (const char *host, const char *pattern)
{
  gsize host_length = strlen (host);
  gsize pattern_length = strlen (pattern);

  if (g_ascii_strcasecmp (host, pattern) == 0)
    return TRUE;

  if (*pattern != '.')
    return FALSE;

  return (host_length > pattern_length
          && g_ascii_strcasecmp (host + host_length - pattern_length, pattern) == 0)
         || g_ascii_strcasecmp (host, pattern + 1) == 0;
}

/**
 * door_negotiate_trust_includes:
 * @uri: the URI of a request
 *
 * Returns: whether its server is one of them
 */
gboolean
door_negotiate_trust_includes (DoorNegotiateTrust *self, GUri *uri)
{
  for (guint i = 0; i < self->servers->len; i++)
    {
      GUri *server = g_ptr_array_index (self->servers, i);

      if (strcmp (g_uri_get_scheme (server), g_uri_get_scheme (uri)) == 0
          && g_uri_get_port (server) == g_uri_get_port (uri)
          && host_matches (g_uri_get_host (uri), g_uri_get_host (server)))
        return TRUE;
    }

  return FALSE;
}
