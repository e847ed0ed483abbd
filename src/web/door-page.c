/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-page.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "door-authenticator.h"
#include "door-navigation-gate.h"
#include "door-page-script.h"

struct _DoorPage
{
  GObject parent_instance;

  DoorWebContext *context;
  WebKitWebView *view;
  DoorNavigationGate *gate;
  DoorPrompter *prompter;
  DoorAuthenticator *authenticator;
  guint64 id;
  gboolean in_front;
  gboolean provisional; /* a load has started and is not committed */
  char *uri;
  DoorCredentials *login; /* of the server that the shown page is from */
  GCancellable *cancellable;
  char *awaiting_uri; /* opened as soon as the context is ready */

  DoorPageFailure failure;
  char *failure_uri;
  char *failure_message;
  GTlsCertificate *failure_certificate;
  GTlsCertificateFlags failure_tls_errors;
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
clear_failure (DoorPage *self)
{
  g_clear_pointer (&self->failure_uri, g_free);
  g_clear_pointer (&self->failure_message, g_free);
  g_clear_object (&self->failure_certificate);
  self->failure_tls_errors = 0;
}

static void
door_page_dispose (GObject *object)
{
  DoorPage *self = DOOR_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  if (self->authenticator != NULL)
    door_authenticator_gone (self->authenticator);
  g_clear_object (&self->authenticator);
  g_clear_object (&self->prompter);
  g_clear_object (&self->gate);
  g_clear_object (&self->view);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (door_page_parent_class)->dispose (object);
}

static void
door_page_finalize (GObject *object)
{
  DoorPage *self = DOOR_PAGE (object);

  clear_failure (self);
  g_clear_pointer (&self->login, door_credentials_unref);
  g_free (self->uri);
  g_free (self->awaiting_uri);
  g_object_unref (self->cancellable);

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
      g_value_set_boxed (value, self->login);
      break;
    case PROP_NEEDS_ATTENTION:
      g_value_set_boolean (value, door_page_get_needs_attention (self));
      break;
    case PROP_FAILURE:
      g_value_set_int (value, self->failure);
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
      = g_param_spec_int ("failure", NULL, NULL, DOOR_PAGE_FAILURE_NONE, DOOR_PAGE_FAILURE_BODY,
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
  self->cancellable = g_cancellable_new ();
}

static void
set_failure (DoorPage *self, DoorPageFailure failure)
{
  if (failure == DOOR_PAGE_FAILURE_NONE)
    clear_failure (self);

  if (self->failure == failure)
    return;

  self->failure = failure;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FAILURE]);
}

static char *
without_userinfo (const char *uri)
{
  g_autoptr (GUri) parsed = NULL;

  if (uri == NULL)
    return NULL;

  parsed = g_uri_parse (uri, G_URI_FLAGS_ENCODED | G_URI_FLAGS_PARSE_RELAXED, NULL);
  if (parsed == NULL || g_uri_get_userinfo (parsed) == NULL)
    return g_strdup (uri);

  return g_uri_to_string_partial (parsed, G_URI_HIDE_USERINFO);
}

static void
update_uri (DoorPage *self)
{
  g_autofree char *uri = without_userinfo (webkit_web_view_get_uri (self->view));

  if (g_strcmp0 (uri, self->uri) == 0)
    return;

  g_free (self->uri);
  self->uri = g_steal_pointer (&uri);
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

/* Loads what the person sees, or is waiting for. */
static void
load_again (DoorPage *self, DoorAct act)
{
  g_autofree char *uri = NULL;

  if (self->failure_uri != NULL)
    uri = g_strdup (self->failure_uri);
  else if (self->provisional)
    uri = without_userinfo (webkit_web_view_get_uri (self->view));

  if (uri == NULL)
    {
      door_navigation_gate_expect_reload (self->gate, act, TRUE);
      webkit_web_view_reload (self->view);
      return;
    }

  door_navigation_gate_expect (self->gate, act, uri);
  webkit_web_view_load_uri (self->view, uri);
}

static void
on_load_again (DoorPage *self)
{
  load_again (self, DOOR_ACT_ASK);
}

static void
fail (DoorPage *self, DoorPageFailure failure, const char *uri, const char *message)
{
  clear_failure (self);
  self->failure_uri = without_userinfo (uri);
  self->failure_message = g_strdup (message);
  self->failure = failure;
  /* Also when one failure follows another of its kind. */
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FAILURE]);
}

static void
on_frame_reloaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  gboolean reloaded = door_page_script_finish (WEBKIT_WEB_VIEW (source), result, &error);

  if (!reloaded && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    load_again (user_data, DOOR_ACT_ASK);
}

static void
on_frame_again (DoorAuthenticator *authenticator, const char *uri, DoorPage *self)
{
  door_navigation_gate_expect_reload (self->gate, DOOR_ACT_ASK, TRUE);
  door_page_script_reload_frame_async (self->view, uri, self->cancellable, on_frame_reloaded, self);
}

static void
on_edits_known (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DoorNotice) notice = NULL;
  g_autoptr (GError) error = NULL;
  gboolean edited = door_page_script_finish (WEBKIT_WEB_VIEW (source), result, &error);
  DoorPage *self;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self = user_data;
  if (!edited)
    {
      load_again (self, DOOR_ACT_NONE);
      return;
    }

  notice = door_notice_new (DOOR_NOTICE_SIGNED_IN,
                            door_prompter_get_finding (self->prompter) != NULL
                                ? door_prompter_get_finding (self->prompter)->server
                                : NULL,
                            NULL, FALSE);
  door_prompter_set_notice (self->prompter, notice);
}

/* The person signed in on another page. Nobody may lose what they typed here for it. */
static void
on_signed_in_elsewhere (DoorPrompter *prompter, DoorPage *self)
{
  door_page_script_has_edits_async (self->view, self->cancellable, on_edits_known, self);
}

static void
on_download_response (WebKitDownload *download, GParamSpec *pspec, DoorPage *self)
{
  WebKitURIResponse *response = webkit_download_get_response (download);

  if (response != NULL)
    door_authenticator_download_response (self->authenticator, response);
}

static void
on_download_started (DoorWebContext *context, WebKitDownload *download, DoorPage *self)
{
  if (webkit_download_get_web_view (download) == self->view)
    g_signal_connect_object (download, "notify::response", G_CALLBACK (on_download_response), self,
                             0);
}

static void
on_download_again (DoorAuthenticator *authenticator, const char *uri, DoorPage *self)
{
  g_autoptr (WebKitDownload) download = webkit_web_view_download_uri (self->view, uri);
}

static void
on_body_unusable (DoorAuthenticator *authenticator, const char *uri, DoorPage *self)
{
  fail (self, DOOR_PAGE_FAILURE_BODY, uri, NULL);
}

static void
on_resend_refused (DoorNavigationGate *gate, DoorPage *self)
{
  g_autoptr (DoorNotice) notice = door_notice_new (DOOR_NOTICE_RESEND, NULL, NULL, FALSE);

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

  if (g_strcmp0 (uri, self->uri) == 0 || !door_web_context_has_companion (self->context)
      || door_web_context_is_automated (self->context) || door_page_get_notice (self) != NULL
      || door_page_get_prompt (self) != NULL)
    return;

  server = door_origin_new_for_uri (uri, NULL);
  notice = door_notice_new (DOOR_NOTICE_USERINFO, server, NULL, FALSE);
  door_prompter_set_notice (self->prompter, notice);
}

static void
set_login (DoorPage *self, DoorCredentials *login)
{
  if (self->login == login)
    return;

  g_clear_pointer (&self->login, door_credentials_unref);
  self->login = login != NULL ? door_credentials_ref (login) : NULL;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOGIN]);
}

/* The newest login of the server: with several realms it is the one that the person used last. */
static DoorCredentials *
find_login (DoorPage *self, GPtrArray *list)
{
  g_autoptr (DoorOrigin) server
      = self->uri != NULL ? door_origin_new_for_uri (self->uri, NULL) : NULL;
  DoorCredentials *found = NULL;

  for (guint i = 0; server != NULL && i < list->len; i++)
    {
      DoorCredentials *login = g_ptr_array_index (list, i);
      DoorProtectionSpace *space = door_credentials_get_space (login);

      if (door_credentials_is_accepted (login)
          && door_protection_space_get_target (space) == DOOR_TARGET_ORIGIN
          && door_origin_equal (door_protection_space_get_server (space), server)
          && (found == NULL
              || g_date_time_compare (door_credentials_get_since (found),
                                      door_credentials_get_since (login))
                     < 0))
        found = login;
    }

  return found;
}

static void
update_login (DoorPage *self)
{
  g_autoptr (GPtrArray) list
      = door_vault_list (door_session_get_vault (door_web_context_get_session (self->context)));

  set_login (self, find_login (self, list));
}

/* What is shown was loaded with a login although that has been forgotten: it goes when the page is
 * loaded again, and with it the mark. */
static void
on_vault_changed (DoorVault *vault, DoorPage *self)
{
  g_autoptr (GPtrArray) list = door_vault_list (vault);
  DoorCredentials *login = find_login (self, list);

  if (login != NULL && !self->provisional)
    set_login (self, login);
}

static gboolean
is_of (DoorPage *self, DoorOrigin *server)
{
  g_autoptr (DoorOrigin) shown
      = self->uri != NULL ? door_origin_new_for_uri (self->uri, NULL) : NULL;

  return shown != NULL && door_origin_equal (shown, server);
}

static void
on_signed_out (DoorWebContext *context, int target, DoorOrigin *server, DoorPage *self)
{
  g_autofree char *uri = g_strdup (self->uri);

  if (server != NULL ? target != DOOR_TARGET_ORIGIN || !is_of (self, server) : self->login == NULL)
    return;

  /* By its address: a form that led here is not sent again. */
  set_login (self, NULL);
  door_navigation_gate_expect (self->gate, DOOR_ACT_ASK, uri);
  webkit_web_view_load_uri (self->view, uri);
}

static void
on_load_changed (WebKitWebView *view, WebKitLoadEvent event, DoorPage *self)
{
  self->provisional = event == WEBKIT_LOAD_STARTED || event == WEBKIT_LOAD_REDIRECTED;
  if (event == WEBKIT_LOAD_COMMITTED)
    set_failure (self, DOOR_PAGE_FAILURE_NONE);

  door_authenticator_load_changed (self->authenticator, event);
  if (event == WEBKIT_LOAD_COMMITTED)
    {
      update_uri (self);
      update_login (self);
      tell_about_userinfo (self);
    }
}

static gboolean
is_interruption (const GError *error)
{
  return g_error_matches (error, WEBKIT_NETWORK_ERROR, WEBKIT_NETWORK_ERROR_CANCELLED)
         || g_error_matches (error, WEBKIT_POLICY_ERROR,
                             WEBKIT_POLICY_ERROR_FRAME_LOAD_INTERRUPTED_BY_POLICY_CHANGE)
         || error->domain == WEBKIT_MEDIA_ERROR;
}

static gboolean
on_load_failed (WebKitWebView *view,
                WebKitLoadEvent event,
                const char *uri,
                GError *error,
                DoorPage *self)
{
  gboolean interrupted = is_interruption (error);

  self->provisional = FALSE;

  /* What was committed is there, if not complete. */
  if (event == WEBKIT_LOAD_COMMITTED)
    return TRUE;

  door_authenticator_load_failed (self->authenticator, interrupted);
  if (!interrupted)
    fail (self, DOOR_PAGE_FAILURE_LOAD, uri, error->message);

  return TRUE;
}

static gboolean
on_load_failed_with_tls_errors (WebKitWebView *view,
                                const char *uri,
                                GTlsCertificate *certificate,
                                GTlsCertificateFlags errors,
                                DoorPage *self)
{
  door_authenticator_load_failed (self->authenticator, FALSE);

  g_object_freeze_notify (G_OBJECT (self));
  fail (self, DOOR_PAGE_FAILURE_TLS, uri, NULL);
  self->failure_certificate = g_object_ref (certificate);
  self->failure_tls_errors = errors;
  g_object_thaw_notify (G_OBJECT (self));

  return TRUE;
}

static void
on_web_process_terminated (WebKitWebView *view,
                           WebKitWebProcessTerminationReason reason,
                           DoorPage *self)
{
  door_authenticator_gone (self->authenticator);
  door_prompter_set_notice (self->prompter, NULL);
  fail (self, DOOR_PAGE_FAILURE_CRASHED, webkit_web_view_get_uri (view), NULL);
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

/* Takes user information out of an address that the person typed, or a WebDriver gave. */
static char *
take_userinfo (DoorPage *self, const char *uri)
{
  g_autoptr (GUri) parsed
      = g_uri_parse (uri, G_URI_FLAGS_HAS_PASSWORD | G_URI_FLAGS_PARSE_RELAXED, NULL);
  g_autoptr (DoorOrigin) server = NULL;
  g_autoptr (SecretValue) password = NULL;

  if (parsed == NULL || g_uri_get_user (parsed) == NULL)
    return g_strdup (uri);

  server = door_origin_new_for_uri (uri, NULL);
  if (server != NULL)
    {
      password = secret_value_new (g_uri_get_password (parsed) != NULL ? g_uri_get_password (parsed)
                                                                       : "",
                                   -1, "text/plain");
      door_authenticator_give (self->authenticator, server, g_uri_get_user (parsed), password);
    }

  return without_userinfo (uri);
}

typedef struct
{
  DoorPage *page;
  WebKitPolicyDecision *decision;
} Arrival;

static void
on_ready_to_navigate (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Arrival *arrival = user_data;
  g_autoptr (WebKitPolicyDecision) decision = arrival->decision;

  if (!door_web_context_wait_ready_finish (DOOR_WEB_CONTEXT (source), result, NULL))
    webkit_policy_decision_ignore (decision);
  else if (!door_navigation_gate_decide (arrival->page->gate,
                                         WEBKIT_NAVIGATION_POLICY_DECISION (decision)))
    webkit_policy_decision_use (decision);
}

/* Drivers sign in by addresses with user information, which the companion would leave out. */
static void
take_driver_userinfo (DoorPage *self, WebKitNavigationPolicyDecision *decision)
{
  WebKitNavigationAction *action
      = webkit_navigation_policy_decision_get_navigation_action (decision);
  g_autofree char *uri = NULL;

  if (webkit_navigation_action_get_navigation_type (action) == WEBKIT_NAVIGATION_TYPE_OTHER
      && !webkit_navigation_action_is_redirect (action))
    uri = take_userinfo (self, webkit_uri_request_get_uri (
                                   webkit_navigation_action_get_request (action)));
}

/* A WebDriver does not ask door_page_open() for its pages. */
static gboolean
decide_navigation (DoorPage *self, WebKitPolicyDecision *decision)
{
  Arrival *arrival;

  if (!door_web_context_is_automated (self->context))
    return door_navigation_gate_decide (self->gate, WEBKIT_NAVIGATION_POLICY_DECISION (decision));

  take_driver_userinfo (self, WEBKIT_NAVIGATION_POLICY_DECISION (decision));
  if (door_web_context_is_ready (self->context))
    return door_navigation_gate_decide (self->gate, WEBKIT_NAVIGATION_POLICY_DECISION (decision));

  arrival = g_new0 (Arrival, 1);
  arrival->page = self;
  arrival->decision = g_object_ref (decision);
  door_web_context_wait_ready_async (self->context, self->cancellable, on_ready_to_navigate,
                                     arrival);

  return TRUE;
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
      if (opens_new_page (action))
        {
          webkit_policy_decision_ignore (decision);
          open_new_page (self, action);
          return TRUE;
        }
      return decide_navigation (self, decision);

    case WEBKIT_POLICY_DECISION_TYPE_RESPONSE:
      return door_authenticator_decide_response (self->authenticator,
                                                 WEBKIT_RESPONSE_POLICY_DECISION (decision));

    case WEBKIT_POLICY_DECISION_TYPE_NEW_WINDOW_ACTION:
    default:
      return FALSE;
    }
}

static DoorPage *door_page_new_with_view (DoorWebContext *context, WebKitWebView *view);

static GtkWidget *
on_create (WebKitWebView *view, WebKitNavigationAction *action, DoorPage *self)
{
  g_autoptr (DoorPage) page = NULL;
  WebKitWebView *related;

  related = g_object_new (WEBKIT_TYPE_WEB_VIEW, "related-view", view, "settings",
                          webkit_web_view_get_settings (view), NULL);
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

static DoorPage *
door_page_new_with_view (DoorWebContext *context, WebKitWebView *view)
{
  DoorPage *self = g_object_new (DOOR_TYPE_PAGE, NULL);
  DoorSession *session = door_web_context_get_session (context);

  self->context = g_object_ref (context);
  self->view = g_object_ref_sink (view);
  self->id = door_web_context_next_page_id (context);
  self->gate = door_navigation_gate_new (view);
  self->prompter = door_prompter_new (session, view, self->gate, self->id);
  self->authenticator
      = door_authenticator_new (context, view, self->gate, self->prompter, self->id);

  g_signal_connect_object (self->prompter, "notify::prompt", G_CALLBACK (on_prompt), self, 0);
  g_signal_connect_object (self->prompter, "notify::notice", G_CALLBACK (on_notice), self, 0);
  g_signal_connect_object (self->prompter, "load-again", G_CALLBACK (on_signed_in_elsewhere), self,
                           0);
  g_signal_connect_object (self->authenticator, "load-again", G_CALLBACK (on_load_again), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->authenticator, "frame-again", G_CALLBACK (on_frame_again), self,
                           0);
  g_signal_connect_object (self->authenticator, "download-again", G_CALLBACK (on_download_again),
                           self, 0);
  g_signal_connect_object (context, "download-started", G_CALLBACK (on_download_started), self, 0);
  g_signal_connect_object (self->authenticator, "body-unusable", G_CALLBACK (on_body_unusable),
                           self, 0);
  g_signal_connect_object (self->gate, "resend-refused", G_CALLBACK (on_resend_refused), self, 0);

  g_signal_connect_object (context, "signed-out", G_CALLBACK (on_signed_out), self, 0);
  g_signal_connect_object (door_session_get_vault (session), "changed",
                           G_CALLBACK (on_vault_changed), self, 0);

  g_signal_connect_object (view, "notify::uri", G_CALLBACK (update_uri), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (view, "load-changed", G_CALLBACK (on_load_changed), self, 0);
  g_signal_connect_object (view, "load-failed", G_CALLBACK (on_load_failed), self, 0);
  g_signal_connect_object (view, "load-failed-with-tls-errors",
                           G_CALLBACK (on_load_failed_with_tls_errors), self, 0);
  g_signal_connect_object (view, "web-process-terminated", G_CALLBACK (on_web_process_terminated),
                           self, 0);
  g_signal_connect_object (view, "decide-policy", G_CALLBACK (on_decide_policy), self, 0);
  g_signal_connect_object (view, "create", G_CALLBACK (on_create), self, 0);
  g_signal_connect_object (view, "close", G_CALLBACK (on_close), self, 0);

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

  /* A page from the page cache comes without a response: nothing could be decided about it, and
   * after signing out it would still show what was protected. */
  settings = webkit_settings_new_with_settings ("enable-page-cache", FALSE, NULL);
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

  return self->login;
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

  return !self->in_front && door_page_get_prompt (self) != NULL;
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
  door_prompter_set_in_front (self->prompter, in_front);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IN_FRONT]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NEEDS_ATTENTION]);
}

DoorPageFailure
door_page_get_failure (DoorPage *self)
{
  g_return_val_if_fail (DOOR_IS_PAGE (self), DOOR_PAGE_FAILURE_NONE);

  return self->failure;
}

/**
 * door_page_get_failure_uri:
 *
 * Returns: (nullable): the address that could not be shown
 */
const char *
door_page_get_failure_uri (DoorPage *self)
{
  g_return_val_if_fail (DOOR_IS_PAGE (self), NULL);

  return self->failure_uri;
}

/**
 * door_page_get_failure_message:
 *
 * Returns: (nullable): what went wrong, for %DOOR_PAGE_FAILURE_LOAD
 */
const char *
door_page_get_failure_message (DoorPage *self)
{
  g_return_val_if_fail (DOOR_IS_PAGE (self), NULL);

  return self->failure_message;
}

/**
 * door_page_get_tls_errors:
 *
 * Returns: what is wrong with the certificate, for %DOOR_PAGE_FAILURE_TLS
 */
GTlsCertificateFlags
door_page_get_tls_errors (DoorPage *self)
{
  g_return_val_if_fail (DOOR_IS_PAGE (self), 0);

  return self->failure_tls_errors;
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

  g_return_if_fail (DOOR_IS_PAGE (self));
  g_return_if_fail (self->failure == DOOR_PAGE_FAILURE_TLS);

  server = door_origin_new_for_uri (self->failure_uri, NULL);
  if (server == NULL)
    return;

  webkit_network_session_allow_tls_certificate_for_host (door_web_context_get_network_session (
                                                             self->context),
                                                         self->failure_certificate,
                                                         door_origin_get_host (server));
  load_again (self, DOOR_ACT_ASK);
}

static void
open_awaiting (DoorPage *self)
{
  g_autofree char *uri = g_steal_pointer (&self->awaiting_uri);

  if (uri == NULL)
    return;

  door_navigation_gate_expect (self->gate, DOOR_ACT_ASK, uri);
  webkit_web_view_load_uri (self->view, uri);
}

static void
on_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  if (door_web_context_wait_ready_finish (DOOR_WEB_CONTEXT (source), result, NULL))
    open_awaiting (user_data);
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

  g_free (self->awaiting_uri);
  self->awaiting_uri = take_userinfo (self, uri);

  if (door_web_context_is_ready (self->context))
    open_awaiting (self);
  else
    door_web_context_wait_ready_async (self->context, self->cancellable, on_ready, self);
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

  if (self->failure_uri != NULL)
    {
      load_again (self, DOOR_ACT_ASK);
      return;
    }

  door_navigation_gate_expect_reload (self->gate, DOOR_ACT_ASK, FALSE);
  if (bypass_cache)
    webkit_web_view_reload_bypass_cache (self->view);
  else
    webkit_web_view_reload (self->view);
}

void
door_page_go_back (DoorPage *self)
{
  g_return_if_fail (DOOR_IS_PAGE (self));

  door_navigation_gate_expect_reload (self->gate, DOOR_ACT_FOLLOW, FALSE);
  webkit_web_view_go_back (self->view);
}

void
door_page_go_forward (DoorPage *self)
{
  g_return_if_fail (DOOR_IS_PAGE (self));

  door_navigation_gate_expect_reload (self->gate, DOOR_ACT_FOLLOW, FALSE);
  webkit_web_view_go_forward (self->view);
}

void
door_page_stop (DoorPage *self)
{
  g_return_if_fail (DOOR_IS_PAGE (self));

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
  load_again (self, DOOR_ACT_ASK);
}

void
door_page_dismiss_notice (DoorPage *self)
{
  g_return_if_fail (DOOR_IS_PAGE (self));

  door_prompter_set_notice (self->prompter, NULL);
}
