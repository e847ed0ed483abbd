/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-network-listener.h"

#include "door-network-names.h"
#include "door-network-socket.h"

struct _DoorNetworkListener
{
  GObject parent_instance;

  DoorNetworkSocket *socket;
  GDBusServer *server; /* or NULL: not started */
  GCancellable *connecting;
  GDBusConnection *connection;
  DoorDBusNetwork *proxy; /* or NULL */
};

enum
{
  ARRIVED,
  LEFT,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DoorNetworkListener, door_network_listener, G_TYPE_OBJECT)

static void
drop_connection (DoorNetworkListener *self)
{
  gboolean had_arrived = self->proxy != NULL;

  if (self->connecting != NULL)
    g_cancellable_cancel (self->connecting);
  g_clear_object (&self->connecting);
  g_clear_object (&self->proxy);

  if (self->connection != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->connection, self);
      g_dbus_connection_close (self->connection, NULL, NULL, NULL);
    }
  g_clear_object (&self->connection);

  if (had_arrived)
    g_signal_emit (self, signals[LEFT], 0);
}

static void
door_network_listener_dispose (GObject *object)
{
  DoorNetworkListener *self = DOOR_NETWORK_LISTENER (object);

  if (self->server != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->server, self);
      g_dbus_server_stop (self->server);
    }
  g_clear_object (&self->server);

  drop_connection (self);

  G_OBJECT_CLASS (door_network_listener_parent_class)->dispose (object);
}

static void
door_network_listener_finalize (GObject *object)
{
  g_clear_pointer (&DOOR_NETWORK_LISTENER (object)->socket, door_network_socket_free);

  G_OBJECT_CLASS (door_network_listener_parent_class)->finalize (object);
}

static void
door_network_listener_class_init (DoorNetworkListenerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = door_network_listener_dispose;
  object_class->finalize = door_network_listener_finalize;

  signals[ARRIVED] = g_signal_new ("arrived", DOOR_TYPE_NETWORK_LISTENER, G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 1, DOOR_DBUS_TYPE_NETWORK);
  signals[LEFT] = g_signal_new ("left", DOOR_TYPE_NETWORK_LISTENER, G_SIGNAL_RUN_LAST, 0, NULL,
                                NULL, NULL, G_TYPE_NONE, 0);
}

static void
door_network_listener_init (DoorNetworkListener *self)
{
}

/**
 * door_network_listener_new:
 * @error: return location for a #GFileError
 *
 * Returns: (transfer full): what does not listen yet
 */
DoorNetworkListener *
door_network_listener_new (GError **error)
{
  DoorNetworkSocket *socket = door_network_socket_new (error);
  DoorNetworkListener *self;

  if (socket == NULL)
    return NULL;

  self = g_object_new (DOOR_TYPE_NETWORK_LISTENER, NULL);
  self->socket = socket;

  return self;
}

/**
 * door_network_listener_get_path:
 *
 * Returns: where the companion finds the shell
 */
const char *
door_network_listener_get_path (DoorNetworkListener *self)
{
  g_return_val_if_fail (DOOR_IS_NETWORK_LISTENER (self), NULL);

  return door_network_socket_get_path (self->socket);
}

static void
on_closed (GDBusConnection *connection,
           gboolean remote_peer_vanished,
           GError *error,
           gpointer user_data)
{
  g_debug ("The network companion is gone");
  drop_connection (DOOR_NETWORK_LISTENER (user_data));
}

static void
on_proxy_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  DoorNetworkListener *self;
  g_autoptr (GError) error = NULL;
  DoorDBusNetwork *proxy = door_dbus_network_proxy_new_finish (result, &error);

  if (proxy == NULL)
    {
      if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        return;
      g_message ("The network companion does not answer: %s", error->message);
      drop_connection (user_data);
      return;
    }

  self = DOOR_NETWORK_LISTENER (user_data);
  g_clear_object (&self->connecting);
  self->proxy = proxy;
  g_debug ("The network companion is here");
  g_signal_emit (self, signals[ARRIVED], 0, proxy);
}

static gboolean
on_new_connection (GDBusServer *server, GDBusConnection *connection, gpointer user_data)
{
  DoorNetworkListener *self = DOOR_NETWORK_LISTENER (user_data);

  /* A new network process can connect before the end of the old one was noticed. */
  drop_connection (self);

  self->connection = g_object_ref (connection);
  self->connecting = g_cancellable_new ();
  g_signal_connect (connection, "closed", G_CALLBACK (on_closed), self);
  door_dbus_network_proxy_new (connection, G_DBUS_PROXY_FLAGS_NONE, NULL, DOOR_NETWORK_OBJECT_PATH,
                               self->connecting, on_proxy_ready, self);

  return TRUE;
}

/**
 * door_network_listener_start:
 * @error: return location for a #GIOErrorEnum
 *
 * Returns: whether it listens from now on
 */
gboolean
door_network_listener_start (DoorNetworkListener *self, GError **error)
{
  g_return_val_if_fail (DOOR_IS_NETWORK_LISTENER (self), FALSE);
  g_return_val_if_fail (self->server == NULL, FALSE);

  self->server = door_network_socket_listen (self->socket, error);
  if (self->server == NULL)
    return FALSE;

  g_signal_connect (self->server, "new-connection", G_CALLBACK (on_new_connection), self);
  g_dbus_server_start (self->server);

  return TRUE;
}

/**
 * door_network_listener_set_trusted:
 *
 * As door_network_socket_set_trusted().
 */
gboolean
door_network_listener_set_trusted (DoorNetworkListener *self, const char *list, GError **error)
{
  g_return_val_if_fail (DOOR_IS_NETWORK_LISTENER (self), FALSE);

  return door_network_socket_set_trusted (self->socket, list, error);
}
