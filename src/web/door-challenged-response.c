/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-challenged-response.h"

#include <libsoup/soup.h>

static DoorChallengeList *
parse_field (SoupMessageHeaders *headers, const char *field)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new ();
  SoupMessageHeadersIter iter;
  const char *name;
  const char *value;

  soup_message_headers_iter_init (&iter, headers);
  while (soup_message_headers_iter_next (&iter, &name, &value))
    if (g_ascii_strcasecmp (name, field) == 0)
      g_ptr_array_add (lines, (gpointer)value);
  g_ptr_array_add (lines, NULL);

  return door_challenge_list_parse ((const char *const *)lines->pdata);
}

/* A CONNECT that was refused reaches us without its header fields. */
static gboolean
has_fields (SoupMessageHeaders *headers)
{
  SoupMessageHeadersIter iter;
  const char *name;
  const char *value;

  if (headers == NULL)
    return FALSE;

  soup_message_headers_iter_init (&iter, headers);

  return soup_message_headers_iter_next (&iter, &name, &value);
}

static gboolean
asks_for_proxy (SoupMessageHeaders *headers)
{
  return soup_message_headers_get_list (headers, "Proxy-Authenticate") != NULL;
}

/* Whether a 401 is a proxy's, as some send it for a wrong login: it has the field that the
 * companion leaves in no other 401, or, for a tunnel, no field at all. */
static gboolean
is_by_proxy (SoupMessageHeaders *headers)
{
  return !has_fields (headers)
         || (soup_message_headers_get_one (headers, "WWW-Authenticate") == NULL
             && asks_for_proxy (headers));
}

/* A proxy has to say what it asks for (RFC 9110 section 15.5.8), and hands on no such field of a
 * server behind it. */
static gboolean
is_unsolicited (guint status, SoupMessageHeaders *headers)
{
  return status == SOUP_STATUS_PROXY_AUTHENTICATION_REQUIRED && has_fields (headers)
         && !asks_for_proxy (headers);
}

/**
 * door_challenged_response_new:
 * @response: what WebKit received
 *
 * Returns: (transfer full) (nullable): what it asks for, or %NULL if it asks for nothing: another
 *   status than 401 and 407, or not from an HTTP server
 */
DoorChallengedResponse *
door_challenged_response_new (WebKitURIResponse *response)
{
  guint status = webkit_uri_response_get_status_code (response);
  SoupMessageHeaders *headers = webkit_uri_response_get_http_headers (response);
  DoorOrigin *server;
  DoorChallengedResponse *challenged;

  if (status != SOUP_STATUS_UNAUTHORIZED && status != SOUP_STATUS_PROXY_AUTHENTICATION_REQUIRED)
    return NULL;

  server = door_origin_new_for_uri (webkit_uri_response_get_uri (response), NULL);
  if (server == NULL)
    return NULL;

  challenged = g_new0 (DoorChallengedResponse, 1);
  challenged->target = status == SOUP_STATUS_UNAUTHORIZED && !is_by_proxy (headers)
                           ? DOOR_TARGET_ORIGIN
                           : DOOR_TARGET_PROXY;
  challenged->unsolicited = is_unsolicited (status, headers);
  challenged->server = server;
  challenged->uri = g_strdup (webkit_uri_response_get_uri (response));

  if (headers != NULL)
    challenged->challenges
        = parse_field (headers, challenged->target == DOOR_TARGET_PROXY ? "Proxy-Authenticate"
                                                                        : "WWW-Authenticate");
  else
    challenged->challenges = door_challenge_list_parse ((const char *const[]){ NULL });

  return challenged;
}

void
door_challenged_response_free (DoorChallengedResponse *response)
{
  door_origin_unref (response->server);
  g_free (response->uri);
  door_challenge_list_unref (response->challenges);
  g_free (response);
}

/**
 * door_challenged_response_dup_schemes:
 *
 * Returns: (transfer full): the schemes offered, each once, in the order sent, bounded
 */
char **
door_challenged_response_dup_schemes (DoorChallengedResponse *response)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  const char *seen[DOOR_CHALLENGED_RESPONSE_MAX_SCHEMES + 1] = { NULL };
  guint n_seen = 0;
  guint n = door_challenge_list_get_n (response->challenges);

  for (guint i = 0; i < n && n_seen < DOOR_CHALLENGED_RESPONSE_MAX_SCHEMES; i++)
    {
      const char *scheme
          = door_challenge_get_scheme (door_challenge_list_get (response->challenges, i));

      if (g_strv_contains (seen, scheme))
        continue;

      seen[n_seen++] = scheme;
      g_strv_builder_add (builder, scheme);
    }

  return g_strv_builder_end (builder);
}
