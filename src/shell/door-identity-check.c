/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-identity-check.h"

#include <glib/gi18n-lib.h>

/* A keyring that is open gives its passwords to whoever sits at the desk. What the desktop has to
 * ask for the person's own password is polkit, with an agent and the action that is installed with
 * this program; where one of them is missing, there is nobody to ask. */
#define SERVICE "org.freedesktop.PolicyKit1"
#define PATH "/org/freedesktop/PolicyKit1/Authority"
#define INTERFACE "org.freedesktop.PolicyKit1.Authority"
#define ACTION "org.doorward.Doorward.reveal-password"
#define ALLOW_USER_INTERACTION 1u

static gboolean
is_dismissal (GError *error)
{
  g_autofree char *name = g_dbus_error_get_remote_error (error);

  return g_strcmp0 (name, SERVICE ".Error.Cancelled") == 0
         || g_strcmp0 (name, SERVICE ".Error.NotAuthorized") == 0;
}

static void
on_checked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply
      = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);
  gboolean authorized = FALSE;
  gboolean nobody_asks = FALSE;

  if (g_task_return_error_if_cancelled (task))
    return;

  if (reply != NULL)
    g_variant_get (reply, "((bba{ss}))", &authorized, &nobody_asks, NULL);
  else
    nobody_asks = !is_dismissal (error);

  if (authorized || nobody_asks)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED, "%s",
                             _ ("That it is you was not confirmed."));
}

static void
on_bus (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GCancellable *cancellable = g_task_get_cancellable (task);
  g_autoptr (GDBusConnection) bus = g_bus_get_finish (result, NULL);
  GVariantBuilder subject;
  GVariant *parameters;

  if (g_task_return_error_if_cancelled (task))
    return;

  if (bus == NULL)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }

  g_variant_builder_init (&subject, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&subject, "{sv}", "name",
                         g_variant_new_string (g_dbus_connection_get_unique_name (bus)));
  parameters = g_variant_new ("((sa{sv})sa{ss}us)", "system-bus-name", &subject, ACTION, NULL,
                              ALLOW_USER_INTERACTION, "");
  /* A person types their password meanwhile. */
  g_dbus_connection_call (bus, SERVICE, PATH, INTERFACE, "CheckAuthorization", parameters,
                          G_VARIANT_TYPE ("((bba{ss}))"), G_DBUS_CALL_FLAGS_NONE, G_MAXINT,
                          cancellable, on_checked, g_steal_pointer (&task));
}

/**
 * door_identity_check_async:
 *
 * Has the desktop confirm that it is the person themself who asks.
 */
void
door_identity_check_async (GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, door_identity_check_async);
  g_bus_get (G_BUS_TYPE_SYSTEM, cancellable, on_bus, task);
}

/**
 * door_identity_check_finish:
 *
 * Returns: whether it was confirmed, or the desktop offers no confirmation; if not, @error says so
 *   in words for the person, or is %G_IO_ERROR_CANCELLED
 */
gboolean
door_identity_check_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
