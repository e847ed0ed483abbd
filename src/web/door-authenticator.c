/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-authenticator.h"

#include <string.h>

#include "door-challenge-notes.h"
#include "door-challenged-response.h"
#include "door-sign-in.h"
#include "door-web-challenge.h"

/* A 401 whose body does not end is never delivered; after this long the person hears of it. */
#define SLOW_BODY_SECONDS 10

#define MAX_FRAME_URIS 256

struct _DoorAuthenticator
{
  GObject parent_instance;

  DoorWebContext *context;
  DoorSession *session; /* owned by the context */
  WebKitWebView *view;  /* not owned: the page owns both */
  DoorNavigationGate *gate;
  guint64 tab;
  DoorPrompter *prompter;

  DoorChallengeNotes *notes;
  GHashTable *frame_uris; /* of frame documents, whose responses were seen by decide_response */
  DoorFinding *pending;   /* of the main resource, until it is committed */
  DoorSignIn *sign_in;    /* what the person answered, until the server judges it */
  GCancellable *cancellable;
  gboolean provisional;   /* a main load has started and has no response yet */
  DoorFinding *slow_body; /* what that load asked for, while its body is awaited */
  guint slow_body_source;

  /* User information that the person typed in an address, for the first challenge of its server. */
  DoorOrigin *typed_server;
  char *typed_username;
  SecretValue *typed_password;
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
clear_typed (DoorAuthenticator *self)
{
  g_clear_pointer (&self->typed_server, door_origin_unref);
  g_clear_pointer (&self->typed_username, g_free);
  g_clear_pointer (&self->typed_password, secret_value_unref);
}

static void
take_sign_in (DoorAuthenticator *self, DoorSignIn *sign_in)
{
  g_clear_pointer (&self->sign_in, door_sign_in_free);
  self->sign_in = sign_in;
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

  clear_typed (self);
  take_sign_in (self, NULL);
  g_clear_pointer (&self->pending, door_finding_free);
  g_clear_object (&self->prompter);
  g_clear_pointer (&self->notes, door_challenge_notes_free);
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
  signals[FRAME_AGAIN] = g_signal_new ("frame-again", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                       0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[DOWNLOAD_AGAIN]
      = g_signal_new ("download-again", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                      NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[BODY_UNUSABLE]
      = g_signal_new ("body-unusable", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                      NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
door_authenticator_init (DoorAuthenticator *self)
{
  self->notes = door_challenge_notes_new ();
  self->frame_uris = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

static void
emit_judged (DoorAuthenticator *self,
             DoorEventKind kind,
             DoorCredentials *credentials,
             guint64 id,
             const char *uri)
{
  DoorSignIn *sign_in = door_sign_in_has (self->sign_in, credentials) && self->sign_in->id != 0
                            ? self->sign_in
                            : NULL;

  door_session_emit (self->session, &(DoorEvent){
                                        .kind = kind,
                                        .id = sign_in != NULL ? sign_in->id : id,
                                        .tab = self->tab,
                                        .uri = uri,
                                        .space = door_credentials_get_space (credentials),
                                        .scheme = door_credentials_get_scheme (credentials),
                                        .attempt = sign_in != NULL ? sign_in->attempt : 1,
                                    });
}

static void
discard (DoorAuthenticator *self, DoorCredentials *credentials)
{
  if (door_vault_remove (door_session_get_vault (self->session), credentials))
    door_web_context_forget (self->context, door_credentials_get_space (credentials));
}

static void
forget_sign_in (DoorAuthenticator *self)
{
  if (self->sign_in == NULL)
    return;

  if (!door_credentials_is_accepted (self->sign_in->credentials))
    discard (self, self->sign_in->credentials);
  take_sign_in (self, NULL);
}

/* Challenges */

/* The first challenge in the order sent about which the signal left a note. */
static DoorChallengeNote *
find_note (DoorAuthenticator *self, DoorChallengedResponse *response, DoorChallenge **found)
{
  DoorOrigin *server = response->server;
  guint n = door_challenge_list_get_n (response->challenges);

  for (guint i = 0; i < n; i++)
    {
      DoorChallenge *challenge = door_challenge_list_get (response->challenges, i);
      const char *realm = door_challenge_get_realm (challenge);
      DoorChallengeNote *note;

      if (door_challenge_is_malformed (challenge))
        continue;

      note = door_challenge_notes_find (self->notes, response->target, server,
                                        realm != NULL ? realm : "",
                                        door_challenge_get_scheme (challenge));
      /* libsoup and WebKit may spell a realm that is not UTF-8 in another way. */
      if (note == NULL)
        note = door_challenge_notes_find (self->notes, response->target, server, NULL,
                                          door_challenge_get_scheme (challenge));
      if (note != NULL)
        {
          *found = challenge;
          return note;
        }
    }

  return NULL;
}

static void
judge_refused (DoorAuthenticator *self,
               DoorChallengeNote *note,
               DoorContext context,
               const char *uri)
{
  note->refused = TRUE;
  emit_judged (self, DOOR_EVENT_REFUSED, note->credentials, note->id, uri);
  door_session_refused (self->session, note->credentials);

  /* Credentials that one part of a page does not take may be right for the rest of the space. */
  if (context == DOOR_CONTEXT_NAVIGATION || door_sign_in_has (self->sign_in, note->credentials))
    discard (self, note->credentials);
  if (door_sign_in_has (self->sign_in, note->credentials))
    take_sign_in (self, NULL);
}

/* While the page is loaded again with what the person gave, its old parts may still be refused for
 * having had nothing. */
static gboolean
may_judge (DoorAuthenticator *self, DoorChallengeNote *note, DoorContext context)
{
  return context == DOOR_CONTEXT_NAVIGATION || !door_sign_in_has (self->sign_in, note->credentials)
         || (self->sign_in->part != NULL && !self->provisional);
}

/* A server that answers credentials with a 401 has refused them, whatever it asks for now. */
static void
judge_unanswered (DoorAuthenticator *self, DoorChallengedResponse *response)
{
  for (guint i = 0; i < door_challenge_notes_get_n (self->notes); i++)
    {
      DoorChallengeNote *note = door_challenge_notes_get (self->notes, i);

      if (!door_sign_in_has (self->sign_in, note->credentials))
        continue;

      if (door_origin_equal (response->server, door_protection_space_get_server (
                                                   door_credentials_get_space (note->credentials))))
        {
          judge_refused (self, note, DOOR_CONTEXT_NAVIGATION, response->uri);
          return;
        }
    }
}

static void
emit_finding (DoorAuthenticator *self,
              DoorEventKind kind,
              DoorFinding *finding,
              DoorTarget target,
              const char *const *offered)
{
  door_session_emit (self->session,
                     &(DoorEvent){
                         .kind = kind,
                         .id = finding->id,
                         .tab = self->tab,
                         .uri = finding->uri,
                         .context = &finding->context,
                         .space = finding->space,
                         .target = target,
                         .server = finding->server,
                         .scheme = finding->space != NULL ? finding->scheme : NULL,
                         .offered = offered,
                         .decision = kind == DOOR_EVENT_VERDICT ? &finding->decision : NULL,
                     });
}

/* Decides about a finding whose challenge was told, and tells what. */
static void
conclude (DoorAuthenticator *self,
          DoorFinding *finding,
          DoorTarget target,
          DoorCircumstances *circumstances)
{
  DoorSuppression *suppression = door_session_get_suppression (self->session);

  circumstances->context = finding->context;
  circumstances->target = target;
  circumstances->policy = door_session_get_policy (self->session);
  circumstances->known = finding->space != NULL;
  circumstances->scheme = finding->space != NULL ? finding->scheme : NULL;
  circumstances->refused = finding->refused;
  circumstances->encrypted = !door_finding_is_unencrypted (finding);
  circumstances->proxy_in_use = door_challenge_notes_find_proxy (self->notes) != NULL;
  circumstances->proxy_supported = door_web_context_has_companion (self->context);

  if (circumstances->act == DOOR_ACT_ASK)
    door_suppression_person_asked (suppression, target, finding->server);
  else if (circumstances->act == DOOR_ACT_FOLLOW)
    door_suppression_person_acted (suppression, target, finding->server);

  circumstances->cancelled
      = finding->space != NULL && door_suppression_is_cancelled (suppression, finding->space);
  circumstances->asked = door_suppression_was_asked (suppression, target, finding->server);

  finding->decision = door_verdict_decide (circumstances);
  emit_finding (self, DOOR_EVENT_VERDICT, finding, target, NULL);
}

static DoorFinding *
examine (DoorAuthenticator *self, DoorChallengedResponse *response, DoorContext context)
{
  g_autoptr (DoorOrigin) page = NULL;
  g_auto (GStrv) offered = door_challenged_response_dup_schemes (response);
  const char *page_uri = webkit_web_view_get_uri (self->view);
  DoorChallenge *challenge = NULL;
  DoorChallengeNote *note = response->target == DOOR_TARGET_PROXY
                                ? door_challenge_notes_find_proxy (self->notes)
                                : find_note (self, response, &challenge);
  DoorFinding *finding
      = door_finding_new (door_session_next_id (self->session), context,
                          note != NULL && note->server != NULL ? note->server : response->server);
  DoorCircumstances circumstances = { 0 };

  if (note != NULL)
    {
      finding->space = door_protection_space_new (response->target, finding->server, note->realm);
      finding->scheme = g_strdup (note->scheme);
    }
  else
    {
      finding->scheme = g_strdup (offered[0]);
    }

  finding->uri = g_strdup (response->uri);
  if (challenge != NULL)
    finding->challenge = door_challenge_to_string (challenge);

  emit_finding (self, DOOR_EVENT_CHALLENGE, finding, response->target,
                (const char *const *)offered);

  if (note != NULL && note->credentials != NULL && may_judge (self, note, context))
    {
      /* What was sent without being asked for has no challenge before this one. */
      if (note->id == 0)
        note->id = finding->id;
      finding->refused = TRUE;
      finding->username = g_strdup (door_credentials_get_username (note->credentials));
      judge_refused (self, note, context, response->uri);
    }
  else if (context == DOOR_CONTEXT_NAVIGATION)
    {
      judge_unanswered (self, response);
    }

  if (page_uri != NULL)
    page = door_origin_new_for_uri (page_uri, NULL);

  circumstances.n_challenges = door_challenge_list_get_n (response->challenges);
  circumstances.malformed = door_challenge_list_is_malformed (response->challenges);
  circumstances.cross_origin = page == NULL || !door_origin_equal (page, response->server);
  if (context == DOOR_CONTEXT_NAVIGATION)
    circumstances.act = door_navigation_gate_get_act (self->gate, response->uri);

  conclude (self, finding, response->target, &circumstances);

  return finding;
}

static void
accept (DoorAuthenticator *self, DoorCredentials *credentials, guint64 id, const char *uri)
{
  gboolean asked = door_sign_in_has (self->sign_in, credentials);

  emit_judged (self, DOOR_EVENT_ACCEPTED, credentials, id, uri);
  door_session_signed_in (self->session, credentials);
  if (asked)
    take_sign_in (self, NULL);
}

/* Whether a response judges the credentials that it was asked for with: the server may not even
 * have looked at them before it failed. */
static gboolean
is_judgement (WebKitURIResponse *response)
{
  return webkit_uri_response_get_status_code (response) < 500;
}

/* The main resource judges all credentials that were sent for it, also on the way of redirects. */
static void
judge_accepted (DoorAuthenticator *self, WebKitURIResponse *response)
{
  if (!is_judgement (response))
    return;

  for (guint i = 0; i < door_challenge_notes_get_n (self->notes); i++)
    {
      DoorChallengeNote *note = door_challenge_notes_get (self->notes, i);

      if (note->credentials == NULL || note->refused
          || door_credentials_is_accepted (note->credentials)
          || (door_sign_in_has (self->sign_in, note->credentials) && self->sign_in->part != NULL))
        continue;

      accept (self, note->credentials, note->id, webkit_uri_response_get_uri (response));
    }
}

/* Of the rest, only what was asked for judges what was answered. */
static void
judge_part_accepted (DoorAuthenticator *self, WebKitURIResponse *response)
{
  const char *uri = webkit_uri_response_get_uri (response);

  if (is_judgement (response) && door_sign_in_is_judged_by_part (self->sign_in, uri))
    accept (self, self->sign_in->credentials, 0, uri);
}

/* The authenticate signal */

/* WebKit does not name the server of an IPv6 address. While the main resource of such a server is
 * on its way, and only then, the question can be no one else's than its. */
static DoorOrigin *
provisional_ipv6_server (DoorAuthenticator *self)
{
  const char *uri = webkit_web_view_get_uri (self->view);
  g_autoptr (DoorOrigin) server = NULL;

  if (!self->provisional || uri == NULL)
    return NULL;

  server = door_origin_new_for_uri (uri, NULL);
  if (server == NULL || strchr (door_origin_get_host (server), ':') == NULL)
    return NULL;

  return g_steal_pointer (&server);
}

static DoorChallengeNote *
find_signal_note (DoorAuthenticator *self, DoorWebChallenge *challenge)
{
  return door_challenge_notes_find (self->notes, challenge->target, challenge->server,
                                    challenge->realm, challenge->scheme);
}

static DoorChallengeNote *
add_signal_note (DoorAuthenticator *self, DoorWebChallenge *challenge, DoorCredentials *credentials)
{
  return door_challenge_notes_add (self->notes, challenge->target, challenge->server,
                                   challenge->realm, challenge->scheme, credentials);
}

static DoorCredentials *
given_at_start (DoorAuthenticator *self, DoorProtectionSpace *space, const char *scheme)
{
  DoorLoginList *logins = door_session_get_logins (self->session);
  DoorCredentials *credentials;
  const char *username;
  SecretValue *password;

  if (logins == NULL || !door_login_list_find (logins, space, &username, &password))
    return NULL;

  credentials = door_vault_put (door_session_get_vault (self->session), space, scheme, username,
                                password, FALSE);
  if (self->provisional)
    take_sign_in (self, door_sign_in_new (credentials, 0, 1, NULL));

  return credentials;
}

static DoorCredentials *
credentials_at_hand (DoorAuthenticator *self,
                     DoorProtectionSpace *space,
                     DoorWebChallenge *challenge)
{
  DoorVault *vault = door_session_get_vault (self->session);
  DoorCredentials *credentials = door_vault_lookup (vault, space, challenge->scheme);
  g_autofree char *username = NULL;
  g_autoptr (SecretValue) password = NULL;

  /* What nobody has judged yet is for the page alone that it was given to. libsoup by itself shares
   * it between all pages anyway, and to decline here would take it from the page that asked. */
  if (credentials != NULL && !door_credentials_is_accepted (credentials)
      && !door_sign_in_has (self->sign_in, credentials)
      && door_web_context_has_companion (self->context))
    credentials = NULL;

  if (!challenge->retry && self->typed_server != NULL && self->provisional
      && door_protection_space_get_target (space) == DOOR_TARGET_ORIGIN
      && door_origin_equal (self->typed_server, door_protection_space_get_server (space)))
    {
      credentials = door_vault_put (vault, space, challenge->scheme, self->typed_username,
                                    self->typed_password, FALSE);
      take_sign_in (self, door_sign_in_new (credentials, 0, 1, NULL));
      clear_typed (self);
    }

  if (credentials == NULL && !challenge->retry)
    credentials = given_at_start (self, space, challenge->scheme);

  if (!challenge->retry && door_protection_space_get_target (space) == DOOR_TARGET_PROXY
      && door_web_context_take_proxy_login (self->context, door_protection_space_get_server (space),
                                            &username, &password))
    {
      credentials = door_vault_put (vault, space, challenge->scheme, username, password, FALSE);
      take_sign_in (self, door_sign_in_new (credentials, 0, 1, NULL));
    }

  return credentials;
}

static void
on_preloaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  DoorAuthenticator *self = user_data;
  g_autofree char *uri = NULL;
  g_autoptr (GError) error = NULL;
  DoorFinding *finding;
  guint signal;

  if (door_web_context_preload_finish (DOOR_WEB_CONTEXT (source), result, &error))
    {
      /* Sent without being asked for, they are judged as if they had been. */
      if (self->sign_in != NULL)
        {
          DoorProtectionSpace *space = door_credentials_get_space (self->sign_in->credentials);
          DoorChallengeNote *note
              = door_challenge_notes_add (self->notes, door_protection_space_get_target (space),
                                          door_protection_space_get_server (space),
                                          door_protection_space_get_realm (space),
                                          door_credentials_get_scheme (self->sign_in->credentials),
                                          self->sign_in->credentials);

          note->id = self->sign_in->id;
        }
    }
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      return;
    }

  if (!door_prompter_is_signing_in (self->prompter))
    {
      forget_sign_in (self);
      return;
    }

  finding = door_prompter_get_finding (self->prompter);
  if (finding->context != DOOR_CONTEXT_FRAME && finding->context != DOOR_CONTEXT_DOWNLOAD)
    {
      g_signal_emit (self, signals[LOAD_AGAIN], 0);
      return;
    }

  signal = finding->context == DOOR_CONTEXT_FRAME ? FRAME_AGAIN : DOWNLOAD_AGAIN;
  uri = g_strdup (finding->uri);
  door_prompter_clear (self->prompter, DOOR_PROMPT_OUTCOME_SUBMIT);
  g_signal_emit (self, signals[signal], 0, uri);
}

static void
on_submitted (DoorPrompter *prompter, DoorCredentials *credentials, DoorAuthenticator *self)
{
  DoorFinding *finding = door_prompter_get_finding (prompter);
  DoorPrompt *prompt = door_prompter_get_prompt (prompter);

  take_sign_in (self, door_sign_in_new (credentials, door_prompt_get_id (prompt),
                                        door_prompt_get_attempt (prompt),
                                        finding->context != DOOR_CONTEXT_NAVIGATION ? finding->uri
                                                                                    : NULL));
  door_web_context_preload_async (self->context, credentials, finding->uri, finding->challenge,
                                  self->cancellable, on_preloaded, self);
}

static gboolean
on_slow_body (gpointer user_data)
{
  DoorAuthenticator *self = user_data;
  DoorFinding *finding = g_steal_pointer (&self->slow_body);
  const char *uri = webkit_web_view_get_uri (self->view);
  DoorCircumstances circumstances = { .n_challenges = 1, .unfinished = TRUE };

  self->slow_body_source = 0;
  finding->id = door_session_next_id (self->session);
  finding->uri = g_strdup (uri);
  circumstances.act = uri != NULL ? door_navigation_gate_get_act (self->gate, uri) : DOOR_ACT_NONE;
  emit_finding (self, DOOR_EVENT_CHALLENGE, finding, DOOR_TARGET_ORIGIN, NULL);
  conclude (self, finding, DOOR_TARGET_ORIGIN, &circumstances);
  door_prompter_show_part (self->prompter, finding);

  return G_SOURCE_REMOVE;
}

static void
watch_slow_body (DoorAuthenticator *self, DoorProtectionSpace *space, const char *scheme)
{
  if (!self->provisional || self->slow_body != NULL)
    return;

  self->slow_body
      = door_finding_new (0, DOOR_CONTEXT_NAVIGATION, door_protection_space_get_server (space));
  self->slow_body->space = door_protection_space_ref (space);
  self->slow_body->scheme = g_strdup (scheme);
  self->slow_body_source = g_timeout_add_seconds (SLOW_BODY_SECONDS, on_slow_body, self);
}

static void
emit_answered (DoorAuthenticator *self, DoorChallengeNote *note)
{
  const DoorDecision decision = { DOOR_VERDICT_ANSWER, DOOR_REASON_CREDENTIALS_AT_HAND };
  DoorProtectionSpace *space = door_credentials_get_space (note->credentials);

  note->id = door_session_next_id (self->session);
  door_session_emit (self->session, &(DoorEvent){
                                        .kind = DOOR_EVENT_CHALLENGE,
                                        .id = note->id,
                                        .tab = self->tab,
                                        .space = space,
                                        .scheme = note->scheme,
                                    });
  door_session_emit (self->session, &(DoorEvent){
                                        .kind = DOOR_EVENT_VERDICT,
                                        .id = note->id,
                                        .tab = self->tab,
                                        .space = space,
                                        .scheme = note->scheme,
                                        .decision = &decision,
                                    });
}

static gboolean
on_authenticate (WebKitWebView *view, WebKitAuthenticationRequest *request, DoorAuthenticator *self)
{
  g_autoptr (DoorWebChallenge) challenge = door_web_challenge_new (request);
  g_autoptr (DoorOrigin) server = NULL;
  g_autoptr (DoorProtectionSpace) space = NULL;
  DoorCredentials *credentials = NULL;
  DoorChallengeNote *note;

  if (challenge == NULL)
    {
      door_web_challenge_answer (request, NULL);
      return TRUE;
    }

  server = challenge->server != NULL ? door_origin_ref (challenge->server)
                                     : provisional_ipv6_server (self);
  if (server != NULL)
    {
      space = door_protection_space_new (challenge->target, server, challenge->realm);
      credentials = credentials_at_hand (self, space, challenge);
    }

  note = find_signal_note (self, challenge);
  if (challenge->retry)
    {
      /* Never twice in one load. */
      if (note == NULL || note->credentials == NULL)
        note = add_signal_note (self, challenge, credentials);
      note->refused = TRUE;
      door_web_challenge_answer (request, NULL);
      return TRUE;
    }

  if (credentials != NULL && (note == NULL || !note->refused)
      && (challenge->target == DOOR_TARGET_ORIGIN
          || door_web_context_has_companion (self->context)))
    {
      door_web_challenge_answer (request, credentials);
      emit_answered (self, add_signal_note (self, challenge, credentials));
      return TRUE;
    }

  door_web_challenge_answer (request, NULL);
  if (note == NULL)
    add_signal_note (self, challenge, NULL);
  if (space != NULL && challenge->target == DOOR_TARGET_ORIGIN)
    watch_slow_body (self, space, challenge->scheme);

  return TRUE;
}

/* Subresources */

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
      judge_part_accepted (self, response);
      return;
    }

  if (!g_hash_table_contains (self->frame_uris, challenged->uri))
    door_prompter_show_part (self->prompter, examine (self, challenged, DOOR_CONTEXT_SUBRESOURCE));
}

static void
on_resource_load_started (WebKitWebView *view,
                          WebKitWebResource *resource,
                          WebKitURIRequest *request,
                          DoorAuthenticator *self)
{
  g_signal_connect_object (resource, "notify::response", G_CALLBACK (on_resource_response), self,
                           0);
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
  self->session = door_web_context_get_session (context);
  self->cancellable = g_cancellable_new ();
  self->view = view;
  self->gate = g_object_ref (gate);
  self->prompter = g_object_ref (prompter);
  self->tab = tab;

  g_signal_connect_object (view, "authenticate", G_CALLBACK (on_authenticate), self, 0);
  g_signal_connect_object (view, "resource-load-started", G_CALLBACK (on_resource_load_started),
                           self, 0);
  g_signal_connect_object (prompter, "submitted", G_CALLBACK (on_submitted), self, 0);

  return self;
}

static gboolean
is_asking (DoorAuthenticator *self)
{
  DoorPrompt *prompt = door_prompter_get_prompt (self->prompter);

  return prompt != NULL && door_prompt_get_state (prompt) == DOOR_PROMPT_OPEN;
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
      && door_navigation_gate_get_act (self->gate, webkit_uri_response_get_uri (response))
             == DOOR_ACT_NONE)
    {
      webkit_policy_decision_ignore (WEBKIT_POLICY_DECISION (decision));
      return TRUE;
    }

  if (main_resource)
    {
      forget_slow_body (self);
      self->provisional = FALSE;
      clear_typed (self);
      g_clear_pointer (&self->pending, door_finding_free);
    }

  if (challenged == NULL)
    {
      if (!main_resource)
        {
          judge_part_accepted (self, response);
        }
      else
        {
          judge_accepted (self, response);
          if (door_prompter_is_signing_in (self->prompter))
            door_prompter_clear (self->prompter, DOOR_PROMPT_OUTCOME_SUBMIT);
          door_challenge_notes_clear (self->notes);
        }
      return FALSE;
    }

  if (!main_resource)
    {
      if (g_hash_table_size (self->frame_uris) < MAX_FRAME_URIS)
        g_hash_table_add (self->frame_uris, g_strdup (challenged->uri));
      door_prompter_show_part (self->prompter, examine (self, challenged, DOOR_CONTEXT_FRAME));
      webkit_policy_decision_use (WEBKIT_POLICY_DECISION (decision));
      return TRUE;
    }

  finding = examine (self, challenged, DOOR_CONTEXT_NAVIGATION);
  /* What the challenge that is asked about now did not refuse was accepted on the way. */
  judge_accepted (self, response);
  door_challenge_notes_clear (self->notes);

  if (!webkit_response_policy_decision_is_mime_type_supported (decision))
    {
      webkit_policy_decision_ignore (WEBKIT_POLICY_DECISION (decision));
      g_signal_emit (self, signals[BODY_UNUSABLE], 0, challenged->uri);
      door_prompter_show (self->prompter, finding);
      return TRUE;
    }

  /* Even with “Content-Disposition: attachment”: no 401 body becomes a file. */
  self->pending = finding;
  webkit_policy_decision_use (WEBKIT_POLICY_DECISION (decision));

  return TRUE;
}

/**
 * door_authenticator_download_response:
 *
 * Reads the response to a download that this page has started.
 */
void
door_authenticator_download_response (DoorAuthenticator *self, WebKitURIResponse *response)
{
  g_autoptr (DoorChallengedResponse) challenged = door_challenged_response_new (response);

  g_return_if_fail (DOOR_IS_AUTHENTICATOR (self));

  if (challenged != NULL)
    door_prompter_show_part (self->prompter, examine (self, challenged, DOOR_CONTEXT_DOWNLOAD));
  else
    judge_part_accepted (self, response);
}

/**
 * door_authenticator_load_changed:
 *
 * Follows the main load of the view: a question opens over the page that it belongs to.
 */
void
door_authenticator_load_changed (DoorAuthenticator *self, WebKitLoadEvent event)
{
  g_return_if_fail (DOOR_IS_AUTHENTICATOR (self));

  if (event == WEBKIT_LOAD_STARTED)
    self->provisional = TRUE;

  if (event != WEBKIT_LOAD_COMMITTED)
    return;

  self->provisional = FALSE;
  forget_slow_body (self);
  g_hash_table_remove_all (self->frame_uris);
  door_navigation_gate_drop (self->gate);

  if (self->pending != NULL)
    {
      door_prompter_show (self->prompter, g_steal_pointer (&self->pending));
    }
  else
    {
      door_prompter_clear (self->prompter, DOOR_PROMPT_OUTCOME_SUPERSEDED);
    }

  /* The load that was to be judged is over, and for a part the next one. */
  if (self->sign_in != NULL && self->sign_in->part != NULL && self->sign_in->fresh)
    self->sign_in->fresh = FALSE;
  else
    forget_sign_in (self);
}

/**
 * door_authenticator_load_failed:
 * @stopped: whether the page from before is still there
 */
void
door_authenticator_load_failed (DoorAuthenticator *self, gboolean stopped)
{
  g_return_if_fail (DOOR_IS_AUTHENTICATOR (self));

  self->provisional = FALSE;
  forget_slow_body (self);
  clear_typed (self);
  g_clear_pointer (&self->pending, door_finding_free);
  forget_sign_in (self);

  if (!stopped)
    door_prompter_clear (self->prompter, DOOR_PROMPT_OUTCOME_SUPERSEDED);
  else if (door_prompter_is_signing_in (self->prompter))
    door_prompter_ask_again (self->prompter);
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

  clear_typed (self);
  self->typed_server = door_origin_ref (server);
  self->typed_username = g_strdup (username);
  self->typed_password = secret_value_ref (password);
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
  forget_sign_in (self);
  g_clear_pointer (&self->pending, door_finding_free);
  door_challenge_notes_clear (self->notes);
  door_navigation_gate_drop (self->gate);
}
