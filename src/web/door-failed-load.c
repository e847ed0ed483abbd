/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-failed-load.h"

#include "door-plain-uri.h"

/**
 * door_failed_load_new:
 * @uri: (nullable): the address that could not be shown
 * @message: (nullable): what went wrong
 *
 * Returns: (transfer full): a failure
 */
DoorFailedLoad *
door_failed_load_new (DoorPageFailure failure, const char *uri, const char *message)
{
  DoorFailedLoad *load = g_new0 (DoorFailedLoad, 1);

  load->failure = failure;
  load->uri = door_plain_uri_new (uri);
  load->message = g_strdup (message);

  return load;
}

/**
 * door_failed_load_new_for_tls:
 * @uri: the address that could not be shown
 * @certificate: of its server
 * @errors: what is wrong with it
 *
 * Returns: (transfer full): a failure
 */
DoorFailedLoad *
door_failed_load_new_for_tls (const char *uri,
                              GTlsCertificate *certificate,
                              GTlsCertificateFlags errors)
{
  DoorFailedLoad *load = door_failed_load_new (DOOR_PAGE_FAILURE_TLS, uri, NULL);

  load->certificate = g_object_ref (certificate);
  load->tls_errors = errors;

  return load;
}

/**
 * door_failed_load_new_for_proxy:
 * @uri: the address that could not be shown
 * @proxy: who asks for a login before it makes a connection
 *
 * Returns: (transfer full): a failure
 */
DoorFailedLoad *
door_failed_load_new_for_proxy (const char *uri, DoorOrigin *proxy)
{
  DoorFailedLoad *load = door_failed_load_new (DOOR_PAGE_FAILURE_PROXY, uri, NULL);

  load->proxy = door_origin_ref (proxy);

  return load;
}

void
door_failed_load_free (DoorFailedLoad *load)
{
  g_clear_object (&load->certificate);
  g_clear_pointer (&load->proxy, door_origin_unref);
  g_free (load->uri);
  g_free (load->message);
  g_free (load);
}
