/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-service.h"

#include <gio/gio.h>
#include <string.h>
#include <systemd/sd-daemon.h>

struct _DoorService
{
  GObject parent_instance;

  GSocket *manager; /* NULL: nobody wants to know */
  gboolean ready;
  guint watchdog_source;
};

G_DEFINE_FINAL_TYPE (DoorService, door_service, G_TYPE_OBJECT)

static void
door_service_finalize (GObject *object)
{
  DoorService *self = DOOR_SERVICE (object);

  g_clear_handle_id (&self->watchdog_source, g_source_remove);
  g_clear_object (&self->manager);

  G_OBJECT_CLASS (door_service_parent_class)->finalize (object);
}

static void
door_service_class_init (DoorServiceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = door_service_finalize;
}

/* sd_notify() would wait for a manager that does not listen, and wants the address to stay in the
 * environment, where a bus that is started for this program takes it for its own. */
static GSocket *
connect_to_manager (void)
{
  g_autofree char *address = g_strdup (g_getenv ("NOTIFY_SOCKET"));
  gboolean is_abstract = address != NULL && *address == '@';
  g_autoptr (GSocketAddress) manager = NULL;
  g_autoptr (GSocket) socket = NULL;
  g_autoptr (GError) error = NULL;

  g_unsetenv ("NOTIFY_SOCKET");
  if (address == NULL || (*address != '/' && !is_abstract))
    return NULL;

  manager = g_unix_socket_address_new_with_type (address + is_abstract, -1,
                                                 is_abstract ? G_UNIX_SOCKET_ADDRESS_ABSTRACT
                                                             : G_UNIX_SOCKET_ADDRESS_PATH);
  socket = g_socket_new (G_SOCKET_FAMILY_UNIX, G_SOCKET_TYPE_DATAGRAM, G_SOCKET_PROTOCOL_DEFAULT,
                         &error);
  if (socket == NULL || !g_socket_connect (socket, manager, NULL, &error))
    {
      g_warning ("The service manager cannot be told how it goes: %s", error->message);
      return NULL;
    }
  g_socket_set_blocking (socket, FALSE);

  return g_steal_pointer (&socket);
}

static void
tell (DoorService *self, const char *message)
{
  /* What is not heard is said again, or was not worth it. */
  if (self->manager != NULL)
    g_socket_send (self->manager, message, strlen (message), NULL, NULL);
}

static gboolean
on_watchdog (gpointer user_data)
{
  tell (user_data, "WATCHDOG=1");

  return G_SOURCE_CONTINUE;
}

static void
door_service_init (DoorService *self)
{
  guint64 microseconds;

  self->manager = connect_to_manager ();

  /* Twice as often as is asked for, and after all else that the main loop has to do: a loop that
   * is busy for ever is as dead as one that hangs. */
  if (sd_watchdog_enabled (TRUE, &microseconds) > 0)
    self->watchdog_source = g_timeout_add_full (G_PRIORITY_LOW, (guint)MAX (microseconds / 2000, 1),
                                                on_watchdog, self, NULL);
}

/**
 * door_service_new:
 *
 * Takes what the manager has put into the environment.
 *
 * Returns: (transfer full): a service that has not said anything yet
 */
DoorService *
door_service_new (void)
{
  return g_object_new (DOOR_TYPE_SERVICE, NULL);
}

/**
 * door_service_ready:
 *
 * There is something to see. It is said once.
 */
void
door_service_ready (DoorService *self)
{
  g_return_if_fail (DOOR_IS_SERVICE (self));

  if (self->ready)
    return;

  self->ready = TRUE;
  tell (self, "READY=1");
}

/**
 * door_service_status:
 * @status: one line for the administrator
 */
void
door_service_status (DoorService *self, const char *status)
{
  g_autofree char *message = NULL;

  g_return_if_fail (DOOR_IS_SERVICE (self));

  message = g_strconcat ("STATUS=", status, NULL);
  tell (self, message);
}

/**
 * door_service_stopping:
 *
 * It ends now, because it was told to.
 */
void
door_service_stopping (DoorService *self)
{
  g_return_if_fail (DOOR_IS_SERVICE (self));

  tell (self, "STOPPING=1");
}
