/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-authenticator.h"

#include "door-answerer.h"
#include "door-auto-preloader.h"
#include "door-examiner.h"
#include "door-page-parts.h"
#include "door-proxy-acceptor.h"
#include "door-slow-body.h"

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
  DoorSlowBody *slow_body;
  DoorPageParts *parts;
  DoorCourier *courier;
  DoorFinding *pending; /* of the main resource, until it is committed */
  gboolean again;       /* once it is shown, the page is to be tried again */
};

enum
{
  BODY_UNUSABLE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DoorAuthenticator, door_authenticator, G_TYPE_OBJECT)

static void
door_authenticator_dispose (GObject *object)
{
  DoorAuthenticator *self = DOOR_AUTHENTICATOR (object);

  door_authenticator_gone (self);
  g_object_run_dispose (G_OBJECT (self->courier));
  door_slow_body_forget (self->slow_body);

  G_OBJECT_CLASS (door_authenticator_parent_class)->dispose (object);
}

static void
door_authenticator_finalize (GObject *object)
{
  DoorAuthenticator *self = DOOR_AUTHENTICATOR (object);

  g_clear_pointer (&self->pending, door_finding_free);
  g_clear_object (&self->courier);
  g_clear_object (&self->parts);
  g_clear_object (&self->slow_body);
  g_clear_object (&self->answerer);
  g_clear_pointer (&self->examiner, door_examiner_free);
  g_clear_pointer (&self->proxy_acceptor, door_proxy_acceptor_free);
  g_clear_pointer (&self->judge, door_judge_free);
  g_clear_object (&self->prompter);
  g_object_unref (self->gate);
  g_object_unref (self->context);

  G_OBJECT_CLASS (door_authenticator_parent_class)->finalize (object);
}

static void
door_authenticator_class_init (DoorAuthenticatorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = door_authenticator_dispose;
  object_class->finalize = door_authenticator_finalize;

  signals[BODY_UNUSABLE]
      = g_signal_new ("body-unusable", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                      NULL, G_TYPE_NONE, 2, G_TYPE_STRING, DOOR_TYPE_ORIGIN);
}

static void
door_authenticator_init (DoorAuthenticator *self)
{
}

/* What the policy has to do with it that the page could not be signed in to. */
static gboolean
is_by_policy (DoorReason reason)
{
  return reason == DOOR_REASON_LOGIN_REFUSED || reason == DOOR_REASON_LOGIN_UNAVAILABLE
         || reason == DOOR_REASON_INSECURE_BASIC || reason == DOOR_REASON_POLICY_SCHEMES
         || reason == DOOR_REASON_POLICY_PROMPT;
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

  door_courier_load_again_when_ready (self->courier);
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
  self->view = view;
  self->gate = g_object_ref (gate);
  self->prompter = g_object_ref (prompter);
  self->judge = door_judge_new (context, tab);
  self->proxy_acceptor = door_proxy_acceptor_new (context, self->judge);
  self->examiner = door_examiner_new (context, view, gate, self->judge, tab);
  self->answerer = door_answerer_new (context, view, self->judge, tab);
  self->slow_body = door_slow_body_new (self->answerer, self->judge, self->examiner, prompter);
  self->parts
      = door_page_parts_new (view, self->judge, self->proxy_acceptor, self->examiner, prompter);
  self->courier = door_courier_new (context, prompter, self->judge);

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

/* Whatever the response of the main resource is, it ends what was waiting for it. */
static void
load_answered (DoorAuthenticator *self, WebKitResponsePolicyDecision *decision)
{
  WebKitURIResponse *response = webkit_response_policy_decision_get_response (decision);

  door_navigation_gate_load_answered (self->gate);
  door_slow_body_forget (self->slow_body);
  door_judge_set_loading (self->judge, FALSE);
  door_answerer_forget_given (self->answerer);
  g_clear_pointer (&self->pending, door_finding_free);
  door_prompter_set_leaving (self->prompter,
                             webkit_response_policy_decision_is_mime_type_supported (decision));
  note_unasked (self, webkit_uri_response_get_uri (response));
}

static void
page_came (DoorAuthenticator *self, WebKitURIResponse *response)
{
  door_proxy_acceptor_let_through (self->proxy_acceptor, webkit_uri_response_get_uri (response));
  note_act (self, webkit_uri_response_get_uri (response));
  door_judge_accept (self->judge, response);
  if (is_signing_in_for_page (self))
    door_prompter_clear (self->prompter, DOOR_PROMPT_OUTCOME_SUBMIT);
  door_challenge_notes_clear (door_judge_get_notes (self->judge));
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
  g_autoptr (DoorChallengedResponse) challenged = NULL;
  DoorFinding *finding;

  g_return_val_if_fail (DOOR_IS_AUTHENTICATOR (self), FALSE);

  if (!webkit_response_policy_decision_is_main_frame_main_resource (decision))
    return door_page_parts_decide_frame (self->parts, decision);

  /* A page that loads itself without end was under way when the person asked for the sheet. */
  if (is_asking (self)
      && door_navigation_gate_get_act (self->gate, webkit_uri_response_get_uri (response), NULL)
             == DOOR_ACT_NONE)
    {
      webkit_policy_decision_ignore (WEBKIT_POLICY_DECISION (decision));
      return TRUE;
    }

  load_answered (self, decision);
  challenged = door_challenged_response_new (response);
  if (challenged == NULL)
    {
      page_came (self, response);
      return FALSE;
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

  door_courier_arrived (self->courier);
  door_judge_set_loading (self->judge, FALSE);
  door_prompter_set_leaving (self->prompter, FALSE);
  door_slow_body_forget (self->slow_body);
  door_page_parts_forget (self->parts);
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
    door_courier_load_again (self->courier, DOOR_ACT_ASK);
}

static void
load_ended (DoorAuthenticator *self)
{
  door_judge_set_loading (self->judge, FALSE);
  door_prompter_set_leaving (self->prompter, FALSE);
  door_slow_body_forget (self->slow_body);
  g_clear_pointer (&self->pending, door_finding_free);
}

/**
 * door_authenticator_load_failed:
 * @stopped: whether the page from before is still there
 */
void
door_authenticator_load_failed (DoorAuthenticator *self, gboolean stopped)
{
  g_return_if_fail (DOOR_IS_AUTHENTICATOR (self));

  load_ended (self);
  if (door_navigation_gate_load_failed (self->gate, stopped))
    return;

  door_answerer_forget_given (self->answerer);
  door_judge_interrupt (self->judge);
  door_judge_forget_sign_in (self->judge);

  if (!stopped)
    door_prompter_clear (self->prompter, DOOR_PROMPT_OUTCOME_SUPERSEDED);
  else if (is_signing_in_for_page (self))
    door_prompter_ask_again (self->prompter);
  door_prompter_set_loading (self->prompter, FALSE);
}

/**
 * door_authenticator_load_lost:
 * @uri: what was being loaded
 * @posted: whether a form was sent for it
 *
 * The network process has ended before the main load had its response. It begins anew, with what
 * the person has answered, if they have. But a form may have come to the server, and is sent once
 * more by the person alone (RFC 9110 section 9.2.2).
 *
 * Returns: whether there is more to come; if not, the load has failed
 */
gboolean
door_authenticator_load_lost (DoorAuthenticator *self, const char *uri, gboolean posted)
{
  g_autoptr (DoorNotice) notice = NULL;

  g_return_val_if_fail (DOOR_IS_AUTHENTICATOR (self), FALSE);

  if (posted ? !is_signing_in_for_page (self) || !door_courier_has_answer (self->courier)
             : !door_courier_begin_anew (self->courier,
                                         door_navigation_gate_get_act (self->gate, uri, NULL)))
    return FALSE;

  load_ended (self);
  door_navigation_gate_load_failed (self->gate, FALSE);
  if (!posted)
    return TRUE;

  door_judge_interrupt (self->judge);
  door_prompter_clear (self->prompter, DOOR_PROMPT_OUTCOME_SUPERSEDED);
  door_prompter_set_loading (self->prompter, FALSE);
  notice = door_notice_new (DOOR_NOTICE_RESEND, NULL, NULL, FALSE);
  door_prompter_set_notice (self->prompter, notice);

  return TRUE;
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
 * door_authenticator_get_courier:
 *
 * Returns: (transfer none): what has the page loaded again
 */
DoorCourier *
door_authenticator_get_courier (DoorAuthenticator *self)
{
  g_return_val_if_fail (DOOR_IS_AUTHENTICATOR (self), NULL);

  return self->courier;
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
