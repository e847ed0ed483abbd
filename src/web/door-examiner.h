/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "door-finding.h"
#include "door-judge.h"
#include "door-navigation-gate.h"

G_BEGIN_DECLS

/* Reads what the responses to one view ask for, has it decided, and tells the event log. */
typedef struct _DoorExaminer DoorExaminer;

DoorExaminer *door_examiner_new (DoorWebContext *context,
                                 WebKitWebView *view,
                                 DoorNavigationGate *gate,
                                 DoorJudge *judge,
                                 guint64 tab);
void door_examiner_free (DoorExaminer *examiner);

DoorFinding *door_examiner_examine (DoorExaminer *examiner,
                                    DoorChallengedResponse *response,
                                    DoorContext context);
DoorFinding *door_examiner_examine_download (DoorExaminer *examiner,
                                             DoorChallengedResponse *response,
                                             DoorAct act,
                                             guint64 moment,
                                             gboolean asking);
DoorFinding *door_examiner_examine_failed (DoorExaminer *examiner, const char *uri);
void door_examiner_examine_unfinished (DoorExaminer *examiner, DoorFinding *finding);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DoorExaminer, door_examiner_free)

G_END_DECLS
