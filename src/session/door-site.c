/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-site.h"

struct _DoorSite
{
  GObject parent_instance;

  DoorTarget target;
  DoorOrigin *server;
};

G_DEFINE_FINAL_TYPE (DoorSite, door_site, G_TYPE_OBJECT)

static void
door_site_finalize (GObject *object)
{
  door_origin_unref (DOOR_SITE (object)->server);

  G_OBJECT_CLASS (door_site_parent_class)->finalize (object);
}

static void
door_site_class_init (DoorSiteClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = door_site_finalize;
}

static void
door_site_init (DoorSite *self)
{
}

DoorSite *
door_site_new (DoorTarget target, DoorOrigin *server)
{
  DoorSite *self = g_object_new (DOOR_TYPE_SITE, NULL);

  self->target = target;
  self->server = door_origin_ref (server);

  return self;
}

DoorTarget
door_site_get_target (DoorSite *self)
{
  g_return_val_if_fail (DOOR_IS_SITE (self), DOOR_TARGET_ORIGIN);

  return self->target;
}

/**
 * door_site_get_server:
 *
 * Returns: (transfer none): the server or the proxy
 */
DoorOrigin *
door_site_get_server (DoorSite *self)
{
  g_return_val_if_fail (DOOR_IS_SITE (self), NULL);

  return self->server;
}

gboolean
door_site_is (DoorSite *self, DoorTarget target, DoorOrigin *server)
{
  g_return_val_if_fail (DOOR_IS_SITE (self), FALSE);

  return self->target == target && door_origin_equal (self->server, server);
}
