/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "door-deadline.h"
#include "door-keyring.h"

G_BEGIN_DECLS

/* How long a person may take to unlock a keyring. */
#define DOOR_SECRET_PERSON_MS (120 * 1000)

/* One call of the keyring, from its first message to its last: the data of its GTask. */
typedef struct
{
  DoorDeadline *deadline;
  guint patience_ms;          /* for each step of it */
  DoorProtectionSpace *space; /* searching */
  char *scheme;
  gboolean unlock;
  gboolean locked;
  GPtrArray *logins;     /* without, and then with, their passwords */
  guint next;            /* of @logins, whose password is being loaded */
  DoorSavedLogin *login; /* what is loaded, saved, removed or marked */
  DoorSavedLogin *replaced;
  GObject *remains; /* of what is removed */
} DoorSecretCall;

GTask *door_secret_call_begin (DoorKeyring *keyring,
                               guint patience_ms,
                               gpointer tag,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
DoorSecretCall *door_secret_call_get (GTask *task);
GCancellable *door_secret_call_get_cancellable (GTask *task);
void door_secret_call_go_on (GTask *task);
void door_secret_call_ask_person (GTask *task);
void door_secret_call_fail (GTask *task, GError *reason);
void door_secret_call_fail_dismissed (GTask *task);
void door_secret_call_fail_absent (GTask *task);

gboolean door_secret_item_is_there (gpointer item);

G_END_DECLS
