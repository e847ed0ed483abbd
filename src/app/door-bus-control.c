/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-bus-control.h"

#include "door-control.h"

struct _DoorBusControl
{
  GObject parent_instance;

  DoorControl *control; /* NULL: nobody can control this program */
  guint name;
};

G_DEFINE_FINAL_TYPE (DoorBusControl, door_bus_control, G_TYPE_OBJECT)

static void
door_bus_control_dispose (GObject *object)
{
  door_bus_control_stop (DOOR_BUS_CONTROL (object));

  G_OBJECT_CLASS (door_bus_control_parent_class)->dispose (object);
}

static void
door_bus_control_class_init (DoorBusControlClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = door_bus_control_dispose;
}

static void
door_bus_control_init (DoorBusControl *self)
{
}

/**
 * door_bus_control_new:
 *
 * Returns: (transfer full): one that is not running
 */
DoorBusControl *
door_bus_control_new (void)
{
  return g_object_new (DOOR_TYPE_BUS_CONTROL, NULL);
}

static void
on_name_lost (GDBusConnection *connection, const char *name, gpointer user_data)
{
  if (connection != NULL)
    g_message ("Another program has the name %s: this one is controlled as %s", name,
               g_dbus_connection_get_unique_name (connection));
}

/**
 * door_bus_control_start:
 *
 * The interface is there before the name is: whoever waits for the name finds it.
 *
 * Returns: whether it is running
 */
gboolean
door_bus_control_start (DoorBusControl *self, GDBusConnection *connection, GError **error)
{
  g_return_val_if_fail (DOOR_IS_BUS_CONTROL (self), FALSE);
  g_return_val_if_fail (self->control == NULL, FALSE);

  self->control = door_control_new (connection, error);
  if (self->control == NULL)
    return FALSE;

  self->name
      = g_bus_own_name_on_connection (connection, APPLICATION_ID, G_BUS_NAME_OWNER_FLAGS_NONE, NULL,
                                      on_name_lost, NULL, NULL);

  return TRUE;
}

void
door_bus_control_stop (DoorBusControl *self)
{
  g_return_if_fail (DOOR_IS_BUS_CONTROL (self));

  g_clear_handle_id (&self->name, g_bus_unown_name);
  g_clear_object (&self->control);
}

gboolean
door_bus_control_is_running (DoorBusControl *self)
{
  g_return_val_if_fail (DOOR_IS_BUS_CONTROL (self), FALSE);

  return self->control != NULL;
}

/**
 * door_bus_control_watch:
 * @session: whose logins can be answered and forgotten from now on, if it is running
 */
void
door_bus_control_watch (DoorBusControl *self, DoorSession *session)
{
  g_return_if_fail (DOOR_IS_BUS_CONTROL (self));

  if (self->control != NULL)
    door_control_watch (self->control, session);
}
