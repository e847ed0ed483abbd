/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-notice.h"

struct _DoorNotice
{
  GObject parent_instance;

  DoorNoticeKind kind;
  DoorOrigin *server;
  char *scheme;
  gboolean can_sign_in;
};

G_DEFINE_FINAL_TYPE (DoorNotice, door_notice, G_TYPE_OBJECT)

static void
door_notice_finalize (GObject *object)
{
  DoorNotice *self = DOOR_NOTICE (object);

  g_clear_pointer (&self->server, door_origin_unref);
  g_free (self->scheme);

  G_OBJECT_CLASS (door_notice_parent_class)->finalize (object);
}

static void
door_notice_class_init (DoorNoticeClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = door_notice_finalize;
}

static void
door_notice_init (DoorNotice *self)
{
}

/**
 * door_notice_new:
 * @kind: why there is a bar
 * @server: (nullable): who asked for a login
 * @scheme: (nullable): the scheme that cannot be answered, for %DOOR_NOTICE_UNKNOWN_SCHEME
 * @can_sign_in: whether door_page_sign_in() can do something about it
 *
 * Returns: (transfer full): the notice
 */
DoorNotice *
door_notice_new (DoorNoticeKind kind, DoorOrigin *server, const char *scheme, gboolean can_sign_in)
{
  DoorNotice *self = g_object_new (DOOR_TYPE_NOTICE, NULL);

  self->kind = kind;
  self->server = server != NULL ? door_origin_ref (server) : NULL;
  self->scheme = g_strdup (scheme);
  self->can_sign_in = can_sign_in;

  return self;
}

DoorNoticeKind
door_notice_get_kind (DoorNotice *self)
{
  g_return_val_if_fail (DOOR_IS_NOTICE (self), DOOR_NOTICE_NO_CHALLENGE);

  return self->kind;
}

/**
 * door_notice_get_server:
 *
 * Returns: (transfer none) (nullable): who asked
 */
DoorOrigin *
door_notice_get_server (DoorNotice *self)
{
  g_return_val_if_fail (DOOR_IS_NOTICE (self), NULL);

  return self->server;
}

/**
 * door_notice_get_scheme:
 *
 * Returns: (nullable): the scheme, as a server named it: make it safe before showing it
 */
const char *
door_notice_get_scheme (DoorNotice *self)
{
  g_return_val_if_fail (DOOR_IS_NOTICE (self), NULL);

  return self->scheme;
}

gboolean
door_notice_get_can_sign_in (DoorNotice *self)
{
  g_return_val_if_fail (DOOR_IS_NOTICE (self), FALSE);

  return self->can_sign_in;
}
