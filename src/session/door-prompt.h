/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <libsecret/secret.h>

#include "door-saved-login.h"

G_BEGIN_DECLS

/* Where one question to the person stands. */
typedef enum
{
  DOOR_PROMPT_WAITING,   /* due, but not shown yet */
  DOOR_PROMPT_OPEN,      /* the person may answer */
  DOOR_PROMPT_SUBMITTED, /* answered, the server has not judged yet */
  DOOR_PROMPT_CLOSED,
} DoorPromptState;

#define DOOR_TYPE_PROMPT_STATE (door_prompt_state_get_type ())
GType door_prompt_state_get_type (void) G_GNUC_CONST;

/* What the keyring has for a question. */
typedef enum
{
  DOOR_PROMPT_KEYRING_NONE,        /* not asked */
  DOOR_PROMPT_KEYRING_SEARCHING,   /* has not answered yet */
  DOOR_PROMPT_KEYRING_READY,       /* has answered: door_prompt_get_proposals () */
  DOOR_PROMPT_KEYRING_LOCKED,      /* may have more, when the person unlocks it */
  DOOR_PROMPT_KEYRING_UNLOCKING,   /* the person is asked to unlock it */
  DOOR_PROMPT_KEYRING_UNREACHABLE, /* does not answer, or with an error, or is not there */
} DoorPromptKeyring;

#define DOOR_TYPE_PROMPT_KEYRING (door_prompt_keyring_get_type ())
GType door_prompt_keyring_get_type (void) G_GNUC_CONST;

typedef enum
{
  DOOR_PROMPT_OUTCOME_NONE, /* not closed */
  DOOR_PROMPT_OUTCOME_SUBMIT,
  DOOR_PROMPT_OUTCOME_CANCEL,
  DOOR_PROMPT_OUTCOME_SUPERSEDED,
  DOOR_PROMPT_OUTCOME_GONE,
} DoorPromptOutcome;

const char *door_prompt_outcome_to_string (DoorPromptOutcome outcome);

#define DOOR_PROMPT_ERROR (door_prompt_error_quark ())
GQuark door_prompt_error_quark (void);

typedef enum
{
  DOOR_PROMPT_ERROR_NOT_OPEN, /* answered or closed already */
  DOOR_PROMPT_ERROR_USERNAME, /* a user name that the scheme cannot carry */
  DOOR_PROMPT_ERROR_PASSWORD, /* a password that the scheme cannot carry */
} DoorPromptError;

#define DOOR_TYPE_PROMPT (door_prompt_get_type ())
G_DECLARE_FINAL_TYPE (DoorPrompt, door_prompt, DOOR, PROMPT, GObject)

/* One question to the person: the model that the login sheet shows and the bus lists.
 *
 * Properties, all read-only and notified: state (DoorPromptState), attempt (guint, from 1),
 * username (what to fill in), can-remember (gboolean), never-save (gboolean), keyring
 * (DoorPromptKeyring). Signals: unlock (): the person wants to see what is locked; never-save
 * (gboolean never_save): the person says whether logins of this site may be saved at all;
 * submitted (const char *username, SecretValue *password, gboolean remember),
 * closed (int outcome, a DoorPromptOutcome). */
DoorPrompt *door_prompt_new (guint64 id,
                             DoorProtectionSpace *space,
                             const char *scheme,
                             gboolean unencrypted,
                             gboolean can_remember);

guint64 door_prompt_get_id (DoorPrompt *self);
DoorProtectionSpace *door_prompt_get_space (DoorPrompt *self);
const char *door_prompt_get_scheme (DoorPrompt *self);
gboolean door_prompt_is_unencrypted (DoorPrompt *self);
gboolean door_prompt_get_can_remember (DoorPrompt *self);
DoorPromptState door_prompt_get_state (DoorPrompt *self);
DoorPromptOutcome door_prompt_get_outcome (DoorPrompt *self);
guint door_prompt_get_attempt (DoorPrompt *self);
const char *door_prompt_get_username (DoorPrompt *self);

DoorPromptKeyring door_prompt_get_keyring (DoorPrompt *self);
GPtrArray *door_prompt_get_proposals (DoorPrompt *self);
DoorSavedLogin *door_prompt_find_proposal (DoorPrompt *self, const char *username);

gboolean door_prompt_get_never_save (DoorPrompt *self);

void door_prompt_set_proposals (DoorPrompt *self, GPtrArray *logins, DoorPromptKeyring keyring);
void door_prompt_set_never_save (DoorPrompt *self, gboolean never_save);
void door_prompt_ask_never_save (DoorPrompt *self, gboolean never_save);
void door_prompt_unlock (DoorPrompt *self);
void door_prompt_set_username (DoorPrompt *self, const char *username);
void door_prompt_open (DoorPrompt *self);
gboolean door_prompt_submit (DoorPrompt *self,
                             const char *username,
                             SecretValue *password,
                             gboolean remember,
                             GError **error);
void door_prompt_cancel (DoorPrompt *self);
void door_prompt_ask_again (DoorPrompt *self, guint64 id, gboolean refused);
void door_prompt_close (DoorPrompt *self, DoorPromptOutcome outcome);

gboolean door_prompt_check_credentials (const char *scheme,
                                        const char *username,
                                        SecretValue *password,
                                        GError **error);

G_END_DECLS
