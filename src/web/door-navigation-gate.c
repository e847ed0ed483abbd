/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-navigation-gate.h"

#include <gtk/gtk.h>
#include <string.h>

#include "door-page-script.h"
#include "door-plain-uri.h"

#define MAX_HELD 16
#define MAX_RECENT 16

typedef struct
{
  char *uri; /* as the response is going to name it: without user information and fragment */
  DoorAct act;
} Navigation;

struct _DoorNavigationGate
{
  GObject parent_instance;

  WebKitWebView *view; /* not owned: the page owns both */
  GCancellable *cancellable;

  /* What the shell is about to load for the person. */
  gboolean expecting;
  gboolean expecting_reload;
  gboolean resend;
  DoorAct expected_act;
  char *expected_uri;

  gboolean fresh_input; /* an event of the person that no navigation has used up */
  GQueue recent;        /* Navigation, newest first */

  gboolean holding;
  GPtrArray *held; /* WebKitPolicyDecision */
};

enum
{
  RESEND_REFUSED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DoorNavigationGate, door_navigation_gate, G_TYPE_OBJECT)

static void
navigation_free (Navigation *navigation)
{
  g_free (navigation->uri);
  g_free (navigation);
}

static void
door_navigation_gate_dispose (GObject *object)
{
  DoorNavigationGate *self = DOOR_NAVIGATION_GATE (object);

  g_cancellable_cancel (self->cancellable);
  door_navigation_gate_drop (self);

  G_OBJECT_CLASS (door_navigation_gate_parent_class)->dispose (object);
}

static void
door_navigation_gate_finalize (GObject *object)
{
  DoorNavigationGate *self = DOOR_NAVIGATION_GATE (object);

  g_queue_clear_full (&self->recent, (GDestroyNotify)navigation_free);
  g_ptr_array_unref (self->held);
  g_free (self->expected_uri);
  g_object_unref (self->cancellable);

  G_OBJECT_CLASS (door_navigation_gate_parent_class)->finalize (object);
}

static void
door_navigation_gate_class_init (DoorNavigationGateClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = door_navigation_gate_dispose;
  object_class->finalize = door_navigation_gate_finalize;

  signals[RESEND_REFUSED] = g_signal_new ("resend-refused", G_TYPE_FROM_CLASS (klass),
                                          G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
door_navigation_gate_init (DoorNavigationGate *self)
{
  self->cancellable = g_cancellable_new ();
  self->held = g_ptr_array_new_with_free_func (g_object_unref);
  g_queue_init (&self->recent);
}

static gboolean
on_event (GtkEventControllerLegacy *controller, GdkEvent *event, DoorNavigationGate *self)
{
  switch ((int)gdk_event_get_event_type (event))
    {
    case GDK_BUTTON_PRESS:
    case GDK_BUTTON_RELEASE:
    case GDK_KEY_PRESS:
    case GDK_TOUCH_BEGIN:
    case GDK_TOUCH_END:
      self->fresh_input = TRUE;
      break;
    default:
      break;
    }

  return GDK_EVENT_PROPAGATE;
}

/**
 * door_navigation_gate_new:
 * @view: the view whose navigations pass here; it outlives the gate
 *
 * Returns: (transfer full): an open gate
 */
DoorNavigationGate *
door_navigation_gate_new (WebKitWebView *view)
{
  DoorNavigationGate *self;
  GtkEventController *controller;

  g_return_val_if_fail (WEBKIT_IS_WEB_VIEW (view), NULL);

  self = g_object_new (DOOR_TYPE_NAVIGATION_GATE, NULL);
  self->view = view;

  controller = gtk_event_controller_legacy_new ();
  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  g_signal_connect_object (controller, "event", G_CALLBACK (on_event), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (view), controller);

  return self;
}

/**
 * door_navigation_gate_expect:
 * @uri: what the shell loads next on behalf of the person
 */
void
door_navigation_gate_expect (DoorNavigationGate *self, DoorAct act, const char *uri)
{
  g_return_if_fail (DOOR_IS_NAVIGATION_GATE (self));

  self->expecting = TRUE;
  self->expecting_reload = FALSE;
  self->resend = FALSE;
  self->expected_act = act;
  g_free (self->expected_uri);
  self->expected_uri = g_strdup (uri);
}

/**
 * door_navigation_gate_expect_reload:
 * @resend: whether a form may be sent again by it
 *
 * The shell loads the page of the view again, or another one of its history.
 */
void
door_navigation_gate_expect_reload (DoorNavigationGate *self, DoorAct act, gboolean resend)
{
  g_return_if_fail (DOOR_IS_NAVIGATION_GATE (self));

  self->expecting = TRUE;
  self->expecting_reload = TRUE;
  self->resend = resend;
  self->expected_act = act;
  g_clear_pointer (&self->expected_uri, g_free);
}

static gboolean
same_resource (const char *a, const char *b)
{
  g_autoptr (GUri) uri_a = g_uri_parse (a, G_URI_FLAGS_ENCODED | G_URI_FLAGS_PARSE_RELAXED, NULL);
  g_autoptr (GUri) uri_b = g_uri_parse (b, G_URI_FLAGS_ENCODED | G_URI_FLAGS_PARSE_RELAXED, NULL);
  const char *host_a;
  const char *host_b;

  if (uri_a == NULL || uri_b == NULL)
    return strcmp (a, b) == 0;

  host_a = g_uri_get_host (uri_a);
  host_b = g_uri_get_host (uri_b);

  return strcmp (g_uri_get_scheme (uri_a), g_uri_get_scheme (uri_b)) == 0
         && (host_a == NULL ? host_b == NULL
                            : host_b != NULL && g_ascii_strcasecmp (host_a, host_b) == 0);
}

static gboolean
is_expected (DoorNavigationGate *self, WebKitNavigationType type, const char *uri)
{
  if (!self->expecting)
    return FALSE;

  if (self->expecting_reload)
    return type == WEBKIT_NAVIGATION_TYPE_RELOAD || type == WEBKIT_NAVIGATION_TYPE_FORM_RESUBMITTED
           || type == WEBKIT_NAVIGATION_TYPE_BACK_FORWARD;

  return type == WEBKIT_NAVIGATION_TYPE_OTHER && same_resource (uri, self->expected_uri);
}

static char *
dup_response_uri (const char *uri)
{
  g_autofree char *plain = door_plain_uri_new (uri);
  const char *whole = plain != NULL ? plain : uri;

  return g_strndup (whole, strcspn (whole, "#"));
}

static void
remember (DoorNavigationGate *self, const char *uri, DoorAct act)
{
  Navigation *navigation = g_new0 (Navigation, 1);

  navigation->uri = dup_response_uri (uri);
  navigation->act = act;
  g_queue_push_head (&self->recent, navigation);
  if (self->recent.length > MAX_RECENT)
    navigation_free (g_queue_pop_tail (&self->recent));
}

static DoorAct
act_of (DoorNavigationGate *self, WebKitNavigationAction *action, gboolean expected)
{
  Navigation *latest = g_queue_peek_head (&self->recent);

  if (expected)
    return self->expected_act;

  if (webkit_navigation_action_is_redirect (action))
    return latest != NULL ? latest->act : DOOR_ACT_NONE;

  if (webkit_web_view_is_controlled_by_automation (self->view))
    return webkit_navigation_action_is_user_gesture (action) ? DOOR_ACT_FOLLOW : DOOR_ACT_ASK;

  if (webkit_navigation_action_is_user_gesture (action) && door_navigation_gate_take_input (self))
    return DOOR_ACT_FOLLOW;

  return DOOR_ACT_NONE;
}

typedef struct
{
  DoorNavigationGate *gate;
  WebKitPolicyDecision *decision;
} Probe;

static void
on_probed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Probe *probe = user_data;
  g_autoptr (WebKitPolicyDecision) decision = probe->decision;
  g_autoptr (GError) error = NULL;
  DoorNavigationGate *self;
  gboolean is_frame;

  is_frame = door_page_script_finish (WEBKIT_WEB_VIEW (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      webkit_policy_decision_ignore (decision);
      return;
    }

  self = probe->gate;
  if (!is_frame)
    return;

  if (g_ptr_array_remove (self->held, decision))
    webkit_policy_decision_use (decision);
}

/* WebKit does not say whether a navigation is the main frame's. A frame's first one is known by the
 * address that its element has; only what is not known so is the page's own and waits. */
static void
hold (DoorNavigationGate *self, WebKitPolicyDecision *decision, const char *uri)
{
  Probe *probe;

  if (self->held->len == MAX_HELD)
    {
      webkit_policy_decision_ignore (g_ptr_array_index (self->held, 0));
      g_ptr_array_remove_index (self->held, 0);
    }
  g_ptr_array_add (self->held, g_object_ref (decision));

  probe = g_new0 (Probe, 1);
  probe->gate = self;
  probe->decision = g_object_ref (decision);
  door_page_script_has_frame_async (self->view, uri, self->cancellable, on_probed, probe);
}

/**
 * door_navigation_gate_decide:
 *
 * Decides about a navigation of the view, of any frame.
 *
 * Returns: whether @decision was decided here or is held
 */
gboolean
door_navigation_gate_decide (DoorNavigationGate *self, WebKitNavigationPolicyDecision *decision)
{
  WebKitNavigationAction *action
      = webkit_navigation_policy_decision_get_navigation_action (decision);
  WebKitNavigationType type = webkit_navigation_action_get_navigation_type (action);
  const char *uri = webkit_uri_request_get_uri (webkit_navigation_action_get_request (action));
  gboolean automated = webkit_web_view_is_controlled_by_automation (self->view);
  gboolean expected = is_expected (self, type, uri);
  gboolean resend = self->resend;
  DoorAct act = act_of (self, action, expected);

  if (expected)
    self->expecting = FALSE;

  if (type == WEBKIT_NAVIGATION_TYPE_FORM_RESUBMITTED && !automated && !(expected && resend))
    {
      webkit_policy_decision_ignore (WEBKIT_POLICY_DECISION (decision));
      g_signal_emit (self, signals[RESEND_REFUSED], 0);
      return TRUE;
    }

  remember (self, uri, act);

  if (self->holding && !automated && act == DOOR_ACT_NONE && strcmp (uri, "about:srcdoc") != 0)
    {
      hold (self, WEBKIT_POLICY_DECISION (decision), uri);
      return TRUE;
    }

  return FALSE;
}

/**
 * door_navigation_gate_get_act:
 *
 * Returns: who is behind the latest navigation to @uri
 */
DoorAct
door_navigation_gate_get_act (DoorNavigationGate *self, const char *uri)
{
  g_autofree char *wanted = NULL;

  g_return_val_if_fail (DOOR_IS_NAVIGATION_GATE (self), DOOR_ACT_NONE);

  wanted = dup_response_uri (uri);
  for (GList *link = self->recent.head; link != NULL; link = link->next)
    {
      Navigation *navigation = link->data;

      if (strcmp (navigation->uri, wanted) == 0)
        return navigation->act;
    }

  return DOOR_ACT_NONE;
}

/**
 * door_navigation_gate_take_input:
 *
 * One act of the person makes one navigation theirs, whatever WebKit counts as a user gesture.
 *
 * Returns: whether there was input of the person since this was last asked
 */
gboolean
door_navigation_gate_take_input (DoorNavigationGate *self)
{
  gboolean fresh = self->fresh_input;

  self->fresh_input = FALSE;

  return fresh;
}

/**
 * door_navigation_gate_hold:
 *
 * Navigations that the page starts by itself wait from now on.
 */
void
door_navigation_gate_hold (DoorNavigationGate *self)
{
  g_return_if_fail (DOOR_IS_NAVIGATION_GATE (self));

  self->holding = TRUE;
}

/**
 * door_navigation_gate_release:
 *
 * Lets everything happen that has waited.
 */
void
door_navigation_gate_release (DoorNavigationGate *self)
{
  g_autoptr (GPtrArray) held = NULL;

  g_return_if_fail (DOOR_IS_NAVIGATION_GATE (self));

  self->holding = FALSE;
  held = g_steal_pointer (&self->held);
  self->held = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < held->len; i++)
    webkit_policy_decision_use (g_ptr_array_index (held, i));
}

/**
 * door_navigation_gate_drop:
 *
 * Nothing of what has waited happens any more.
 */
void
door_navigation_gate_drop (DoorNavigationGate *self)
{
  g_autoptr (GPtrArray) held = NULL;

  g_return_if_fail (DOOR_IS_NAVIGATION_GATE (self));

  self->holding = FALSE;
  held = g_steal_pointer (&self->held);
  self->held = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < held->len; i++)
    webkit_policy_decision_ignore (g_ptr_array_index (held, i));
}
