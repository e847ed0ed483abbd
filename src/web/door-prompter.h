/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "door-finding.h"
#include "door-navigation-gate.h"
#include "door-notice.h"
#include "door-prompt.h"
#include "door-session.h"

G_BEGIN_DECLS

#define DOOR_TYPE_PROMPTER (door_prompter_get_type ())
G_DECLARE_FINAL_TYPE (DoorPrompter, door_prompter, DOOR, PROMPTER, GObject)

/* Puts what was found about one page to the person: as the page's one question, or as its notice.
 *
 * Properties: prompt (DoorPrompt or NULL; notified, too, when the page begins or ends to wait for
 * one that another page shows), notice (DoorNotice or NULL).
 * Signals: submitted (DoorCredentials *credentials): the person answered; load-again (),
 * download-again (const char *uri): the person answered on another page, which serves this one or
 * its download too; given-up (): the person cancelled while what they answered was tried. */
DoorPrompter *door_prompter_new (DoorSession *session,
                                 WebKitWebView *view,
                                 DoorNavigationGate *gate,
                                 guint64 tab);

DoorPrompt *door_prompter_get_prompt (DoorPrompter *self);
gboolean door_prompter_is_waiting (DoorPrompter *self);
DoorNotice *door_prompter_get_notice (DoorPrompter *self);
DoorFinding *door_prompter_get_finding (DoorPrompter *self);
gboolean door_prompter_is_about_download (DoorPrompter *self);
gboolean door_prompter_is_signing_in (DoorPrompter *self);

void door_prompter_set_notice (DoorPrompter *self, DoorNotice *notice);
void door_prompter_set_in_front (DoorPrompter *self, gboolean in_front);
void door_prompter_set_leaving (DoorPrompter *self, gboolean leaving);
void door_prompter_set_loading (DoorPrompter *self, gboolean loading);

void door_prompter_show (DoorPrompter *self, DoorFinding *finding);
void door_prompter_show_part (DoorPrompter *self, DoorFinding *finding);
void door_prompter_show_download (DoorPrompter *self, DoorFinding *finding);
void door_prompter_sign_in (DoorPrompter *self);
void door_prompter_ask_again (DoorPrompter *self);
void door_prompter_clear (DoorPrompter *self, DoorPromptOutcome outcome);

G_END_DECLS
