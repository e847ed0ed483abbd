/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "door-answerer.h"
#include "door-examiner.h"
#include "door-prompter.h"

G_BEGIN_DECLS

#define DOOR_TYPE_SLOW_BODY (door_slow_body_get_type ())
G_DECLARE_FINAL_TYPE (DoorSlowBody, door_slow_body, DOOR, SLOW_BODY, GObject)

/* A 401 whose body does not end is never delivered: the person hears of it some time. */
DoorSlowBody *door_slow_body_new (DoorAnswerer *answerer,
                                  DoorJudge *judge,
                                  DoorExaminer *examiner,
                                  DoorPrompter *prompter);

void door_slow_body_forget (DoorSlowBody *self);

G_END_DECLS
