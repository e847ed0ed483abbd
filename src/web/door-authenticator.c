/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-authenticator.h"

#include "door-answerer.h"
#include "door-auto-preloader.h"
#include "door-examiner.h"
#include "door-proxy-acceptor.h"
#include "door-uri-key.h"

/* A 401 whose body does not end is never delivered; after this long the person hears of it. */
#define SLOW_BODY_SECONDS 10

#define MAX_FRAME_URIS 256

struct _DoorAuthenticator
{
  GObject parent_instance;

  DoorWebContext *context;
  WebKitWebView *view; /* not owned: the page owns both */
  DoorNavigationGate *gate;
  DoorPrompter *prompter;

  DoorJudge *judge;
  DoorProxyAcceptor *proxy_acceptor;
  DoorExaminer *examiner;
  DoorAnswerer *answerer;
  GHashTable *frame_uris; /* of frame documents, whose responses were seen by decide_response */
  DoorFinding *pending;   /* of the main resource, until it is committed */
  gboolean again;         /* once it is shown, the page is to be tried again */
  GCancellable *cancellable;
  DoorFinding *slow_body; /* what the main load asked for, while its body is awaited */
  guint slow_body_source;
};

enum
{
  LOAD_AGAIN,
  FRAME_AGAIN,
  DOWNLOAD_AGAIN,
  BODY_UNUSABLE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DoorAuthenticator, door_authenticator, G_TYPE_OBJECT)

static void
forget_slow_body (DoorAuthenticator *self)
{
  g_clear_handle_id (&self->slow_body_source, g_source_remove);
  g_clear_pointer (&self->slow_body, door_finding_free);
}

static void
door_authenticator_dispose (GObject *object)
{
  DoorAuthenticator *self = DOOR_AUTHENTICATOR (object);

  g_cancellable_cancel (self->cancellable);
  door_authenticator_gone (self);
  forget_slow_body (self);

  G_OBJECT_CLASS (door_authenticator_parent_class)->dispose (object);
}

static void
door_authenticator_finalize (GObject *object)
{
  DoorAuthenticator *self = DOOR_AUTHENTICATOR (object);

  g_clear_pointer (&self->pending, door_finding_free);
  g_clear_object (&self->answerer);
  g_clear_pointer (&self->examiner, door_examiner_free);
  g_clear_pointer (&self->proxy_acceptor, door_proxy_acceptor_free);
  g_clear_pointer (&self->judge, door_judge_free);
  g_clear_object (&self->prompter);
  g_hash_table_unref (self->frame_uris);
  g_object_unref (self->gate);
  g_object_unref (self->cancellable);
  g_object_unref (self->context);

  G_OBJECT_CLASS (door_authenticator_parent_class)->finalize (object);
}

static void
door_authenticator_class_init (DoorAuthenticatorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = door_authenticator_dispose;
  object_class->finalize = door_authenticator_finalize;

  signals[LOAD_AGAIN] = g_signal_new ("load-again", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                      NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[FRAME_AGAIN]
      = g_signal_new ("frame-again", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                      NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_BOOLEAN);
  signals[DOWNLOAD_AGAIN]
      = g_signal_new ("download-again", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                      NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[BODY_UNUSABLE]
      = g_signal_new ("body-unusable", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                      NULL, G_TYPE_NONE, 2, G_TYPE_STRING, DOOR_TYPE_ORIGIN);
}

static void
door_authenticator_init (DoorAuthenticator *self)
{
  self->frame_uris = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

static void
on_preloaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  DoorAuthenticator *self = user_data;
  g_autofree char *uri = NULL;
  g_autoptr (GError) error = NULL;
  DoorFinding *finding;
  gboolean posted;

  if (door_web_context_preload_finish (DOOR_WEB_CONTEXT (source), result, &error))
    door_judge_note_preloaded (self->judge);
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (!door_prompter_is_signing_in (self->prompter))
    {
      door_judge_forget_sign_in (self->judge);
      return;
    }

  finding = door_prompter_get_finding (self->prompter);
  if (finding->context != DOOR_CONTEXT_FRAME && finding->context != DOOR_CONTEXT_DOWNLOAD)
    {
      g_signal_emit (self, signals[LOAD_AGAIN], 0);
      return;
    }

  uri = g_strdup (finding->uri);
  if (finding->context == DOOR_CONTEXT_DOWNLOAD)
    {
      g_signal_emit (self, signals[DOWNLOAD_AGAIN], 0, uri);
      return;
    }

  posted = finding->posted;
  door_prompter_clear (self->prompter, DOOR_PROMPT_OUTCOME_SUBMIT);
  g_signal_emit (self, signals[FRAME_AGAIN], 0, uri, posted);
}

static void
on_submitted (DoorPrompter *prompter, DoorCredentials *credentials, DoorAuthenticator *self)
{
  DoorFinding *finding = door_prompter_get_finding (prompter);
  DoorPrompt *prompt = door_prompter_get_prompt (prompter);

  door_judge_take_sign_in (
      self->judge,
      door_sign_in_new (credentials, door_prompt_get_id (prompt), door_prompt_get_attempt (prompt),
                        finding->context != DOOR_CONTEXT_NAVIGATION ? finding->uri : NULL));
  door_web_context_preload_async (self->context, credentials, finding->uri, finding->challenge,
                                  self->cancellable, on_preloaded, self);
}

static gboolean
on_slow_body (gpointer user_data)
{
  DoorAuthenticator *self = user_data;
  DoorFinding *finding = g_steal_pointer (&self->slow_body);

  self->slow_body_source = 0;
  door_examiner_examine_unfinished (self->examiner, finding);
  door_prompter_show_part (self->prompter, finding);

  return G_SOURCE_REMOVE;
}

static void
on_declined (DoorAnswerer *answerer,
             DoorProtectionSpace *space,
             const char *scheme,
             DoorAuthenticator *self)
{
  if (!door_judge_is_loading (self->judge) || self->slow_body != NULL)
    return;

  self->slow_body
      = door_finding_new (0, DOOR_CONTEXT_NAVIGATION, door_protection_space_get_server (space));
  self->slow_body->space = door_protection_space_ref (space);
  self->slow_body->scheme = g_strdup (scheme);
  self->slow_body_source = g_timeout_add_seconds (SLOW_BODY_SECONDS, on_slow_body, self);
}

/* Subresources */

static gboolean
is_frame (DoorAuthenticator *self, const char *uri)
{
  g_autofree char *key = door_uri_key_new (uri);

  return g_hash_table_contains (self->frame_uris, key);
}

static void
on_resource_response (WebKitWebResource *resource, GParamSpec *pspec, DoorAuthenticator *self)
{
  WebKitURIResponse *response = webkit_web_resource_get_response (resource);
  g_autoptr (DoorChallengedResponse) challenged = NULL;

  if (response == NULL || resource == webkit_web_view_get_main_resource (self->view))
    return;

  challenged = door_challenged_response_new (response);
  if (challenged == NULL)
    {
      door_proxy_acceptor_let_through (self->proxy_acceptor,
                                       webkit_uri_response_get_uri (response));
      door_judge_accept_part (self->judge, response);
      return;
    }

  if (!is_frame (self, challenged->uri))
    door_prompter_show_part (self->prompter, door_examiner_examine (self->examiner, challenged,
                                                                    DOOR_CONTEXT_SUBRESOURCE));
}

static void
on_resource_failed (WebKitWebResource *resource, GError *error, DoorAuthenticator *self)
{
  DoorFinding *finding;

  if (webkit_web_resource_get_response (resource) != NULL
      || resource == webkit_web_view_get_main_resource (self->view))
    return;

  finding = door_examiner_examine_failed (self->examiner, webkit_web_resource_get_uri (resource));
  if (finding != NULL)
    door_prompter_show_part (self->prompter, finding);
}

static void
on_resource_load_started (WebKitWebView *view,
                          WebKitWebResource *resource,
                          WebKitURIRequest *request,
                          DoorAuthenticator *self)
{
  g_signal_connect_object (resource, "notify::response", G_CALLBACK (on_resource_response), self,
                           0);
  g_signal_connect_object (resource, "failed", G_CALLBACK (on_resource_failed), self, 0);
}

/* What the policy has to do with it that the page could not be signed in to. */
static gboolean
is_by_policy (DoorReason reason)
{
  return reason == DOOR_REASON_LOGIN_REFUSED || reason == DOOR_REASON_LOGIN_UNAVAILABLE
         || reason == DOOR_REASON_INSECURE_BASIC || reason == DOOR_REASON_POLICY_SCHEMES
         || reason == DOOR_REASON_POLICY_PROMPT;
}

static void
on_ready_to_try (GObject *source, GAsyncResult *result, gpointer user_data)
{
  if (door_web_context_wait_ready_finish (DOOR_WEB_CONTEXT (source), result, NULL))
    g_signal_emit (user_data, signals[LOAD_AGAIN], 0);
}

/* There may be nobody who would load the page again. */
static void
try_again (DoorAuthenticator *self)
{
  DoorFinding *finding = door_prompter_get_finding (self->prompter);

  self->again = self->pending != NULL;
  if (self->again)
    return;

  if (finding == NULL || finding->context != DOOR_CONTEXT_NAVIGATION
      || door_prompter_get_notice (self->prompter) == NULL
      || !is_by_policy (finding->decision.reason))
    return;

  door_web_context_wait_ready_async (self->context, self->cancellable, on_ready_to_try, self);
}

/**
 * door_authenticator_new:
 * @context: where credentials and decisions live
 * @view: the view whose challenges these are; it outlives the authenticator
 * @gate: tells whose navigations they are
 * @prompter: puts to the person what cannot be answered
 * @tab: the number of the page in the event log
 *
 * Returns: (transfer full): what answers the challenges of @view
 */
DoorAuthenticator *
door_authenticator_new (DoorWebContext *context,
                        WebKitWebView *view,
                        DoorNavigationGate *gate,
                        DoorPrompter *prompter,
                        guint64 tab)
{
  DoorAuthenticator *self;

  g_return_val_if_fail (DOOR_IS_WEB_CONTEXT (context), NULL);
  g_return_val_if_fail (WEBKIT_IS_WEB_VIEW (view), NULL);

  self = g_object_new (DOOR_TYPE_AUTHENTICATOR, NULL);
  self->context = g_object_ref (context);
  self->cancellable = g_cancellable_new ();
  self->view = view;
  self->gate = g_object_ref (gate);
  self->prompter = g_object_ref (prompter);
  self->judge = door_judge_new (context, tab);
  self->proxy_acceptor = door_proxy_acceptor_new (context, self->judge);
  self->examiner = door_examiner_new (context, view, gate, self->judge, tab);
  self->answerer = door_answerer_new (context, view, self->judge, tab);

  g_signal_connect_object (self->answerer, "declined", G_CALLBACK (on_declined), self, 0);
  g_signal_connect_object (view, "resource-load-started", G_CALLBACK (on_resource_load_started),
                           self, 0);
  g_signal_connect_object (prompter, "submitted", G_CALLBACK (on_submitted), self, 0);
  g_signal_connect_object (door_web_context_get_session (context), "policy-changed",
                           G_CALLBACK (try_again), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (door_session_get_auto_logins (door_web_context_get_session (context)),
                           "ready", G_CALLBACK (try_again), self, G_CONNECT_SWAPPED);

  return self;
}

/* Whether the person has answered the question of a download, which the server has not judged. */
static gboolean
is_signing_in_for_download (DoorAuthenticator *self)
{
  return door_prompter_is_signing_in (self->prompter)
         && door_prompter_is_about_download (self->prompter);
}

/* Likewise, for the page itself or a frame. */
static gboolean
is_signing_in_for_page (DoorAuthenticator *self)
{
  return door_prompter_is_signing_in (self->prompter)
         && !door_prompter_is_about_download (self->prompter);
}

static gboolean
is_asking (DoorAuthenticator *self)
{
  DoorPrompt *prompt = door_prompter_get_prompt (self->prompter);

  return prompt != NULL && door_prompt_get_state (prompt) == DOOR_PROMPT_OPEN;
}

/* Who asks before it makes a connection, and has no body that could be shown. */
static DoorOrigin *
get_proxy (DoorFinding *finding)
{
  return finding->space != NULL
                 && door_protection_space_get_target (finding->space) == DOOR_TARGET_PROXY
             ? finding->server
             : NULL;
}

static void
note_unasked (DoorAuthenticator *self, const char *uri)
{
  g_autoptr (DoorOrigin) server = door_origin_new_for_uri (uri, NULL);

  if (server != NULL)
    door_judge_note_unasked (self->judge, server);
}

static gboolean
is_posted (WebKitResponsePolicyDecision *decision)
{
  WebKitURIRequest *request = webkit_response_policy_decision_get_request (decision);

  return g_strcmp0 (webkit_uri_request_get_http_method (request), "POST") == 0;
}

/* Who goes to a page has acted on its server: it may ask once more, also by a page further on. */
static void
note_act (DoorAuthenticator *self, const char *uri)
{
  g_autoptr (DoorOrigin) server = door_origin_new_for_uri (uri, NULL);

  if (server != NULL && door_navigation_gate_get_act (self->gate, uri, NULL) != DOOR_ACT_NONE)
    door_suppression_person_acted (door_session_get_suppression (
                                       door_web_context_get_session (self->context)),
                                   DOOR_TARGET_ORIGIN, server);
}

/**
 * door_authenticator_decide_response:
 *
 * Reads the response of a document, of the main frame or another one, and lets it be shown.
 *
 * Returns: whether @decision was decided here
 */
gboolean
door_authenticator_decide_response (DoorAuthenticator *self, WebKitResponsePolicyDecision *decision)
{
  WebKitURIResponse *response = webkit_response_policy_decision_get_response (decision);
  gboolean main_resource = webkit_response_policy_decision_is_main_frame_main_resource (decision);
  g_autoptr (DoorChallengedResponse) challenged = door_challenged_response_new (response);
  DoorFinding *finding;

  /* A page that loads itself without end was under way when the person asked for the sheet. */
  if (main_resource && is_asking (self)
      && door_navigation_gate_get_act (self->gate, webkit_uri_response_get_uri (response), NULL)
             == DOOR_ACT_NONE)
    {
      webkit_policy_decision_ignore (WEBKIT_POLICY_DECISION (decision));
      return TRUE;
    }

  if (main_resource)
    {
      door_navigation_gate_load_answered (self->gate);
      forget_slow_body (self);
      door_judge_set_loading (self->judge, FALSE);
      door_answerer_forget_given (self->answerer);
      g_clear_pointer (&self->pending, door_finding_free);
      door_prompter_set_leaving (self->prompter,
                                 webkit_response_policy_decision_is_mime_type_supported (decision));
      note_unasked (self, webkit_uri_response_get_uri (response));
    }

  if (challenged == NULL)
    {
      door_proxy_acceptor_let_through (self->proxy_acceptor,
                                       webkit_uri_response_get_uri (response));
      if (!main_resource)
        {
          door_judge_accept_part (self->judge, response);
        }
      else
        {
          note_act (self, webkit_uri_response_get_uri (response));
          door_judge_accept (self->judge, response);
          if (is_signing_in_for_page (self))
            door_prompter_clear (self->prompter, DOOR_PROMPT_OUTCOME_SUBMIT);
          door_challenge_notes_clear (door_judge_get_notes (self->judge));
        }
      return FALSE;
    }

  if (!main_resource)
    {
      if (g_hash_table_size (self->frame_uris) < MAX_FRAME_URIS)
        g_hash_table_add (self->frame_uris, door_uri_key_new (challenged->uri));
      finding = door_examiner_examine (self->examiner, challenged, DOOR_CONTEXT_FRAME);
      finding->posted = is_posted (decision);
      door_prompter_show_part (self->prompter, finding);
      webkit_policy_decision_use (WEBKIT_POLICY_DECISION (decision));
      return TRUE;
    }

  finding = door_examiner_examine (self->examiner, challenged, DOOR_CONTEXT_NAVIGATION);
  /* What the challenge that is asked about now did not refuse was accepted on the way. */
  door_judge_accept (self->judge, response);
  door_challenge_notes_clear (door_judge_get_notes (self->judge));

  if (!webkit_response_policy_decision_is_mime_type_supported (decision))
    {
      webkit_policy_decision_ignore (WEBKIT_POLICY_DECISION (decision));
      g_signal_emit (self, signals[BODY_UNUSABLE], 0, challenged->uri, get_proxy (finding));
      door_prompter_show (self->prompter, finding);
      return TRUE;
    }

  /* Even with “Content-Disposition: attachment”: no 401 body becomes a file. */
  self->pending = finding;
  self->again = FALSE;
  webkit_policy_decision_use (WEBKIT_POLICY_DECISION (decision));

  return TRUE;
}

/**
 * door_authenticator_download_response:
 * @act: who is behind it
 *
 * Reads the response to a download that this page has started.
 */
void
door_authenticator_download_response (DoorAuthenticator *self,
                                      WebKitURIResponse *response,
                                      const DoorDownloadAct *act)
{
  g_autoptr (DoorChallengedResponse) challenged = door_challenged_response_new (response);

  g_return_if_fail (DOOR_IS_AUTHENTICATOR (self));

  if (challenged != NULL)
    {
      door_prompter_show_download (
          self->prompter,
          door_examiner_examine_download (self->examiner, challenged, act->act, act->moment,
                                          door_prompter_is_waiting (self->prompter)
                                              && !is_signing_in_for_download (self)));
      return;
    }

  door_judge_accept_part (self->judge, response);
  if (is_signing_in_for_download (self)
      && g_strcmp0 (door_prompter_get_finding (self->prompter)->uri,
                    webkit_uri_response_get_uri (response))
             == 0)
    door_prompter_clear (self->prompter, DOOR_PROMPT_OUTCOME_SUBMIT);
}

/**
 * door_authenticator_load_changed:
 *
 * Follows the main load of the view: a question opens over the page that it belongs to.
 */
void
door_authenticator_load_changed (DoorAuthenticator *self, WebKitLoadEvent event)
{
  gboolean again;

  g_return_if_fail (DOOR_IS_AUTHENTICATOR (self));

  if (event == WEBKIT_LOAD_STARTED)
    {
      door_judge_set_loading (self->judge, TRUE);
      door_prompter_set_loading (self->prompter, TRUE);
      door_navigation_gate_load_started (self->gate);
    }

  if (event == WEBKIT_LOAD_FINISHED)
    door_auto_preloader_forget_dropped (door_web_context_get_preloader (self->context));

  if (event != WEBKIT_LOAD_COMMITTED)
    return;

  door_judge_set_loading (self->judge, FALSE);
  door_prompter_set_leaving (self->prompter, FALSE);
  forget_slow_body (self);
  g_hash_table_remove_all (self->frame_uris);
  again = door_navigation_gate_committed (self->gate);

  if (self->pending != NULL)
    {
      door_prompter_show (self->prompter, g_steal_pointer (&self->pending));
      if (self->again)
        try_again (self);
    }
  else
    {
      door_prompter_clear (self->prompter, DOOR_PROMPT_OUTCOME_SUPERSEDED);
    }

  door_judge_committed (self->judge);
  door_prompter_set_loading (self->prompter, FALSE);
  if (again)
    g_signal_emit (self, signals[LOAD_AGAIN], 0);
}

/**
 * door_authenticator_load_failed:
 * @stopped: whether the page from before is still there
 */
void
door_authenticator_load_failed (DoorAuthenticator *self, gboolean stopped)
{
  g_return_if_fail (DOOR_IS_AUTHENTICATOR (self));

  door_judge_set_loading (self->judge, FALSE);
  door_prompter_set_leaving (self->prompter, FALSE);
  forget_slow_body (self);
  g_clear_pointer (&self->pending, door_finding_free);
  if (door_navigation_gate_load_failed (self->gate, stopped))
    return;

  door_answerer_forget_given (self->answerer);
  door_judge_forget_sign_in (self->judge);

  if (!stopped)
    door_prompter_clear (self->prompter, DOOR_PROMPT_OUTCOME_SUPERSEDED);
  else if (is_signing_in_for_page (self))
    door_prompter_ask_again (self->prompter);
  door_prompter_set_loading (self->prompter, FALSE);
}

/**
 * door_authenticator_expect_load:
 *
 * A main load is about to start. Its challenge and its start come from different processes, in no
 * fixed order.
 */
void
door_authenticator_expect_load (DoorAuthenticator *self)
{
  g_return_if_fail (DOOR_IS_AUTHENTICATOR (self));

  door_judge_set_loading (self->judge, TRUE);
}

/**
 * door_authenticator_give:
 *
 * The person typed an address with user information: it answers the first challenge of @server
 * while that address loads.
 */
void
door_authenticator_give (DoorAuthenticator *self,
                         DoorOrigin *server,
                         const char *username,
                         SecretValue *password)
{
  g_return_if_fail (DOOR_IS_AUTHENTICATOR (self));

  door_authenticator_expect_load (self);
  door_answerer_give (self->answerer, server, username, password);
}

/**
 * door_authenticator_gone:
 *
 * The page is gone, with its process or its tab.
 */
void
door_authenticator_gone (DoorAuthenticator *self)
{
  g_return_if_fail (DOOR_IS_AUTHENTICATOR (self));

  door_prompter_clear (self->prompter, DOOR_PROMPT_OUTCOME_GONE);
  door_prompter_set_loading (self->prompter, FALSE);
  door_judge_forget_sign_in (self->judge);
  g_clear_pointer (&self->pending, door_finding_free);
  door_challenge_notes_clear (door_judge_get_notes (self->judge));
  door_navigation_gate_drop (self->gate);
}
