/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-answerer.h"

#include <string.h>

#include "door-auto-preloader.h"
#include "door-web-challenge.h"

struct _DoorAnswerer
{
  GObject parent_instance;

  DoorWebContext *context;
  DoorSession *session; /* owned by the context */
  WebKitWebView *view;  /* not owned: the page owns both */
  DoorJudge *judge;     /* not owned: the authenticator owns both */
  guint64 tab;

  /* User information that the person typed in an address, for the first challenge of its server. */
  DoorOrigin *typed_server;
  char *typed_username;
  SecretValue *typed_password;
};

enum
{
  DECLINED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DoorAnswerer, door_answerer, G_TYPE_OBJECT)

static void
door_answerer_finalize (GObject *object)
{
  DoorAnswerer *self = DOOR_ANSWERER (object);

  door_answerer_forget_given (self);
  g_object_unref (self->context);

  G_OBJECT_CLASS (door_answerer_parent_class)->finalize (object);
}

static void
door_answerer_class_init (DoorAnswererClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = door_answerer_finalize;

  signals[DECLINED]
      = g_signal_new ("declined", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                      G_TYPE_NONE, 2, DOOR_TYPE_PROTECTION_SPACE, G_TYPE_STRING);
}

static void
door_answerer_init (DoorAnswerer *self)
{
}

/* WebKit does not name the server of an IPv6 address. While the main resource of such a server is
 * on its way, and only then, the question can be no one else's than its. */
static DoorOrigin *
provisional_ipv6_server (DoorAnswerer *self)
{
  const char *uri = webkit_web_view_get_uri (self->view);
  g_autoptr (DoorOrigin) server = NULL;

  if (!door_judge_is_loading (self->judge) || uri == NULL)
    return NULL;

  server = door_origin_new_for_uri (uri, NULL);
  if (server == NULL || strchr (door_origin_get_host (server), ':') == NULL)
    return NULL;

  return g_steal_pointer (&server);
}

static DoorChallengeNote *
find_signal_note (DoorAnswerer *self, DoorWebChallenge *challenge)
{
  return door_challenge_notes_find (door_judge_get_notes (self->judge), challenge->target,
                                    challenge->server, challenge->realm, challenge->scheme);
}

static DoorChallengeNote *
add_signal_note (DoorAnswerer *self, DoorWebChallenge *challenge, DoorCredentials *credentials)
{
  return door_challenge_notes_add (door_judge_get_notes (self->judge), challenge->target,
                                   challenge->server, challenge->realm, challenge->scheme,
                                   credentials);
}

static DoorAutoLogins *
get_auto_logins (DoorAnswerer *self)
{
  return door_session_get_auto_logins (self->session);
}

/* A server that asks in one realm after the other gets an answer in one. */
static DoorCredentials *
given_by_policy (DoorAnswerer *self, DoorProtectionSpace *space, const char *scheme)
{
  g_autoptr (DoorAutoLogin) login = door_auto_logins_get (get_auto_logins (self), space, scheme);

  if (login == NULL
      || door_judge_has_sent (self->judge, door_protection_space_get_target (space),
                              door_protection_space_get_server (space), login->rule))
    return NULL;

  return door_vault_put_auto (door_session_get_vault (self->session), space, scheme, login);
}

/* NTLM is libsoup's own business even there. */
static gboolean
is_shared_by_companion (DoorAnswerer *self, const char *scheme)
{
  return door_web_context_has_companion (self->context) && strcmp (scheme, "ntlm") != 0;
}

static DoorCredentials *
credentials_at_hand (DoorAnswerer *self, DoorProtectionSpace *space, DoorWebChallenge *challenge)
{
  DoorVault *vault = door_session_get_vault (self->session);
  DoorCredentials *credentials = door_vault_lookup (vault, space, challenge->scheme);

  /* What nobody has judged yet is for the page alone that it was given to. libsoup by itself shares
   * it between all pages anyway, and to decline here would take it from the page that asked. */
  if (credentials != NULL && !door_credentials_is_accepted (credentials)
      && door_credentials_get_rule (credentials) == NULL
      && !door_sign_in_has (door_judge_get_sign_in (self->judge), credentials)
      && is_shared_by_companion (self, challenge->scheme))
    credentials = NULL;

  if (!challenge->retry && self->typed_server != NULL && door_judge_is_loading (self->judge)
      && door_protection_space_get_target (space) == DOOR_TARGET_ORIGIN
      && door_origin_equal (self->typed_server, door_protection_space_get_server (space)))
    {
      credentials = door_vault_put (vault, space, challenge->scheme, self->typed_username,
                                    self->typed_password, FALSE);
      door_judge_take_sign_in (self->judge, door_sign_in_new (credentials, 0, 1, NULL));
      door_answerer_forget_given (self);
    }

  if (credentials == NULL && !challenge->retry)
    credentials = given_by_policy (self, space, challenge->scheme);

  if (credentials == NULL && !challenge->retry && challenge->target == DOOR_TARGET_PROXY)
    credentials = door_proxy_logins_answer (door_web_context_get_proxy_logins (self->context),
                                            vault, space, challenge->scheme);

  return credentials;
}

/* A part of the page; where a document leads to is decided when its response has come. */
static gboolean
is_forbidden (DoorAnswerer *self, DoorProtectionSpace *space)
{
  const char *uri = webkit_web_view_get_uri (self->view);
  g_autoptr (DoorOrigin) page = NULL;

  if (door_judge_is_loading (self->judge) || uri == NULL
      || door_protection_space_get_target (space) != DOOR_TARGET_ORIGIN
      || door_policy_get_cross_origin (door_session_get_policy (self->session))
             != DOOR_CROSS_ORIGIN_DENY)
    return FALSE;

  page = door_origin_new_for_uri (uri, NULL);

  return page == NULL || !door_origin_equal (page, door_protection_space_get_server (space));
}

static void
emit_challenge (DoorAnswerer *self, DoorChallengeNote *note)
{
  note->id = door_session_next_id (self->session);
  door_session_emit (self->session, &(DoorEvent){
                                        .kind = DOOR_EVENT_CHALLENGE,
                                        .id = note->id,
                                        .tab = self->tab,
                                        .space = door_credentials_get_space (note->credentials),
                                        .scheme = note->scheme,
                                    });
}

static void
emit_answered (DoorAnswerer *self, DoorChallengeNote *note)
{
  const char *rule = door_credentials_get_rule (note->credentials);
  const DoorDecision decision = {
    DOOR_VERDICT_ANSWER,
    rule != NULL ? DOOR_REASON_POLICY_LOGIN : DOOR_REASON_CREDENTIALS_AT_HAND,
  };

  door_session_emit (self->session, &(DoorEvent){
                                        .kind = DOOR_EVENT_VERDICT,
                                        .id = note->id,
                                        .tab = self->tab,
                                        .space = door_credentials_get_space (note->credentials),
                                        .scheme = note->scheme,
                                        .decision = &decision,
                                        .rule = rule,
                                    });
}

/* What the policy gave, and the request carried that now comes back. */
static DoorCredentials *
find_refused (DoorAnswerer *self, DoorWebChallenge *challenge, DoorProtectionSpace *space)
{
  DoorAutoPreloader *preloader = door_web_context_get_preloader (self->context);
  DoorOrigin *server = door_protection_space_get_server (space);
  DoorCredentials *credentials;

  if (challenge->retry)
    {
      credentials
          = door_vault_lookup (door_session_get_vault (self->session), space, challenge->scheme);
      return credentials != NULL && door_credentials_get_rule (credentials) != NULL ? credentials
                                                                                    : NULL;
    }

  credentials = door_auto_preloader_find (preloader, challenge->target, server);
  if (credentials == NULL)
    return NULL;

  /* It was not refused, but not even looked at. */
  if (strcmp (door_credentials_get_scheme (credentials), challenge->scheme) != 0)
    {
      door_auto_preloader_drop (preloader, credentials);
      return NULL;
    }

  /* What goes to one realm of a server alone did not go to this one. */
  return *door_protection_space_get_realm (door_credentials_get_space (credentials)) == '\0'
             ? credentials
             : NULL;
}

/* The password was another one when it was sent: it has been rotated. */
static DoorAutoLogin *
get_newer (DoorAnswerer *self, DoorProtectionSpace *space, DoorCredentials *refused)
{
  g_autoptr (DoorAutoLogin) login
      = door_auto_logins_get (get_auto_logins (self), space, door_credentials_get_scheme (refused));

  if (login == NULL
      || strcmp (secret_value_get_text (login->password),
                 secret_value_get_text (door_credentials_get_password (refused)))
             == 0)
    return NULL;

  return g_steal_pointer (&login);
}

/* What is sent for every realm is the new one from now on. To have the network process forget the
 * old one would end the connection of the request that is being answered. */
static void
replace_unasked (DoorAnswerer *self, DoorCredentials *before, DoorAutoLogin *newer)
{
  DoorProtectionSpace *space = door_credentials_get_space (before);

  if (*door_protection_space_get_realm (space) == '\0')
    door_web_context_preload_async (self->context,
                                    door_vault_put_auto (door_session_get_vault (self->session),
                                                         space,
                                                         door_credentials_get_scheme (before),
                                                         newer),
                                    NULL, NULL, NULL, NULL, NULL);
}

/* Once it is clear that what was sent is refused: nothing, or what is in its place by now. */
static void
answer_refused (DoorAnswerer *self,
                WebKitAuthenticationRequest *request,
                DoorWebChallenge *challenge,
                DoorProtectionSpace *space,
                DoorCredentials *refused)
{
  g_autoptr (DoorCredentials) before = door_credentials_ref (refused);
  g_autoptr (DoorAutoLogin) newer
      = is_forbidden (self, space) ? NULL : get_newer (self, space, before);
  DoorChallengeNote *note = find_signal_note (self, challenge);
  DoorVault *vault = door_session_get_vault (self->session);
  DoorCredentials *credentials;
  guint64 id;

  if (note == NULL || note->credentials != before)
    note = add_signal_note (self, challenge, before);
  if (newer == NULL)
    {
      note->refused = TRUE;
      door_web_challenge_answer (request, NULL);
      return;
    }

  emit_challenge (self, note);
  id = note->id;
  door_judge_supersede (self->judge, note);

  credentials = door_vault_put_auto (vault, space, challenge->scheme, newer);
  door_web_challenge_answer (request, credentials);
  replace_unasked (self, before, newer);
  note = add_signal_note (self, challenge, credentials);
  note->id = id;
  emit_answered (self, note);
}

/* Whether policy lets @credentials be sent; the response says then why they were not. */
static gboolean
may_answer (DoorAnswerer *self, DoorWebChallenge *challenge, DoorCredentials *credentials)
{
  DoorProtectionSpace *space = door_credentials_get_space (credentials);
  DoorOrigin *server = door_protection_space_get_server (space);
  DoorDecision decision
      = door_verdict_decide_answer (door_session_get_policy (self->session), challenge->scheme,
                                    door_origin_is_secure (server)
                                        || door_origin_is_loopback (server),
                                    door_credentials_get_rule (credentials) != NULL);

  return decision.verdict == DOOR_VERDICT_ANSWER;
}

static gboolean
on_authenticate (WebKitWebView *view, WebKitAuthenticationRequest *request, DoorAnswerer *self)
{
  g_autoptr (DoorWebChallenge) challenge = door_web_challenge_new (request);
  g_autoptr (DoorOrigin) server = NULL;
  g_autoptr (DoorProtectionSpace) space = NULL;
  DoorCredentials *credentials = NULL;
  DoorCredentials *refused = NULL;
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
      refused = find_refused (self, challenge, space);
      door_auto_preloader_learn (door_web_context_get_preloader (self->context), space,
                                 challenge->scheme);
      if (refused != NULL)
        {
          answer_refused (self, request, challenge, space, refused);
          return TRUE;
        }
      if (!is_forbidden (self, space))
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
      && may_answer (self, challenge, credentials)
      && (challenge->target == DOOR_TARGET_ORIGIN
          || door_web_context_has_companion (self->context)))
    {
      door_web_challenge_answer (request, credentials);
      note = add_signal_note (self, challenge, credentials);
      emit_challenge (self, note);
      emit_answered (self, note);
      return TRUE;
    }

  door_web_challenge_answer (request, NULL);
  if (note == NULL)
    note = add_signal_note (self, challenge, NULL);
  note->unread = TRUE;
  if (space != NULL && challenge->target == DOOR_TARGET_ORIGIN)
    g_signal_emit (self, signals[DECLINED], 0, space, challenge->scheme);

  return TRUE;
}

/**
 * door_answerer_new:
 * @context: where credentials live
 * @view: the view whose challenges these are; it outlives the answerer
 * @judge: is told what was sent; it outlives the answerer
 * @tab: the number of the page in the event log
 *
 * Returns: (transfer full): what answers the challenges of @view
 */
DoorAnswerer *
door_answerer_new (DoorWebContext *context, WebKitWebView *view, DoorJudge *judge, guint64 tab)
{
  DoorAnswerer *self;

  g_return_val_if_fail (DOOR_IS_WEB_CONTEXT (context), NULL);
  g_return_val_if_fail (WEBKIT_IS_WEB_VIEW (view), NULL);

  self = g_object_new (DOOR_TYPE_ANSWERER, NULL);
  self->context = g_object_ref (context);
  self->session = door_web_context_get_session (context);
  self->view = view;
  self->judge = judge;
  self->tab = tab;

  g_signal_connect_object (view, "authenticate", G_CALLBACK (on_authenticate), self, 0);

  return self;
}

/**
 * door_answerer_give:
 *
 * The person typed an address with user information: it answers the first challenge of @server
 * while that address loads.
 */
void
door_answerer_give (DoorAnswerer *self,
                    DoorOrigin *server,
                    const char *username,
                    SecretValue *password)
{
  g_return_if_fail (DOOR_IS_ANSWERER (self));

  door_answerer_forget_given (self);
  self->typed_server = door_origin_ref (server);
  self->typed_username = g_strdup (username);
  self->typed_password = secret_value_ref (password);
}

/**
 * door_answerer_forget_given:
 *
 * What the person typed in the address is of no more use: it has been asked for, or was not needed.
 */
void
door_answerer_forget_given (DoorAnswerer *self)
{
  g_return_if_fail (DOOR_IS_ANSWERER (self));

  g_clear_pointer (&self->typed_server, door_origin_unref);
  g_clear_pointer (&self->typed_username, g_free);
  g_clear_pointer (&self->typed_password, secret_value_unref);
}
