/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-suppression.h"

struct _DoorSuppression
{
  GObject parent_instance;

  GQueue cancelled; /* Cancellation, oldest first */
  guint64 moment;   /* of the latest one */
  GQueue asked;     /* DoorProtectionSpace without realm, oldest first */
};

typedef struct
{
  DoorProtectionSpace *space;
  guint64 moment;
} Cancellation;

G_DEFINE_FINAL_TYPE (DoorSuppression, door_suppression, G_TYPE_OBJECT)

static void
cancellation_free (Cancellation *cancellation)
{
  door_protection_space_unref (cancellation->space);
  g_free (cancellation);
}

static void
door_suppression_finalize (GObject *object)
{
  DoorSuppression *self = DOOR_SUPPRESSION (object);

  g_queue_clear_full (&self->cancelled, (GDestroyNotify)cancellation_free);
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

static gboolean
is_of (DoorProtectionSpace *space, DoorTarget target, DoorOrigin *server)
{
  return door_protection_space_get_target (space) == target
         && door_origin_equal (door_protection_space_get_server (space), server);
}

static GList *
find_cancelled (DoorSuppression *self, DoorProtectionSpace *space)
{
  for (GList *link = self->cancelled.head; link != NULL; link = link->next)
    {
      Cancellation *cancellation = link->data;

      if (door_protection_space_equal (cancellation->space, space))
        return link;
    }

  return NULL;
}

static GList *
find_asked (DoorSuppression *self, DoorTarget target, DoorOrigin *server)
{
  for (GList *link = self->asked.head; link != NULL; link = link->next)
    if (is_of (link->data, target, server))
      return link;

  return NULL;
}

static void
forget_asked (DoorSuppression *self, DoorTarget target, DoorOrigin *server)
{
  GList *link = find_asked (self, target, server);

  if (link != NULL)
    {
      door_protection_space_unref (link->data);
      g_queue_delete_link (&self->asked, link);
    }
}

/* Cancelled after @moment, it stays cancelled. */
static void
forget_cancelled (DoorSuppression *self, DoorTarget target, DoorOrigin *server, guint64 moment)
{
  GList *link = self->cancelled.head;

  while (link != NULL)
    {
      GList *next = link->next;
      Cancellation *cancellation = link->data;

      if (cancellation->moment <= moment && is_of (cancellation->space, target, server))
        {
          cancellation_free (cancellation);
          g_queue_delete_link (&self->cancelled, link);
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
  GList *link;
  Cancellation *cancellation;

  g_return_if_fail (DOOR_IS_SUPPRESSION (self));

  link = find_cancelled (self, space);
  if (link != NULL)
    {
      cancellation_free (link->data);
      g_queue_delete_link (&self->cancelled, link);
    }

  cancellation = g_new0 (Cancellation, 1);
  cancellation->space = door_protection_space_ref (space);
  cancellation->moment = ++self->moment;
  g_queue_push_tail (&self->cancelled, cancellation);
  if (self->cancelled.length > DOOR_SUPPRESSION_MAX_ENTRIES)
    cancellation_free (g_queue_pop_head (&self->cancelled));
}

/**
 * door_suppression_get_moment:
 *
 * Returns: now, as a number that tells whether an act of the person came before a cancellation
 */
guint64
door_suppression_get_moment (DoorSuppression *self)
{
  g_return_val_if_fail (DOOR_IS_SUPPRESSION (self), 0);

  return self->moment;
}

/**
 * door_suppression_asked:
 *
 * A question of @server, of any realm, was put to the person.
 */
void
door_suppression_asked (DoorSuppression *self, DoorTarget target, DoorOrigin *server)
{
  g_return_if_fail (DOOR_IS_SUPPRESSION (self));

  if (find_asked (self, target, server) != NULL)
    return;

  g_queue_push_tail (&self->asked, door_protection_space_new (target, server, NULL));
  if (self->asked.length > DOOR_SUPPRESSION_MAX_ENTRIES)
    door_protection_space_unref (g_queue_pop_head (&self->asked));
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

  forget_asked (self, target, server);
}

/**
 * door_suppression_person_asked:
 * @moment: when they did
 *
 * The person asked for @server: reloaded, entered its address, or pressed “Sign In…”. Nothing of it
 * is suppressed any more but what they have cancelled since.
 */
void
door_suppression_person_asked (DoorSuppression *self,
                               DoorTarget target,
                               DoorOrigin *server,
                               guint64 moment)
{
  g_return_if_fail (DOOR_IS_SUPPRESSION (self));

  forget_asked (self, target, server);
  forget_cancelled (self, target, server, moment);
}

gboolean
door_suppression_is_cancelled (DoorSuppression *self, DoorProtectionSpace *space)
{
  g_return_val_if_fail (DOOR_IS_SUPPRESSION (self), FALSE);

  return find_cancelled (self, space) != NULL;
}

/**
 * door_suppression_was_asked:
 *
 * Returns: whether @server has had its question since the person last acted on it
 */
gboolean
door_suppression_was_asked (DoorSuppression *self, DoorTarget target, DoorOrigin *server)
{
  g_return_val_if_fail (DOOR_IS_SUPPRESSION (self), FALSE);

  return find_asked (self, target, server) != NULL;
}
