/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "door-judge.h"

G_BEGIN_DECLS

#define DOOR_TYPE_ANSWERER (door_answerer_get_type ())
G_DECLARE_FINAL_TYPE (DoorAnswerer, door_answerer, DOOR, ANSWERER, GObject)

/* Answers the challenges of one view at once, inside the signal: with credentials that are at hand,
 * or with none.
 *
 * Signals: declined (DoorProtectionSpace *space, const char *scheme): a challenge of an origin had
 * no answer, and its response is to come. */
DoorAnswerer *
door_answerer_new (DoorWebContext *context, WebKitWebView *view, DoorJudge *judge, guint64 tab);

void door_answerer_give (DoorAnswerer *self,
                         DoorOrigin *server,
                         const char *username,
                         SecretValue *password);
void door_answerer_forget_given (DoorAnswerer *self);

G_END_DECLS
