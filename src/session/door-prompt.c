/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-prompt.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

struct _DoorPrompt
{
  GObject parent_instance;

  guint64 id;
  DoorProtectionSpace *space;
  char *scheme;
  gboolean unencrypted;
  gboolean can_remember;
  gboolean never_save;
  DoorPromptState state;
  DoorPromptOutcome outcome;
  guint attempt;
  char *username;
  DoorPromptKeyring keyring;
  GPtrArray *proposals; /* DoorSavedLogin */
};

enum
{
  PROP_0,
  PROP_STATE,
  PROP_ATTEMPT,
  PROP_USERNAME,
  PROP_CAN_REMEMBER,
  PROP_NEVER_SAVE,
  PROP_KEYRING,
  N_PROPS
};

enum
{
  SUBMITTED,
  CLOSED,
  UNLOCK,
  NEVER_SAVE,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DoorPrompt, door_prompt, G_TYPE_OBJECT)
G_DEFINE_QUARK (door-prompt-error-quark, door_prompt_error);

GType
door_prompt_state_get_type (void)
{
  static gsize type = 0;
  static const GEnumValue values[] = {
    { DOOR_PROMPT_WAITING, "DOOR_PROMPT_WAITING", "waiting" },
    { DOOR_PROMPT_OPEN, "DOOR_PROMPT_OPEN", "open" },
    { DOOR_PROMPT_SUBMITTED, "DOOR_PROMPT_SUBMITTED", "submitted" },
    { DOOR_PROMPT_CLOSED, "DOOR_PROMPT_CLOSED", "closed" },
    { 0, NULL, NULL },
  };

  if (g_once_init_enter (&type))
    g_once_init_leave (&type, g_enum_register_static ("DoorPromptState", values));

  return type;
}

GType
door_prompt_keyring_get_type (void)
{
  static gsize type = 0;
  static const GEnumValue values[] = {
    { DOOR_PROMPT_KEYRING_NONE, "DOOR_PROMPT_KEYRING_NONE", "none" },
    { DOOR_PROMPT_KEYRING_SEARCHING, "DOOR_PROMPT_KEYRING_SEARCHING", "searching" },
    { DOOR_PROMPT_KEYRING_READY, "DOOR_PROMPT_KEYRING_READY", "ready" },
    { DOOR_PROMPT_KEYRING_LOCKED, "DOOR_PROMPT_KEYRING_LOCKED", "locked" },
    { DOOR_PROMPT_KEYRING_UNLOCKING, "DOOR_PROMPT_KEYRING_UNLOCKING", "unlocking" },
    { DOOR_PROMPT_KEYRING_UNREACHABLE, "DOOR_PROMPT_KEYRING_UNREACHABLE", "unreachable" },
    { 0, NULL, NULL },
  };

  if (g_once_init_enter (&type))
    g_once_init_leave (&type, g_enum_register_static ("DoorPromptKeyring", values));

  return type;
}

/**
 * door_prompt_outcome_to_string:
 *
 * Returns: (nullable): the word for the event log, %NULL while there is no outcome
 */
const char *
door_prompt_outcome_to_string (DoorPromptOutcome outcome)
{
  switch (outcome)
    {
    case DOOR_PROMPT_OUTCOME_SUBMIT:
      return "submit";
    case DOOR_PROMPT_OUTCOME_CANCEL:
      return "cancel";
    case DOOR_PROMPT_OUTCOME_SUPERSEDED:
      return "superseded";
    case DOOR_PROMPT_OUTCOME_GONE:
      return "gone";
    case DOOR_PROMPT_OUTCOME_NONE:
    default:
      return NULL;
    }
}

static void
set_state (DoorPrompt *self, DoorPromptState state)
{
  if (self->state == state)
    return;

  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

static void
door_prompt_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  DoorPrompt *self = DOOR_PROMPT (object);

  switch (property_id)
    {
    case PROP_STATE:
      g_value_set_enum (value, self->state);
      break;
    case PROP_ATTEMPT:
      g_value_set_uint (value, self->attempt);
      break;
    case PROP_USERNAME:
      g_value_set_string (value, self->username);
      break;
    case PROP_CAN_REMEMBER:
      g_value_set_boolean (value, self->can_remember);
      break;
    case PROP_NEVER_SAVE:
      g_value_set_boolean (value, self->never_save);
      break;
    case PROP_KEYRING:
      g_value_set_enum (value, self->keyring);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
door_prompt_finalize (GObject *object)
{
  DoorPrompt *self = DOOR_PROMPT (object);

  door_protection_space_unref (self->space);
  g_free (self->scheme);
  g_free (self->username);
  g_clear_pointer (&self->proposals, g_ptr_array_unref);

  G_OBJECT_CLASS (door_prompt_parent_class)->finalize (object);
}

static void
door_prompt_class_init (DoorPromptClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = door_prompt_get_property;
  object_class->finalize = door_prompt_finalize;

  properties[PROP_STATE]
      = g_param_spec_enum ("state", NULL, NULL, DOOR_TYPE_PROMPT_STATE, DOOR_PROMPT_WAITING,
                           G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_ATTEMPT]
      = g_param_spec_uint ("attempt", NULL, NULL, 1, G_MAXUINT, 1,
                           G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_USERNAME]
      = g_param_spec_string ("username", NULL, NULL, NULL,
                             G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_CAN_REMEMBER]
      = g_param_spec_boolean ("can-remember", NULL, NULL, FALSE,
                              G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_NEVER_SAVE]
      = g_param_spec_boolean ("never-save", NULL, NULL, FALSE,
                              G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_KEYRING]
      = g_param_spec_enum ("keyring", NULL, NULL, DOOR_TYPE_PROMPT_KEYRING,
                           DOOR_PROMPT_KEYRING_NONE,
                           G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SUBMITTED]
      = g_signal_new ("submitted", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                      NULL, G_TYPE_NONE, 3, G_TYPE_STRING, SECRET_TYPE_VALUE, G_TYPE_BOOLEAN);
  signals[CLOSED] = g_signal_new ("closed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);
  signals[NEVER_SAVE] = g_signal_new ("never-save", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                      NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
  signals[UNLOCK] = g_signal_new ("unlock", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
}

static void
door_prompt_init (DoorPrompt *self)
{
  self->attempt = 1;
}

/**
 * door_prompt_new:
 * @id: ties the events of this question together
 * @space: where the credentials will belong
 * @scheme: the authentication scheme, lower case
 * @unencrypted: whether the password would be readable on its way
 * @can_remember: whether a keyring may hold the login
 *
 * Returns: (transfer full): a question that waits to be shown
 */
DoorPrompt *
door_prompt_new (guint64 id,
                 DoorProtectionSpace *space,
                 const char *scheme,
                 gboolean unencrypted,
                 gboolean can_remember)
{
  DoorPrompt *self = g_object_new (DOOR_TYPE_PROMPT, NULL);

  self->id = id;
  self->space = door_protection_space_ref (space);
  self->scheme = g_strdup (scheme);
  self->unencrypted = unencrypted;
  self->can_remember = can_remember;

  return self;
}

guint64
door_prompt_get_id (DoorPrompt *self)
{
  g_return_val_if_fail (DOOR_IS_PROMPT (self), 0);

  return self->id;
}

/**
 * door_prompt_get_space:
 *
 * Returns: (transfer none): where the credentials will belong
 */
DoorProtectionSpace *
door_prompt_get_space (DoorPrompt *self)
{
  g_return_val_if_fail (DOOR_IS_PROMPT (self), NULL);

  return self->space;
}

const char *
door_prompt_get_scheme (DoorPrompt *self)
{
  g_return_val_if_fail (DOOR_IS_PROMPT (self), NULL);

  return self->scheme;
}

gboolean
door_prompt_is_unencrypted (DoorPrompt *self)
{
  g_return_val_if_fail (DOOR_IS_PROMPT (self), FALSE);

  return self->unencrypted;
}

gboolean
door_prompt_get_can_remember (DoorPrompt *self)
{
  g_return_val_if_fail (DOOR_IS_PROMPT (self), FALSE);

  return self->can_remember;
}

DoorPromptState
door_prompt_get_state (DoorPrompt *self)
{
  g_return_val_if_fail (DOOR_IS_PROMPT (self), DOOR_PROMPT_CLOSED);

  return self->state;
}

DoorPromptOutcome
door_prompt_get_outcome (DoorPrompt *self)
{
  g_return_val_if_fail (DOOR_IS_PROMPT (self), DOOR_PROMPT_OUTCOME_NONE);

  return self->outcome;
}

/**
 * door_prompt_get_attempt:
 *
 * Returns: 1 for the first question, one more for each refusal of what was answered
 */
guint
door_prompt_get_attempt (DoorPrompt *self)
{
  g_return_val_if_fail (DOOR_IS_PROMPT (self), 0);

  return self->attempt;
}

/**
 * door_prompt_get_username:
 *
 * Returns: (nullable): the user name to fill in
 */
const char *
door_prompt_get_username (DoorPrompt *self)
{
  g_return_val_if_fail (DOOR_IS_PROMPT (self), NULL);

  return self->username;
}

/**
 * door_prompt_set_username:
 * @username: (nullable): the user name to fill in
 */
void
door_prompt_set_username (DoorPrompt *self, const char *username)
{
  g_return_if_fail (DOOR_IS_PROMPT (self));

  if (g_strcmp0 (self->username, username) == 0)
    return;

  g_free (self->username);
  self->username = g_strdup (username);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_USERNAME]);
}

DoorPromptKeyring
door_prompt_get_keyring (DoorPrompt *self)
{
  g_return_val_if_fail (DOOR_IS_PROMPT (self), DOOR_PROMPT_KEYRING_NONE);

  return self->keyring;
}

/**
 * door_prompt_get_proposals:
 *
 * Returns: (transfer none) (element-type DoorSavedLogin) (nullable): the saved logins to choose
 *   from, the last used first
 */
GPtrArray *
door_prompt_get_proposals (DoorPrompt *self)
{
  g_return_val_if_fail (DOOR_IS_PROMPT (self), NULL);

  return self->proposals;
}

/**
 * door_prompt_find_proposal:
 *
 * Returns: (transfer none) (nullable): the saved login of @username
 */
DoorSavedLogin *
door_prompt_find_proposal (DoorPrompt *self, const char *username)
{
  g_return_val_if_fail (DOOR_IS_PROMPT (self), NULL);

  for (guint i = 0; self->proposals != NULL && i < self->proposals->len; i++)
    {
      DoorSavedLogin *login = g_ptr_array_index (self->proposals, i);

      if (strcmp (door_saved_login_get_username (login), username) == 0)
        return login;
    }

  return NULL;
}

static void
update_can_remember (DoorPrompt *self)
{
  gboolean can_remember = self->keyring != DOOR_PROMPT_KEYRING_NONE
                          && self->keyring != DOOR_PROMPT_KEYRING_UNREACHABLE && !self->never_save;

  if (self->can_remember == can_remember)
    return;

  self->can_remember = can_remember;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CAN_REMEMBER]);
}

/**
 * door_prompt_set_proposals:
 * @logins: (nullable) (element-type DoorSavedLogin): what the keyring has, with passwords
 * @keyring: what can be said of the keyring
 *
 * Proposes saved logins. A login can be remembered where there is a keyring that answers.
 */
void
door_prompt_set_proposals (DoorPrompt *self, GPtrArray *logins, DoorPromptKeyring keyring)
{
  g_return_if_fail (DOOR_IS_PROMPT (self));

  if (self->state == DOOR_PROMPT_CLOSED)
    return;

  if (logins != NULL)
    g_ptr_array_ref (logins);
  g_clear_pointer (&self->proposals, g_ptr_array_unref);
  self->proposals = logins;

  self->keyring = keyring;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_KEYRING]);
  update_can_remember (self);
}

/**
 * door_prompt_get_never_save:
 *
 * Returns: whether the person does not want to have logins of this site saved
 */
gboolean
door_prompt_get_never_save (DoorPrompt *self)
{
  g_return_val_if_fail (DOOR_IS_PROMPT (self), FALSE);

  return self->never_save;
}

/**
 * door_prompt_set_never_save:
 *
 * What is saved already is proposed all the same.
 */
void
door_prompt_set_never_save (DoorPrompt *self, gboolean never_save)
{
  g_return_if_fail (DOOR_IS_PROMPT (self));

  if (self->never_save == never_save)
    return;

  self->never_save = never_save;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NEVER_SAVE]);
  update_can_remember (self);
}

/**
 * door_prompt_ask_never_save:
 * @never_save: what the person wants
 *
 * The person says whether logins of this site may be saved at all. It holds when
 * door_prompt_get_never_save() says so.
 */
void
door_prompt_ask_never_save (DoorPrompt *self, gboolean never_save)
{
  g_return_if_fail (DOOR_IS_PROMPT (self));

  g_signal_emit (self, signals[NEVER_SAVE], 0, never_save);
}

/**
 * door_prompt_unlock:
 *
 * The person asks for what is locked.
 */
void
door_prompt_unlock (DoorPrompt *self)
{
  g_return_if_fail (DOOR_IS_PROMPT (self));

  if (self->keyring != DOOR_PROMPT_KEYRING_LOCKED)
    return;

  self->keyring = DOOR_PROMPT_KEYRING_UNLOCKING;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_KEYRING]);
  g_signal_emit (self, signals[UNLOCK], 0);
}

/**
 * door_prompt_open:
 *
 * The question is in front of the person from now on.
 */
void
door_prompt_open (DoorPrompt *self)
{
  g_return_if_fail (DOOR_IS_PROMPT (self));
  g_return_if_fail (self->state != DOOR_PROMPT_CLOSED);

  set_state (self, DOOR_PROMPT_OPEN);
}

static gboolean
has_control_character (const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    if (g_unichar_iscntrl (g_utf8_get_char (p)))
      return TRUE;

  return FALSE;
}

/**
 * door_prompt_check_credentials:
 * @scheme: the authentication scheme, lower case
 * @username: a user name
 * @password: a password
 * @error: return location for a #DoorPromptError
 *
 * Returns: whether @scheme can carry them (for Basic, RFC 7617 section 2: no colon in the user
 * name, no control characters)
 */
gboolean
door_prompt_check_credentials (const char *scheme,
                               const char *username,
                               SecretValue *password,
                               GError **error)
{
  const char *text = secret_value_get_text (password);

  if (!g_utf8_validate (username, -1, NULL) || has_control_character (username))
    {
      g_set_error_literal (error, DOOR_PROMPT_ERROR, DOOR_PROMPT_ERROR_USERNAME,
                           _ ("The user name contains a control character"));
      return FALSE;
    }

  if (strcmp (scheme, "basic") == 0 && strchr (username, ':') != NULL)
    {
      g_set_error_literal (error, DOOR_PROMPT_ERROR, DOOR_PROMPT_ERROR_USERNAME,
                           _ ("A user name with a colon cannot be used with Basic"));
      return FALSE;
    }

  if (text == NULL || has_control_character (text))
    {
      g_set_error_literal (error, DOOR_PROMPT_ERROR, DOOR_PROMPT_ERROR_PASSWORD,
                           _ ("The password contains a control character"));
      return FALSE;
    }

  /* WebKit takes an empty pair for no credentials at all. */
  if (*username == '\0' && *text == '\0')
    {
      g_set_error_literal (error, DOOR_PROMPT_ERROR, DOOR_PROMPT_ERROR_USERNAME,
                           _ ("Enter a user name"));
      return FALSE;
    }

  return TRUE;
}

/**
 * door_prompt_submit:
 * @username: the user name, UTF-8
 * @password: the password, UTF-8
 * @remember: whether to keep the login once the server has accepted it
 * @error: return location for a #DoorPromptError
 *
 * Answers the question. What the scheme cannot carry is refused here, before anything is sent.
 *
 * Returns: whether the answer was taken
 */
gboolean
door_prompt_submit (DoorPrompt *self,
                    const char *username,
                    SecretValue *password,
                    gboolean remember,
                    GError **error)
{
  g_return_val_if_fail (DOOR_IS_PROMPT (self), FALSE);
  g_return_val_if_fail (username != NULL, FALSE);
  g_return_val_if_fail (password != NULL, FALSE);

  if (self->state != DOOR_PROMPT_WAITING && self->state != DOOR_PROMPT_OPEN)
    {
      g_set_error_literal (error, DOOR_PROMPT_ERROR, DOOR_PROMPT_ERROR_NOT_OPEN,
                           _ ("This login was answered already"));
      return FALSE;
    }

  if (!door_prompt_check_credentials (self->scheme, username, password, error))
    return FALSE;

  door_prompt_set_username (self, username);
  set_state (self, DOOR_PROMPT_SUBMITTED);
  g_signal_emit (self, signals[SUBMITTED], 0, username, password, remember && self->can_remember);

  return TRUE;
}

void
door_prompt_cancel (DoorPrompt *self)
{
  door_prompt_close (self, DOOR_PROMPT_OUTCOME_CANCEL);
}

/**
 * door_prompt_ask_again:
 * @id: the id of the challenge that asks now
 * @refused: whether the server refused what was answered, rather than never having judged it
 *
 * Asks the person anew, with the user name kept.
 */
void
door_prompt_ask_again (DoorPrompt *self, guint64 id, gboolean refused)
{
  g_return_if_fail (DOOR_IS_PROMPT (self));
  g_return_if_fail (self->state == DOOR_PROMPT_SUBMITTED);

  self->id = id;

  if (refused)
    {
      self->attempt++;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ATTEMPT]);
    }

  set_state (self, DOOR_PROMPT_OPEN);
}

/**
 * door_prompt_close:
 * @outcome: how the question ended
 *
 * Ends the question for good; once is enough.
 */
void
door_prompt_close (DoorPrompt *self, DoorPromptOutcome outcome)
{
  g_return_if_fail (DOOR_IS_PROMPT (self));
  g_return_if_fail (outcome != DOOR_PROMPT_OUTCOME_NONE);

  if (self->state == DOOR_PROMPT_CLOSED)
    return;

  self->outcome = outcome;
  g_clear_pointer (&self->proposals, g_ptr_array_unref);
  set_state (self, DOOR_PROMPT_CLOSED);
  g_signal_emit (self, signals[CLOSED], 0, (int)outcome);
}
