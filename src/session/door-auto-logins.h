/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "door-auto-login.h"
#include "door-clock.h"
#include "door-keyring.h"
#include "door-policy.h"
#include "door-secret-reader.h"

G_BEGIN_DECLS

/* How long a login rests after it was refused: twice as long each time, up to an hour. */
#define DOOR_AUTO_LOGINS_FIRST_PAUSE_S 60
#define DOOR_AUTO_LOGINS_LAST_PAUSE_S 3600

/* How it stands about a login that the policy has for a protection space. */
typedef enum
{
  DOOR_AUTO_STATE_NONE,        /* there is no such login, or nothing is wrong with it */
  DOOR_AUTO_STATE_REFUSED,     /* the server did not take it; it rests */
  DOOR_AUTO_STATE_UNAVAILABLE, /* its password cannot be read */
} DoorAutoState;

#define DOOR_TYPE_AUTO_LOGINS (door_auto_logins_get_type ())
G_DECLARE_FINAL_TYPE (DoorAutoLogins, door_auto_logins, DOOR, AUTO_LOGINS, GObject)

/* The logins of the policy, in one session or in several: what is sent without anybody being asked.
 * A machine must not lock an account, so what was refused is not sent again until its password is
 * another one or it has rested.
 *
 * Signal: ready (): some login that was not to be had may be tried again. */
DoorAutoLogins *door_auto_logins_new (DoorClock *clock, DoorPolicy *policy);

void door_auto_logins_set_reader (DoorAutoLogins *self, DoorSecretReader *reader);
void door_auto_logins_set_keyring (DoorAutoLogins *self, DoorKeyring *keyring);
void door_auto_logins_set_policy (DoorAutoLogins *self, DoorPolicy *policy);

void door_auto_logins_look_async (DoorAutoLogins *self,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
gboolean door_auto_logins_look_finish (DoorAutoLogins *self, GAsyncResult *result, GError **error);

DoorAutoLogin *
door_auto_logins_get (DoorAutoLogins *self, DoorProtectionSpace *space, const char *scheme);
DoorAutoLogin *
door_auto_logins_get_prefill (DoorAutoLogins *self, DoorProtectionSpace *space, const char *scheme);
GPtrArray *door_auto_logins_list_preloads (DoorAutoLogins *self);
DoorAutoState door_auto_logins_get_state (DoorAutoLogins *self, DoorProtectionSpace *space);

void door_auto_logins_accepted (DoorAutoLogins *self, DoorProtectionSpace *space);
void door_auto_logins_refused (DoorAutoLogins *self,
                               DoorProtectionSpace *space,
                               const char *scheme,
                               SecretValue *password);

G_END_DECLS
