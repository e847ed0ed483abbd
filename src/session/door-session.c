/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-session.h"

#include <string.h>

#include "door-login-keeper.h"

struct _DoorSession
{
  GObject parent_instance;

  DoorClock *clock;
  DoorPolicy *policy;
  DoorAutoLogins *auto_logins;
  DoorVault *vault;
  DoorSuppression *suppression;
  DoorLoginKeeper *keeper; /* NULL: nothing outlives the session */
  DoorIdle *idle;          /* NULL: logins never end by themselves */
  GListStore *prompts;
  DoorProxyQueue *proxy_queue;
  GHashTable *awaited; /* tabs in front whose page is on its way */
  gboolean private_session;
};

enum
{
  EVENT,
  SIGNED_IN,
  CANCELLED,
  SETTLED,
  FORGOTTEN,
  POLICY_CHANGED,
  SAVE_FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DoorSession, door_session, G_TYPE_OBJECT)

static void
door_session_finalize (GObject *object)
{
  DoorSession *self = DOOR_SESSION (object);

  g_hash_table_unref (self->awaited);
  g_object_unref (self->prompts);
  g_object_unref (self->proxy_queue);
  g_clear_object (&self->keeper);
  g_clear_object (&self->idle);
  g_object_unref (self->suppression);
  g_object_unref (self->vault);
  g_object_unref (self->auto_logins);
  door_policy_unref (self->policy);
  g_object_unref (self->clock);

  G_OBJECT_CLASS (door_session_parent_class)->finalize (object);
}

static void
door_session_class_init (DoorSessionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = door_session_finalize;

  signals[EVENT] = g_signal_new ("event", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 1, G_TYPE_VARIANT);
  signals[SIGNED_IN] = g_signal_new ("signed-in", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                     NULL, NULL, NULL, G_TYPE_NONE, 1, DOOR_TYPE_PROTECTION_SPACE);
  signals[CANCELLED] = g_signal_new ("cancelled", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                     NULL, NULL, NULL, G_TYPE_NONE, 1, DOOR_TYPE_PROTECTION_SPACE);
  signals[SETTLED] = g_signal_new ("settled", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  signals[FORGOTTEN]
      = g_signal_new ("forgotten", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                      NULL, G_TYPE_NONE, 2, G_TYPE_INT, DOOR_TYPE_ORIGIN);
  signals[SAVE_FAILED] = g_signal_new ("save-failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                       0, NULL, NULL, NULL, G_TYPE_NONE, 1, DOOR_TYPE_CREDENTIALS);
  signals[POLICY_CHANGED] = g_signal_new ("policy-changed", G_TYPE_FROM_CLASS (klass),
                                          G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
door_session_init (DoorSession *self)
{
  self->prompts = g_list_store_new (DOOR_TYPE_PROMPT);
  self->proxy_queue = door_proxy_queue_new ();
  self->awaited = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
}

/**
 * door_session_new:
 * @clock: what time it is
 * @policy: what the administrator decided
 * @private_session: whether nothing of it may outlive it
 *
 * Returns: (transfer full): a session that is signed in nowhere
 */
DoorSession *
door_session_new (DoorClock *clock, DoorPolicy *policy, gboolean private_session)
{
  DoorSession *self;

  g_return_val_if_fail (DOOR_IS_CLOCK (clock), NULL);
  g_return_val_if_fail (policy != NULL, NULL);

  self = g_object_new (DOOR_TYPE_SESSION, NULL);
  self->clock = g_object_ref (clock);
  self->policy = door_policy_ref (policy);
  self->auto_logins = door_auto_logins_new (clock, policy);
  self->vault = door_vault_new (clock);
  self->suppression = door_suppression_new ();
  self->private_session = private_session;

  return self;
}

gboolean
door_session_is_private (DoorSession *self)
{
  g_return_val_if_fail (DOOR_IS_SESSION (self), FALSE);

  return self->private_session;
}

DoorVault *
door_session_get_vault (DoorSession *self)
{
  g_return_val_if_fail (DOOR_IS_SESSION (self), NULL);

  return self->vault;
}

DoorSuppression *
door_session_get_suppression (DoorSession *self)
{
  g_return_val_if_fail (DOOR_IS_SESSION (self), NULL);

  return self->suppression;
}

DoorPolicy *
door_session_get_policy (DoorSession *self)
{
  g_return_val_if_fail (DOOR_IS_SESSION (self), NULL);

  return self->policy;
}

static void
on_saved (DoorLoginKeeper *keeper, DoorCredentials *credentials, guint64 id, DoorSession *self)
{
  door_session_emit (self, &(DoorEvent){
                               .kind = DOOR_EVENT_SAVED,
                               .id = id,
                               .space = door_credentials_get_space (credentials),
                               .scheme = door_credentials_get_scheme (credentials),
                           });
}

static void
on_save_failed (DoorLoginKeeper *keeper, DoorCredentials *credentials, DoorSession *self)
{
  g_signal_emit (self, signals[SAVE_FAILED], 0, credentials);
}

static void
on_idle (DoorIdle *idle, DoorSession *self)
{
  door_session_forget_all (self, DOOR_FORGET_IDLE);
}

/**
 * door_session_set_keyring:
 * @keyring: where logins are kept beyond the session
 * @never_save: the sites whose logins are not
 *
 * Has saved logins proposed, and what the person wants to be remembered saved. A private session
 * has no keyring.
 */
void
door_session_set_keyring (DoorSession *self, DoorKeyring *keyring, DoorNeverSave *never_save)
{
  g_return_if_fail (DOOR_IS_SESSION (self));
  g_return_if_fail (!self->private_session);
  g_return_if_fail (self->keeper == NULL);

  self->keeper = door_login_keeper_new (keyring, never_save);
  g_signal_connect_object (self->keeper, "saved", G_CALLBACK (on_saved), self, 0);
  g_signal_connect_object (self->keeper, "save-failed", G_CALLBACK (on_save_failed), self, 0);
}

/**
 * door_session_get_keyring:
 *
 * Returns: (transfer none) (nullable): where logins are kept beyond the session
 */
DoorKeyring *
door_session_get_keyring (DoorSession *self)
{
  g_return_val_if_fail (DOOR_IS_SESSION (self), NULL);

  return self->keeper != NULL ? door_login_keeper_get_keyring (self->keeper) : NULL;
}

/**
 * door_session_get_never_save:
 *
 * Returns: (transfer none) (nullable): the sites whose logins are not kept, where any are
 */
DoorNeverSave *
door_session_get_never_save (DoorSession *self)
{
  g_return_val_if_fail (DOOR_IS_SESSION (self), NULL);

  return self->keeper != NULL ? door_login_keeper_get_never_save (self->keeper) : NULL;
}

/**
 * door_session_set_idle:
 * @idle: (nullable): what knows when nobody is there
 *
 * Signs out everywhere when nobody has done anything for as long as @idle waits.
 */
void
door_session_set_idle (DoorSession *self, DoorIdle *idle)
{
  g_return_if_fail (DOOR_IS_SESSION (self));
  g_return_if_fail (self->idle == NULL);

  door_vault_set_idle (self->vault, idle);
  if (g_set_object (&self->idle, idle))
    g_signal_connect_object (idle, "expired", G_CALLBACK (on_idle), self, 0);
}

/**
 * door_session_get_idle:
 *
 * Returns: (transfer none) (nullable): what knows when nobody is there
 */
DoorIdle *
door_session_get_idle (DoorSession *self)
{
  g_return_val_if_fail (DOOR_IS_SESSION (self), NULL);

  return self->idle;
}

/**
 * door_session_get_clock:
 *
 * Returns: (transfer none): what time it is
 */
DoorClock *
door_session_get_clock (DoorSession *self)
{
  g_return_val_if_fail (DOOR_IS_SESSION (self), NULL);

  return self->clock;
}

/**
 * door_session_set_auto_logins:
 * @auto_logins: the logins that the policy has, of the same policy
 *
 * Sessions that have them in common do not try one after the other what was refused once.
 */
void
door_session_set_auto_logins (DoorSession *self, DoorAutoLogins *auto_logins)
{
  g_return_if_fail (DOOR_IS_SESSION (self));
  g_return_if_fail (DOOR_IS_AUTO_LOGINS (auto_logins));

  g_set_object (&self->auto_logins, auto_logins);
}

/**
 * door_session_get_auto_logins:
 *
 * Returns: (transfer none): the logins that the policy has
 */
DoorAutoLogins *
door_session_get_auto_logins (DoorSession *self)
{
  g_return_val_if_fail (DOOR_IS_SESSION (self), NULL);

  return self->auto_logins;
}

/**
 * door_session_get_prompts:
 *
 * Returns: (transfer none): the questions of all pages that are not closed, oldest first
 */
GListModel *
door_session_get_prompts (DoorSession *self)
{
  g_return_val_if_fail (DOOR_IS_SESSION (self), NULL);

  return G_LIST_MODEL (self->prompts);
}

/**
 * door_session_get_proxy_queue:
 *
 * Returns: (transfer none): the questions of proxies, which pages share
 */
DoorProxyQueue *
door_session_get_proxy_queue (DoorSession *self)
{
  g_return_val_if_fail (DOOR_IS_SESSION (self), NULL);

  return self->proxy_queue;
}

static void
on_prompt_closed (DoorPrompt *prompt, int outcome, DoorSession *self)
{
  guint position;

  if (g_list_store_find (self->prompts, prompt, &position))
    g_list_store_remove (self->prompts, position);
}

/* What the policy fills in is nothing that the keyring would have to keep. */
static gboolean
prefill (DoorSession *self, DoorPrompt *prompt)
{
  DoorProtectionSpace *space = door_prompt_get_space (prompt);
  g_autoptr (DoorAutoLogin) login
      = door_auto_logins_get_prefill (self->auto_logins, space, door_prompt_get_scheme (prompt));
  g_autoptr (GPtrArray) proposals = NULL;

  if (login == NULL)
    return FALSE;

  proposals = g_ptr_array_new_with_free_func ((GDestroyNotify)door_saved_login_unref);
  g_ptr_array_add (proposals, door_saved_login_new (&(DoorSavedLoginInfo){
                                  .space = space,
                                  .scheme = door_prompt_get_scheme (prompt),
                                  .username = login->username,
                                  .password = login->password,
                              }));
  door_prompt_set_proposals (prompt, proposals, DOOR_PROMPT_KEYRING_NONE);

  return TRUE;
}

/* An answer that came without any input, as by D-Bus, is somebody's all the same. */
static void
on_prompt_submitted (DoorPrompt *prompt,
                     const char *username,
                     SecretValue *password,
                     gboolean remember,
                     DoorSession *self)
{
  if (self->idle != NULL)
    door_idle_touch (self->idle);
}

/**
 * door_session_add_prompt:
 *
 * Lists @prompt until it is closed.
 */
void
door_session_add_prompt (DoorSession *self, DoorPrompt *prompt)
{
  g_return_if_fail (DOOR_IS_SESSION (self));
  g_return_if_fail (DOOR_IS_PROMPT (prompt));

  g_list_store_append (self->prompts, prompt);
  g_signal_connect_object (prompt, "closed", G_CALLBACK (on_prompt_closed), self, 0);
  g_signal_connect_object (prompt, "submitted", G_CALLBACK (on_prompt_submitted), self, 0);
  if (!prefill (self, prompt) && self->keeper != NULL)
    door_login_keeper_attend (self->keeper, prompt);
}

/**
 * door_session_set_awaited:
 * @tab: the number of a tab
 * @awaited: whether the person sees it, and its page is still on its way
 */
void
door_session_set_awaited (DoorSession *self, guint64 tab, gboolean awaited)
{
  g_return_if_fail (DOOR_IS_SESSION (self));

  if (awaited)
    g_hash_table_add (self->awaited, g_memdup2 (&tab, sizeof tab));
  else if (g_hash_table_remove (self->awaited, &tab) && !door_session_is_awaiting (self))
    g_signal_emit (self, signals[SETTLED], 0);
}

/**
 * door_session_is_awaiting:
 *
 * Returns: whether the person waits for a page, which may have a question to go before all others
 */
gboolean
door_session_is_awaiting (DoorSession *self)
{
  g_return_val_if_fail (DOOR_IS_SESSION (self), FALSE);

  return g_hash_table_size (self->awaited) > 0;
}

/**
 * door_session_has_open_prompt:
 *
 * Returns: whether some page has a question of the server of @space, of any realm, in front of the
 *   person, or answered
 */
gboolean
door_session_has_open_prompt (DoorSession *self, DoorProtectionSpace *space)
{
  guint n;

  g_return_val_if_fail (DOOR_IS_SESSION (self), FALSE);

  n = g_list_model_get_n_items (G_LIST_MODEL (self->prompts));
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (DoorPrompt) prompt = g_list_model_get_item (G_LIST_MODEL (self->prompts), i);
      DoorProtectionSpace *other = door_prompt_get_space (prompt);

      if (door_prompt_get_state (prompt) != DOOR_PROMPT_WAITING
          && door_protection_space_get_target (other) == door_protection_space_get_target (space)
          && door_origin_equal (door_protection_space_get_server (other),
                                door_protection_space_get_server (space)))
        return TRUE;
    }

  return FALSE;
}

/**
 * door_session_signed_in:
 *
 * The server accepted @credentials: all pages may use them now.
 */
void
door_session_signed_in (DoorSession *self, DoorCredentials *credentials)
{
  g_return_if_fail (DOOR_IS_SESSION (self));

  if (door_credentials_is_accepted (credentials))
    return;

  door_vault_accept (self->vault, credentials);
  if (door_credentials_get_rule (credentials) != NULL)
    door_auto_logins_accepted (self->auto_logins, door_credentials_get_space (credentials));
  else if (self->keeper != NULL)
    door_login_keeper_accepted (self->keeper, credentials);
  g_signal_emit (self, signals[SIGNED_IN], 0, door_credentials_get_space (credentials));
}

/**
 * door_session_refused:
 *
 * The server did not take @credentials.
 */
void
door_session_refused (DoorSession *self, DoorCredentials *credentials)
{
  g_return_if_fail (DOOR_IS_SESSION (self));

  if (door_credentials_get_rule (credentials) != NULL)
    door_auto_logins_refused (self->auto_logins, door_credentials_get_space (credentials),
                              door_credentials_get_scheme (credentials),
                              door_credentials_get_password (credentials));
  else if (self->keeper != NULL)
    door_login_keeper_refused (self->keeper, credentials);
}

/**
 * door_session_cancelled:
 *
 * The person cancelled the question of @space, and with it those of all pages.
 */
void
door_session_cancelled (DoorSession *self, DoorProtectionSpace *space)
{
  g_return_if_fail (DOOR_IS_SESSION (self));

  if (door_suppression_is_cancelled (self->suppression, space))
    return;

  door_suppression_cancelled (self->suppression, space);
  g_signal_emit (self, signals[CANCELLED], 0, space);
}

static const char *const forget_reasons[] = {
  [DOOR_FORGET_USER] = "user",
  [DOOR_FORGET_IDLE] = "idle",
  [DOOR_FORGET_POLICY] = "policy",
  [DOOR_FORGET_CRASH] = "crash",
};

static void
forget (DoorSession *self, DoorTarget target, DoorOrigin *server, DoorForgetReason reason)
{
  g_autoptr (GPtrArray) list = door_vault_list (self->vault);

  for (guint i = 0; i < list->len; i++)
    {
      DoorCredentials *credentials = g_ptr_array_index (list, i);
      DoorProtectionSpace *space = door_credentials_get_space (credentials);

      if (server != NULL
          && (door_protection_space_get_target (space) != target
              || !door_origin_equal (door_protection_space_get_server (space), server)))
        continue;

      door_vault_remove (self->vault, credentials);
      door_session_emit (self, &(DoorEvent){
                                   .kind = DOOR_EVENT_FORGOTTEN,
                                   .space = space,
                                   .scheme = door_credentials_get_scheme (credentials),
                                   .reason = forget_reasons[reason],
                               });
    }

  /* The network process may know more than the vault, from addresses with user information. */
  g_signal_emit (self, signals[FORGOTTEN], 0, (int)target, server);
}

/**
 * door_session_forget_server:
 * @reason: why, for the event log
 *
 * Signs out of @server: its next challenge is a question again.
 */
void
door_session_forget_server (DoorSession *self,
                            DoorTarget target,
                            DoorOrigin *server,
                            DoorForgetReason reason)
{
  g_return_if_fail (DOOR_IS_SESSION (self));
  g_return_if_fail (server != NULL);

  forget (self, target, server, reason);
}

/**
 * door_session_forget_all:
 * @reason: why, for the event log
 *
 * Signs out everywhere.
 */
void
door_session_forget_all (DoorSession *self, DoorForgetReason reason)
{
  g_return_if_fail (DOOR_IS_SESSION (self));

  forget (self, DOOR_TARGET_ORIGIN, NULL, reason);
}

/* Whether the policy still says what it said when it gave @credentials. One whose password cannot
 * be read now is given the benefit of the doubt. */
static gboolean
is_as_before (DoorSession *self, DoorCredentials *credentials)
{
  DoorProtectionSpace *space = door_credentials_get_space (credentials);
  DoorPolicyLogin *login = door_policy_find_login (self->policy, space);
  g_autoptr (DoorAutoLogin) now = NULL;

  if (login == NULL
      || strcmp (door_policy_login_get_rule (login), door_credentials_get_rule (credentials)) != 0)
    return FALSE;

  /* The keyring has not been looked at again yet. */
  if (door_policy_login_is_from_keyring (login))
    return door_policy_login_get_username (login) == NULL
           || strcmp (door_policy_login_get_username (login),
                      door_credentials_get_username (credentials))
                  == 0;

  now = door_auto_logins_get (self->auto_logins, space, door_credentials_get_scheme (credentials));

  return now == NULL
         || (strcmp (now->username, door_credentials_get_username (credentials)) == 0
             && strcmp (secret_value_get_text (now->password),
                        secret_value_get_text (door_credentials_get_password (credentials)))
                    == 0);
}

/* Whether policy would let it be sent if it were at hand only now. */
static gboolean
may_be_sent (DoorSession *self, DoorCredentials *credentials)
{
  DoorOrigin *server = door_protection_space_get_server (door_credentials_get_space (credentials));
  DoorDecision decision
      = door_verdict_decide_answer (self->policy, door_credentials_get_scheme (credentials),
                                    door_origin_is_secure (server)
                                        || door_origin_is_loopback (server),
                                    door_credentials_get_rule (credentials) != NULL);

  return decision.verdict == DOOR_VERDICT_ANSWER;
}

static void
forget_changed_logins (DoorSession *self)
{
  g_autoptr (GPtrArray) list = door_vault_list (self->vault);

  for (guint i = 0; i < list->len; i++)
    {
      DoorCredentials *credentials = g_ptr_array_index (list, i);
      DoorProtectionSpace *space = door_credentials_get_space (credentials);

      if (!may_be_sent (self, credentials)
          || (door_credentials_get_rule (credentials) != NULL && !is_as_before (self, credentials)))
        door_session_forget_server (self, door_protection_space_get_target (space),
                                    door_protection_space_get_server (space), DOOR_FORGET_POLICY);
    }
}

/**
 * door_session_set_policy:
 * @policy: what the administrator decided anew
 *
 * Holds from the next decision on; what has been decided stays, but for logins that the policy gave
 * and gives no more, and those that it does not let be sent any more.
 */
void
door_session_set_policy (DoorSession *self, DoorPolicy *policy)
{
  g_return_if_fail (DOOR_IS_SESSION (self));
  g_return_if_fail (policy != NULL);

  door_policy_ref (policy);
  door_policy_unref (self->policy);
  self->policy = policy;
  door_auto_logins_set_policy (self->auto_logins, policy);
  forget_changed_logins (self);
  g_signal_emit (self, signals[POLICY_CHANGED], 0);
}

/**
 * door_session_next_id:
 *
 * Returns: an id for a challenge, never used before in this process
 */
guint64
door_session_next_id (DoorSession *self)
{
  /* The normal and the private session write the same log. */
  static guint64 last_id;

  return ++last_id;
}

/**
 * door_session_emit:
 *
 * Tells whoever listens, the event log among them, that @event happened now.
 */
void
door_session_emit (DoorSession *self, const DoorEvent *event)
{
  g_autoptr (GDateTime) now = NULL;
  g_autoptr (GVariant) variant = NULL;

  g_return_if_fail (DOOR_IS_SESSION (self));

  /* A page can make thousands of these. */
  if (!g_signal_has_handler_pending (self, signals[EVENT], 0, FALSE))
    return;

  now = door_clock_get_time (self->clock);
  variant = g_variant_ref_sink (door_event_to_variant (event, now));
  g_signal_emit (self, signals[EVENT], 0, variant);
}
