/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-origin.h"

#include <arpa/inet.h>
#include <string.h>

struct _DoorOrigin
{
  gatomicrefcount references;
  const char *scheme; /* interned */
  char *host;
  int port;
  char *string;
};

G_DEFINE_BOXED_TYPE (DoorOrigin, door_origin, door_origin_ref, door_origin_unref)
G_DEFINE_QUARK (door-origin-error-quark, door_origin_error);

/* WebSocket handshakes are HTTP requests, and their credentials belong to the HTTP origin. */
static const struct
{
  const char *scheme;
  const char *http_scheme;
  int default_port;
} schemes[] = {
  { "http", "http", 80 },
  { "https", "https", 443 },
  { "ws", "http", 80 },
  { "wss", "https", 443 },
};

static int
default_port_of (const char *scheme)
{
  return strcmp (scheme, "https") == 0 ? 443 : 80;
}

static char *
normalise_host (const char *host)
{
  gsize length = strlen (host);
  g_autofree char *bare = NULL;
  g_autofree char *ascii = NULL;

  if (length >= 2 && host[0] == '[' && host[length - 1] == ']')
    bare = g_strndup (host + 1, length - 2);
  else
    bare = g_strdup (host);

  if (strchr (bare, ':') != NULL)
    {
      struct in6_addr address;
      char canonical[INET6_ADDRSTRLEN];

      if (inet_pton (AF_INET6, bare, &address) != 1)
        return NULL;

      return g_strdup (inet_ntop (AF_INET6, &address, canonical, sizeof canonical));
    }

  if (g_hostname_is_non_ascii (bare))
    {
      /* GLib reads beyond the end of what is not UTF-8. */
      if (!g_utf8_validate (bare, -1, NULL))
        return NULL;
      ascii = g_hostname_to_ascii (bare);
      if (ascii == NULL)
        return NULL;
    }

  return g_ascii_strdown (ascii != NULL ? ascii : bare, -1);
}

/**
 * door_origin_new:
 * @scheme: "http" or "https"; "ws" and "wss" stand for the same, in any case
 * @host: a host name, IPv4 address, or IPv6 address with or without brackets
 * @port: the port, or 0 or less for the default port of @scheme
 *
 * IDN hosts are kept in their ASCII form, IPv6 addresses in their canonical form.
 *
 * Returns: (transfer full) (nullable): the origin, or %NULL if @scheme has none here or @host is
 *   not a host
 */
DoorOrigin *
door_origin_new (const char *scheme, const char *host, int port)
{
  DoorOrigin *origin;
  const char *http_scheme = NULL;
  g_autofree char *normal_host = NULL;

  g_return_val_if_fail (scheme != NULL, NULL);
  g_return_val_if_fail (host != NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (schemes); i++)
    if (g_ascii_strcasecmp (scheme, schemes[i].scheme) == 0)
      http_scheme = schemes[i].http_scheme;

  if (http_scheme == NULL || *host == '\0' || port > G_MAXUINT16)
    return NULL;

  normal_host = normalise_host (host);
  if (normal_host == NULL || *normal_host == '\0')
    return NULL;

  origin = g_new0 (DoorOrigin, 1);
  g_atomic_ref_count_init (&origin->references);
  origin->scheme = http_scheme;
  origin->host = g_steal_pointer (&normal_host);
  origin->port = port > 0 ? port : default_port_of (http_scheme);
  origin->string
      = g_uri_join (G_URI_FLAGS_NONE, origin->scheme, NULL, origin->host,
                    door_origin_is_default_port (origin) ? -1 : origin->port, "", NULL, NULL);

  return origin;
}

/**
 * door_origin_new_for_uri:
 * @uri: an absolute URI; user information, path, query and fragment do not matter
 * @error: return location for a #DoorOriginError
 *
 * Returns: (transfer full): the origin of @uri
 */
DoorOrigin *
door_origin_new_for_uri (const char *uri, GError **error)
{
  g_autoptr (GUri) parsed = NULL;
  g_autoptr (GError) local_error = NULL;
  DoorOrigin *origin;

  g_return_val_if_fail (uri != NULL, NULL);

  parsed = g_uri_parse (uri, G_URI_FLAGS_ENCODED | G_URI_FLAGS_PARSE_RELAXED, &local_error);
  if (parsed == NULL)
    {
      g_set_error_literal (error, DOOR_ORIGIN_ERROR, DOOR_ORIGIN_ERROR_INVALID,
                           local_error->message);
      return NULL;
    }

  if (g_uri_get_host (parsed) == NULL || *g_uri_get_host (parsed) == '\0')
    {
      g_set_error_literal (error, DOOR_ORIGIN_ERROR, DOOR_ORIGIN_ERROR_INVALID,
                           "The URI has no host");
      return NULL;
    }

  origin = door_origin_new (g_uri_get_scheme (parsed), g_uri_get_host (parsed),
                            g_uri_get_port (parsed));
  if (origin == NULL)
    g_set_error (error, DOOR_ORIGIN_ERROR, DOOR_ORIGIN_ERROR_SCHEME,
                 "“%s” is not the scheme and host of an HTTP server", g_uri_get_scheme (parsed));

  return origin;
}

DoorOrigin *
door_origin_ref (DoorOrigin *origin)
{
  g_return_val_if_fail (origin != NULL, NULL);

  g_atomic_ref_count_inc (&origin->references);

  return origin;
}

void
door_origin_unref (DoorOrigin *origin)
{
  g_return_if_fail (origin != NULL);

  if (!g_atomic_ref_count_dec (&origin->references))
    return;

  g_free (origin->host);
  g_free (origin->string);
  g_free (origin);
}

/**
 * door_origin_get_scheme:
 *
 * Returns: "http" or "https"
 */
const char *
door_origin_get_scheme (DoorOrigin *origin)
{
  return origin->scheme;
}

/**
 * door_origin_get_host:
 *
 * Returns: the host in lower-case ASCII, an IPv6 address without brackets
 */
const char *
door_origin_get_host (DoorOrigin *origin)
{
  return origin->host;
}

/**
 * door_origin_get_port:
 *
 * Returns: the port, never 0
 */
int
door_origin_get_port (DoorOrigin *origin)
{
  return origin->port;
}

gboolean
door_origin_is_default_port (DoorOrigin *origin)
{
  return origin->port == default_port_of (origin->scheme);
}

/**
 * door_origin_is_loopback:
 *
 * Returns: whether what is sent to this origin stays on the machine (RFC 6761 section 6.3 for
 *   localhost and the names below it)
 */
gboolean
door_origin_is_loopback (DoorOrigin *origin)
{
  struct in_addr address;
  struct in6_addr address6;

  if (strcmp (origin->host, "localhost") == 0 || g_str_has_suffix (origin->host, ".localhost"))
    return TRUE;

  /* 127.0.0.0/8, and ::1 with its IPv4-mapped kin (RFC 6890) */
  if (inet_pton (AF_INET, origin->host, &address) == 1)
    return (ntohl (address.s_addr) >> 24) == 127;
  if (inet_pton (AF_INET6, origin->host, &address6) == 1)
    return IN6_IS_ADDR_LOOPBACK (&address6)
           || (IN6_IS_ADDR_V4MAPPED (&address6) && address6.s6_addr[12] == 127);

  return FALSE;
}

gboolean
door_origin_is_secure (DoorOrigin *origin)
{
  return strcmp (origin->scheme, "https") == 0;
}

gboolean
door_origin_equal (DoorOrigin *a, DoorOrigin *b)
{
  return strcmp (a->string, b->string) == 0;
}

guint
door_origin_hash (DoorOrigin *origin)
{
  return g_str_hash (origin->string);
}

/**
 * door_origin_to_string:
 *
 * Returns: the origin as in RFC 6454 section 6.2, such as "http://127.0.0.1:8081"; a default port
 *   is left out and an IPv6 address is in brackets
 */
const char *
door_origin_to_string (DoorOrigin *origin)
{
  return origin->string;
}
