/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-lost-body.h"

struct _DoorLostBody
{
  GInputStream parent_instance;
};

G_DEFINE_FINAL_TYPE (DoorLostBody, door_lost_body, G_TYPE_INPUT_STREAM)

static gssize
door_lost_body_read (GInputStream *stream,
                     void *buffer,
                     gsize count,
                     GCancellable *cancellable,
                     GError **error)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                       "A file of the form is not there any more, and has to be chosen again");

  return -1;
}

static void
door_lost_body_class_init (DoorLostBodyClass *klass)
{
  G_INPUT_STREAM_CLASS (klass)->read_fn = door_lost_body_read;
}

static void
door_lost_body_init (DoorLostBody *self)
{
}

/**
 * door_lost_body_new:
 *
 * Returns: (transfer full): a stream that has nothing but an error
 */
GInputStream *
door_lost_body_new (void)
{
  return g_object_new (DOOR_TYPE_LOST_BODY, NULL);
}
