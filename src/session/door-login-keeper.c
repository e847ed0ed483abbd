/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-login-keeper.h"

#include <string.h>

struct _DoorLoginKeeper
{
  GObject parent_instance;

  DoorKeyring *keyring;
  DoorNeverSave *never_save;
  GHashTable *answers; /* DoorProtectionSpace → Answer: given, and not judged yet */
};

/* What the person answered to one question, as far as the keyring is concerned. */
typedef struct
{
  DoorProtectionSpace *space;
  guint64 id;
  DoorSavedLogin *saved; /* of the same user, or NULL */
  gboolean unchanged;    /* it was sent as it is saved */
} Answer;

/* What there is to one question, for as long as there is the question. */
typedef struct
{
  DoorLoginKeeper *keeper;
  GCancellable *cancellable;
} Attention;

typedef struct
{
  DoorLoginKeeper *keeper;
  DoorCredentials *credentials;
  guint64 id;
} Saving;

enum
{
  SAVED,
  SAVE_FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DoorLoginKeeper, door_login_keeper, G_TYPE_OBJECT)

static void
answer_free (Answer *answer)
{
  door_protection_space_unref (answer->space);
  g_clear_pointer (&answer->saved, door_saved_login_unref);
  g_free (answer);
}

static void
attention_free (Attention *attention)
{
  g_object_unref (attention->keeper);
  g_object_unref (attention->cancellable);
  g_free (attention);
}

static void
saving_free (Saving *saving)
{
  g_object_unref (saving->keeper);
  door_credentials_unref (saving->credentials);
  g_free (saving);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Saving, saving_free)

static void
door_login_keeper_finalize (GObject *object)
{
  DoorLoginKeeper *self = DOOR_LOGIN_KEEPER (object);

  g_hash_table_unref (self->answers);
  g_object_unref (self->never_save);
  g_object_unref (self->keyring);

  G_OBJECT_CLASS (door_login_keeper_parent_class)->finalize (object);
}

static void
door_login_keeper_class_init (DoorLoginKeeperClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = door_login_keeper_finalize;

  signals[SAVED] = g_signal_new ("saved", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 2, DOOR_TYPE_CREDENTIALS, G_TYPE_UINT64);
  signals[SAVE_FAILED] = g_signal_new ("save-failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                       0, NULL, NULL, NULL, G_TYPE_NONE, 1, DOOR_TYPE_CREDENTIALS);
}

static void
door_login_keeper_init (DoorLoginKeeper *self)
{
  /* The key is the space of the answer itself. */
  self->answers = g_hash_table_new_full ((GHashFunc)door_protection_space_hash,
                                         (GEqualFunc)door_protection_space_equal, NULL,
                                         (GDestroyNotify)answer_free);
}

/**
 * door_login_keeper_new:
 * @keyring: where logins are kept
 * @never_save: which are not
 *
 * Returns: (transfer full): a keeper that attends to no question yet
 */
DoorLoginKeeper *
door_login_keeper_new (DoorKeyring *keyring, DoorNeverSave *never_save)
{
  DoorLoginKeeper *self;

  g_return_val_if_fail (DOOR_IS_KEYRING (keyring), NULL);
  g_return_val_if_fail (DOOR_IS_NEVER_SAVE (never_save), NULL);

  self = g_object_new (DOOR_TYPE_LOGIN_KEEPER, NULL);
  self->keyring = g_object_ref (keyring);
  self->never_save = g_object_ref (never_save);

  return self;
}

/**
 * door_login_keeper_get_keyring:
 *
 * Returns: (transfer none): where logins are kept
 */
DoorKeyring *
door_login_keeper_get_keyring (DoorLoginKeeper *self)
{
  g_return_val_if_fail (DOOR_IS_LOGIN_KEEPER (self), NULL);

  return self->keyring;
}

/**
 * door_login_keeper_get_never_save:
 *
 * Returns: (transfer none): the sites whose logins are not kept
 */
DoorNeverSave *
door_login_keeper_get_never_save (DoorLoginKeeper *self)
{
  g_return_val_if_fail (DOOR_IS_LOGIN_KEEPER (self), NULL);

  return self->never_save;
}

static void
on_found (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DoorPrompt) prompt = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) logins = NULL;
  gboolean locked = FALSE;

  logins = door_keyring_search_finish (DOOR_KEYRING (source), result, &locked, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (logins == NULL)
    door_prompt_set_proposals (prompt, NULL, DOOR_PROMPT_KEYRING_UNREACHABLE);
  else
    door_prompt_set_proposals (prompt, logins,
                               locked ? DOOR_PROMPT_KEYRING_LOCKED : DOOR_PROMPT_KEYRING_READY);
}

static void
search (DoorLoginKeeper *self, DoorPrompt *prompt, GCancellable *cancellable, gboolean unlock)
{
  door_keyring_search_async (self->keyring, door_prompt_get_space (prompt),
                             door_prompt_get_scheme (prompt), unlock, cancellable, on_found,
                             g_object_ref (prompt));
}

static void
on_unlock (DoorPrompt *prompt, Attention *attention)
{
  search (attention->keeper, prompt, attention->cancellable, TRUE);
}

static void
on_never_save (DoorPrompt *prompt, gboolean never_save, Attention *attention)
{
  DoorProtectionSpace *space = door_prompt_get_space (prompt);
  g_autoptr (GError) error = NULL;

  if (!door_never_save_set (attention->keeper->never_save, door_protection_space_get_target (space),
                            door_protection_space_get_server (space), never_save, &error))
    g_warning ("Which logins are never saved could not be written down: %s", error->message);
}

static void
update_never_save (DoorPrompt *prompt, DoorNeverSave *never_save)
{
  DoorProtectionSpace *space = door_prompt_get_space (prompt);

  door_prompt_set_never_save (prompt,
                              door_never_save_contains (never_save,
                                                        door_protection_space_get_target (space),
                                                        door_protection_space_get_server (space)));
}

static void
on_never_save_changed (DoorNeverSave *never_save,
                       guint position,
                       guint removed,
                       guint added,
                       DoorPrompt *prompt)
{
  update_never_save (prompt, never_save);
}

static void
on_submitted (DoorPrompt *prompt,
              const char *username,
              SecretValue *password,
              gboolean remember,
              Attention *attention)
{
  Answer *answer = g_new0 (Answer, 1);
  DoorSavedLogin *saved = door_prompt_find_proposal (prompt, username);

  answer->space = door_protection_space_ref (door_prompt_get_space (prompt));
  answer->id = door_prompt_get_id (prompt);
  if (saved != NULL)
    {
      answer->saved = door_saved_login_ref (saved);
      answer->unchanged = door_saved_login_has_password (saved, password);
    }
  g_hash_table_replace (attention->keeper->answers, answer->space, answer);
}

static void
forget_attention (gpointer attention, GClosure *closure)
{
  attention_free (attention);
}

static void
on_closed (DoorPrompt *prompt, int outcome, Attention *attention)
{
  g_cancellable_cancel (attention->cancellable);
}

/**
 * door_login_keeper_attend:
 * @prompt: a question that was not answered yet
 *
 * Looks for logins to propose. The question is open all the while.
 */
void
door_login_keeper_attend (DoorLoginKeeper *self, DoorPrompt *prompt)
{
  Attention *attention;

  g_return_if_fail (DOOR_IS_LOGIN_KEEPER (self));
  g_return_if_fail (DOOR_IS_PROMPT (prompt));

  attention = g_new0 (Attention, 1);
  attention->keeper = g_object_ref (self);
  attention->cancellable = g_cancellable_new ();

  door_prompt_set_proposals (prompt, NULL, DOOR_PROMPT_KEYRING_SEARCHING);
  update_never_save (prompt, self->never_save);
  g_signal_connect_object (self->never_save, "items-changed", G_CALLBACK (on_never_save_changed),
                           prompt, 0);
  g_signal_connect (prompt, "never-save", G_CALLBACK (on_never_save), attention);
  g_signal_connect (prompt, "unlock", G_CALLBACK (on_unlock), attention);
  g_signal_connect (prompt, "submitted", G_CALLBACK (on_submitted), attention);
  g_signal_connect_data (prompt, "closed", G_CALLBACK (on_closed), attention, forget_attention, 0);
  search (self, prompt, attention->cancellable, FALSE);
}

static void
on_marked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  /* Only the order of the next proposals depends on it. */
  if (!door_keyring_change_finish (DOOR_KEYRING (source), result, &error))
    g_debug ("Could not mark a saved login: %s", error->message);
}

static void
on_saved (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Saving) saving = user_data;
  g_autoptr (GError) error = NULL;

  if (door_keyring_change_finish (DOOR_KEYRING (source), result, &error))
    g_signal_emit (saving->keeper, signals[SAVED], 0, saving->credentials, saving->id);
  else
    g_signal_emit (saving->keeper, signals[SAVE_FAILED], 0, saving->credentials);
}

static void
save (DoorLoginKeeper *self, DoorCredentials *credentials, Answer *answer)
{
  g_autoptr (DoorSavedLogin) login = door_saved_login_new (&(DoorSavedLoginInfo){
      .space = door_credentials_get_space (credentials),
      .scheme = door_credentials_get_scheme (credentials),
      .username = door_credentials_get_username (credentials),
      .password = door_credentials_get_password (credentials),
  });
  Saving *saving = g_new0 (Saving, 1);

  saving->keeper = g_object_ref (self);
  saving->credentials = door_credentials_ref (credentials);
  saving->id = answer->id;
  door_keyring_save_async (self->keyring, login, answer->saved, NULL, on_saved, saving);
}

/* What was answered by other means than a question is not the keyring's business. */
static Answer *
find_answer (DoorLoginKeeper *self, DoorCredentials *credentials)
{
  return g_hash_table_lookup (self->answers, door_credentials_get_space (credentials));
}

/**
 * door_login_keeper_accepted:
 *
 * The server accepted the very request that carried @credentials.
 */
void
door_login_keeper_accepted (DoorLoginKeeper *self, DoorCredentials *credentials)
{
  Answer *answer;

  g_return_if_fail (DOOR_IS_LOGIN_KEEPER (self));

  answer = find_answer (self, credentials);
  if (answer == NULL)
    return;

  if (answer->unchanged)
    door_keyring_mark_async (self->keyring, answer->saved, DOOR_KEYRING_MARK_USED, NULL, on_marked,
                             NULL);
  else if (door_credentials_get_remember (credentials))
    save (self, credentials, answer);

  g_hash_table_remove (self->answers, answer->space);
}

/**
 * door_login_keeper_refused:
 *
 * The server did not take @credentials.
 */
void
door_login_keeper_refused (DoorLoginKeeper *self, DoorCredentials *credentials)
{
  Answer *answer;

  g_return_if_fail (DOOR_IS_LOGIN_KEEPER (self));

  answer = find_answer (self, credentials);
  if (answer == NULL)
    return;

  if (answer->unchanged)
    door_keyring_mark_async (self->keyring, answer->saved, DOOR_KEYRING_MARK_REFUSED, NULL,
                             on_marked, NULL);

  g_hash_table_remove (self->answers, answer->space);
}
