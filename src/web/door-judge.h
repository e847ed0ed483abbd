/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "door-challenge-notes.h"
#include "door-challenged-response.h"
#include "door-sign-in.h"
#include "door-verdict.h"
#include "door-web-context.h"

G_BEGIN_DECLS

/* What was sent for the pages of one view, until a response says whether the server takes it. */
typedef struct _DoorJudge DoorJudge;

DoorJudge *door_judge_new (DoorWebContext *context, guint64 tab);
void door_judge_free (DoorJudge *judge);

DoorChallengeNotes *door_judge_get_notes (DoorJudge *judge);

void door_judge_set_loading (DoorJudge *judge, gboolean loading);
gboolean door_judge_is_loading (DoorJudge *judge);

void door_judge_take_sign_in (DoorJudge *judge, DoorSignIn *sign_in);
DoorSignIn *door_judge_get_sign_in (DoorJudge *judge);
void door_judge_forget_sign_in (DoorJudge *judge);
void door_judge_interrupt (DoorJudge *judge);
void door_judge_note_preloaded (DoorJudge *judge);
void door_judge_note_unasked (DoorJudge *judge, DoorOrigin *server);
void door_judge_accept_unasked (DoorJudge *judge, DoorOrigin *proxy, const char *uri);
gboolean
door_judge_has_sent (DoorJudge *judge, DoorTarget target, DoorOrigin *server, const char *rule);
void door_judge_committed (DoorJudge *judge);

gboolean door_judge_may_refuse (DoorJudge *judge, DoorChallengeNote *note, DoorContext context);
void
door_judge_refuse (DoorJudge *judge, DoorChallengeNote *note, DoorContext context, const char *uri);
void door_judge_supersede (DoorJudge *judge, DoorChallengeNote *note);
void door_judge_refuse_unanswered (DoorJudge *judge, DoorChallengedResponse *response);
void door_judge_accept (DoorJudge *judge, WebKitURIResponse *response);
void door_judge_accept_part (DoorJudge *judge, WebKitURIResponse *response);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DoorJudge, door_judge_free)

G_END_DECLS
