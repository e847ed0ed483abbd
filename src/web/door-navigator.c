/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-navigator.h"

#include <string.h>

#include "door-plain-uri.h"

struct _DoorNavigator
{
  GObject parent_instance;

  DoorWebContext *context;
  WebKitWebView *view; /* not owned: the page owns both */
  DoorNavigationGate *gate;
  DoorAuthenticator *authenticator;
  GCancellable *cancellable;
  char *awaiting_uri; /* opened as soon as the context is ready */
};

G_DEFINE_FINAL_TYPE (DoorNavigator, door_navigator, G_TYPE_OBJECT)

static void
door_navigator_dispose (GObject *object)
{
  DoorNavigator *self = DOOR_NAVIGATOR (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->authenticator);
  g_clear_object (&self->gate);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (door_navigator_parent_class)->dispose (object);
}

static void
door_navigator_finalize (GObject *object)
{
  DoorNavigator *self = DOOR_NAVIGATOR (object);

  g_free (self->awaiting_uri);
  g_object_unref (self->cancellable);

  G_OBJECT_CLASS (door_navigator_parent_class)->finalize (object);
}

static void
door_navigator_class_init (DoorNavigatorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = door_navigator_dispose;
  object_class->finalize = door_navigator_finalize;
}

static void
door_navigator_init (DoorNavigator *self)
{
  self->cancellable = g_cancellable_new ();
}

/* Takes user information out of an address that the person typed, or a WebDriver gave. */
static char *
take_userinfo (DoorNavigator *self, const char *uri)
{
  g_autoptr (GUri) parsed
      = g_uri_parse (uri, G_URI_FLAGS_HAS_PASSWORD | G_URI_FLAGS_PARSE_RELAXED, NULL);
  g_autofree char *plain = door_plain_uri_new (uri);
  g_autoptr (DoorOrigin) server = NULL;
  g_autoptr (SecretValue) password = NULL;

  if (plain == NULL)
    return g_strdup (uri);

  /* What is no text once it is decoded is nobody's name. */
  if (parsed != NULL && g_uri_get_user (parsed) != NULL)
    server = door_origin_new_for_uri (uri, NULL);
  if (server != NULL)
    {
      password = secret_value_new (g_uri_get_password (parsed) != NULL ? g_uri_get_password (parsed)
                                                                       : "",
                                   -1, "text/plain");
      door_authenticator_give (self->authenticator, server, g_uri_get_user (parsed), password);
    }

  return g_steal_pointer (&plain);
}

static void
open_awaiting (DoorNavigator *self)
{
  g_autofree char *uri = g_steal_pointer (&self->awaiting_uri);

  if (uri == NULL)
    return;

  door_authenticator_expect_load (self->authenticator);
  door_navigation_gate_expect (self->gate, DOOR_ACT_ASK, uri);
  webkit_web_view_load_uri (self->view, uri);
}

static void
on_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  if (door_web_context_wait_ready_finish (DOOR_WEB_CONTEXT (source), result, NULL))
    open_awaiting (user_data);
}

typedef struct
{
  DoorNavigator *navigator;
  WebKitPolicyDecision *decision;
} Arrival;

static void
on_ready_to_navigate (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Arrival *arrival = user_data;
  g_autoptr (WebKitPolicyDecision) decision = arrival->decision;

  if (!door_web_context_wait_ready_finish (DOOR_WEB_CONTEXT (source), result, NULL))
    webkit_policy_decision_ignore (decision);
  else if (!door_navigation_gate_decide (arrival->navigator->gate,
                                         WEBKIT_NAVIGATION_POLICY_DECISION (decision)))
    webkit_policy_decision_use (decision);
}

/* Drivers sign in by addresses with user information. Left in the address of the page, its scripts
 * could read the password, and fetch() would refuse every relative address. That a page leads to
 * one does not sign in. */
static gboolean
has_driver_userinfo (DoorNavigator *self, WebKitNavigationAction *action, const char *uri)
{
  g_autofree char *plain = NULL;

  if (!door_navigation_gate_is_from_driver (self->gate)
      || webkit_navigation_action_get_navigation_type (action) != WEBKIT_NAVIGATION_TYPE_OTHER
      || webkit_navigation_action_is_redirect (action))
    return FALSE;

  plain = door_plain_uri_new (uri);

  return plain != NULL && strcmp (uri, plain) != 0;
}

/**
 * door_navigator_new:
 * @context: what answers for the addresses
 * @view: what navigates; it outlives the navigator
 * @gate: decides whether it may
 * @authenticator: is given the user information of addresses
 *
 * Returns: (transfer full): what leads @view
 */
DoorNavigator *
door_navigator_new (DoorWebContext *context,
                    WebKitWebView *view,
                    DoorNavigationGate *gate,
                    DoorAuthenticator *authenticator)
{
  DoorNavigator *self;

  g_return_val_if_fail (DOOR_IS_WEB_CONTEXT (context), NULL);
  g_return_val_if_fail (WEBKIT_IS_WEB_VIEW (view), NULL);

  self = g_object_new (DOOR_TYPE_NAVIGATOR, NULL);
  self->context = g_object_ref (context);
  self->view = view;
  self->gate = g_object_ref (gate);
  self->authenticator = g_object_ref (authenticator);

  return self;
}

/**
 * door_navigator_open:
 * @uri: an absolute URI
 *
 * The person entered an address. User information in it answers the first challenge of that
 * server, and is seen nowhere.
 */
void
door_navigator_open (DoorNavigator *self, const char *uri)
{
  g_return_if_fail (DOOR_IS_NAVIGATOR (self));
  g_return_if_fail (uri != NULL);

  g_free (self->awaiting_uri);
  self->awaiting_uri = take_userinfo (self, uri);

  if (door_web_context_is_ready (self->context))
    open_awaiting (self);
  else
    door_web_context_wait_ready_async (self->context, self->cancellable, on_ready, self);
}

/**
 * door_navigator_decide:
 *
 * Decides about a navigation of the view, of any frame. A WebDriver does not ask
 * door_navigator_open() for its pages.
 *
 * Returns: whether @decision was decided here or is held
 */
gboolean
door_navigator_decide (DoorNavigator *self, WebKitNavigationPolicyDecision *decision)
{
  WebKitNavigationAction *action;
  const char *uri;
  Arrival *arrival;

  g_return_val_if_fail (DOOR_IS_NAVIGATOR (self), FALSE);

  if (!door_web_context_is_automated (self->context))
    return door_navigation_gate_decide (self->gate, decision);

  action = webkit_navigation_policy_decision_get_navigation_action (decision);
  uri = webkit_uri_request_get_uri (webkit_navigation_action_get_request (action));
  if (has_driver_userinfo (self, action, uri))
    {
      webkit_policy_decision_ignore (WEBKIT_POLICY_DECISION (decision));
      door_navigator_open (self, uri);
      return TRUE;
    }

  if (door_web_context_is_ready (self->context))
    return door_navigation_gate_decide (self->gate, decision);

  arrival = g_new0 (Arrival, 1);
  arrival->navigator = self;
  arrival->decision = g_object_ref (WEBKIT_POLICY_DECISION (decision));
  door_web_context_wait_ready_async (self->context, self->cancellable, on_ready_to_navigate,
                                     arrival);

  return TRUE;
}
