/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "door-secret-call.h"

G_BEGIN_DECLS

/* Each takes its task, a DoorSecretCall, and returns by it whether it was done; removing, what can
 * be restored. */
void door_secret_save (GTask *task, DoorSavedLogin *login, DoorSavedLogin *replaced);
void door_secret_remove (GTask *task, DoorSavedLogin *login);
void door_secret_restore (GTask *task, GObject *remains);
void door_secret_mark (GTask *task, DoorSavedLogin *login, DoorKeyringMark mark);

G_END_DECLS
