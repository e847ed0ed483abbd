/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-network-environment.h"

#include "door-network-marker.h"
#include "door-network-names.h"

static void
append_to_path (const char *variable, const char *directory)
{
  const char *before = g_getenv (variable);
  g_autofree char *value = before != NULL && *before != '\0'
                               ? g_strjoin (G_SEARCHPATH_SEPARATOR_S, before, directory, NULL)
                               : g_strdup (directory);

  g_setenv (variable, value, TRUE);
}

/**
 * door_network_environment_trust:
 * @servers: what door_network_environment_join_servers() has made
 *
 * Negotiate is for those, and for no others.
 */
void
door_network_environment_trust (const char *servers)
{
  g_setenv (DOOR_NETWORK_NEGOTIATE_VARIABLE, servers, TRUE);
}

/**
 * door_network_environment_announce:
 * @module_directory: where GIO finds the companion
 * @socket_path: where the companion finds the shell
 * @cookie: what the shell's markers begin with
 */
void
door_network_environment_announce (const char *module_directory,
                                   const char *socket_path,
                                   const char *cookie)
{
  g_setenv (DOOR_NETWORK_SOCKET_VARIABLE, socket_path, TRUE);
  g_setenv (DOOR_NETWORK_COOKIE_VARIABLE, cookie, TRUE);
  append_to_path ("GIO_EXTRA_MODULES", module_directory);
}

/**
 * door_network_environment_join_servers:
 * @servers: (nullable): origins
 *
 * libsoup trusts every https server when there is no list, so there always is one.
 *
 * Returns: (transfer full): a list as libsoup reads it
 */
char *
door_network_environment_join_servers (const char *const *servers)
{
  return servers != NULL && servers[0] != NULL ? g_strjoinv (",", (char **)servers)
                                               : g_strdup ("https://" DOOR_NETWORK_MARKER_DOMAIN);
}
