/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-web-challenge.h"

static const char *
scheme_name (WebKitAuthenticationScheme scheme)
{
  switch ((int)scheme)
    {
    case WEBKIT_AUTHENTICATION_SCHEME_HTTP_BASIC:
      return "basic";
    case WEBKIT_AUTHENTICATION_SCHEME_HTTP_DIGEST:
      return "digest";
    case WEBKIT_AUTHENTICATION_SCHEME_NTLM:
      return "ntlm";
    case WEBKIT_AUTHENTICATION_SCHEME_NEGOTIATE:
      return "negotiate";
    default:
      return NULL;
    }
}

static DoorOrigin *
server_of (WebKitAuthenticationRequest *request)
{
  const char *host = webkit_authentication_request_get_host (request);
  int port = webkit_authentication_request_get_port (request);
  WebKitSecurityOrigin *origin;
  DoorOrigin *server;

  if (host == NULL || *host == '\0')
    return NULL;

  /* A proxy's origin borrows the scheme of the page. */
  if (webkit_authentication_request_is_for_proxy (request))
    return door_origin_new ("http", host, port);

  origin = webkit_authentication_request_get_security_origin (request);
  server = door_origin_new (webkit_security_origin_get_protocol (origin), host, port);
  webkit_security_origin_unref (origin);

  return server;
}

/**
 * door_web_challenge_new:
 * @request: what WebKit asks; it is not kept
 *
 * Returns: (transfer full) (nullable): the challenge, or %NULL if it is none of HTTP: client
 *   certificates and their PINs are asked for by the same signal
 */
DoorWebChallenge *
door_web_challenge_new (WebKitAuthenticationRequest *request)
{
  const char *scheme = scheme_name (webkit_authentication_request_get_scheme (request));
  const char *realm = webkit_authentication_request_get_realm (request);
  DoorWebChallenge *challenge;

  if (scheme == NULL)
    return NULL;

  challenge = g_new0 (DoorWebChallenge, 1);
  challenge->target = webkit_authentication_request_is_for_proxy (request) ? DOOR_TARGET_PROXY
                                                                           : DOOR_TARGET_ORIGIN;
  challenge->server = server_of (request);
  challenge->realm = g_strdup (realm != NULL ? realm : "");
  challenge->scheme = scheme;
  challenge->retry = webkit_authentication_request_is_retry (request);

  return challenge;
}

void
door_web_challenge_free (DoorWebChallenge *challenge)
{
  g_clear_pointer (&challenge->server, door_origin_unref);
  g_free (challenge->realm);
  g_free (challenge);
}

/**
 * door_web_challenge_answer:
 * @credentials: (nullable): what to answer with, %NULL to go on without
 *
 * Answers at once. WebKit keeps nothing of it: it has a cache of its own that would outlive what is
 * forgotten here.
 */
void
door_web_challenge_answer (WebKitAuthenticationRequest *request, DoorCredentials *credentials)
{
  WebKitCredential *credential = NULL;

  if (credentials != NULL)
    credential = webkit_credential_new (door_credentials_get_username (credentials),
                                        secret_value_get_text (
                                            door_credentials_get_password (credentials)),
                                        WEBKIT_CREDENTIAL_PERSISTENCE_NONE);

  webkit_authentication_request_authenticate (request, credential);
  g_clear_pointer (&credential, webkit_credential_free);
}
