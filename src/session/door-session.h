/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

#include "door-auto-logins.h"
#include "door-clock.h"
#include "door-event.h"
#include "door-idle.h"
#include "door-keyring.h"
#include "door-never-save.h"
#include "door-policy.h"
#include "door-proxy-queue.h"
#include "door-suppression.h"
#include "door-vault.h"

G_BEGIN_DECLS

/* Why the session forgets logins. */
typedef enum
{
  DOOR_FORGET_USER,
  DOOR_FORGET_IDLE,
  DOOR_FORGET_POLICY,
  DOOR_FORGET_CRASH,
} DoorForgetReason;

#define DOOR_TYPE_SESSION (door_session_get_type ())
G_DECLARE_FINAL_TYPE (DoorSession, door_session, DOOR, SESSION, GObject)

/* What is decided once for all pages of one browsing session, normal or private.
 *
 * Signals: event (GVariant *a{sv}): an event of the log happened; signed-in (DoorProtectionSpace
 * *): the server accepted new credentials; cancelled (DoorProtectionSpace *): the person does not
 * want to be asked; settled (): the person waits for no page any more; forgotten (int target, a
 * DoorTarget, DoorOrigin *server): the session is signed in there no more, or nowhere if @server is
 * NULL; policy-changed: the administrator decided something else; save-failed (DoorCredentials *):
 * the keyring did not take what was to be remembered. */
DoorSession *door_session_new (DoorClock *clock, DoorPolicy *policy, gboolean private_session);

gboolean door_session_is_private (DoorSession *self);
DoorVault *door_session_get_vault (DoorSession *self);
DoorSuppression *door_session_get_suppression (DoorSession *self);
DoorPolicy *door_session_get_policy (DoorSession *self);
void door_session_set_policy (DoorSession *self, DoorPolicy *policy);

void door_session_set_auto_logins (DoorSession *self, DoorAutoLogins *auto_logins);
DoorAutoLogins *door_session_get_auto_logins (DoorSession *self);

void door_session_set_keyring (DoorSession *self, DoorKeyring *keyring, DoorNeverSave *never_save);
DoorKeyring *door_session_get_keyring (DoorSession *self);
DoorNeverSave *door_session_get_never_save (DoorSession *self);
void door_session_set_idle (DoorSession *self, DoorIdle *idle);
DoorIdle *door_session_get_idle (DoorSession *self);
DoorClock *door_session_get_clock (DoorSession *self);

GListModel *door_session_get_prompts (DoorSession *self);
DoorProxyQueue *door_session_get_proxy_queue (DoorSession *self);
void door_session_add_prompt (DoorSession *self, DoorPrompt *prompt);
void door_session_set_awaited (DoorSession *self, guint64 tab, gboolean awaited);
gboolean door_session_is_awaiting (DoorSession *self);
gboolean door_session_has_open_prompt (DoorSession *self, DoorProtectionSpace *space);
void door_session_signed_in (DoorSession *self, DoorCredentials *credentials);
void door_session_refused (DoorSession *self, DoorCredentials *credentials);
void door_session_cancelled (DoorSession *self, DoorProtectionSpace *space);
void door_session_forget_server (DoorSession *self,
                                 DoorTarget target,
                                 DoorOrigin *server,
                                 DoorForgetReason reason);
void door_session_forget_all (DoorSession *self, DoorForgetReason reason);

guint64 door_session_next_id (DoorSession *self);
void door_session_emit (DoorSession *self, const DoorEvent *event);

G_END_DECLS
