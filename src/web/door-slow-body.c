/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-slow-body.h"

#define PATIENCE_SECONDS 10

struct _DoorSlowBody
{
  GObject parent_instance;

  DoorJudge *judge;       /* not owned: it outlives this */
  DoorExaminer *examiner; /* likewise */
  DoorPrompter *prompter;
  DoorFinding *finding; /* what the main load asked for, while its body is awaited, or NULL */
  guint source;
};

G_DEFINE_FINAL_TYPE (DoorSlowBody, door_slow_body, G_TYPE_OBJECT)

static void
door_slow_body_dispose (GObject *object)
{
  door_slow_body_forget (DOOR_SLOW_BODY (object));

  G_OBJECT_CLASS (door_slow_body_parent_class)->dispose (object);
}

static void
door_slow_body_finalize (GObject *object)
{
  g_object_unref (DOOR_SLOW_BODY (object)->prompter);

  G_OBJECT_CLASS (door_slow_body_parent_class)->finalize (object);
}

static void
door_slow_body_class_init (DoorSlowBodyClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = door_slow_body_dispose;
  object_class->finalize = door_slow_body_finalize;
}

static void
door_slow_body_init (DoorSlowBody *self)
{
}

static gboolean
on_late (gpointer user_data)
{
  DoorSlowBody *self = user_data;
  DoorFinding *finding = g_steal_pointer (&self->finding);

  self->source = 0;
  door_examiner_examine_unfinished (self->examiner, finding);
  door_prompter_show_part (self->prompter, finding);

  return G_SOURCE_REMOVE;
}

static void
on_declined (DoorAnswerer *answerer,
             DoorProtectionSpace *space,
             const char *scheme,
             DoorSlowBody *self)
{
  if (!door_judge_is_loading (self->judge) || self->finding != NULL)
    return;

  self->finding
      = door_finding_new (0, DOOR_CONTEXT_NAVIGATION, door_protection_space_get_server (space));
  self->finding->space = door_protection_space_ref (space);
  self->finding->scheme = g_strdup (scheme);
  self->source = g_timeout_add_seconds (PATIENCE_SECONDS, on_late, self);
}

/**
 * door_slow_body_new:
 * @answerer: tells what was asked for and not answered
 * @judge: knows whether that was the main load; it outlives this
 * @examiner: decides about it; likewise
 * @prompter: says it to the person
 *
 * Returns: (transfer full): what waits for nothing yet
 */
DoorSlowBody *
door_slow_body_new (DoorAnswerer *answerer,
                    DoorJudge *judge,
                    DoorExaminer *examiner,
                    DoorPrompter *prompter)
{
  DoorSlowBody *self;

  g_return_val_if_fail (DOOR_IS_ANSWERER (answerer), NULL);
  g_return_val_if_fail (DOOR_IS_PROMPTER (prompter), NULL);

  self = g_object_new (DOOR_TYPE_SLOW_BODY, NULL);
  self->judge = judge;
  self->examiner = examiner;
  self->prompter = g_object_ref (prompter);
  g_signal_connect_object (answerer, "declined", G_CALLBACK (on_declined), self, 0);

  return self;
}

/**
 * door_slow_body_forget:
 *
 * The response is there, or none is coming.
 */
void
door_slow_body_forget (DoorSlowBody *self)
{
  g_return_if_fail (DOOR_IS_SLOW_BODY (self));

  g_clear_handle_id (&self->source, g_source_remove);
  g_clear_pointer (&self->finding, door_finding_free);
}
