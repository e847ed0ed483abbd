/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-companion-link.h"

#include "door-network-dbus.h"
#include "door-network-names.h"
#include "door-network-peer.h"
#include "door-secret-pipe.h"

#include <gio/gunixfdlist.h>
#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>
#include <string.h>

struct _DoorCompanionLink
{
  GObject parent_instance;

  DoorCompanion *companion;
  DoorDBusNetwork *skeleton;
  GDBusConnection *connection;
};

G_DEFINE_FINAL_TYPE (DoorCompanionLink, door_companion_link, G_TYPE_OBJECT)

static void
on_companion_attached (DoorCompanion *companion, const char *session, gpointer user_data)
{
  DoorCompanionLink *self = DOOR_COMPANION_LINK (user_data);
  g_auto (GStrv) names = door_companion_dup_names (companion);

  door_dbus_network_set_sessions (self->skeleton, (const char *const *)names);
  door_dbus_network_emit_attached (self->skeleton, session);
}

/* The session, or NULL when @invocation was answered with an error. */
static DoorCompanionSession *
require_session (DoorCompanionLink *self, GDBusMethodInvocation *invocation, const char *name)
{
  DoorCompanionSession *session = door_companion_find_session (self->companion, name);

  if (session == NULL)
    g_dbus_method_invocation_return_error (invocation, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                                           "There is no session “%s”", name);

  return session;
}

static gboolean
read_target (GDBusMethodInvocation *invocation,
             const char *name,
             const char *uri,
             DoorTarget *target,
             DoorOrigin **server)
{
  GError *error = NULL;

  if (strcmp (name, door_target_to_string (DOOR_TARGET_PROXY)) == 0)
    *target = DOOR_TARGET_PROXY;
  else if (strcmp (name, door_target_to_string (DOOR_TARGET_ORIGIN)) == 0)
    *target = DOOR_TARGET_ORIGIN;
  else
    {
      g_dbus_method_invocation_return_error (invocation, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                                             "“%s” is no target", name);
      return FALSE;
    }

  *server = door_origin_new_for_uri (uri, &error);
  if (*server != NULL)
    return TRUE;

  g_dbus_method_invocation_take_error (invocation, error);

  return FALSE;
}

static gboolean
on_set_cross_origin (DoorDBusNetwork *skeleton,
                     GDBusMethodInvocation *invocation,
                     const char *name,
                     gboolean deny,
                     gpointer user_data)
{
  DoorCompanionSession *session
      = require_session (DOOR_COMPANION_LINK (user_data), invocation, name);

  if (session == NULL)
    return G_DBUS_METHOD_INVOCATION_HANDLED;

  door_companion_session_set_cross_origin (session, deny);
  door_dbus_network_complete_set_cross_origin (skeleton, invocation);

  return G_DBUS_METHOD_INVOCATION_HANDLED;
}

static gboolean
on_set_schemes (DoorDBusNetwork *skeleton,
                GDBusMethodInvocation *invocation,
                const char *name,
                const char *const *schemes,
                gpointer user_data)
{
  DoorCompanionLink *self = DOOR_COMPANION_LINK (user_data);
  DoorCompanionSession *session = require_session (self, invocation, name);

  if (session == NULL)
    return G_DBUS_METHOD_INVOCATION_HANDLED;

  door_companion_session_set_schemes (session, schemes);
  door_dbus_network_complete_set_schemes (skeleton, invocation);

  return G_DBUS_METHOD_INVOCATION_HANDLED;
}

static SecretValue *
take_password (GUnixFDList *fds, GVariant *handle, GError **error)
{
  SecretValue *password;
  int fd;

  if (fds == NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "No password came");
      return NULL;
    }

  fd = g_unix_fd_list_get (fds, g_variant_get_handle (handle), error);
  if (fd < 0)
    return NULL;

  password = door_secret_pipe_drain (fd, error);
  g_close (fd, NULL);

  return password;
}

static gboolean
on_preload (DoorDBusNetwork *skeleton,
            GDBusMethodInvocation *invocation,
            GUnixFDList *fds,
            const char *name,
            const char *target_name,
            const char *server_uri,
            const char *realm,
            const char *scheme,
            const char *uri,
            const char *challenge,
            const char *username,
            GVariant *handle,
            gpointer user_data)
{
  DoorCompanionLink *self = DOOR_COMPANION_LINK (user_data);
  DoorCompanionSession *session = require_session (self, invocation, name);
  g_autoptr (DoorProtectionSpace) space = NULL;
  g_autoptr (DoorOrigin) server = NULL;
  SecretValue *password;
  GError *error = NULL;
  DoorTarget target;

  if (session == NULL || !read_target (invocation, target_name, server_uri, &target, &server))
    return G_DBUS_METHOD_INVOCATION_HANDLED;

  password = take_password (fds, handle, &error);
  if (password != NULL)
    {
      space = door_protection_space_new (target, server, realm);
      door_companion_session_preload (session, scheme, space, uri, challenge, username, password,
                                      &error);
      secret_value_unref (password);
    }

  if (error != NULL)
    g_dbus_method_invocation_take_error (invocation, error);
  else
    door_dbus_network_complete_preload (skeleton, invocation, NULL);

  return G_DBUS_METHOD_INVOCATION_HANDLED;
}

static gboolean
on_forget_space (DoorDBusNetwork *skeleton,
                 GDBusMethodInvocation *invocation,
                 const char *name,
                 const char *target_name,
                 const char *server_uri,
                 const char *realm,
                 gpointer user_data)
{
  DoorCompanionLink *self = DOOR_COMPANION_LINK (user_data);
  DoorCompanionSession *session = require_session (self, invocation, name);
  g_autoptr (DoorOrigin) server = NULL;
  DoorTarget target;

  if (session == NULL || !read_target (invocation, target_name, server_uri, &target, &server))
    return G_DBUS_METHOD_INVOCATION_HANDLED;

  door_companion_session_forget (session, target, server, realm);
  door_dbus_network_complete_forget_space (skeleton, invocation);

  return G_DBUS_METHOD_INVOCATION_HANDLED;
}

static gboolean
on_forget_server (DoorDBusNetwork *skeleton,
                  GDBusMethodInvocation *invocation,
                  const char *name,
                  const char *target_name,
                  const char *server_uri,
                  gpointer user_data)
{
  DoorCompanionLink *self = DOOR_COMPANION_LINK (user_data);
  DoorCompanionSession *session = require_session (self, invocation, name);
  g_autoptr (DoorOrigin) server = NULL;
  DoorTarget target;

  if (session == NULL || !read_target (invocation, target_name, server_uri, &target, &server))
    return G_DBUS_METHOD_INVOCATION_HANDLED;

  door_companion_session_forget (session, target, server, NULL);
  door_dbus_network_complete_forget_server (skeleton, invocation);

  return G_DBUS_METHOD_INVOCATION_HANDLED;
}

static gboolean
on_forget_all (DoorDBusNetwork *skeleton,
               GDBusMethodInvocation *invocation,
               const char *name,
               gpointer user_data)
{
  DoorCompanionLink *self = DOOR_COMPANION_LINK (user_data);
  DoorCompanionSession *session = require_session (self, invocation, name);

  if (session == NULL)
    return G_DBUS_METHOD_INVOCATION_HANDLED;

  door_companion_session_forget_all (session);
  door_dbus_network_complete_forget_all (skeleton, invocation);

  return G_DBUS_METHOD_INVOCATION_HANDLED;
}

static void
door_companion_link_dispose (GObject *object)
{
  DoorCompanionLink *self = DOOR_COMPANION_LINK (object);

  if (self->companion != NULL)
    g_signal_handlers_disconnect_by_data (self->companion, self);
  g_clear_object (&self->companion);
  g_clear_object (&self->skeleton);
  g_clear_object (&self->connection);

  G_OBJECT_CLASS (door_companion_link_parent_class)->dispose (object);
}

static void
door_companion_link_class_init (DoorCompanionLinkClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = door_companion_link_dispose;
}

static void
door_companion_link_init (DoorCompanionLink *self)
{
  self->skeleton = door_dbus_network_skeleton_new ();
  g_signal_connect (self->skeleton, "handle-set-cross-origin", G_CALLBACK (on_set_cross_origin),
                    self);
  g_signal_connect (self->skeleton, "handle-set-schemes", G_CALLBACK (on_set_schemes), self);
  g_signal_connect (self->skeleton, "handle-preload", G_CALLBACK (on_preload), self);
  g_signal_connect (self->skeleton, "handle-forget-space", G_CALLBACK (on_forget_space), self);
  g_signal_connect (self->skeleton, "handle-forget-server", G_CALLBACK (on_forget_server), self);
  g_signal_connect (self->skeleton, "handle-forget-all", G_CALLBACK (on_forget_all), self);
}

/**
 * door_companion_link_new:
 *
 * Returns: (transfer full): a link without shell
 */
DoorCompanionLink *
door_companion_link_new (DoorCompanion *companion)
{
  DoorCompanionLink *self = g_object_new (DOOR_TYPE_COMPANION_LINK, NULL);

  self->companion = g_object_ref (companion);
  g_signal_connect (companion, "attached", G_CALLBACK (on_companion_attached), self);

  return self;
}

static void
on_connection (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DoorCompanionLink) self = DOOR_COMPANION_LINK (user_data);
  g_autoptr (GError) error = NULL;

  self->connection = g_dbus_connection_new_finish (result, &error);
  if (self->connection == NULL)
    {
      g_warning ("The shell does not speak to the network companion: %s", error->message);
      return;
    }

  if (!g_dbus_interface_skeleton_export (G_DBUS_INTERFACE_SKELETON (self->skeleton),
                                         self->connection, DOOR_NETWORK_OBJECT_PATH, &error))
    g_warning ("The network companion cannot be reached: %s", error->message);

  g_dbus_connection_start_message_processing (self->connection);
}

static void
on_socket (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DoorCompanionLink) self = DOOR_COMPANION_LINK (user_data);
  g_autoptr (GSocketConnection) stream = NULL;
  g_autoptr (GCredentials) credentials = NULL;
  g_autoptr (GError) error = NULL;

  stream = g_socket_client_connect_finish (G_SOCKET_CLIENT (source), result, &error);
  if (stream != NULL)
    credentials = g_socket_get_credentials (g_socket_connection_get_socket (stream), &error);

  if (credentials == NULL)
    {
      g_warning ("The network companion does not find the shell: %s", error->message);
      return;
    }

  if (!door_network_peer_is_shell (credentials))
    {
      g_warning ("What listens for the network companion is not its shell");
      return;
    }

  g_dbus_connection_new (G_IO_STREAM (stream), NULL,
                         G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT
                             | G_DBUS_CONNECTION_FLAGS_DELAY_MESSAGE_PROCESSING,
                         NULL, NULL, on_connection, g_object_ref (self));
}

/**
 * door_companion_link_connect:
 * @socket_path: where the shell listens
 *
 * Connects in the background. The shell is this process's parent or nobody; if nobody, the logins
 * that WebKit itself is told of still work.
 */
void
door_companion_link_connect (DoorCompanionLink *self, const char *socket_path)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketAddress) address = g_unix_socket_address_new (socket_path);

  /* Asking for the proxy of a path would load GIO's modules, which is what is going on. */
  g_socket_client_set_enable_proxy (client, FALSE);
  g_socket_client_connect_async (client, G_SOCKET_CONNECTABLE (address), NULL, on_socket,
                                 g_object_ref (self));
}
