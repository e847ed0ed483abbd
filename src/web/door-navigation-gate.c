/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-navigation-gate.h"

#include <gtk/gtk.h>
#include <string.h>

#include "door-act-records.h"
#include "door-driver-loads.h"
#include "door-expected-loads.h"
#include "door-held-navigations.h"
#include "door-script-pause.h"

/* Who has tried to leave so often while it had to wait does not stop trying. */
#define RESTLESS 2

struct _DoorNavigationGate
{
  GObject parent_instance;

  WebKitWebView *view; /* not owned: the page owns both */
  DoorSuppression *suppression;

  DoorExpectedLoads *expected;
  DoorExpectedLoad *latest; /* (nullable): of what was expected, what WebKit has asked about */
  gboolean restoring;       /* the latest is not shown yet, and restores what is in the history */
  char *frame_resend_uri;   /* (nullable): of the frame that it may send a form to again */

  DoorDriverLoads *driver_loads;
  gboolean fresh_input; /* an event of the person that no navigation has used up */
  DoorActRecords *records;

  gboolean holding;
  DoorHeldNavigations *held;
  guint n_held;       /* since it is holding */
  gboolean released;  /* what has waited may happen now */
  gboolean under_way; /* what was expected, until it is shown */
  gboolean starting;  /* it was let in, and has not started */
  gboolean stopped;   /* by the person */
  guint n_begun;
  gboolean
      arriving; /* what the person waits for has been let in: nothing else may take its place */
  DoorScriptPause *pause;
};

enum
{
  RESEND_REFUSED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DoorNavigationGate, door_navigation_gate, G_TYPE_OBJECT)

static void
door_navigation_gate_dispose (GObject *object)
{
  DoorNavigationGate *self = DOOR_NAVIGATION_GATE (object);

  door_navigation_gate_drop (self);
  g_clear_object (&self->held);
  g_clear_object (&self->driver_loads);

  G_OBJECT_CLASS (door_navigation_gate_parent_class)->dispose (object);
}

static void
door_navigation_gate_finalize (GObject *object)
{
  DoorNavigationGate *self = DOOR_NAVIGATION_GATE (object);

  g_clear_pointer (&self->records, door_act_records_free);
  g_object_unref (self->suppression);
  g_clear_pointer (&self->pause, door_script_pause_free);
  g_clear_pointer (&self->expected, door_expected_loads_free);
  g_clear_pointer (&self->latest, door_expected_load_unref);
  g_free (self->frame_resend_uri);

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
  self->records = door_act_records_new ();
  self->expected = door_expected_loads_new ();
}

static void
on_held_used (DoorHeldNavigations *held, const char *uri, DoorNavigationGate *self)
{
  door_act_records_add (self->records, uri, DOOR_ACT_NONE, 0);
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
 * @suppression: tells when the person acted
 *
 * Returns: (transfer full): an open gate
 */
DoorNavigationGate *
door_navigation_gate_new (WebKitWebView *view, DoorSuppression *suppression)
{
  DoorNavigationGate *self;
  GtkEventController *controller;

  g_return_val_if_fail (WEBKIT_IS_WEB_VIEW (view), NULL);

  self = g_object_new (DOOR_TYPE_NAVIGATION_GATE, NULL);
  self->view = view;
  self->suppression = g_object_ref (suppression);
  self->held = door_held_navigations_new (view);
  self->pause = door_script_pause_new (view);
  self->driver_loads = door_driver_loads_new (view);
  g_signal_connect_object (self->held, "used", G_CALLBACK (on_held_used), self, 0);

  controller = gtk_event_controller_legacy_new ();
  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  g_signal_connect_object (controller, "event", G_CALLBACK (on_event), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (view), controller);

  return self;
}

static gboolean
is_restless (DoorNavigationGate *self)
{
  return self->n_held >= RESTLESS;
}

static DoorExpectedLoad *
expect (DoorNavigationGate *self, DoorExpectedLoadKind kind, DoorAct act)
{
  DoorExpectedLoad *load
      = door_expected_load_new (kind, act, door_suppression_get_moment (self->suppression));

  door_expected_loads_add (self->expected, load);
  self->under_way = FALSE;
  self->stopped = FALSE;
  self->n_begun = 0;
  if (is_restless (self))
    door_script_pause_begin (self->pause);

  return load;
}

/**
 * door_navigation_gate_expect:
 * @uri: what the shell loads next on behalf of the person
 */
void
door_navigation_gate_expect (DoorNavigationGate *self, DoorAct act, const char *uri)
{
  g_autoptr (WebKitURIRequest) request = NULL;
  g_autoptr (DoorExpectedLoad) load = NULL;

  g_return_if_fail (DOOR_IS_NAVIGATION_GATE (self));

  load = expect (self, DOOR_EXPECTED_LOAD_URI, act);
  /* As WebKit will spell it. */
  request = webkit_uri_request_new (uri);
  load->uri = g_strdup (webkit_uri_request_get_uri (request));
}

/**
 * door_navigation_gate_expect_history:
 *
 * The shell goes back or forward for the person.
 */
void
door_navigation_gate_expect_history (DoorNavigationGate *self)
{
  g_return_if_fail (DOOR_IS_NAVIGATION_GATE (self));

  door_expected_load_unref (expect (self, DOOR_EXPECTED_LOAD_HISTORY, DOOR_ACT_FOLLOW));
}

/**
 * door_navigation_gate_expect_restoration:
 * @frame_uri: of the frame that a form may be sent to again by it
 *
 * The shell loads the page of the view again as it is in the history, for the person.
 */
void
door_navigation_gate_expect_restoration (DoorNavigationGate *self, const char *frame_uri)
{
  g_autoptr (DoorExpectedLoad) load = NULL;

  g_return_if_fail (DOOR_IS_NAVIGATION_GATE (self));

  load = expect (self, DOOR_EXPECTED_LOAD_HISTORY, DOOR_ACT_ASK);
  load->resend = TRUE;
  load->restoring = TRUE;
  load->frame_resend_uri = g_strdup (frame_uri);
}

/**
 * door_navigation_gate_expect_reload:
 * @resend: whether a form may be sent again by it
 *
 * The shell loads the page of the view again.
 */
void
door_navigation_gate_expect_reload (DoorNavigationGate *self, DoorAct act, gboolean resend)
{
  g_autoptr (DoorExpectedLoad) load = NULL;

  g_return_if_fail (DOOR_IS_NAVIGATION_GATE (self));

  load = expect (self, DOOR_EXPECTED_LOAD_RELOAD, act);
  load->resend = resend;
}

/* WebKit asks about what was expected. */
static void
take_expected (DoorNavigationGate *self, DoorExpectedLoad *load)
{
  g_clear_pointer (&self->latest, door_expected_load_unref);
  self->latest = door_expected_load_ref (load);
  self->restoring = load->restoring;
  g_free (self->frame_resend_uri);
  self->frame_resend_uri = g_strdup (load->frame_resend_uri);
}

static gboolean
same_host (const char *a, const char *b)
{
  g_autoptr (DoorOrigin) origin_a = door_origin_new_for_uri (a, NULL);
  g_autoptr (DoorOrigin) origin_b = door_origin_new_for_uri (b, NULL);

  return origin_a != NULL && origin_b != NULL
         && strcmp (door_origin_get_host (origin_a), door_origin_get_host (origin_b)) == 0;
}

static DoorAct
act_of (DoorNavigationGate *self,
        WebKitNavigationAction *action,
        const DoorExpectedLoad *expected,
        const DoorActRecord *latest)
{
  if (expected != NULL)
    return expected->act;

  if (webkit_navigation_action_is_redirect (action))
    return latest != NULL ? latest->act : DOOR_ACT_NONE;

  if (door_navigation_gate_is_from_driver (self))
    return webkit_navigation_action_get_navigation_type (action)
                   == WEBKIT_NAVIGATION_TYPE_BACK_FORWARD
               ? DOOR_ACT_FOLLOW
               : DOOR_ACT_ASK;

  if (webkit_navigation_action_is_user_gesture (action)
      && (webkit_web_view_is_controlled_by_automation (self->view)
          || door_navigation_gate_take_input (self)))
    return DOOR_ACT_FOLLOW;

  return DOOR_ACT_NONE;
}

static guint64
moment_of (DoorNavigationGate *self,
           WebKitNavigationAction *action,
           const DoorExpectedLoad *expected,
           const DoorActRecord *latest)
{
  if (expected != NULL)
    return expected->moment;

  if (webkit_navigation_action_is_redirect (action) && latest != NULL)
    return latest->moment;

  return door_suppression_get_moment (self->suppression);
}

static gboolean
take_frame_resend (DoorNavigationGate *self, const char *uri)
{
  if (g_strcmp0 (uri, self->frame_resend_uri) != 0)
    return FALSE;

  g_clear_pointer (&self->frame_resend_uri, g_free);

  return TRUE;
}

/* WebKit gives up a load when the page begins another one. */
static gboolean
begin_anew (DoorNavigationGate *self)
{
  if (!self->under_way || !is_restless (self) || self->stopped
      || self->n_begun == DOOR_NAVIGATION_GATE_MAX_BEGUN)
    return FALSE;

  self->n_begun++;
  self->starting = FALSE;
  door_expected_loads_add (self->expected, self->latest);
  door_script_pause_begin (self->pause);
  if (self->latest->kind == DOOR_EXPECTED_LOAD_RELOAD)
    webkit_web_view_reload (self->view);
  else
    webkit_web_view_load_uri (self->view, self->latest->uri);

  return TRUE;
}

/**
 * door_navigation_gate_is_expected:
 *
 * Returns: whether @decision is about what the shell itself loads
 */
gboolean
door_navigation_gate_is_expected (DoorNavigationGate *self,
                                  WebKitNavigationPolicyDecision *decision)
{
  WebKitNavigationAction *action
      = webkit_navigation_policy_decision_get_navigation_action (decision);

  g_return_val_if_fail (DOOR_IS_NAVIGATION_GATE (self), FALSE);

  return door_expected_loads_has (self->expected,
                                  webkit_navigation_action_get_navigation_type (action),
                                  webkit_uri_request_get_uri (
                                      webkit_navigation_action_get_request (action)));
}

/**
 * door_navigation_gate_is_from_driver:
 *
 * To be asked about a navigation before it is decided about.
 *
 * Returns: whether a WebDriver asked for it, and not a page
 */
gboolean
door_navigation_gate_is_from_driver (DoorNavigationGate *self)
{
  g_return_val_if_fail (DOOR_IS_NAVIGATION_GATE (self), FALSE);

  return door_driver_loads_has_asked (self->driver_loads);
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
  g_autoptr (DoorExpectedLoad) expected = door_expected_loads_take (self->expected, type, uri);
  const DoorActRecord *latest = door_act_records_get_latest (self->records);
  DoorAct act = act_of (self, action, expected, latest);

  if (expected != NULL)
    take_expected (self, expected);
  if (webkit_navigation_action_is_redirect (action) && latest != NULL
      && !same_host (latest->uri, uri))
    door_script_pause_leave_site (self->pause);

  if (type == WEBKIT_NAVIGATION_TYPE_FORM_RESUBMITTED && !automated
      && !(expected != NULL && expected->resend) && !take_frame_resend (self, uri))
    {
      webkit_policy_decision_ignore (WEBKIT_POLICY_DECISION (decision));
      g_signal_emit (self, signals[RESEND_REFUSED], 0);
      return TRUE;
    }

  if (self->holding && !automated && expected == NULL && act == DOOR_ACT_NONE
      && strcmp (uri, "about:srcdoc") != 0)
    {
      self->n_held++;
      door_held_navigations_add (self->held, decision);
      /* WebKit has given up what it had been about to begin. */
      if (self->starting)
        begin_anew (self);
      return TRUE;
    }

  if (self->arriving && !automated && act == DOOR_ACT_NONE && expected == NULL
      && !webkit_navigation_action_is_redirect (action))
    {
      webkit_policy_decision_ignore (WEBKIT_POLICY_DECISION (decision));
      return TRUE;
    }

  door_act_records_add (self->records, uri, act, moment_of (self, action, expected, latest));
  if (expected != NULL)
    {
      self->starting = TRUE;
      /* Where in the history that was is not known any more. */
      self->under_way = expected->kind != DOOR_EXPECTED_LOAD_HISTORY;
    }

  return FALSE;
}

/**
 * door_navigation_gate_get_act:
 * @moment: (out) (optional): when they acted
 *
 * Returns: who is behind the latest navigation to @uri
 */
DoorAct
door_navigation_gate_get_act (DoorNavigationGate *self, const char *uri, guint64 *moment)
{
  const DoorActRecord *record;

  g_return_val_if_fail (DOOR_IS_NAVIGATION_GATE (self), DOOR_ACT_NONE);

  record = door_act_records_find (self->records, uri);
  if (moment != NULL)
    *moment = record != NULL ? record->moment : 0;

  return record != NULL ? record->act : DOOR_ACT_NONE;
}

/**
 * door_navigation_gate_get_download_act:
 * @moment: (out): when they acted
 *
 * What a page downloads begins as a navigation to it. Else it was chosen from a menu.
 *
 * Returns: who is behind the latest download of @uri
 */
DoorAct
door_navigation_gate_get_download_act (DoorNavigationGate *self, const char *uri, guint64 *moment)
{
  const DoorActRecord *record;

  g_return_val_if_fail (DOOR_IS_NAVIGATION_GATE (self), DOOR_ACT_NONE);

  record = door_act_records_find (self->records, uri);
  *moment = record != NULL ? record->moment : door_suppression_get_moment (self->suppression);
  if (record != NULL)
    return record->act;

  return door_navigation_gate_take_input (self) ? DOOR_ACT_FOLLOW : DOOR_ACT_NONE;
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
 * door_navigation_gate_stop:
 *
 * The person stops what is being loaded.
 */
void
door_navigation_gate_stop (DoorNavigationGate *self)
{
  g_return_if_fail (DOOR_IS_NAVIGATION_GATE (self));

  self->stopped = TRUE;
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
  self->released = FALSE;
  self->starting = FALSE;
  self->arriving = FALSE;
  door_script_pause_end (self->pause);
}

/**
 * door_navigation_gate_release:
 *
 * Lets everything happen that has waited.
 */
void
door_navigation_gate_release (DoorNavigationGate *self)
{
  g_return_if_fail (DOOR_IS_NAVIGATION_GATE (self));

  self->holding = FALSE;
  self->released = TRUE;
  self->starting = FALSE;
  self->arriving = FALSE;
  door_script_pause_end (self->pause);
  door_held_navigations_use_all (self->held);
}

/**
 * door_navigation_gate_drop:
 *
 * Nothing of what has waited happens any more.
 */
void
door_navigation_gate_drop (DoorNavigationGate *self)
{
  g_return_if_fail (DOOR_IS_NAVIGATION_GATE (self));

  self->holding = FALSE;
  self->released = FALSE;
  self->starting = FALSE;
  door_script_pause_end (self->pause);
  door_held_navigations_ignore_all (self->held);
}

/**
 * door_navigation_gate_load_started:
 *
 * A load of the main frame is on its way. When it is what has waited, the page does not get to
 * begin another one before there is an answer: none would ever come to its end.
 */
void
door_navigation_gate_load_started (DoorNavigationGate *self)
{
  g_return_if_fail (DOOR_IS_NAVIGATION_GATE (self));

  self->starting = FALSE;
  if (self->released && is_restless (self))
    door_script_pause_begin (self->pause);
}

/**
 * door_navigation_gate_load_answered:
 *
 * The load of the main frame has its response, which has not been let in yet.
 */
void
door_navigation_gate_load_answered (DoorNavigationGate *self)
{
  g_return_if_fail (DOOR_IS_NAVIGATION_GATE (self));

  self->arriving = self->holding;
  door_script_pause_end (self->pause);
}

/**
 * door_navigation_gate_load_failed:
 * @interrupted: whether the page from before is still there
 *
 * The load of the main frame has come to nothing. When the page is to blame, and not the person who
 * stopped it, what the person waits for begins anew.
 *
 * Returns: whether it does
 */
gboolean
door_navigation_gate_load_failed (DoorNavigationGate *self, gboolean interrupted)
{
  g_return_val_if_fail (DOOR_IS_NAVIGATION_GATE (self), FALSE);

  if (interrupted && begin_anew (self))
    return TRUE;

  self->under_way = FALSE;
  self->arriving = FALSE;
  door_script_pause_end (self->pause);

  return FALSE;
}

/**
 * door_navigation_gate_committed:
 *
 * Another page is shown.
 *
 * Returns: whether it may have begun without scripts, and has to be loaded once more
 */
gboolean
door_navigation_gate_committed (DoorNavigationGate *self)
{
  g_return_val_if_fail (DOOR_IS_NAVIGATION_GATE (self), FALSE);

  door_navigation_gate_drop (self);
  self->under_way = FALSE;
  self->arriving = FALSE;
  if (!self->restoring)
    g_clear_pointer (&self->frame_resend_uri, g_free);
  self->restoring = FALSE;
  self->n_held = 0;

  return door_script_pause_reaches_page (self->pause);
}
