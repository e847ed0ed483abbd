/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-suppression.h"

struct _DoorSuppression
{
  GObject parent_instance;

  GQueue cancelled; /* DoorProtectionSpace, oldest first */
  GQueue asked;     /* DoorProtectionSpace without realm, oldest first */
};

G_DEFINE_FINAL_TYPE (DoorSuppression, door_suppression, G_TYPE_OBJECT)

static void
door_suppression_finalize (GObject *object)
{
  DoorSuppression *self = DOOR_SUPPRESSION (object);

  g_queue_clear_full (&self->cancelled, (GDestroyNotify)door_protection_space_unref);
  g_queue_clear_full (&self->asked, (GDestroyNotify)door_protection_space_unref);

  G_OBJECT_CLASS (door_suppression_parent_class)->finalize (object);
}

static void
door_suppression_class_init (DoorSuppressionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = door_suppression_finalize;
}

static void
door_suppression_init (DoorSuppression *self)
{
  g_queue_init (&self->cancelled);
  g_queue_init (&self->asked);
}

DoorSuppression *
door_suppression_new (void)
{
  return g_object_new (DOOR_TYPE_SUPPRESSION, NULL);
}

static GList *
find (GQueue *queue, DoorProtectionSpace *space)
{
  for (GList *link = queue->head; link != NULL; link = link->next)
    if (door_protection_space_equal (link->data, space))
      return link;

  return NULL;
}

static void
remember (GQueue *queue, DoorProtectionSpace *space)
{
  if (find (queue, space) != NULL)
    return;

  g_queue_push_tail (queue, door_protection_space_ref (space));
  if (queue->length > DOOR_SUPPRESSION_MAX_ENTRIES)
    door_protection_space_unref (g_queue_pop_head (queue));
}

static void
forget_server (GQueue *queue, DoorTarget target, DoorOrigin *server)
{
  GList *link = queue->head;

  while (link != NULL)
    {
      GList *next = link->next;

      if (door_protection_space_get_target (link->data) == target
          && door_origin_equal (door_protection_space_get_server (link->data), server))
        {
          door_protection_space_unref (link->data);
          g_queue_delete_link (queue, link);
        }
      link = next;
    }
}

/**
 * door_suppression_cancelled:
 *
 * The person cancelled the question of @space: it is not asked again by itself.
 */
void
door_suppression_cancelled (DoorSuppression *self, DoorProtectionSpace *space)
{
  g_return_if_fail (DOOR_IS_SUPPRESSION (self));

  remember (&self->cancelled, space);
}

/**
 * door_suppression_asked:
 *
 * A question of @server, of any realm, was put to the person.
 */
void
door_suppression_asked (DoorSuppression *self, DoorTarget target, DoorOrigin *server)
{
  g_autoptr (DoorProtectionSpace) any_realm = NULL;

  g_return_if_fail (DOOR_IS_SUPPRESSION (self));

  any_realm = door_protection_space_new (target, server, NULL);
  remember (&self->asked, any_realm);
}

/**
 * door_suppression_person_acted:
 *
 * The person did something that leads to @server, such as following a link: @server may ask once
 * more, but what was cancelled stays cancelled.
 */
void
door_suppression_person_acted (DoorSuppression *self, DoorTarget target, DoorOrigin *server)
{
  g_return_if_fail (DOOR_IS_SUPPRESSION (self));

  forget_server (&self->asked, target, server);
}

/**
 * door_suppression_person_asked:
 *
 * The person asked for @server: reloaded, entered its address, or pressed “Sign In…”. Nothing of it
 * is suppressed any more.
 */
void
door_suppression_person_asked (DoorSuppression *self, DoorTarget target, DoorOrigin *server)
{
  g_return_if_fail (DOOR_IS_SUPPRESSION (self));

  forget_server (&self->asked, target, server);
  forget_server (&self->cancelled, target, server);
}

gboolean
door_suppression_is_cancelled (DoorSuppression *self, DoorProtectionSpace *space)
{
  g_return_val_if_fail (DOOR_IS_SUPPRESSION (self), FALSE);

  return find (&self->cancelled, space) != NULL;
}

/**
 * door_suppression_was_asked:
 *
 * Returns: whether @server has had its question since the person last acted on it
 */
gboolean
door_suppression_was_asked (DoorSuppression *self, DoorTarget target, DoorOrigin *server)
{
  g_autoptr (DoorProtectionSpace) any_realm = NULL;

  g_return_val_if_fail (DOOR_IS_SUPPRESSION (self), FALSE);

  any_realm = door_protection_space_new (target, server, NULL);

  return find (&self->asked, any_realm) != NULL;
}
