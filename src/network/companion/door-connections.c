/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-connections.h"

typedef struct
{
  GWeakRef connection;
  DoorOrigin *server;
  DoorOrigin *proxy; /* or NULL */
  guint n_messages;
  gboolean is_to_close; /* once no message is on it */
} Connection;

struct _DoorConnections
{
  GHashTable *by_id; /* guint64 → Connection */
};

static void
connection_free (Connection *connection)
{
  g_weak_ref_clear (&connection->connection);
  door_origin_unref (connection->server);
  g_clear_pointer (&connection->proxy, door_origin_unref);
  g_free (connection);
}

DoorConnections *
door_connections_new (void)
{
  DoorConnections *self = g_new0 (DoorConnections, 1);

  self->by_id = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free,
                                       (GDestroyNotify)connection_free);

  return self;
}

void
door_connections_free (DoorConnections *self)
{
  g_hash_table_unref (self->by_id);
  g_free (self);
}

static gboolean
is_gone (gpointer key, gpointer value, gpointer user_data)
{
  Connection *connection = value;
  g_autoptr (GSocketConnection) alive = g_weak_ref_get (&connection->connection);

  return alive == NULL;
}

/**
 * door_connections_add:
 * @id: libsoup's number for it
 * @server: the origin of the message that it was made for
 * @connection: the connection, which is not kept alive
 *
 * It is idle until door_connections_begin(). Where one address after another is tried, the last
 * connection that was made is the one.
 */
void
door_connections_add (DoorConnections *self,
                      guint64 id,
                      DoorOrigin *server,
                      GSocketConnection *connection)
{
  Connection *before = g_hash_table_lookup (self->by_id, &id);
  Connection *added;

  if (before != NULL)
    {
      g_weak_ref_set (&before->connection, connection);
      return;
    }

  g_hash_table_foreach_remove (self->by_id, is_gone, NULL);

  added = g_new0 (Connection, 1);
  g_weak_ref_init (&added->connection, connection);
  added->server = door_origin_ref (server);
  g_hash_table_insert (self->by_id, g_memdup2 (&id, sizeof id), added);
}

static void
close_if_idle (Connection *connection)
{
  g_autoptr (GSocketConnection) alive = g_weak_ref_get (&connection->connection);

  connection->is_to_close = TRUE;

  /* libsoup takes no connection again whose socket is shut down. */
  if (connection->n_messages == 0 && alive != NULL)
    g_socket_shutdown (g_socket_connection_get_socket (alive), TRUE, TRUE, NULL);
}

/**
 * door_connections_begin:
 *
 * A message is on connection @id, or waits for its handshake, until door_connections_end().
 */
void
door_connections_begin (DoorConnections *self, guint64 id)
{
  Connection *connection = g_hash_table_lookup (self->by_id, &id);

  if (connection != NULL)
    connection->n_messages++;
}

/**
 * door_connections_set_proxy:
 * @proxy: the proxy that connection @id goes to, which libsoup knows only when it is there
 */
void
door_connections_set_proxy (DoorConnections *self, guint64 id, DoorOrigin *proxy)
{
  Connection *connection = g_hash_table_lookup (self->by_id, &id);

  if (connection != NULL && connection->proxy == NULL)
    connection->proxy = door_origin_ref (proxy);
}

void
door_connections_end (DoorConnections *self, guint64 id)
{
  Connection *connection = g_hash_table_lookup (self->by_id, &id);

  if (connection == NULL || connection->n_messages == 0)
    return;

  connection->n_messages--;
  if (connection->is_to_close)
    close_if_idle (connection);
}

/**
 * door_connections_close:
 * @target: who @server is
 * @server: the origin or proxy
 *
 * Closes what goes there, as soon as no message is on it.
 */
void
door_connections_close (DoorConnections *self, DoorTarget target, DoorOrigin *server)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->by_id);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Connection *connection = value;
      DoorOrigin *peer = target == DOOR_TARGET_PROXY ? connection->proxy : connection->server;

      if (peer != NULL && door_origin_equal (peer, server))
        close_if_idle (connection);
    }
}

void
door_connections_close_all (DoorConnections *self)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->by_id);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    close_if_idle (value);
}
