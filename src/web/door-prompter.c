/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-prompter.h"

#include "door-finding-notice.h"

struct _DoorPrompter
{
  GObject parent_instance;

  DoorSession *session;
  WebKitWebView *view; /* not owned: the page owns both */
  DoorNavigationGate *gate;
  guint64 tab;
  gboolean in_front;
  gboolean leaving;
  gboolean loading;

  DoorFinding *finding; /* what the prompt or the notice is about */
  DoorPrompt *prompt;
  gboolean elsewhere; /* a proxy's question that is shown in another page */
  gboolean prompt_shown;
  gboolean prompt_answered; /* the page is being loaded again with the answer */
  DoorNotice *notice;
};

enum
{
  PROP_0,
  PROP_PROMPT,
  PROP_NOTICE,
  N_PROPS
};

enum
{
  SUBMITTED,
  LOAD_AGAIN,
  DOWNLOAD_AGAIN,
  GIVEN_UP,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DoorPrompter, door_prompter, G_TYPE_OBJECT)

static void
door_prompter_dispose (GObject *object)
{
  DoorPrompter *self = DOOR_PROMPTER (object);

  door_prompter_clear (self, DOOR_PROMPT_OUTCOME_GONE);
  door_session_set_awaited (self->session, self->tab, FALSE);

  G_OBJECT_CLASS (door_prompter_parent_class)->dispose (object);
}

static void
door_prompter_finalize (GObject *object)
{
  DoorPrompter *self = DOOR_PROMPTER (object);

  g_object_unref (self->gate);
  g_object_unref (self->session);

  G_OBJECT_CLASS (door_prompter_parent_class)->finalize (object);
}

static void
door_prompter_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  DoorPrompter *self = DOOR_PROMPTER (object);

  switch (property_id)
    {
    case PROP_PROMPT:
      g_value_set_object (value, door_prompter_get_prompt (self));
      break;
    case PROP_NOTICE:
      g_value_set_object (value, self->notice);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
door_prompter_class_init (DoorPrompterClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags read_only = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->dispose = door_prompter_dispose;
  object_class->finalize = door_prompter_finalize;
  object_class->get_property = door_prompter_get_property;

  properties[PROP_PROMPT] = g_param_spec_object ("prompt", NULL, NULL, DOOR_TYPE_PROMPT, read_only);
  properties[PROP_NOTICE] = g_param_spec_object ("notice", NULL, NULL, DOOR_TYPE_NOTICE, read_only);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SUBMITTED] = g_signal_new ("submitted", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                     NULL, NULL, NULL, G_TYPE_NONE, 1, DOOR_TYPE_CREDENTIALS);
  signals[LOAD_AGAIN] = g_signal_new ("load-again", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                      NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[DOWNLOAD_AGAIN]
      = g_signal_new ("download-again", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                      NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[GIVEN_UP] = g_signal_new ("given-up", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                    NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
door_prompter_init (DoorPrompter *self)
{
}

static gboolean
is_for_proxy (DoorProtectionSpace *space)
{
  return door_protection_space_get_target (space) == DOOR_TARGET_PROXY;
}

/* A proxy's question may have come from another page since it was opened there. */
static guint64
tab_of_prompt (DoorPrompter *self, DoorEventKind kind)
{
  DoorProxyQueue *queue = door_session_get_proxy_queue (self->session);

  if (!is_for_proxy (door_prompt_get_space (self->prompt)))
    return self->tab;

  if (kind == DOOR_EVENT_PROMPT_OPENED)
    door_proxy_queue_set_opener (queue, self->prompt, self->tab);

  return door_proxy_queue_get_opener (queue, self->prompt);
}

static void
emit_prompt (DoorPrompter *self, DoorEventKind kind, DoorPromptOutcome outcome)
{
  guint64 tab = tab_of_prompt (self, kind);

  door_session_emit (self->session,
                     &(DoorEvent){
                         .kind = kind,
                         .id = door_prompt_get_id (self->prompt),
                         .tab = tab,
                         .uri = tab == self->tab ? webkit_web_view_get_uri (self->view) : NULL,
                         .space = door_prompt_get_space (self->prompt),
                         .scheme = door_prompt_get_scheme (self->prompt),
                         .attempt = door_prompt_get_attempt (self->prompt),
                         .outcome = outcome,
                     });
}

static void
take_finding (DoorPrompter *self, DoorFinding *finding)
{
  g_clear_pointer (&self->finding, door_finding_free);
  self->finding = finding;
}

/* Other pages still wait for the answer to a question that this one waits for no more. */
static void
leave_prompt (DoorPrompter *self)
{
  g_signal_handlers_disconnect_by_data (self->prompt, self);
  g_clear_object (&self->prompt);
  self->elsewhere = FALSE;
  self->prompt_shown = FALSE;
  self->prompt_answered = FALSE;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROMPT]);
  door_navigation_gate_drop (self->gate);
}

static void
close_prompt (DoorPrompter *self, DoorPromptOutcome outcome)
{
  g_autoptr (DoorPrompt) prompt = self->prompt != NULL ? g_object_ref (self->prompt) : NULL;

  if (prompt == NULL)
    return;

  if (!is_for_proxy (door_prompt_get_space (prompt)))
    {
      door_prompt_close (prompt, outcome);
      return;
    }

  door_proxy_queue_leave (door_session_get_proxy_queue (self->session), prompt, self->tab, outcome);
  if (self->prompt == prompt)
    leave_prompt (self);
}

static void
person_asked (DoorPrompter *self)
{
  DoorSuppression *suppression = door_session_get_suppression (self->session);

  door_suppression_person_asked (suppression,
                                 door_protection_space_get_target (self->finding->space),
                                 self->finding->server, door_suppression_get_moment (suppression));
}

/* A question is open in the log each time from when the person may answer it until they did, or
 * cannot any more. */
static void
on_prompt_state (DoorPrompt *prompt, GParamSpec *pspec, DoorPrompter *self)
{
  DoorPromptState state = door_prompt_get_state (prompt);

  if (self->elsewhere)
    return;

  if (state != DOOR_PROMPT_CLOSED)
    self->prompt_answered = state == DOOR_PROMPT_SUBMITTED;

  if ((state == DOOR_PROMPT_OPEN) == self->prompt_shown)
    return;

  self->prompt_shown = state == DOOR_PROMPT_OPEN;
  if (self->prompt_shown)
    emit_prompt (self, DOOR_EVENT_PROMPT_OPENED, DOOR_PROMPT_OUTCOME_NONE);
  else
    emit_prompt (self, DOOR_EVENT_PROMPT_CLOSED,
                 state == DOOR_PROMPT_SUBMITTED ? DOOR_PROMPT_OUTCOME_SUBMIT
                                                : door_prompt_get_outcome (prompt));
}

static void
on_prompt_submitted (DoorPrompt *prompt,
                     const char *username,
                     SecretValue *password,
                     gboolean remember,
                     DoorPrompter *self)
{
  DoorCredentials *credentials;

  if (self->elsewhere)
    return;

  credentials
      = door_vault_put (door_session_get_vault (self->session), door_prompt_get_space (prompt),
                        door_prompt_get_scheme (prompt), username, password, remember);

  person_asked (self);
  door_prompter_set_notice (self, NULL);
  g_signal_emit (self, signals[SUBMITTED], 0, credentials);
}

static void
on_prompt_closed (DoorPrompt *prompt, int outcome, DoorPrompter *self)
{
  g_autoptr (DoorProtectionSpace) space
      = door_protection_space_ref (door_prompt_get_space (prompt));
  g_autoptr (DoorNotice) notice = NULL;

  self->elsewhere = FALSE;
  g_clear_object (&self->prompt);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROMPT]);

  if (outcome != DOOR_PROMPT_OUTCOME_CANCEL)
    {
      /* The page that the file came from stays. */
      if (outcome == DOOR_PROMPT_OUTCOME_SUBMIT && door_prompter_is_about_download (self))
        door_navigation_gate_release (self->gate);
      else
        door_navigation_gate_drop (self->gate);
      return;
    }

  if (self->prompt_answered)
    g_signal_emit (self, signals[GIVEN_UP], 0);
  notice = door_finding_notice_new_cancelled (self->finding);
  door_prompter_set_notice (self, notice);
  door_session_cancelled (self->session, space);
  door_navigation_gate_release (self->gate);
}

static void
open_waiting_prompt (DoorPrompter *self)
{
  DoorProtectionSpace *space;

  if (self->prompt == NULL || door_prompt_get_state (self->prompt) != DOOR_PROMPT_WAITING)
    return;

  /* Behind the tab in front one question of a server is enough, and it comes after what that tab
   * itself may have to ask. */
  space = door_prompt_get_space (self->prompt);
  if (is_for_proxy (space)
          ? self->elsewhere
                || !door_proxy_queue_may_open (door_session_get_proxy_queue (self->session),
                                               self->prompt)
          : !self->in_front
                && (door_session_has_open_prompt (self->session, space)
                    || door_session_is_awaiting (self->session)))
    return;

  door_suppression_asked (door_session_get_suppression (self->session),
                          door_protection_space_get_target (space),
                          door_protection_space_get_server (space));
  door_prompt_open (self->prompt);
}

static DoorPrompt *
find_shared_prompt (DoorPrompter *self, DoorProtectionSpace *space)
{
  DoorPrompt *prompt
      = is_for_proxy (space)
            ? door_proxy_queue_find (door_session_get_proxy_queue (self->session), space)
            : NULL;

  return prompt != NULL ? g_object_ref (prompt) : NULL;
}

static gboolean
is_shown_elsewhere (DoorPrompter *self)
{
  return !door_proxy_queue_is_place (door_session_get_proxy_queue (self->session), self->prompt,
                                     self->tab);
}

static void
join_queue (DoorPrompter *self)
{
  self->elsewhere = TRUE;
  door_proxy_queue_join (door_session_get_proxy_queue (self->session), self->prompt, self->tab,
                         self->in_front);
  self->elsewhere = is_shown_elsewhere (self);
  self->prompt_shown = !self->elsewhere && door_prompt_get_state (self->prompt) == DOOR_PROMPT_OPEN;
}

/* The question moves without a word in the log: it is the same one. */
static void
on_moved (DoorProxyQueue *queue, DoorPrompt *prompt, DoorPrompter *self)
{
  gboolean was_elsewhere = self->elsewhere;

  if (self->prompt != prompt)
    return;

  self->elsewhere = is_shown_elsewhere (self);
  self->prompt_shown = !self->elsewhere && door_prompt_get_state (prompt) == DOOR_PROMPT_OPEN;
  if (self->elsewhere != was_elsewhere)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROMPT]);
  open_waiting_prompt (self);
}

static void
ask (DoorPrompter *self)
{
  DoorFinding *finding = self->finding;

  door_navigation_gate_hold (self->gate);
  door_prompter_set_notice (self, NULL);

  if (finding->refused && door_prompter_is_signing_in (self)
      && door_protection_space_equal (door_prompt_get_space (self->prompt), finding->space))
    {
      door_prompt_ask_again (self->prompt, finding->id, TRUE);
      return;
    }

  close_prompt (self, DOOR_PROMPT_OUTCOME_SUPERSEDED);

  self->prompt = find_shared_prompt (self, finding->space);
  if (self->prompt == NULL)
    {
      self->prompt = door_prompt_new (finding->id, finding->space, finding->scheme,
                                      door_finding_is_unencrypted (finding), FALSE);
      door_prompt_set_username (self->prompt, finding->username);
      door_session_add_prompt (self->session, self->prompt);
    }
  g_signal_connect_object (self->prompt, "notify::state", G_CALLBACK (on_prompt_state), self, 0);
  g_signal_connect_object (self->prompt, "submitted", G_CALLBACK (on_prompt_submitted), self, 0);
  g_signal_connect_object (self->prompt, "closed", G_CALLBACK (on_prompt_closed), self, 0);
  if (is_for_proxy (finding->space))
    join_queue (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROMPT]);
  open_waiting_prompt (self);
}

static gboolean
is_asking (DoorPrompter *self, DoorProtectionSpace *space)
{
  return self->prompt != NULL && !door_prompter_is_signing_in (self)
         && door_protection_space_equal (door_prompt_get_space (self->prompt), space);
}

static gboolean
is_offering (DoorPrompter *self, DoorProtectionSpace *space)
{
  return self->prompt == NULL && self->notice != NULL && self->finding != NULL
         && door_notice_get_can_sign_in (self->notice) && self->finding->space != NULL
         && door_protection_space_equal (self->finding->space, space);
}

static void
on_signed_in (DoorSession *session, DoorProtectionSpace *space, DoorPrompter *self)
{
  gboolean asking = is_asking (self, space);

  if (self->leaving || (!asking && !is_offering (self, space)))
    return;

  if (door_prompter_is_about_download (self))
    {
      g_autofree char *uri = g_strdup (self->finding->uri);

      door_prompter_clear (self, DOOR_PROMPT_OUTCOME_SUPERSEDED);
      g_signal_emit (self, signals[DOWNLOAD_AGAIN], 0, uri);
      return;
    }

  close_prompt (self, DOOR_PROMPT_OUTCOME_SUPERSEDED);
  door_navigation_gate_drop (self->gate);
  door_prompter_set_notice (self, NULL);
  /* Until it has been loaded again. */
  if (asking)
    door_navigation_gate_hold (self->gate);
  g_signal_emit (self, signals[LOAD_AGAIN], 0);
}

static void
on_cancelled (DoorSession *session, DoorProtectionSpace *space, DoorPrompter *self)
{
  if (is_asking (self, space))
    door_prompt_cancel (self->prompt);
}

/**
 * door_prompter_new:
 * @session: where answers go, and what the person has been asked
 * @view: the view of the page; it outlives the prompter
 * @gate: holds the page's own navigations back while it asks
 * @tab: the number of the page in the event log
 *
 * Returns: (transfer full): a prompter with nothing to ask
 */
DoorPrompter *
door_prompter_new (DoorSession *session, WebKitWebView *view, DoorNavigationGate *gate, guint64 tab)
{
  DoorPrompter *self;

  g_return_val_if_fail (DOOR_IS_SESSION (session), NULL);
  g_return_val_if_fail (WEBKIT_IS_WEB_VIEW (view), NULL);
  g_return_val_if_fail (DOOR_IS_NAVIGATION_GATE (gate), NULL);

  self = g_object_new (DOOR_TYPE_PROMPTER, NULL);
  self->session = g_object_ref (session);
  self->view = view;
  self->gate = g_object_ref (gate);
  self->tab = tab;

  g_signal_connect_object (session, "signed-in", G_CALLBACK (on_signed_in), self, 0);
  g_signal_connect_object (session, "cancelled", G_CALLBACK (on_cancelled), self, 0);
  g_signal_connect_object (door_session_get_proxy_queue (session), "moved", G_CALLBACK (on_moved),
                           self, 0);
  g_signal_connect_object (session, "settled", G_CALLBACK (open_waiting_prompt), self,
                           G_CONNECT_SWAPPED);

  return self;
}

/**
 * door_prompter_get_prompt:
 *
 * Returns: (transfer none) (nullable): the question that this page shows
 */
DoorPrompt *
door_prompter_get_prompt (DoorPrompter *self)
{
  g_return_val_if_fail (DOOR_IS_PROMPTER (self), NULL);

  return self->elsewhere ? NULL : self->prompt;
}

/**
 * door_prompter_is_waiting:
 *
 * Returns: whether there is a question that this page waits for, wherever it is shown
 */
gboolean
door_prompter_is_waiting (DoorPrompter *self)
{
  g_return_val_if_fail (DOOR_IS_PROMPTER (self), FALSE);

  return self->prompt != NULL;
}

/**
 * door_prompter_get_notice:
 *
 * Returns: (transfer none) (nullable): what the bar of this page says
 */
DoorNotice *
door_prompter_get_notice (DoorPrompter *self)
{
  g_return_val_if_fail (DOOR_IS_PROMPTER (self), NULL);

  return self->notice;
}

/**
 * door_prompter_get_finding:
 *
 * Returns: (transfer none) (nullable): what the question or the notice is about
 */
DoorFinding *
door_prompter_get_finding (DoorPrompter *self)
{
  g_return_val_if_fail (DOOR_IS_PROMPTER (self), NULL);

  return self->finding;
}

/**
 * door_prompter_is_about_download:
 *
 * Returns: whether what was found last, and may be asked about, is a download's
 */
gboolean
door_prompter_is_about_download (DoorPrompter *self)
{
  g_return_val_if_fail (DOOR_IS_PROMPTER (self), FALSE);

  return self->finding != NULL && self->finding->context == DOOR_CONTEXT_DOWNLOAD;
}

/**
 * door_prompter_is_signing_in:
 *
 * Returns: whether the person has answered and the server has not judged yet
 */
gboolean
door_prompter_is_signing_in (DoorPrompter *self)
{
  g_return_val_if_fail (DOOR_IS_PROMPTER (self), FALSE);

  return self->prompt != NULL && !self->elsewhere
         && door_prompt_get_state (self->prompt) == DOOR_PROMPT_SUBMITTED;
}

void
door_prompter_set_notice (DoorPrompter *self, DoorNotice *notice)
{
  g_return_if_fail (DOOR_IS_PROMPTER (self));

  if (g_set_object (&self->notice, notice))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NOTICE]);
}

static void
update_awaited (DoorPrompter *self)
{
  door_session_set_awaited (self->session, self->tab, self->in_front && self->loading);
}

/**
 * door_prompter_set_in_front:
 *
 * Says whether the person sees this page; a question that has waited opens when they do.
 */
void
door_prompter_set_in_front (DoorPrompter *self, gboolean in_front)
{
  g_return_if_fail (DOOR_IS_PROMPTER (self));

  self->in_front = in_front;
  if (self->prompt != NULL && is_for_proxy (door_prompt_get_space (self->prompt)))
    door_proxy_queue_set_in_front (door_session_get_proxy_queue (self->session), self->tab,
                                   in_front);
  if (in_front)
    open_waiting_prompt (self);
  update_awaited (self);
}

/**
 * door_prompter_set_loading:
 *
 * Says whether another page is on its way; questions of tabs that the person does not see wait for
 * it if they see this one.
 */
void
door_prompter_set_loading (DoorPrompter *self, gboolean loading)
{
  g_return_if_fail (DOOR_IS_PROMPTER (self));

  self->loading = loading;
  update_awaited (self);
}

/**
 * door_prompter_set_leaving:
 * @leaving: whether another page is about to take the place of the one that asks
 *
 * Where it was that page that signed in, there is nothing to load again.
 */
void
door_prompter_set_leaving (DoorPrompter *self, gboolean leaving)
{
  g_return_if_fail (DOOR_IS_PROMPTER (self));

  self->leaving = leaving;
}

/**
 * door_prompter_show:
 * @finding: (transfer full): about the document of the main frame
 *
 * Opens the question, or says in the notice why there is none.
 */
void
door_prompter_show (DoorPrompter *self, DoorFinding *finding)
{
  g_autoptr (DoorNotice) notice = NULL;

  g_return_if_fail (DOOR_IS_PROMPTER (self));

  /* The page has loaded itself once more behind the question that the person asked for. */
  if (finding->decision.verdict == DOOR_VERDICT_SUPPRESS && finding->space != NULL
      && self->prompt_shown && is_asking (self, finding->space))
    {
      take_finding (self, finding);
      door_navigation_gate_hold (self->gate);
      return;
    }

  take_finding (self, finding);

  if (finding->decision.verdict == DOOR_VERDICT_PROMPT)
    {
      ask (self);
      return;
    }

  close_prompt (self, DOOR_PROMPT_OUTCOME_SUPERSEDED);
  notice = door_finding_notice_new (finding);
  door_prompter_set_notice (self, notice);
}

/* Never outdoes what the page itself asks for. */
static void
show_quietly (DoorPrompter *self, DoorFinding *finding)
{
  g_autoptr (DoorNotice) notice = NULL;

  if (self->prompt != NULL || self->notice != NULL)
    {
      door_finding_free (finding);
      return;
    }

  take_finding (self, finding);
  notice = door_finding_notice_new (finding);
  door_prompter_set_notice (self, notice);
}

/**
 * door_prompter_show_part:
 * @finding: (transfer full): about something that the page has loaded
 *
 * Offers to sign in, quietly.
 */
void
door_prompter_show_part (DoorPrompter *self, DoorFinding *finding)
{
  g_return_if_fail (DOOR_IS_PROMPTER (self));

  if (door_finding_can_sign_in (finding))
    show_quietly (self, finding);
  else
    door_finding_free (finding);
}

/**
 * door_prompter_show_download:
 * @finding: (transfer full): about what the page downloads
 *
 * Opens the question, or says in the notice why there is none, where there is not something more
 * important to say.
 */
void
door_prompter_show_download (DoorPrompter *self, DoorFinding *finding)
{
  g_return_if_fail (DOOR_IS_PROMPTER (self));

  if (finding->decision.verdict == DOOR_VERDICT_PROMPT)
    {
      take_finding (self, finding);
      ask (self);
      return;
    }

  if (door_prompter_is_signing_in (self) && door_prompter_is_about_download (self))
    close_prompt (self, DOOR_PROMPT_OUTCOME_SUPERSEDED);
  show_quietly (self, finding);
}

/**
 * door_prompter_sign_in:
 *
 * The person pressed “Sign In…”: opens the question that the notice is about.
 */
void
door_prompter_sign_in (DoorPrompter *self)
{
  g_return_if_fail (DOOR_IS_PROMPTER (self));

  if (self->prompt != NULL || self->finding == NULL || self->finding->space == NULL)
    return;

  person_asked (self);
  ask (self);
}

/**
 * door_prompter_ask_again:
 *
 * The answer never reached the server; the page that asked is still there.
 */
void
door_prompter_ask_again (DoorPrompter *self)
{
  g_return_if_fail (DOOR_IS_PROMPTER (self));
  g_return_if_fail (door_prompter_is_signing_in (self));

  door_prompt_ask_again (self->prompt, door_prompt_get_id (self->prompt), FALSE);
  door_navigation_gate_hold (self->gate);
}

/**
 * door_prompter_clear:
 * @outcome: why the question ends, if there is one
 *
 * The page is another one, or gone: there is nothing to say about it.
 */
void
door_prompter_clear (DoorPrompter *self, DoorPromptOutcome outcome)
{
  g_return_if_fail (DOOR_IS_PROMPTER (self));

  close_prompt (self, outcome);
  door_prompter_set_notice (self, NULL);
  take_finding (self, NULL);
}
