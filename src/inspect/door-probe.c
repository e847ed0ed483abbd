/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-probe.h"

#include <glib/gi18n.h>
#include <libsoup/soup.h>
#include <string.h>

#define MAX_REDIRECTS 20
#define TIMEOUT_SECONDS 30

/* One attempt to get a response. */
typedef struct
{
  SoupSession *session;
  DoorInspection *inspection;
  GStrv proxy_challenges; /* of a proxy that refuses a tunnel */
  GTlsCertificateFlags tls_errors;
} Probe;

static GStrv
get_field_lines (SoupMessageHeaders *headers, const char *name)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new ();
  SoupMessageHeadersIter iter;
  const char *field;
  const char *value;

  soup_message_headers_iter_init (&iter, headers);
  while (soup_message_headers_iter_next (&iter, &field, &value))
    if (g_ascii_strcasecmp (field, name) == 0)
      g_ptr_array_add (lines, g_strdup (value));
  g_ptr_array_add (lines, NULL);

  return (GStrv)g_ptr_array_steal (lines, NULL);
}

static void
on_tunnel_headers (SoupMessage *connect, Probe *probe)
{
  g_strfreev (probe->proxy_challenges);
  probe->proxy_challenges
      = get_field_lines (soup_message_get_response_headers (connect), "Proxy-Authenticate");
}

/* libsoup keeps the response to CONNECT to itself, but for this. */
static void
on_request_queued (SoupSession *session, SoupMessage *message, Probe *probe)
{
  if (strcmp (soup_message_get_method (message), SOUP_METHOD_CONNECT) == 0)
    g_signal_connect (message, "got-headers", G_CALLBACK (on_tunnel_headers), probe);
}

static gboolean
on_accept_certificate (SoupMessage *message,
                       GTlsCertificate *certificate,
                       GTlsCertificateFlags errors,
                       Probe *probe)
{
  probe->tls_errors = errors;

  return FALSE;
}

static char *
describe_tls_errors (GTlsCertificateFlags errors)
{
  GString *text = g_string_new (_ ("The server's certificate is not to be trusted:"));

  if ((errors & G_TLS_CERTIFICATE_UNKNOWN_CA) != 0)
    g_string_append_printf (text, " %s", _ ("nobody known has signed it."));
  if ((errors & G_TLS_CERTIFICATE_BAD_IDENTITY) != 0)
    g_string_append_printf (text, " %s", _ ("it is for another host."));
  if ((errors & G_TLS_CERTIFICATE_NOT_ACTIVATED) != 0)
    g_string_append_printf (text, " %s", _ ("it is not valid yet."));
  if ((errors & G_TLS_CERTIFICATE_EXPIRED) != 0)
    g_string_append_printf (text, " %s", _ ("it has expired."));
  if ((errors & G_TLS_CERTIFICATE_REVOKED) != 0)
    g_string_append_printf (text, " %s", _ ("it has been revoked."));
  if ((errors & G_TLS_CERTIFICATE_INSECURE) != 0)
    g_string_append_printf (text, " %s", _ ("its algorithm is not secure."));
  if ((errors & G_TLS_CERTIFICATE_GENERIC_ERROR) != 0)
    g_string_append_printf (text, " %s", _ ("it is not a valid certificate."));

  return g_string_free (text, FALSE);
}

static GUri *
without_user_information (GUri *uri)
{
  return soup_uri_copy (uri, SOUP_URI_USER, NULL, SOUP_URI_PASSWORD, NULL, SOUP_URI_FRAGMENT, NULL,
                        SOUP_URI_NONE);
}

static GUri *
parse_http_uri (const char *uri)
{
  g_autoptr (GUri) parsed = g_uri_parse (uri, SOUP_HTTP_URI_FLAGS, NULL);

  if (parsed == NULL || g_uri_get_host (parsed) == NULL || *g_uri_get_host (parsed) == '\0'
      || (strcmp (g_uri_get_scheme (parsed), "http") != 0
          && strcmp (g_uri_get_scheme (parsed), "https") != 0))
    return NULL;

  return without_user_information (parsed);
}

/* Where a redirection leads, NULL if the response is none that can be followed. */
static GUri *
get_redirection (SoupMessage *message)
{
  const char *location
      = soup_message_headers_get_one (soup_message_get_response_headers (message), "Location");
  g_autoptr (GUri) target = NULL;
  g_autofree char *absolute = NULL;

  if (!SOUP_STATUS_IS_REDIRECTION (soup_message_get_status (message)) || location == NULL)
    return NULL;

  target
      = g_uri_parse_relative (soup_message_get_uri (message), location, SOUP_HTTP_URI_FLAGS, NULL);
  if (target == NULL)
    return NULL;

  absolute = g_uri_to_string (target);

  return parse_http_uri (absolute);
}

/* Returns the message with its response's header, or NULL with the inspection's error set. */
static SoupMessage *
ask (Probe *probe, GUri *uri)
{
  DoorInspection *inspection = probe->inspection;
  g_autoptr (SoupMessage) message = soup_message_new_from_uri (SOUP_METHOD_GET, uri);
  g_autoptr (GInputStream) body = NULL;
  g_autoptr (GError) error = NULL;

  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  g_signal_connect (message, "accept-certificate", G_CALLBACK (on_accept_certificate), probe);

  /* The body is of no interest and may have no end, so nothing of it is read. */
  body = soup_session_send (probe->session, message, NULL, &error);
  if (body != NULL || soup_message_get_status (message) != SOUP_STATUS_NONE)
    return g_steal_pointer (&message);

  if (probe->tls_errors != 0)
    inspection->error = describe_tls_errors (probe->tls_errors);
  else
    inspection->error = g_strdup_printf (_ ("No response: %s."), error->message);

  return NULL;
}

static DoorOrigin *
get_proxy (const char *proxy, GUri *uri)
{
  g_autofree char *text = g_uri_to_string (uri);
  g_auto (GStrv) proxies = NULL;

  if (proxy != NULL)
    return door_origin_new_for_uri (proxy, NULL);

  proxies = g_proxy_resolver_lookup (g_proxy_resolver_get_default (), text, NULL, NULL);

  return proxies != NULL && proxies[0] != NULL ? door_origin_new_for_uri (proxies[0], NULL) : NULL;
}

static void
take_response (Probe *probe, SoupMessage *message, const char *proxy)
{
  DoorInspection *inspection = probe->inspection;
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);
  GUri *uri = soup_message_get_uri (message);
  g_autoptr (DoorOrigin) server = NULL;
  g_autoptr (DoorChallengeList) challenges = NULL;
  g_auto (GStrv) lines = NULL;
  DoorTarget target = DOOR_TARGET_ORIGIN;

  inspection->status = soup_message_get_status (message);
  inspection->reason_phrase = g_strdup (soup_message_get_reason_phrase (message));

  if (inspection->status == SOUP_STATUS_PROXY_AUTHENTICATION_REQUIRED)
    {
      target = DOOR_TARGET_PROXY;
      server = get_proxy (proxy, uri);
      lines = probe->proxy_challenges != NULL ? g_steal_pointer (&probe->proxy_challenges)
                                              : get_field_lines (headers, "Proxy-Authenticate");
    }
  else
    {
      server = door_origin_new_for_uri (inspection->uri, NULL);
      if (inspection->status == SOUP_STATUS_UNAUTHORIZED)
        lines = get_field_lines (headers, "WWW-Authenticate");
      else
        lines = g_new0 (char *, 1);
    }

  challenges = door_challenge_list_parse ((const char *const *)lines);
  door_inspection_take_challenges (inspection, target, server, challenges);
}

static void
take_no_response (DoorInspection *inspection)
{
  const char *const no_lines[] = { NULL };
  g_autoptr (DoorChallengeList) challenges = door_challenge_list_parse (no_lines);
  g_autoptr (DoorOrigin) server = NULL;

  if (inspection->uri != NULL)
    server = door_origin_new_for_uri (inspection->uri, NULL);
  door_inspection_take_challenges (inspection, DOOR_TARGET_ORIGIN, server, challenges);
}

static void
follow (Probe *probe, GUri *first, const char *proxy)
{
  DoorInspection *inspection = probe->inspection;
  g_autoptr (GUri) uri = g_uri_ref (first);

  for (;;)
    {
      g_autoptr (SoupMessage) message = NULL;
      GUri *next;

      g_free (inspection->uri);
      inspection->uri = g_uri_to_string (uri);

      message = ask (probe, uri);
      if (message == NULL)
        break;

      next = get_redirection (message);
      if (next == NULL)
        {
          take_response (probe, message, proxy);
          return;
        }

      g_uri_unref (uri);
      uri = next;
      g_ptr_array_add (inspection->redirects, g_strdup (inspection->uri));
      if (inspection->redirects->len > MAX_REDIRECTS)
        {
          inspection->error = g_strdup (_ ("The server redirects without end."));
          break;
        }
    }

  take_no_response (inspection);
}

/**
 * door_probe_uri:
 * @inspection: what to fill
 * @uri: an http or https URI; user information in it is not used
 * @proxy: (nullable): the URI of an HTTP proxy, "direct" for none, %NULL for the system's
 *
 * Asks for @uri without any credentials, follows redirections, and inspects the response.
 */
void
door_probe_uri (DoorInspection *inspection, const char *uri, const char *proxy)
{
  g_autoptr (GUri) parsed = parse_http_uri (uri);
  g_autoptr (SoupSession) session = NULL;
  Probe probe = { .inspection = inspection };

  if (parsed == NULL)
    {
      g_autofree char *shown = g_utf8_make_valid (uri, -1);

      inspection->error = g_strdup_printf (_ ("“%s” is not an http or https address."), shown);
      take_no_response (inspection);
      return;
    }

  session = soup_session_new_with_options ("user-agent", "doorward-inspect/" VERSION " ", "timeout",
                                           TIMEOUT_SECONDS, NULL);
  soup_session_remove_feature_by_type (session, SOUP_TYPE_AUTH_MANAGER);
  if (g_strcmp0 (proxy, "direct") == 0)
    {
      soup_session_set_proxy_resolver (session, NULL);
    }
  else if (proxy != NULL)
    {
      g_autoptr (GProxyResolver) resolver = g_simple_proxy_resolver_new (proxy, NULL);

      soup_session_set_proxy_resolver (session, resolver);
    }
  g_signal_connect (session, "request-queued", G_CALLBACK (on_request_queued), &probe);

  probe.session = session;
  follow (&probe, parsed, proxy);

  g_signal_handlers_disconnect_by_data (session, &probe);
  g_strfreev (probe.proxy_challenges);
}
