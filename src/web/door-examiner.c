/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-examiner.h"

#include "door-selection.h"

struct _DoorExaminer
{
  DoorWebContext *context;
  DoorSession *session; /* owned by the context */
  WebKitWebView *view;  /* not owned: the page owns both */
  DoorNavigationGate *gate;
  DoorJudge *judge; /* not owned: the authenticator owns both */
  guint64 tab;
};

/**
 * door_examiner_new:
 * @context: where decisions live
 * @view: the view whose responses these are; it outlives the examiner
 * @gate: tells whose navigations they are
 * @judge: knows what was sent; it outlives the examiner
 * @tab: the number of the page in the event log
 *
 * Returns: (transfer full): what examines responses to @view
 */
DoorExaminer *
door_examiner_new (DoorWebContext *context,
                   WebKitWebView *view,
                   DoorNavigationGate *gate,
                   DoorJudge *judge,
                   guint64 tab)
{
  DoorExaminer *examiner = g_new0 (DoorExaminer, 1);

  examiner->context = g_object_ref (context);
  examiner->session = door_web_context_get_session (context);
  examiner->view = view;
  examiner->gate = g_object_ref (gate);
  examiner->judge = judge;
  examiner->tab = tab;

  return examiner;
}

void
door_examiner_free (DoorExaminer *examiner)
{
  g_object_unref (examiner->gate);
  g_object_unref (examiner->context);
  g_free (examiner);
}

/* The first challenge in the order sent about which the signal left a note. */
static DoorChallengeNote *
find_note (DoorExaminer *examiner, DoorChallengedResponse *response, DoorChallenge **found)
{
  DoorChallengeNotes *notes = door_judge_get_notes (examiner->judge);
  DoorOrigin *server = response->server;
  guint n = door_challenge_list_get_n (response->challenges);

  for (guint i = 0; i < n; i++)
    {
      DoorChallenge *challenge = door_challenge_list_get (response->challenges, i);
      const char *realm = door_challenge_get_realm (challenge);
      DoorChallengeNote *note;

      if (door_challenge_is_malformed (challenge))
        continue;

      note = door_challenge_notes_find (notes, response->target, server, realm != NULL ? realm : "",
                                        door_challenge_get_scheme (challenge));
      /* libsoup and WebKit may spell a realm that is not ASCII in another way. */
      if (note == NULL && realm != NULL && !g_str_is_ascii (realm))
        note = door_challenge_notes_find (notes, response->target, server, NULL,
                                          door_challenge_get_scheme (challenge));
      if (note != NULL)
        {
          *found = challenge;
          return note;
        }
    }

  return NULL;
}

/* No signal tells of a document that a service worker has fetched, nor of one whose question
 * libsoup has asked for another page already and got its answer. The response says as well what it
 * is. */
static DoorChallenge *
find_unasked (DoorExaminer *examiner, DoorChallengedResponse *response, DoorContext context)
{
  g_autoptr (DoorStack) stack = NULL;
  g_autoptr (DoorSelection) selection = NULL;

  if (response->target != DOOR_TARGET_ORIGIN || context == DOOR_CONTEXT_SUBRESOURCE)
    return NULL;

  stack = door_web_context_has_companion (examiner->context) ? door_stack_new_for_companion (FALSE)
                                                             : door_stack_new_for_libsoup (FALSE);
  selection
      = door_selection_new (response->challenges, stack,
                            door_policy_get_schemes (door_session_get_policy (examiner->session)));

  return door_selection_get_challenge (selection);
}

/* Which login of the policy it is that does not help. */
static const char *
get_rule (DoorExaminer *examiner, DoorFinding *finding)
{
  DoorPolicyLogin *login;

  if (finding->decision.reason != DOOR_REASON_LOGIN_REFUSED
      && finding->decision.reason != DOOR_REASON_LOGIN_UNAVAILABLE)
    return NULL;

  login = door_policy_find_login (door_session_get_policy (examiner->session), finding->space);

  return login != NULL ? door_policy_login_get_rule (login) : NULL;
}

static void
emit_finding (DoorExaminer *examiner,
              DoorEventKind kind,
              DoorFinding *finding,
              DoorTarget target,
              const char *const *offered)
{
  door_session_emit (examiner->session,
                     &(DoorEvent){
                         .kind = kind,
                         .id = finding->id,
                         .tab = examiner->tab,
                         .uri = finding->uri,
                         .context = &finding->context,
                         .space = finding->space,
                         .target = target,
                         .server = finding->server,
                         .scheme = finding->space != NULL ? finding->scheme : NULL,
                         .offered = offered,
                         .decision = kind == DOOR_EVENT_VERDICT ? &finding->decision : NULL,
                         .rule = kind == DOOR_EVENT_VERDICT ? get_rule (examiner, finding) : NULL,
                     });
}

/* Who asked for what the server has answered: a 407 that no proxy has sent is for nothing. */
static DoorChallengeNote *
find_any_note (DoorExaminer *examiner, DoorChallengedResponse *response, DoorChallenge **challenge)
{
  if (response->unsolicited)
    return NULL;

  return response->target == DOOR_TARGET_PROXY
             ? door_challenge_notes_find_proxy (door_judge_get_notes (examiner->judge))
             : find_note (examiner, response, challenge);
}

/* Decides about a finding whose challenge was told, and tells what. */
static void
conclude (DoorExaminer *examiner,
          DoorFinding *finding,
          DoorTarget target,
          guint64 moment,
          DoorCircumstances *circumstances)
{
  DoorSuppression *suppression = door_session_get_suppression (examiner->session);

  circumstances->context = finding->context;
  circumstances->target = target;
  circumstances->policy = door_session_get_policy (examiner->session);
  circumstances->known = finding->space != NULL;
  if (finding->space != NULL)
    circumstances->auto_state
        = door_auto_logins_get_state (door_session_get_auto_logins (examiner->session),
                                      finding->space);
  circumstances->scheme = finding->space != NULL ? finding->scheme : NULL;
  circumstances->refused = finding->refused;
  circumstances->encrypted = !door_finding_is_unencrypted (finding);
  circumstances->proxy_in_use = target == DOOR_TARGET_PROXY && finding->space != NULL;
  circumstances->proxy_supported = door_web_context_has_companion (examiner->context);

  if (circumstances->act == DOOR_ACT_ASK)
    door_suppression_person_asked (suppression, target, finding->server, moment);
  else if (circumstances->act == DOOR_ACT_FOLLOW)
    door_suppression_person_acted (suppression, target, finding->server);

  circumstances->cancelled
      = finding->space != NULL && door_suppression_is_cancelled (suppression, finding->space);
  circumstances->asked = door_suppression_was_asked (suppression, target, finding->server);

  /* While this load was on its way the person said no, to the same question of another tab. */
  if (circumstances->cancelled && circumstances->act == DOOR_ACT_ASK && !circumstances->refused)
    circumstances->act = DOOR_ACT_NONE;

  finding->decision = door_verdict_decide (circumstances);
  /* It may wait for its tab to be seen; that the page then asks elsewhere, too, changes nothing. */
  if (finding->decision.verdict == DOOR_VERDICT_PROMPT)
    door_suppression_asked (suppression, target, finding->server);
  emit_finding (examiner, DOOR_EVENT_VERDICT, finding, target, NULL);
}

static gboolean
is_cross_origin (DoorExaminer *examiner, DoorOrigin *server)
{
  const char *uri = webkit_web_view_get_uri (examiner->view);
  g_autoptr (DoorOrigin) page = uri != NULL ? door_origin_new_for_uri (uri, NULL) : NULL;

  return page == NULL || !door_origin_equal (page, server);
}

static DoorFinding *
examine (DoorExaminer *examiner,
         DoorChallengedResponse *response,
         DoorContext context,
         DoorAct act,
         guint64 moment,
         gboolean asking)
{
  g_auto (GStrv) offered = door_challenged_response_dup_schemes (response);
  DoorChallenge *challenge = NULL;
  DoorChallengeNote *note = find_any_note (examiner, response, &challenge);
  DoorFinding *finding
      = door_finding_new (door_session_next_id (examiner->session), context,
                          note != NULL && note->server != NULL ? note->server : response->server);
  DoorCircumstances circumstances = { .act = act, .asking = asking };

  if (note != NULL)
    {
      note->unread = FALSE;
      finding->space = door_protection_space_new (response->target, finding->server, note->realm);
      finding->scheme = g_strdup (note->scheme);
    }
  else if ((challenge = find_unasked (examiner, response, context)) != NULL)
    {
      finding->space = door_protection_space_new (DOOR_TARGET_ORIGIN, response->server,
                                                  door_challenge_get_realm (challenge));
      finding->scheme = g_strdup (door_challenge_get_scheme (challenge));
    }
  else
    {
      finding->scheme = g_strdup (offered[0]);
    }

  finding->uri = g_strdup (response->uri);
  if (challenge != NULL)
    finding->challenge = door_challenge_to_string (challenge);

  emit_finding (examiner, DOOR_EVENT_CHALLENGE, finding, response->target,
                (const char *const *)offered);

  if (note != NULL && note->credentials != NULL
      && door_judge_may_refuse (examiner->judge, note, context))
    {
      /* What was sent without being asked for has no challenge before this one. */
      if (note->id == 0)
        note->id = finding->id;
      finding->refused = TRUE;
      finding->username = g_strdup (door_credentials_get_username (note->credentials));
      door_judge_refuse (examiner->judge, note, context, response->uri);
    }
  else if (context == DOOR_CONTEXT_NAVIGATION && !response->unsolicited)
    {
      door_judge_refuse_unanswered (examiner->judge, response);
    }

  circumstances.n_challenges = door_challenge_list_get_n (response->challenges);
  circumstances.malformed = door_challenge_list_is_malformed (response->challenges);
  circumstances.cross_origin = is_cross_origin (examiner, response->server);

  conclude (examiner, finding, response->target, moment, &circumstances);

  return finding;
}

/**
 * door_examiner_examine:
 * @response: to a load of @context
 *
 * Judges what was sent with the request, and decides about what is asked for.
 *
 * Returns: (transfer full): what was found and decided
 */
DoorFinding *
door_examiner_examine (DoorExaminer *examiner,
                       DoorChallengedResponse *response,
                       DoorContext context)
{
  DoorAct act = DOOR_ACT_NONE;
  guint64 moment = 0;

  if (context == DOOR_CONTEXT_NAVIGATION)
    act = door_navigation_gate_get_act (examiner->gate, response->uri, &moment);

  return examine (examiner, response, context, act, moment, FALSE);
}

/**
 * door_examiner_examine_download:
 * @act: who is behind it
 * @moment: when they acted
 * @asking: whether the tab has a question already
 *
 * Judges what was sent with the request, and decides about what is asked for.
 *
 * Returns: (transfer full): what was found and decided
 */
DoorFinding *
door_examiner_examine_download (DoorExaminer *examiner,
                                DoorChallengedResponse *response,
                                DoorAct act,
                                guint64 moment,
                                gboolean asking)
{
  return examine (examiner, response, DOOR_CONTEXT_DOWNLOAD, act, moment, asking);
}

static DoorChallengeNote *
find_unread_note (DoorExaminer *examiner, DoorOrigin *server)
{
  DoorChallengeNotes *notes = door_judge_get_notes (examiner->judge);

  for (guint i = door_challenge_notes_get_n (notes); i > 0; i--)
    {
      DoorChallengeNote *note = door_challenge_notes_get (notes, i - 1);

      if (note->unread && note->target == DOOR_TARGET_ORIGIN && note->server != NULL
          && door_origin_equal (note->server, server))
        return note;
    }

  return NULL;
}

/**
 * door_examiner_examine_failed:
 * @uri: of a part of the page that has failed without a response
 *
 * WebKit keeps the response to some loads to itself when it is of no use to them, such as that of
 * an EventSource. The signal has told of its challenge.
 *
 * Returns: (transfer full) (nullable): what was found and decided, %NULL if nothing had asked
 */
DoorFinding *
door_examiner_examine_failed (DoorExaminer *examiner, const char *uri)
{
  g_autoptr (DoorOrigin) server = door_origin_new_for_uri (uri, NULL);
  DoorChallengeNote *note = server != NULL ? find_unread_note (examiner, server) : NULL;
  DoorCircumstances circumstances = { .n_challenges = 1 };
  DoorFinding *finding;

  if (note == NULL)
    return NULL;

  note->unread = FALSE;
  finding = door_finding_new (door_session_next_id (examiner->session), DOOR_CONTEXT_SUBRESOURCE,
                              server);
  finding->space = door_protection_space_new (DOOR_TARGET_ORIGIN, server, note->realm);
  finding->scheme = g_strdup (note->scheme);
  finding->uri = g_strdup (uri);
  circumstances.cross_origin = is_cross_origin (examiner, server);
  emit_finding (examiner, DOOR_EVENT_CHALLENGE, finding, DOOR_TARGET_ORIGIN, NULL);
  conclude (examiner, finding, DOOR_TARGET_ORIGIN, 0, &circumstances);

  return finding;
}

/**
 * door_examiner_examine_unfinished:
 * @finding: what the signal said of a main resource whose response does not come
 *
 * Decides about a challenge whose response does not end.
 */
void
door_examiner_examine_unfinished (DoorExaminer *examiner, DoorFinding *finding)
{
  const char *uri = webkit_web_view_get_uri (examiner->view);
  DoorCircumstances circumstances = { .n_challenges = 1, .unfinished = TRUE };
  guint64 moment = 0;

  finding->id = door_session_next_id (examiner->session);
  finding->uri = g_strdup (uri);
  if (uri != NULL)
    circumstances.act = door_navigation_gate_get_act (examiner->gate, uri, &moment);
  emit_finding (examiner, DOOR_EVENT_CHALLENGE, finding, DOOR_TARGET_ORIGIN, NULL);
  conclude (examiner, finding, DOOR_TARGET_ORIGIN, moment, &circumstances);
}
