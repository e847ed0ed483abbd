/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-judge.h"

#include <string.h>

#include "door-auto-preloader.h"

struct _DoorJudge
{
  DoorWebContext *context;
  DoorSession *session; /* owned by the context */
  guint64 tab;

  DoorChallengeNotes *notes;
  DoorSignIn *sign_in; /* what the person answered, until the server judges it */
  gboolean loading;
};

/**
 * door_judge_new:
 * @context: where credentials live
 * @tab: the number of the page in the event log
 *
 * Returns: (transfer full): a judge with nothing to judge
 */
DoorJudge *
door_judge_new (DoorWebContext *context, guint64 tab)
{
  DoorJudge *judge = g_new0 (DoorJudge, 1);

  judge->context = g_object_ref (context);
  judge->session = door_web_context_get_session (context);
  judge->tab = tab;
  judge->notes = door_challenge_notes_new ();

  return judge;
}

void
door_judge_free (DoorJudge *judge)
{
  g_clear_pointer (&judge->sign_in, door_sign_in_free);
  door_challenge_notes_free (judge->notes);
  g_object_unref (judge->context);
  g_free (judge);
}

/**
 * door_judge_get_notes:
 *
 * Returns: (transfer none): what became of the challenges of this load
 */
DoorChallengeNotes *
door_judge_get_notes (DoorJudge *judge)
{
  return judge->notes;
}

void
door_judge_set_loading (DoorJudge *judge, gboolean loading)
{
  judge->loading = loading;
}

/**
 * door_judge_is_loading:
 *
 * Returns: whether a main load has started and has no response yet
 */
gboolean
door_judge_is_loading (DoorJudge *judge)
{
  return judge->loading;
}

/**
 * door_judge_take_sign_in:
 * @sign_in: (transfer full) (nullable): what the next responses judge
 */
void
door_judge_take_sign_in (DoorJudge *judge, DoorSignIn *sign_in)
{
  g_clear_pointer (&judge->sign_in, door_sign_in_free);
  judge->sign_in = sign_in;
}

/**
 * door_judge_get_sign_in:
 *
 * Returns: (transfer none) (nullable): what the person answered, until the server has judged it
 */
DoorSignIn *
door_judge_get_sign_in (DoorJudge *judge)
{
  return judge->sign_in;
}

static gboolean
is_automatic (DoorChallengeNote *note)
{
  return note->credentials != NULL && door_credentials_get_rule (note->credentials) != NULL;
}

static void
emit_judged (DoorJudge *judge,
             DoorEventKind kind,
             DoorCredentials *credentials,
             guint64 id,
             const char *uri)
{
  DoorSignIn *sign_in = door_sign_in_has (judge->sign_in, credentials) && judge->sign_in->id != 0
                            ? judge->sign_in
                            : NULL;

  door_session_emit (judge->session, &(DoorEvent){
                                         .kind = kind,
                                         .id = sign_in != NULL ? sign_in->id : id,
                                         .tab = judge->tab,
                                         .uri = uri,
                                         .space = door_credentials_get_space (credentials),
                                         .scheme = door_credentials_get_scheme (credentials),
                                         .attempt = sign_in != NULL ? sign_in->attempt : 1,
                                         .rule = door_credentials_get_rule (credentials),
                                     });
}

static void
discard (DoorJudge *judge, DoorCredentials *credentials)
{
  if (door_vault_remove (door_session_get_vault (judge->session), credentials))
    door_web_context_forget (judge->context, door_credentials_get_space (credentials));
}

/**
 * door_judge_forget_sign_in:
 *
 * Nobody will judge what the person answered: it is as if it had not been given.
 */
void
door_judge_forget_sign_in (DoorJudge *judge)
{
  if (judge->sign_in == NULL)
    return;

  /* The next response is another server's, perhaps, and says nothing of it. */
  door_challenge_notes_drop (judge->notes, judge->sign_in->credentials);
  if (!door_credentials_is_accepted (judge->sign_in->credentials))
    discard (judge, judge->sign_in->credentials);
  door_judge_take_sign_in (judge, NULL);
}

/**
 * door_judge_interrupt:
 *
 * The load has come to nothing. The next response is another server's, perhaps, and says nothing of
 * what was sent.
 */
void
door_judge_interrupt (DoorJudge *judge)
{
  door_challenge_notes_drop_provisional (judge->notes);
  if (judge->sign_in != NULL)
    judge->sign_in->interrupted = TRUE;
}

/**
 * door_judge_note_preloaded:
 *
 * What the person answered is sent without being asked for, and judged as if it had been.
 */
void
door_judge_note_preloaded (DoorJudge *judge)
{
  DoorProtectionSpace *space;
  DoorChallengeNote *note;

  if (judge->sign_in == NULL)
    return;

  space = door_credentials_get_space (judge->sign_in->credentials);
  note = door_challenge_notes_add (judge->notes, door_protection_space_get_target (space),
                                   door_protection_space_get_server (space),
                                   door_protection_space_get_realm (space),
                                   door_credentials_get_scheme (judge->sign_in->credentials),
                                   judge->sign_in->credentials);
  note->id = judge->sign_in->id;
  judge->sign_in->interrupted = FALSE;
}

/* What the person answered before the load was interrupted goes to its server all the same, and to
 * its proxy whatever the server is. */
static void
note_interrupted (DoorJudge *judge, DoorOrigin *server)
{
  DoorProtectionSpace *space;

  if (judge->sign_in == NULL || !judge->sign_in->interrupted)
    return;

  space = door_credentials_get_space (judge->sign_in->credentials);
  if (door_protection_space_get_target (space) == DOOR_TARGET_PROXY
      || door_origin_equal (door_protection_space_get_server (space), server))
    door_judge_note_preloaded (judge);
}

/**
 * door_judge_note_unasked:
 * @server: whose response is there
 *
 * What the policy gave was sent without being asked for, if it was, and so was what the person had
 * answered before.
 */
void
door_judge_note_unasked (DoorJudge *judge, DoorOrigin *server)
{
  DoorCredentials *credentials
      = door_auto_preloader_find (door_web_context_get_preloader (judge->context),
                                  DOOR_TARGET_ORIGIN, server);

  note_interrupted (judge, server);
  if (credentials == NULL || door_credentials_is_accepted (credentials))
    return;

  for (guint i = 0; i < door_challenge_notes_get_n (judge->notes); i++)
    if (door_challenge_notes_get (judge->notes, i)->credentials == credentials)
      return;

  door_challenge_notes_add (judge->notes, DOOR_TARGET_ORIGIN, server,
                            door_protection_space_get_realm (
                                door_credentials_get_space (credentials)),
                            door_credentials_get_scheme (credentials), credentials);
}

/**
 * door_judge_has_sent:
 * @rule: of the policy
 *
 * Returns: whether this load has already tried what that rule gives for @server, and nobody has
 *   judged it yet
 */
gboolean
door_judge_has_sent (DoorJudge *judge, DoorTarget target, DoorOrigin *server, const char *rule)
{
  for (guint i = 0; i < door_challenge_notes_get_n (judge->notes); i++)
    {
      DoorChallengeNote *note = door_challenge_notes_get (judge->notes, i);

      if (is_automatic (note) && !door_credentials_is_accepted (note->credentials)
          && note->target == target && note->server != NULL
          && door_origin_equal (note->server, server)
          && strcmp (door_credentials_get_rule (note->credentials), rule) == 0)
        return TRUE;
    }

  return FALSE;
}

/**
 * door_judge_committed:
 *
 * The load that was to judge what the person answered is over; for a part of the page it is the
 * next one.
 */
void
door_judge_committed (DoorJudge *judge)
{
  if (judge->sign_in != NULL && judge->sign_in->part != NULL && judge->sign_in->fresh)
    judge->sign_in->fresh = FALSE;
  else
    door_judge_forget_sign_in (judge);
}

/**
 * door_judge_may_refuse:
 * @context: of the response
 *
 * While the page is loaded again with what the person gave, its old parts may still be refused for
 * having had nothing.
 *
 * Returns: whether a 401 says that the answer of @note was wrong
 */
gboolean
door_judge_may_refuse (DoorJudge *judge, DoorChallengeNote *note, DoorContext context)
{
  return context == DOOR_CONTEXT_NAVIGATION || !door_sign_in_has (judge->sign_in, note->credentials)
         || (judge->sign_in->part != NULL && !judge->loading);
}

/* Credentials that one part of a page does not take may be right for the rest of the space. What
 * nobody has taken yet is not sent again and again by a machine. */
static gboolean
is_wrong (DoorJudge *judge, DoorChallengeNote *note, DoorContext context)
{
  return context == DOOR_CONTEXT_NAVIGATION || door_sign_in_has (judge->sign_in, note->credentials)
         || (is_automatic (note) && !door_credentials_is_accepted (note->credentials));
}

/**
 * door_judge_refuse:
 * @context: of the response
 * @uri: (nullable): where it came from
 *
 * The server did not take the answer of @note.
 */
void
door_judge_refuse (DoorJudge *judge, DoorChallengeNote *note, DoorContext context, const char *uri)
{
  /* What was sent without being asked for, and once more when it was, has two. */
  for (guint i = 0; i < door_challenge_notes_get_n (judge->notes); i++)
    if (door_challenge_notes_get (judge->notes, i)->credentials == note->credentials)
      door_challenge_notes_get (judge->notes, i)->refused = TRUE;

  emit_judged (judge, DOOR_EVENT_REFUSED, note->credentials, note->id, uri);
  if (is_wrong (judge, note, context) || !is_automatic (note))
    door_session_refused (judge->session, note->credentials);
  if (is_wrong (judge, note, context))
    discard (judge, note->credentials);
  if (door_sign_in_has (judge->sign_in, note->credentials))
    door_judge_take_sign_in (judge, NULL);
}

/**
 * door_judge_supersede:
 *
 * The server did not take the answer of @note, and is given another one at once.
 */
void
door_judge_supersede (DoorJudge *judge, DoorChallengeNote *note)
{
  note->refused = TRUE;
  emit_judged (judge, DOOR_EVENT_REFUSED, note->credentials, note->id, NULL);
  door_session_refused (judge->session, note->credentials);
  door_vault_remove (door_session_get_vault (judge->session), note->credentials);
}

/**
 * door_judge_refuse_unanswered:
 *
 * A server that answers credentials with a 401 has refused them, whatever it asks for now.
 */
void
door_judge_refuse_unanswered (DoorJudge *judge, DoorChallengedResponse *response)
{
  for (guint i = 0; i < door_challenge_notes_get_n (judge->notes); i++)
    {
      DoorChallengeNote *note = door_challenge_notes_get (judge->notes, i);

      if (!door_sign_in_has (judge->sign_in, note->credentials)
          && (!is_automatic (note) || note->refused
              || door_credentials_is_accepted (note->credentials)))
        continue;

      if (door_origin_equal (response->server, door_protection_space_get_server (
                                                   door_credentials_get_space (note->credentials))))
        {
          door_judge_refuse (judge, note, DOOR_CONTEXT_NAVIGATION, response->uri);
          return;
        }
    }
}

static void
accept (DoorJudge *judge, DoorCredentials *credentials, guint64 id, const char *uri)
{
  gboolean asked = door_sign_in_has (judge->sign_in, credentials);

  emit_judged (judge, DOOR_EVENT_ACCEPTED, credentials, id, uri);
  door_vault_use (door_session_get_vault (judge->session), credentials, uri);
  door_session_signed_in (judge->session, credentials);
  if (asked)
    door_judge_take_sign_in (judge, NULL);
}

/* Whether a response judges the credentials that it was asked for with: the server may not even
 * have looked at them before it failed. A proxy looks first, and tells of a server that failed. */
static gboolean
is_judgement (WebKitURIResponse *response, DoorCredentials *credentials)
{
  DoorProtectionSpace *space = door_credentials_get_space (credentials);

  return door_protection_space_get_target (space) == DOOR_TARGET_PROXY
         || webkit_uri_response_get_status_code (response) < 500;
}

/* There was no challenge that the log could have told of. */
static guint64
tell_unasked (DoorJudge *judge, DoorCredentials *credentials, const char *uri)
{
  const DoorDecision decision = { DOOR_VERDICT_ANSWER, DOOR_REASON_POLICY_LOGIN };
  guint64 id = door_session_next_id (judge->session);

  door_session_emit (judge->session, &(DoorEvent){
                                         .kind = DOOR_EVENT_VERDICT,
                                         .id = id,
                                         .tab = judge->tab,
                                         .uri = uri,
                                         .space = door_credentials_get_space (credentials),
                                         .scheme = door_credentials_get_scheme (credentials),
                                         .decision = &decision,
                                         .rule = door_credentials_get_rule (credentials),
                                     });

  return id;
}

/**
 * door_judge_accept_unasked:
 * @proxy: what has let a load through
 * @uri: of the load
 *
 * What the policy gave for @proxy was sent without being asked for, if it was, and is right.
 */
void
door_judge_accept_unasked (DoorJudge *judge, DoorOrigin *proxy, const char *uri)
{
  DoorCredentials *credentials
      = door_auto_preloader_find (door_web_context_get_preloader (judge->context),
                                  DOOR_TARGET_PROXY, proxy);

  if (credentials != NULL && !door_credentials_is_accepted (credentials))
    accept (judge, credentials, tell_unasked (judge, credentials, uri), uri);
}

/**
 * door_judge_accept:
 * @response: of the main resource
 *
 * Judges all credentials that were sent for it, also on the way of redirects.
 */
void
door_judge_accept (DoorJudge *judge, WebKitURIResponse *response)
{
  for (guint i = 0; i < door_challenge_notes_get_n (judge->notes); i++)
    {
      DoorChallengeNote *note = door_challenge_notes_get (judge->notes, i);

      if (note->credentials == NULL || note->refused
          || door_credentials_is_accepted (note->credentials)
          || !is_judgement (response, note->credentials)
          || (door_sign_in_has (judge->sign_in, note->credentials) && judge->sign_in->part != NULL))
        continue;

      if (note->id == 0 && is_automatic (note))
        note->id = tell_unasked (judge, note->credentials, webkit_uri_response_get_uri (response));
      accept (judge, note->credentials, note->id, webkit_uri_response_get_uri (response));
    }
}

/**
 * door_judge_accept_part:
 * @response: of something else
 *
 * Of the rest, only what was asked for judges what was answered.
 */
void
door_judge_accept_part (DoorJudge *judge, WebKitURIResponse *response)
{
  const char *uri = webkit_uri_response_get_uri (response);

  if (door_sign_in_is_judged_by_part (judge->sign_in, uri)
      && is_judgement (response, judge->sign_in->credentials))
    accept (judge, judge->sign_in->credentials, 0, uri);
}
