/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-page.h"

#include "door-load-watch.h"
#include "door-navigator.h"
#include "door-page-downloads.h"
#include "door-page-drops.h"
#include "door-plain-uri.h"

struct _DoorPage
{
  GObject parent_instance;

  DoorWebContext *context;
  WebKitWebView *view;
  DoorNavigationGate *gate;
  DoorPrompter *prompter;
  DoorAuthenticator *authenticator;
  DoorNavigator *navigator;
  DoorReloader *reloader;
  DoorPageLogin *login;
  DoorUsedLogin *used_login;
  DoorPageProxy *proxy;
  DoorPageBounds *bounds;
  DoorPageDownloads *downloads;
  DoorPageDrops *drops;
  DoorLoadWatch *load;
  guint64 id;
  gboolean in_front;
  char *uri;
};

enum
{
  PROP_0,
  PROP_VIEW,
  PROP_URI,
  PROP_PROMPT,
  PROP_NOTICE,
  PROP_LOGIN,
  PROP_NEEDS_ATTENTION,
  PROP_FAILURE,
  PROP_IN_FRONT,
  N_PROPS
};

enum
{
  CREATE_PAGE,
  CLOSE,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DoorPage, door_page, G_TYPE_OBJECT)

static void
door_page_dispose (GObject *object)
{
  DoorPage *self = DOOR_PAGE (object);

  if (self->authenticator != NULL)
    door_authenticator_gone (self->authenticator);
  g_clear_object (&self->load);
  g_clear_object (&self->drops);
  g_clear_object (&self->downloads);
  g_clear_object (&self->bounds);
  g_clear_object (&self->proxy);
  g_clear_object (&self->used_login);
  g_clear_object (&self->login);
  g_clear_object (&self->reloader);
  g_clear_object (&self->navigator);
  g_clear_object (&self->authenticator);
  g_clear_object (&self->prompter);
  g_clear_object (&self->gate);
  /* GTK 4.8 keeps a view from which something was dragged, and the page in it would live on. */
  if (self->view != NULL)
    g_object_run_dispose (G_OBJECT (self->view));
  g_clear_object (&self->view);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (door_page_parent_class)->dispose (object);
}

static void
door_page_finalize (GObject *object)
{
  DoorPage *self = DOOR_PAGE (object);

  g_free (self->uri);

  G_OBJECT_CLASS (door_page_parent_class)->finalize (object);
}

static void
door_page_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  DoorPage *self = DOOR_PAGE (object);

  switch (property_id)
    {
    case PROP_VIEW:
      g_value_set_object (value, self->view);
      break;
    case PROP_URI:
      g_value_set_string (value, self->uri);
      break;
    case PROP_PROMPT:
      g_value_set_object (value, door_page_get_prompt (self));
      break;
    case PROP_NOTICE:
      g_value_set_object (value, door_page_get_notice (self));
      break;
    case PROP_LOGIN:
      g_value_set_boxed (value, door_page_get_login (self));
      break;
    case PROP_NEEDS_ATTENTION:
      g_value_set_boolean (value, door_page_get_needs_attention (self));
      break;
    case PROP_FAILURE:
      g_value_set_int (value, door_page_get_failure (self));
      break;
    case PROP_IN_FRONT:
      g_value_set_boolean (value, self->in_front);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
door_page_set_property (GObject *object, guint property_id, const GValue *value, GParamSpec *pspec)
{
  switch (property_id)
    {
    case PROP_IN_FRONT:
      door_page_set_in_front (DOOR_PAGE (object), g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
door_page_class_init (DoorPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags read_only = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->dispose = door_page_dispose;
  object_class->finalize = door_page_finalize;
  object_class->get_property = door_page_get_property;
  object_class->set_property = door_page_set_property;

  properties[PROP_VIEW] = g_param_spec_object ("view", NULL, NULL, WEBKIT_TYPE_WEB_VIEW, read_only);
  properties[PROP_URI] = g_param_spec_string ("uri", NULL, NULL, NULL, read_only);
  properties[PROP_PROMPT] = g_param_spec_object ("prompt", NULL, NULL, DOOR_TYPE_PROMPT, read_only);
  properties[PROP_NOTICE] = g_param_spec_object ("notice", NULL, NULL, DOOR_TYPE_NOTICE, read_only);
  properties[PROP_LOGIN]
      = g_param_spec_boxed ("login", NULL, NULL, DOOR_TYPE_CREDENTIALS, read_only);
  properties[PROP_NEEDS_ATTENTION]
      = g_param_spec_boolean ("needs-attention", NULL, NULL, FALSE, read_only);
  properties[PROP_FAILURE]
      = g_param_spec_int ("failure", NULL, NULL, DOOR_PAGE_FAILURE_NONE, DOOR_PAGE_FAILURE_REFUSED,
                          DOOR_PAGE_FAILURE_NONE, read_only);
  properties[PROP_IN_FRONT]
      = g_param_spec_boolean ("in-front", NULL, NULL, FALSE,
                              G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[CREATE_PAGE] = g_signal_new ("create-page", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                       0, NULL, NULL, NULL, G_TYPE_NONE, 1, DOOR_TYPE_PAGE);
  signals[CLOSE] = g_signal_new ("close", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
}

static void
door_page_init (DoorPage *self)
{
}

static void
update_uri (DoorPage *self)
{
  g_autofree char *uri = door_plain_uri_new (webkit_web_view_get_uri (self->view));

  if (g_strcmp0 (uri, self->uri) == 0)
    return;

  g_free (self->uri);
  self->uri = g_steal_pointer (&uri);
  door_page_login_set_uri (self->login, self->uri);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_URI]);
}

static void
on_prompt (DoorPrompter *prompter, GParamSpec *pspec, DoorPage *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROMPT]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NEEDS_ATTENTION]);
}

static void
on_notice (DoorPrompter *prompter, GParamSpec *pspec, DoorPage *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NOTICE]);
}

static void
on_login (DoorPageLogin *login, GParamSpec *pspec, DoorPage *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOGIN]);
}

static void
on_resend_refused (DoorNavigationGate *gate, DoorPage *self)
{
  g_autoptr (DoorNotice) notice = door_notice_new (DOOR_NOTICE_RESEND, NULL, NULL, FALSE);

  door_prompter_set_notice (self->prompter, notice);
}

static void
on_part_refused (DoorPageBounds *bounds, const char *uri, DoorPage *self)
{
  g_autoptr (DoorOrigin) server = door_origin_new_for_uri (uri, NULL);
  g_autoptr (DoorNotice) notice = NULL;

  /* A question about a login is worth more than this. */
  if (server == NULL || door_page_get_notice (self) != NULL)
    return;

  notice = door_notice_new (DOOR_NOTICE_PART_REFUSED, server, NULL, FALSE);
  door_prompter_set_notice (self->prompter, notice);
}

static void
on_download_refused (DoorPageBounds *bounds, DoorPage *self)
{
  g_autoptr (DoorNotice) notice = door_notice_new (DOOR_NOTICE_DOWNLOAD, NULL, NULL, FALSE);

  door_prompter_set_notice (self->prompter, notice);
}

/* The person typed no user information, or it would have been taken out: a link or a redirect
 * brought it, and the companion has kept it from being used. */
static void
tell_about_userinfo (DoorPage *self)
{
  const char *uri = webkit_web_view_get_uri (self->view);
  g_autoptr (DoorOrigin) server = NULL;
  g_autoptr (DoorNotice) notice = NULL;

  if ((g_strcmp0 (uri, self->uri) == 0 && !door_load_watch_is_led_by_userinfo (self->load))
      || !door_web_context_has_companion (self->context)
      || door_web_context_is_automated (self->context) || door_page_get_notice (self) != NULL
      || door_page_get_prompt (self) != NULL)
    return;

  server = door_origin_new_for_uri (uri, NULL);
  notice = door_notice_new (DOOR_NOTICE_USERINFO, server, NULL, FALSE);
  door_prompter_set_notice (self->prompter, notice);
}

static void
load_again_signed_out (DoorPage *self)
{
  g_autofree char *uri = g_strdup (self->uri);

  door_reloader_load (self->reloader, uri);
}

static void
on_signed_out (DoorWebContext *context, int target, DoorOrigin *server, DoorPage *self)
{
  if (!door_page_login_signed_out (self->login, target, server))
    return;

  door_used_login_signed_out (self->used_login);
  load_again_signed_out (self);
}

static void
on_committed (DoorPage *self)
{
  gboolean again;

  update_uri (self);
  tell_about_userinfo (self);
  again = door_page_login_shown (self->login);
  door_used_login_shown (self->used_login, self->uri);
  if (again)
    load_again_signed_out (self);
}

static void
on_failure (DoorPage *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FAILURE]);
}

static void
on_crashed (DoorPage *self)
{
  door_prompter_set_notice (self->prompter, NULL);
}

static void
open_new_page (DoorPage *self, WebKitNavigationAction *action)
{
  g_autoptr (DoorPage) page = door_page_new (self->context);
  const char *uri = webkit_uri_request_get_uri (webkit_navigation_action_get_request (action));

  g_signal_emit (self, signals[CREATE_PAGE], 0, page);
  door_navigation_gate_expect (page->gate,
                               door_navigation_gate_take_input (self->gate) ? DOOR_ACT_FOLLOW
                                                                            : DOOR_ACT_NONE,
                               uri);
  webkit_web_view_load_request (page->view, webkit_navigation_action_get_request (action));
}

static gboolean
opens_new_page (WebKitNavigationAction *action)
{
  guint button = webkit_navigation_action_get_mouse_button (action);
  guint modifiers = webkit_navigation_action_get_modifiers (action);

  return webkit_navigation_action_get_navigation_type (action)
             == WEBKIT_NAVIGATION_TYPE_LINK_CLICKED
         && (button == GDK_BUTTON_MIDDLE
             || (button == GDK_BUTTON_PRIMARY && (modifiers & GDK_CONTROL_MASK) != 0));
}

static void
note_response (DoorPage *self, WebKitResponsePolicyDecision *decision)
{
  if (webkit_response_policy_decision_is_main_frame_main_resource (decision))
    door_used_login_note_response (self->used_login,
                                   webkit_response_policy_decision_get_response (decision));
}

static gboolean
on_decide_policy (WebKitWebView *view,
                  WebKitPolicyDecision *decision,
                  WebKitPolicyDecisionType type,
                  DoorPage *self)
{
  WebKitNavigationAction *action;

  switch (type)
    {
    case WEBKIT_POLICY_DECISION_TYPE_NAVIGATION_ACTION:
      action = webkit_navigation_policy_decision_get_navigation_action (
          WEBKIT_NAVIGATION_POLICY_DECISION (decision));
      /* Before it is opened in another page, where it would be the program's own wish. */
      if (door_page_bounds_decide_navigation (self->bounds,
                                              WEBKIT_NAVIGATION_POLICY_DECISION (decision)))
        return TRUE;
      if (opens_new_page (action))
        {
          webkit_policy_decision_ignore (decision);
          open_new_page (self, action);
          return TRUE;
        }
      return door_navigator_decide (self->navigator, WEBKIT_NAVIGATION_POLICY_DECISION (decision));

    case WEBKIT_POLICY_DECISION_TYPE_RESPONSE:
      note_response (self, WEBKIT_RESPONSE_POLICY_DECISION (decision));
      if (door_page_bounds_decide_response (self->bounds,
                                            WEBKIT_RESPONSE_POLICY_DECISION (decision)))
        return TRUE;
      return door_authenticator_decide_response (self->authenticator,
                                                 WEBKIT_RESPONSE_POLICY_DECISION (decision));

    case WEBKIT_POLICY_DECISION_TYPE_NEW_WINDOW_ACTION:
    default:
      return FALSE;
    }
}

static DoorPage *door_page_new_with_view (DoorWebContext *context, WebKitWebView *view);

/* A page from the page cache comes without a response: nothing could be decided about it, and
 * after signing out it would still show what was protected. Each view has its own settings, since
 * scripts are paused view by view. */
static WebKitSettings *
new_settings (void)
{
  return webkit_settings_new_with_settings ("enable-page-cache", FALSE, NULL);
}

static GtkWidget *
on_create (WebKitWebView *view, WebKitNavigationAction *action, DoorPage *self)
{
  g_autoptr (WebKitSettings) settings = new_settings ();
  g_autoptr (DoorPage) page = NULL;
  WebKitWebView *related;

  related = g_object_new (WEBKIT_TYPE_WEB_VIEW, "related-view", view, "settings", settings, NULL);
  page = door_page_new_with_view (self->context, related);
  door_navigation_gate_expect (page->gate,
                               webkit_navigation_action_is_user_gesture (action)
                                       && (door_navigation_gate_take_input (self->gate)
                                           || webkit_web_view_is_controlled_by_automation (view))
                                   ? DOOR_ACT_FOLLOW
                                   : DOOR_ACT_NONE,
                               webkit_uri_request_get_uri (
                                   webkit_navigation_action_get_request (action)));
  g_signal_emit (self, signals[CREATE_PAGE], 0, page);

  return GTK_WIDGET (related);
}

static void
on_close (WebKitWebView *view, DoorPage *self)
{
  g_signal_emit (self, signals[CLOSE], 0);
}

/* What a test sees must not depend on the tab that happens to be in front: each asks. */
static void
update_in_front (DoorPage *self)
{
  door_prompter_set_in_front (self->prompter,
                              self->in_front
                                  || webkit_web_view_is_controlled_by_automation (self->view));
}

static DoorPage *
door_page_new_with_view (DoorWebContext *context, WebKitWebView *view)
{
  DoorPage *self = g_object_new (DOOR_TYPE_PAGE, NULL);
  DoorSession *session = door_web_context_get_session (context);

  self->context = g_object_ref (context);
  self->view = g_object_ref_sink (view);
  self->id = door_web_context_next_page_id (context);
  self->gate = door_navigation_gate_new (view, door_session_get_suppression (session));
  self->prompter = door_prompter_new (session, view, self->gate, self->id);
  self->authenticator
      = door_authenticator_new (context, view, self->gate, self->prompter, self->id);
  self->navigator = door_navigator_new (context, view, self->gate, self->authenticator);
  self->reloader = door_reloader_new (view, self->gate, self->prompter,
                                      door_authenticator_get_courier (self->authenticator));
  self->login = door_page_login_new (context);
  self->used_login = door_used_login_new (context, view, self->login);
  self->proxy = door_page_proxy_new (context, view);
  self->bounds = door_page_bounds_new (context, view, self->gate);
  self->downloads
      = door_page_downloads_new (context, view, self->gate, self->prompter, self->authenticator);
  self->drops = door_page_drops_new (context, view);
  self->load
      = door_load_watch_new (view, self->authenticator, self->reloader, self->login, self->bounds);

  g_signal_connect_object (self->prompter, "notify::prompt", G_CALLBACK (on_prompt), self, 0);
  g_signal_connect_object (self->prompter, "notify::notice", G_CALLBACK (on_notice), self, 0);
  g_signal_connect_object (self->login, "notify::login", G_CALLBACK (on_login), self, 0);
  g_signal_connect_object (self->load, "committed", G_CALLBACK (on_committed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->load, "failure", G_CALLBACK (on_failure), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->load, "crashed", G_CALLBACK (on_crashed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->gate, "resend-refused", G_CALLBACK (on_resend_refused), self, 0);

  g_signal_connect_object (self->bounds, "part-refused", G_CALLBACK (on_part_refused), self, 0);
  g_signal_connect_object (self->bounds, "download-refused", G_CALLBACK (on_download_refused), self,
                           0);

  g_signal_connect_object (context, "signed-out", G_CALLBACK (on_signed_out), self, 0);

  g_signal_connect_object (view, "notify::uri", G_CALLBACK (update_uri), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (view, "decide-policy", G_CALLBACK (on_decide_policy), self, 0);
  g_signal_connect_object (view, "create", G_CALLBACK (on_create), self, 0);
  g_signal_connect_object (view, "close", G_CALLBACK (on_close), self, 0);
  update_in_front (self);

  return self;
}

/**
 * door_page_new:
 * @context: what it shares with other pages
 *
 * Returns: (transfer full): an empty page
 */
DoorPage *
door_page_new (DoorWebContext *context)
{
  g_autoptr (WebKitSettings) settings = NULL;
  WebKitWebView *view;

  g_return_val_if_fail (DOOR_IS_WEB_CONTEXT (context), NULL);

  settings = new_settings ();
  view
      = g_object_new (WEBKIT_TYPE_WEB_VIEW, "web-context",
                      door_web_context_get_web_context (context), "network-session",
                      door_web_context_get_network_session (context), "settings", settings,
                      "is-controlled-by-automation", door_web_context_is_automated (context), NULL);

  return door_page_new_with_view (context, view);
}

/**
 * door_page_get_context:
 *
 * Returns: (transfer none): what it shares with other pages
 */
DoorWebContext *
door_page_get_context (DoorPage *self)
{
  g_return_val_if_fail (DOOR_IS_PAGE (self), NULL);

  return self->context;
}

/**
 * door_page_get_view:
 *
 * Returns: (transfer none): the widget that shows the page
 */
WebKitWebView *
door_page_get_view (DoorPage *self)
{
  g_return_val_if_fail (DOOR_IS_PAGE (self), NULL);

  return self->view;
}

/**
 * door_page_get_id:
 *
 * Returns: the number of this page in the event log
 */
guint64
door_page_get_id (DoorPage *self)
{
  g_return_val_if_fail (DOOR_IS_PAGE (self), 0);

  return self->id;
}

/**
 * door_page_get_uri:
 *
 * Returns: (nullable): the address of the page, without user information
 */
const char *
door_page_get_uri (DoorPage *self)
{
  g_return_val_if_fail (DOOR_IS_PAGE (self), NULL);

  return self->uri;
}

/**
 * door_page_get_prompt:
 *
 * Returns: (transfer none) (nullable): the question of this page, while there is one
 */
DoorPrompt *
door_page_get_prompt (DoorPage *self)
{
  g_return_val_if_fail (DOOR_IS_PAGE (self), NULL);

  return self->prompter != NULL ? door_prompter_get_prompt (self->prompter) : NULL;
}

/**
 * door_page_get_notice:
 *
 * Returns: (transfer none) (nullable): what the bar of this page says
 */
DoorNotice *
door_page_get_notice (DoorPage *self)
{
  g_return_val_if_fail (DOOR_IS_PAGE (self), NULL);

  return self->prompter != NULL ? door_prompter_get_notice (self->prompter) : NULL;
}

/**
 * door_page_get_login:
 *
 * Returns: (transfer none) (nullable): what the session is signed in with at the server that the
 *   page is from
 */
DoorCredentials *
door_page_get_login (DoorPage *self)
{
  g_return_val_if_fail (DOOR_IS_PAGE (self), NULL);

  return self->login != NULL ? door_page_login_get (self->login) : NULL;
}

/**
 * door_page_get_used_login:
 *
 * Returns: (transfer none): what of that the page was given for
 */
DoorUsedLogin *
door_page_get_used_login (DoorPage *self)
{
  g_return_val_if_fail (DOOR_IS_PAGE (self), NULL);

  return self->used_login;
}

/**
 * door_page_get_proxy:
 *
 * Returns: (transfer none): the proxy that the page came by
 */
DoorPageProxy *
door_page_get_proxy (DoorPage *self)
{
  g_return_val_if_fail (DOOR_IS_PAGE (self), NULL);

  return self->proxy;
}

/**
 * door_page_get_needs_attention:
 *
 * Returns: whether the page waits for a login and the person does not see it
 */
gboolean
door_page_get_needs_attention (DoorPage *self)
{
  g_return_val_if_fail (DOOR_IS_PAGE (self), FALSE);

  return !self->in_front && self->prompter != NULL && door_prompter_is_waiting (self->prompter);
}

gboolean
door_page_get_in_front (DoorPage *self)
{
  g_return_val_if_fail (DOOR_IS_PAGE (self), FALSE);

  return self->in_front;
}

/**
 * door_page_set_in_front:
 * @in_front: whether the tab of this page is the selected one
 */
void
door_page_set_in_front (DoorPage *self, gboolean in_front)
{
  g_return_if_fail (DOOR_IS_PAGE (self));

  if (self->in_front == in_front)
    return;

  self->in_front = in_front;
  update_in_front (self);
  door_page_attend (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IN_FRONT]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NEEDS_ATTENTION]);
}

/**
 * door_page_attend:
 *
 * The person turned to the window in which this page is in front. Each window has such a page, and
 * a proxy's question is where the person looks.
 */
void
door_page_attend (DoorPage *self)
{
  g_return_if_fail (DOOR_IS_PAGE (self));

  if (self->in_front)
    door_proxy_queue_attend (door_session_get_proxy_queue (
                                 door_web_context_get_session (self->context)),
                             self->id);
}

/**
 * door_page_get_failed_load:
 *
 * Returns: (transfer none) (nullable): the load of which there is nothing to show, if that is what
 *   stands in the page's place
 */
DoorFailedLoad *
door_page_get_failed_load (DoorPage *self)
{
  g_return_val_if_fail (DOOR_IS_PAGE (self), NULL);

  return self->load != NULL ? door_load_watch_get_failed (self->load) : NULL;
}

DoorPageFailure
door_page_get_failure (DoorPage *self)
{
  DoorFailedLoad *failed;

  g_return_val_if_fail (DOOR_IS_PAGE (self), DOOR_PAGE_FAILURE_NONE);

  failed = door_page_get_failed_load (self);

  return failed != NULL ? failed->failure : DOOR_PAGE_FAILURE_NONE;
}

/**
 * door_page_can_leave_failure:
 *
 * Returns: whether there is a page behind what stands in its place
 */
gboolean
door_page_can_leave_failure (DoorPage *self)
{
  WebKitBackForwardList *history;

  g_return_val_if_fail (DOOR_IS_PAGE (self), FALSE);

  history = webkit_web_view_get_back_forward_list (self->view);

  return door_page_get_failure (self) != DOOR_PAGE_FAILURE_NONE
         && door_page_get_failure (self) != DOOR_PAGE_FAILURE_CRASHED
         && webkit_back_forward_list_get_current_item (history) != NULL;
}

/**
 * door_page_leave_failure:
 *
 * The person goes back to the page behind what stands in its place.
 */
void
door_page_leave_failure (DoorPage *self)
{
  g_return_if_fail (door_page_can_leave_failure (self));

  door_load_watch_leave_failure (self->load);
}

/**
 * door_page_accept_certificate:
 *
 * The person trusts the certificate of %DOOR_PAGE_FAILURE_TLS for that host until the session
 * ends.
 */
void
door_page_accept_certificate (DoorPage *self)
{
  g_autoptr (DoorOrigin) server = NULL;
  DoorFailedLoad *failed;

  g_return_if_fail (DOOR_IS_PAGE (self));
  g_return_if_fail (door_page_get_failure (self) == DOOR_PAGE_FAILURE_TLS);

  failed = door_page_get_failed_load (self);
  server = door_origin_new_for_uri (failed->uri, NULL);
  if (server == NULL)
    return;

  webkit_network_session_allow_tls_certificate_for_host (door_web_context_get_network_session (
                                                             self->context),
                                                         failed->certificate,
                                                         door_origin_get_host (server));
  door_reloader_load_again (self->reloader, DOOR_ACT_ASK);
}

/**
 * door_page_open:
 * @uri: an absolute URI
 *
 * The person entered an address. User information in it answers the first challenge of that
 * server, and is seen nowhere.
 */
void
door_page_open (DoorPage *self, const char *uri)
{
  g_return_if_fail (DOOR_IS_PAGE (self));
  g_return_if_fail (uri != NULL);

  /* Of a load that follows another WebKit tells when it begins. */
  if (webkit_web_view_get_uri (self->view) == NULL)
    door_prompter_set_loading (self->prompter, TRUE);
  door_navigator_open (self->navigator, uri);
}

/**
 * door_page_reload:
 * @bypass_cache: whether everything is fetched anew
 *
 * The person reloaded. A form is not sent again by it, see door_page_resend().
 */
void
door_page_reload (DoorPage *self, gboolean bypass_cache)
{
  g_return_if_fail (DOOR_IS_PAGE (self));

  door_reloader_reload (self->reloader, bypass_cache);
}

void
door_page_go_back (DoorPage *self)
{
  g_return_if_fail (DOOR_IS_PAGE (self));

  door_navigation_gate_expect_history (self->gate);
  webkit_web_view_go_back (self->view);
}

void
door_page_go_forward (DoorPage *self)
{
  g_return_if_fail (DOOR_IS_PAGE (self));

  door_navigation_gate_expect_history (self->gate);
  webkit_web_view_go_forward (self->view);
}

void
door_page_stop (DoorPage *self)
{
  g_return_if_fail (DOOR_IS_PAGE (self));

  door_navigation_gate_stop (self->gate);
  webkit_web_view_stop_loading (self->view);
}

/**
 * door_page_sign_in:
 *
 * The person pressed “Sign In…” in the bar.
 */
void
door_page_sign_in (DoorPage *self)
{
  g_return_if_fail (DOOR_IS_PAGE (self));

  door_prompter_sign_in (self->prompter);
}

/**
 * door_page_resend:
 *
 * The person wants a form to be sent again.
 */
void
door_page_resend (DoorPage *self)
{
  g_return_if_fail (DOOR_IS_PAGE (self));

  door_prompter_set_notice (self->prompter, NULL);
  door_reloader_load_again (self->reloader, DOOR_ACT_ASK);
}

/**
 * door_page_download:
 * @uri: an absolute URI
 * @act: who is behind it
 *
 * Begins a download that another page had begun.
 */
void
door_page_download (DoorPage *self, const char *uri, DoorAct act)
{
  g_return_if_fail (DOOR_IS_PAGE (self));

  door_page_downloads_begin (self->downloads, uri, act);
}

/**
 * door_page_get_download_act:
 *
 * Returns: who is behind a download that this page has just begun
 */
DoorAct
door_page_get_download_act (DoorPage *self, WebKitDownload *download)
{
  g_return_val_if_fail (DOOR_IS_PAGE (self), DOOR_ACT_NONE);

  return door_page_downloads_get_act (self->downloads, download);
}

/**
 * door_page_lose_download:
 *
 * The network process has ended, and with it a download that this page had begun.
 *
 * Returns: whether it begins anew by itself; if not, it has failed
 */
gboolean
door_page_lose_download (DoorPage *self, WebKitDownload *download)
{
  g_return_val_if_fail (DOOR_IS_PAGE (self), FALSE);

  return door_page_downloads_lose (self->downloads, download);
}

void
door_page_dismiss_notice (DoorPage *self)
{
  g_return_if_fail (DOOR_IS_PAGE (self));

  door_prompter_set_notice (self->prompter, NULL);
}
