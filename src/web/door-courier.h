/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "door-judge.h"
#include "door-prompter.h"
#include "door-web-context.h"

G_BEGIN_DECLS

#define DOOR_TYPE_COURIER (door_courier_get_type ())
G_DECLARE_FINAL_TYPE (DoorCourier, door_courier, DOOR, COURIER, GObject)

/* Takes what the person has answered to the network process, and has loaded again what they were
 * asked for; anew, when that process ends meanwhile.
 *
 * Signals: load-again (DoorAct act): the page is to be loaded with the credentials that there are;
 * frame-again (const char *uri, gboolean posted), download-again (const char *uri): likewise for a
 * part of it, which a form was sent to or not. */
DoorCourier *door_courier_new (DoorWebContext *context, DoorPrompter *prompter, DoorJudge *judge);

void door_courier_load_again (DoorCourier *self, DoorAct act);
void door_courier_load_again_when_ready (DoorCourier *self);

gboolean door_courier_has_answer (DoorCourier *self);
gboolean door_courier_begin_anew (DoorCourier *self, DoorAct act);
gboolean door_courier_begin_download_anew (DoorCourier *self);
void door_courier_arrived (DoorCourier *self);

G_END_DECLS
