/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-secret-connection.h"

/* Weak: libsecret owns it, and ends it by itself, too. */
static SecretService *connected;

/**
 * door_secret_connection_get:
 *
 * Returns: (transfer none) (nullable): the service, if a connection to it is known
 */
SecretService *
door_secret_connection_get (void)
{
  return connected;
}

/**
 * door_secret_connection_set:
 * @service: what libsecret has just connected to
 */
void
door_secret_connection_set (SecretService *service)
{
  g_set_weak_pointer (&connected, service);
}

/**
 * door_secret_connection_end:
 *
 * Has whoever asks next connect anew.
 */
void
door_secret_connection_end (void)
{
  g_clear_weak_pointer (&connected);
  secret_service_disconnect ();
}
