/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-service.h"

#include <systemd/sd-daemon.h>

struct _DoorService
{
  GObject parent_instance;

  gboolean ready;
  guint watchdog_source;
};

G_DEFINE_FINAL_TYPE (DoorService, door_service, G_TYPE_OBJECT)

static void
door_service_finalize (GObject *object)
{
  g_clear_handle_id (&DOOR_SERVICE (object)->watchdog_source, g_source_remove);

  G_OBJECT_CLASS (door_service_parent_class)->finalize (object);
}

static void
door_service_class_init (DoorServiceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = door_service_finalize;
}

static gboolean
on_watchdog (gpointer user_data)
{
  sd_notify (FALSE, "WATCHDOG=1");

  return G_SOURCE_CONTINUE;
}

static void
door_service_init (DoorService *self)
{
  guint64 microseconds;

  /* Twice as often as is asked for, and after all else that the main loop has to do: a loop that
   * is busy for ever is as dead as one that hangs. */
  if (sd_watchdog_enabled (FALSE, &microseconds) > 0)
    self->watchdog_source = g_timeout_add_full (G_PRIORITY_LOW, (guint)MAX (microseconds / 2000, 1),
                                                on_watchdog, NULL, NULL);
}

/**
 * door_service_new:
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
  sd_notify (FALSE, "READY=1");
}

/**
 * door_service_status:
 * @status: one line for the administrator
 */
void
door_service_status (DoorService *self, const char *status)
{
  g_return_if_fail (DOOR_IS_SERVICE (self));

  sd_notifyf (FALSE, "STATUS=%s", status);
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

  sd_notify (FALSE, "STOPPING=1");
}
