/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-companion-link.h"
#include "door-network-names.h"

#include <gmodule.h>

G_MODULE_EXPORT void door_companion_start (void);

static gboolean
connect_to_shell (gpointer user_data)
{
  door_companion_link_connect (DOOR_COMPANION_LINK (user_data),
                               g_getenv (DOOR_NETWORK_SOCKET_VARIABLE));

  return G_SOURCE_REMOVE;
}

/* The shell may have changed its mind since its environment could be changed. libsoup has not read
 * it here yet. */
static void
take_trusted (const char *socket_path)
{
  g_autofree char *directory = g_path_get_dirname (socket_path);
  g_autofree char *path = g_build_filename (directory, DOOR_NETWORK_TRUSTED, NULL);
  g_autofree char *list = NULL;

  if (g_file_get_contents (path, &list, NULL, NULL))
    g_setenv (DOOR_NETWORK_NEGOTIATE_VARIABLE, list, TRUE);
}

/**
 * door_companion_start:
 *
 * Where the network process comes in, before it has a session. What begins here ends with the
 * process.
 */
void
door_companion_start (void)
{
  const char *cookie = g_getenv (DOOR_NETWORK_COOKIE_VARIABLE);
  const char *socket_path = g_getenv (DOOR_NETWORK_SOCKET_VARIABLE);
  DoorCompanion *companion;

  if (cookie == NULL || socket_path == NULL)
    return;

  take_trusted (socket_path);
  companion = door_companion_new (cookie, g_getenv (DOOR_NETWORK_NEGOTIATE_VARIABLE));

  /* GIO is in the middle of loading its modules, and holds locks that a connection needs. */
  g_idle_add_full (G_PRIORITY_HIGH, connect_to_shell, door_companion_link_new (companion), NULL);
  g_object_unref (companion);
}
