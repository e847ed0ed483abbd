/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-network-socket.h"

#include "door-network-names.h"
#include "door-network-peer.h"

#include <glib/gstdio.h>
#include <string.h>

struct _DoorNetworkSocket
{
  char *directory;
  char *path;
};

static char *
make_private_directory (GError **error)
{
  const char *parent = g_get_user_runtime_dir ();
  g_autofree char *directory = NULL;

  if (!g_file_test (parent, G_FILE_TEST_IS_DIR))
    return g_dir_make_tmp ("doorward-XXXXXX", error);

  directory = g_build_filename (parent, "doorward-XXXXXX", NULL);
  if (g_mkdtemp_full (directory, 0700) == NULL)
    return g_dir_make_tmp ("doorward-XXXXXX", error);

  return g_steal_pointer (&directory);
}

/**
 * door_network_socket_new:
 * @error: return location for a #GFileError
 *
 * Returns: (transfer full): a place for a socket
 */
DoorNetworkSocket *
door_network_socket_new (GError **error)
{
  DoorNetworkSocket *self;
  char *directory = make_private_directory (error);

  if (directory == NULL)
    return NULL;

  self = g_new0 (DoorNetworkSocket, 1);
  self->directory = directory;
  self->path = g_build_filename (directory, DOOR_NETWORK_SOCKET, NULL);

  return self;
}

/**
 * door_network_socket_free:
 *
 * Leaves nothing in the file system.
 */
void
door_network_socket_free (DoorNetworkSocket *self)
{
  g_autofree char *trusted = g_build_filename (self->directory, DOOR_NETWORK_TRUSTED, NULL);

  g_unlink (trusted);
  g_unlink (self->path);
  g_rmdir (self->directory);
  g_free (self->path);
  g_free (self->directory);
  g_free (self);
}

const char *
door_network_socket_get_path (DoorNetworkSocket *self)
{
  return self->path;
}

/**
 * door_network_socket_set_trusted:
 * @list: the servers that Negotiate is answered for, as libsoup reads them from its environment
 * @error: return location for a #GFileError
 *
 * Says so to network processes that begin from now on: once there are threads, the environment that
 * they inherit cannot be changed any more.
 *
 * Returns: whether it was written down
 */
gboolean
door_network_socket_set_trusted (DoorNetworkSocket *self, const char *list, GError **error)
{
  g_autofree char *path = g_build_filename (self->directory, DOOR_NETWORK_TRUSTED, NULL);

  return g_file_set_contents_full (path, list, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, error);
}

static gboolean
on_authorize_peer (GDBusAuthObserver *observer,
                   GIOStream *stream,
                   GCredentials *credentials,
                   gpointer user_data)
{
  return credentials != NULL && door_network_peer_is_companion (credentials);
}

static gboolean
on_allow_mechanism (GDBusAuthObserver *observer, const char *mechanism, gpointer user_data)
{
  return strcmp (mechanism, "EXTERNAL") == 0;
}

/**
 * door_network_socket_listen:
 * @error: return location for a #GIOErrorEnum
 *
 * Returns: (transfer full): a server there, which is not started and lets nobody in but the network
 *   process
 */
GDBusServer *
door_network_socket_listen (DoorNetworkSocket *self, GError **error)
{
  g_autofree char *escaped = g_dbus_address_escape_value (self->path);
  g_autofree char *address = g_strconcat ("unix:path=", escaped, NULL);
  g_autofree char *guid = g_dbus_generate_guid ();
  g_autoptr (GDBusAuthObserver) observer = g_dbus_auth_observer_new ();

  g_signal_connect (observer, "authorize-authenticated-peer", G_CALLBACK (on_authorize_peer), NULL);
  g_signal_connect (observer, "allow-mechanism", G_CALLBACK (on_allow_mechanism), NULL);

  return g_dbus_server_new_sync (address, G_DBUS_SERVER_FLAGS_NONE, guid, observer, NULL, error);
}
