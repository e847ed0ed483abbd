/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-held-navigations.h"

#include "door-page-script.h"

struct _DoorHeldNavigations
{
  GObject parent_instance;

  WebKitWebView *view; /* not owned: the page owns both */
  GCancellable *cancellable;
  GPtrArray *held; /* WebKitNavigationPolicyDecision, oldest first */
};

enum
{
  USED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DoorHeldNavigations, door_held_navigations, G_TYPE_OBJECT)

static void
door_held_navigations_dispose (GObject *object)
{
  DoorHeldNavigations *self = DOOR_HELD_NAVIGATIONS (object);

  g_cancellable_cancel (self->cancellable);
  door_held_navigations_ignore_all (self);

  G_OBJECT_CLASS (door_held_navigations_parent_class)->dispose (object);
}

static void
door_held_navigations_finalize (GObject *object)
{
  DoorHeldNavigations *self = DOOR_HELD_NAVIGATIONS (object);

  g_ptr_array_unref (self->held);
  g_object_unref (self->cancellable);

  G_OBJECT_CLASS (door_held_navigations_parent_class)->finalize (object);
}

static void
door_held_navigations_class_init (DoorHeldNavigationsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = door_held_navigations_dispose;
  object_class->finalize = door_held_navigations_finalize;

  signals[USED] = g_signal_new ("used", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
door_held_navigations_init (DoorHeldNavigations *self)
{
  self->cancellable = g_cancellable_new ();
  self->held = g_ptr_array_new_with_free_func (g_object_unref);
}

/**
 * door_held_navigations_new:
 * @view: whose navigations these are; it outlives them
 *
 * Returns: (transfer full): no navigations
 */
DoorHeldNavigations *
door_held_navigations_new (WebKitWebView *view)
{
  DoorHeldNavigations *self;

  g_return_val_if_fail (WEBKIT_IS_WEB_VIEW (view), NULL);

  self = g_object_new (DOOR_TYPE_HELD_NAVIGATIONS, NULL);
  self->view = view;

  return self;
}

static const char *
get_uri (WebKitPolicyDecision *decision)
{
  return webkit_uri_request_get_uri (webkit_navigation_action_get_request (
      webkit_navigation_policy_decision_get_navigation_action (
          WEBKIT_NAVIGATION_POLICY_DECISION (decision))));
}

static void
use (DoorHeldNavigations *self, WebKitPolicyDecision *decision)
{
  g_signal_emit (self, signals[USED], 0, get_uri (decision));
  webkit_policy_decision_use (decision);
}

typedef struct
{
  DoorHeldNavigations *navigations;
  WebKitPolicyDecision *decision;
} Probe;

static void
on_probed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Probe *probe = user_data;
  g_autoptr (WebKitPolicyDecision) decision = probe->decision;
  g_autoptr (GError) error = NULL;
  gboolean is_frame;

  is_frame = door_page_script_finish (WEBKIT_WEB_VIEW (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      webkit_policy_decision_ignore (decision);
      return;
    }

  if (is_frame && g_ptr_array_remove (probe->navigations->held, decision))
    use (probe->navigations, decision);
}

/**
 * door_held_navigations_add:
 * @decision: about the navigation
 *
 * WebKit does not say whether a navigation is the main frame's. A frame's first one is known by the
 * address that its element has; only what is not known so is the page's own and waits.
 */
void
door_held_navigations_add (DoorHeldNavigations *self, WebKitNavigationPolicyDecision *decision)
{
  Probe *probe;

  g_return_if_fail (DOOR_IS_HELD_NAVIGATIONS (self));

  if (self->held->len == DOOR_HELD_NAVIGATIONS_MAX)
    {
      webkit_policy_decision_ignore (g_ptr_array_index (self->held, 0));
      g_ptr_array_remove_index (self->held, 0);
    }
  g_ptr_array_add (self->held, g_object_ref (decision));

  probe = g_new0 (Probe, 1);
  probe->navigations = self;
  probe->decision = g_object_ref (WEBKIT_POLICY_DECISION (decision));
  door_page_script_has_frame_async (self->view, get_uri (probe->decision), self->cancellable,
                                    on_probed, probe);
}

static GPtrArray *
steal (DoorHeldNavigations *self)
{
  GPtrArray *held = g_steal_pointer (&self->held);

  self->held = g_ptr_array_new_with_free_func (g_object_unref);

  return held;
}

/**
 * door_held_navigations_use_all:
 *
 * What has waited happens; of several navigations of one frame only the last one does.
 */
void
door_held_navigations_use_all (DoorHeldNavigations *self)
{
  g_autoptr (GPtrArray) held = NULL;

  g_return_if_fail (DOOR_IS_HELD_NAVIGATIONS (self));

  held = steal (self);
  for (guint i = 0; i < held->len; i++)
    use (self, g_ptr_array_index (held, i));
}

/**
 * door_held_navigations_ignore_all:
 *
 * What has waited never happens.
 */
void
door_held_navigations_ignore_all (DoorHeldNavigations *self)
{
  g_autoptr (GPtrArray) held = NULL;

  g_return_if_fail (DOOR_IS_HELD_NAVIGATIONS (self));

  held = steal (self);
  for (guint i = 0; i < held->len; i++)
    webkit_policy_decision_ignore (g_ptr_array_index (held, i));
}
