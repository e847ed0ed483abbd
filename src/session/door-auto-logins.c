/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-auto-logins.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "door-policy-keyring.h"

struct _DoorAutoLogins
{
  GObject parent_instance;

  DoorClock *clock;
  DoorSecretReader *reader;
  DoorPolicyKeyring *keyring; /* NULL: the session has none */
  DoorPolicy *policy;
  GHashTable *attempts; /* key → Attempt */
  GHashTable *troubles; /* key → what was said about the source of a login */
  GSource *look;        /* when to look whether they are over, or NULL */
  GCancellable *cancellable;
};

/* What became of one login at one server. */
typedef struct
{
  DoorAutoLogins *owner; /* not owned: it owns the attempt */
  SecretValue *refused;
  guint n_refused;
  GSource *pause; /* NULL: it has rested */
} Attempt;

enum
{
  READY,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DoorAutoLogins, door_auto_logins, G_TYPE_OBJECT)

static void
attempt_free (Attempt *attempt)
{
  door_clock_stop_timeout (&attempt->pause);
  g_clear_pointer (&attempt->refused, secret_value_unref);
  g_free (attempt);
}

static void
door_auto_logins_dispose (GObject *object)
{
  g_cancellable_cancel (DOOR_AUTO_LOGINS (object)->cancellable);

  G_OBJECT_CLASS (door_auto_logins_parent_class)->dispose (object);
}

static void
door_auto_logins_finalize (GObject *object)
{
  DoorAutoLogins *self = DOOR_AUTO_LOGINS (object);

  door_clock_stop_timeout (&self->look);
  g_object_unref (self->cancellable);
  g_clear_object (&self->keyring);
  g_hash_table_unref (self->troubles);
  g_hash_table_unref (self->attempts);
  door_policy_unref (self->policy);
  g_object_unref (self->reader);
  g_object_unref (self->clock);

  G_OBJECT_CLASS (door_auto_logins_parent_class)->finalize (object);
}

static void
door_auto_logins_class_init (DoorAutoLoginsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = door_auto_logins_dispose;
  object_class->finalize = door_auto_logins_finalize;

  signals[READY] = g_signal_new ("ready", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
}

static void
door_auto_logins_init (DoorAutoLogins *self)
{
  self->attempts
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)attempt_free);
  self->troubles = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->cancellable = g_cancellable_new ();
}

DoorAutoLogins *
door_auto_logins_new (DoorClock *clock, DoorPolicy *policy)
{
  DoorAutoLogins *self = g_object_new (DOOR_TYPE_AUTO_LOGINS, NULL);

  self->clock = g_object_ref (clock);
  self->reader = door_secret_reader_new ();
  self->policy = door_policy_ref (policy);

  return self;
}

/**
 * door_auto_logins_set_reader:
 * @reader: what has taken the variables of the environment
 */
void
door_auto_logins_set_reader (DoorAutoLogins *self, DoorSecretReader *reader)
{
  g_return_if_fail (DOOR_IS_AUTO_LOGINS (self));

  g_set_object (&self->reader, reader);
}

/**
 * door_auto_logins_set_keyring:
 * @keyring: where the policy may have passwords from
 *
 * It is the administrator's word that has them looked up there, so that is done for sessions that
 * keep nothing as well.
 */
void
door_auto_logins_set_keyring (DoorAutoLogins *self, DoorKeyring *keyring)
{
  g_return_if_fail (DOOR_IS_AUTO_LOGINS (self));

  g_clear_object (&self->keyring);
  self->keyring = door_policy_keyring_new (keyring);
}

static void
on_looked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (!door_policy_keyring_look_finish (DOOR_POLICY_KEYRING (source), result, &error))
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

/**
 * door_auto_logins_look_async:
 *
 * Has a look into the keyring, which needs its time, so that what it has is at hand afterwards.
 */
void
door_auto_logins_look_async (DoorAutoLogins *self,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (DOOR_IS_AUTO_LOGINS (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, door_auto_logins_look_async);

  if (self->keyring == NULL)
    g_task_return_boolean (task, TRUE);
  else
    door_policy_keyring_look_async (self->keyring, self->policy, cancellable, on_looked,
                                    g_steal_pointer (&task));
}

/**
 * door_auto_logins_look_finish:
 *
 * Returns: %FALSE only if it was cancelled
 */
gboolean
door_auto_logins_look_finish (DoorAutoLogins *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * door_auto_logins_set_policy:
 *
 * The administrator has seen to the logins: what was refused is not held against them.
 */
void
door_auto_logins_set_policy (DoorAutoLogins *self, DoorPolicy *policy)
{
  g_return_if_fail (DOOR_IS_AUTO_LOGINS (self));

  door_policy_ref (policy);
  door_policy_unref (self->policy);
  self->policy = policy;
  g_hash_table_remove_all (self->attempts);
  g_hash_table_remove_all (self->troubles);
}

/* An account is locked for all of a server, so its realms are not told apart: a server with a new
 * realm each time would otherwise get any number of attempts. */
static char *
create_key (DoorPolicyLogin *login, DoorProtectionSpace *space)
{
  return g_strjoin ("\n", door_policy_login_get_name (login),
                    door_target_to_string (door_protection_space_get_target (space)),
                    door_origin_to_string (door_protection_space_get_server (space)), NULL);
}

static Attempt *
find_attempt (DoorAutoLogins *self, DoorPolicyLogin *login, DoorProtectionSpace *space)
{
  g_autofree char *key = create_key (login, space);

  return g_hash_table_lookup (self->attempts, key);
}

static void
on_looked_again (GObject *source, GAsyncResult *result, gpointer user_data)
{
  if (door_auto_logins_look_finish (DOOR_AUTO_LOGINS (source), result, NULL))
    g_signal_emit (source, signals[READY], 0);
}

static gboolean
on_look (gpointer user_data)
{
  DoorAutoLogins *self = user_data;

  door_clock_stop_timeout (&self->look);
  door_auto_logins_look_async (self, self->cancellable, on_looked_again, NULL);

  return G_SOURCE_REMOVE;
}

/* Somebody may put the password where it belongs. */
static void
look_again_later (DoorAutoLogins *self)
{
  if (self->look != NULL)
    return;

  door_clock_start_timeout (self->clock, &self->look, DOOR_AUTO_LOGINS_FIRST_PAUSE_S * 1000,
                            on_look, self);
}

/* A keyring has a password for each server, every other source just one. */
static char *
create_trouble_key (DoorPolicyLogin *login, DoorProtectionSpace *space)
{
  return door_policy_login_is_from_keyring (login) ? create_key (login, space)
                                                   : g_strdup (door_policy_login_get_name (login));
}

/* Each trouble is told once, and not again until it is another one. */
static void
tell_trouble (DoorAutoLogins *self, DoorPolicyLogin *login, const char *key, const char *text)
{
  look_again_later (self);
  if (g_strcmp0 (g_hash_table_lookup (self->troubles, key), text) == 0)
    return;

  g_warning ("[%s] has no password: %s", door_policy_login_get_rule (login), text);
  g_hash_table_replace (self->troubles, g_strdup (key), g_strdup (text));
}

static DoorAutoLogin *
read_keyring (DoorAutoLogins *self,
              DoorPolicyLogin *login,
              DoorProtectionSpace *space,
              const char *scheme,
              GError **error)
{
  DoorSavedLogin *saved;

  if (self->keyring == NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                           _ ("keyring: an automated run has none without --keyring"));
      return NULL;
    }

  saved = door_policy_keyring_find (self->keyring, login, space, scheme, error);
  if (saved == NULL)
    {
      g_prefix_error (error, "keyring: ");
      return NULL;
    }

  return door_auto_login_new_for_saved (login, saved);
}

static DoorAutoLogin *
read_source (DoorAutoLogins *self, DoorPolicyLogin *login, GError **error)
{
  g_autoptr (SecretValue) secret
      = door_secret_reader_read (self->reader, door_policy_login_get_source (login), error);

  return secret != NULL ? door_auto_login_new (login, secret, error) : NULL;
}

static DoorAutoLogin *
read_login (DoorAutoLogins *self,
            DoorPolicyLogin *login,
            DoorProtectionSpace *space,
            const char *scheme)
{
  g_autofree char *key = create_trouble_key (login, space);
  g_autoptr (GError) error = NULL;
  DoorAutoLogin *result = door_policy_login_is_from_keyring (login)
                              ? read_keyring (self, login, space, scheme, &error)
                              : read_source (self, login, &error);

  if (result == NULL)
    tell_trouble (self, login, key, error->message);
  else
    g_hash_table_remove (self->troubles, key);

  return result;
}

static gboolean
has_password (SecretValue *a, SecretValue *b)
{
  return strcmp (secret_value_get_text (a), secret_value_get_text (b)) == 0;
}

static gboolean
is_refused (Attempt *attempt, DoorAutoLogin *login)
{
  return attempt != NULL && has_password (attempt->refused, login->password);
}

/**
 * door_auto_logins_get:
 * @scheme: by which scheme @space asks, or is going to
 *
 * Returns: (transfer full) (nullable): what may be sent to @space now without anybody being asked
 */
DoorAutoLogin *
door_auto_logins_get (DoorAutoLogins *self, DoorProtectionSpace *space, const char *scheme)
{
  DoorPolicyLogin *login;
  g_autoptr (DoorAutoLogin) result = NULL;
  Attempt *attempt;

  g_return_val_if_fail (DOOR_IS_AUTO_LOGINS (self), NULL);

  login = door_policy_find_login (self->policy, space);
  if (login == NULL || door_policy_login_get_submit (login) == DOOR_SUBMIT_PREFILL)
    return NULL;

  result = read_login (self, login, space, scheme);
  attempt = find_attempt (self, login, space);
  if (result == NULL || (is_refused (attempt, result) && attempt->pause != NULL))
    return NULL;

  return g_steal_pointer (&result);
}

/**
 * door_auto_logins_get_prefill:
 *
 * Returns: (transfer full) (nullable): what the sheet for @space is filled in with
 */
DoorAutoLogin *
door_auto_logins_get_prefill (DoorAutoLogins *self, DoorProtectionSpace *space, const char *scheme)
{
  DoorPolicyLogin *login;

  g_return_val_if_fail (DOOR_IS_AUTO_LOGINS (self), NULL);

  login = door_policy_find_login (self->policy, space);

  return login != NULL && door_policy_login_get_submit (login) == DOOR_SUBMIT_PREFILL
             ? read_login (self, login, space, scheme)
             : NULL;
}

static gboolean
is_alone (DoorAutoLogins *self, DoorPolicyLogin *login, DoorOrigin *server)
{
  GPtrArray *logins = door_policy_get_logins (self->policy);

  for (guint i = 0; i < logins->len; i++)
    {
      DoorPolicyLogin *other = g_ptr_array_index (logins, i);

      if (other != login
          && door_policy_login_get_target (other) == door_policy_login_get_target (login)
          && door_origin_pattern_matches (door_policy_login_get_server (other), server))
        return FALSE;
    }

  return TRUE;
}

/* NULL: there is nothing to be sent, or no telling where. */
static const char *
get_preload_realm (DoorAutoLogins *self, DoorPolicyLogin *login)
{
  const char *realm = door_policy_login_get_realm (login);

  if (realm != NULL || !door_policy_login_is_from_keyring (login))
    return realm != NULL ? realm : "";

  return self->keyring != NULL ? door_policy_keyring_get_realm (self->keyring, login) : NULL;
}

/* Nobody has asked yet, so it goes only where a person would have sent it without a warning. */
static gboolean
may_be_unasked (DoorAutoLogins *self, DoorOrigin *server)
{
  return door_policy_allows_scheme (self->policy, "basic")
         && (door_origin_is_secure (server) || door_origin_is_loopback (server)
             || door_policy_get_insecure_basic (self->policy) == DOOR_INSECURE_BASIC_ALLOW);
}

/**
 * door_auto_logins_list_preloads:
 *
 * Basic is the one scheme that can be sent without a challenge. Which of several logins of one
 * server it would be, only a challenge can tell.
 *
 * Returns: (transfer full) (element-type DoorProtectionSpace): where a login may be sent with the
 *   very first request; the realm is empty where the policy has none
 */
GPtrArray *
door_auto_logins_list_preloads (DoorAutoLogins *self)
{
  GPtrArray *spaces = g_ptr_array_new_with_free_func ((GDestroyNotify)door_protection_space_unref);
  GPtrArray *logins;

  g_return_val_if_fail (DOOR_IS_AUTO_LOGINS (self), spaces);

  logins = door_policy_get_logins (self->policy);
  for (guint i = 0; i < logins->len; i++)
    {
      DoorPolicyLogin *login = g_ptr_array_index (logins, i);
      DoorOrigin *server = door_origin_pattern_get_origin (door_policy_login_get_server (login));
      const char *realm = get_preload_realm (self, login);

      if (door_policy_login_get_submit (login) == DOOR_SUBMIT_AUTO && server != NULL
          && realm != NULL && may_be_unasked (self, server) && is_alone (self, login, server))
        g_ptr_array_add (spaces, door_protection_space_new (door_policy_login_get_target (login),
                                                            server, realm));
    }

  return spaces;
}

/**
 * door_auto_logins_get_state:
 *
 * Returns: why the login of @space was not sent, if there is one that should have been
 */
DoorAutoState
door_auto_logins_get_state (DoorAutoLogins *self, DoorProtectionSpace *space)
{
  g_autofree char *key = NULL;
  DoorPolicyLogin *login;

  g_return_val_if_fail (DOOR_IS_AUTO_LOGINS (self), DOOR_AUTO_STATE_NONE);

  login = door_policy_find_login (self->policy, space);
  if (login == NULL)
    return DOOR_AUTO_STATE_NONE;

  key = create_trouble_key (login, space);
  if (g_hash_table_contains (self->troubles, key))
    return DOOR_AUTO_STATE_UNAVAILABLE;

  return find_attempt (self, login, space) != NULL ? DOOR_AUTO_STATE_REFUSED : DOOR_AUTO_STATE_NONE;
}

/**
 * door_auto_logins_accepted:
 *
 * The server of @space took what it was sent.
 */
void
door_auto_logins_accepted (DoorAutoLogins *self, DoorProtectionSpace *space)
{
  DoorPolicyLogin *login;
  g_autofree char *key = NULL;

  g_return_if_fail (DOOR_IS_AUTO_LOGINS (self));

  login = door_policy_find_login (self->policy, space);
  if (login == NULL)
    return;

  key = create_key (login, space);
  g_hash_table_remove (self->attempts, key);
}

static gboolean
on_rested (gpointer user_data)
{
  Attempt *attempt = user_data;
  DoorAutoLogins *self = attempt->owner;

  door_clock_stop_timeout (&attempt->pause);
  door_auto_logins_look_async (self, self->cancellable, on_looked_again, NULL);

  return G_SOURCE_REMOVE;
}

/* What the keyring gave was refused. */
typedef struct
{
  DoorProtectionSpace *space;
  char *scheme;
} Refusal;

static void
refusal_free (Refusal *refusal)
{
  door_protection_space_unref (refusal->space);
  g_free (refusal->scheme);
  g_free (refusal);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Refusal, refusal_free)

static void
on_looked_for_newer (GObject *source, GAsyncResult *result, gpointer user_data)
{
  DoorAutoLogins *self = DOOR_AUTO_LOGINS (source);
  g_autoptr (Refusal) refusal = user_data;
  g_autoptr (DoorAutoLogin) newer = NULL;

  if (!door_auto_logins_look_finish (self, result, NULL))
    return;

  newer = door_auto_logins_get (self, refusal->space, refusal->scheme);
  if (newer != NULL)
    g_signal_emit (self, signals[READY], 0);
}

/* It may have another one by now. */
static void
look_for_newer (DoorAutoLogins *self, DoorProtectionSpace *space, const char *scheme)
{
  Refusal *refusal = g_new0 (Refusal, 1);

  refusal->space = door_protection_space_ref (space);
  refusal->scheme = g_strdup (scheme);
  door_auto_logins_look_async (self, self->cancellable, on_looked_for_newer, refusal);
}

static guint
get_pause (Attempt *attempt)
{
  guint pause = DOOR_AUTO_LOGINS_FIRST_PAUSE_S;

  for (guint i = 1; i < attempt->n_refused && pause < DOOR_AUTO_LOGINS_LAST_PAUSE_S; i++)
    pause *= 2;

  return MIN (pause, DOOR_AUTO_LOGINS_LAST_PAUSE_S);
}

/**
 * door_auto_logins_refused:
 * @scheme: by which scheme it was sent
 * @password: what was sent
 *
 * The server of @space did not take it: it rests. Not so what a command line gives, which answers
 * each request once: whoever gave it looks on.
 */
void
door_auto_logins_refused (DoorAutoLogins *self,
                          DoorProtectionSpace *space,
                          const char *scheme,
                          SecretValue *password)
{
  DoorPolicyLogin *login;
  Attempt *attempt;
  guint pause;

  g_return_if_fail (DOOR_IS_AUTO_LOGINS (self));

  login = door_policy_find_login (self->policy, space);
  if (login == NULL || door_policy_login_get_submit (login) == DOOR_SUBMIT_ASKED)
    return;

  attempt = find_attempt (self, login, space);
  if (attempt == NULL)
    {
      attempt = g_new0 (Attempt, 1);
      attempt->owner = self;
      g_hash_table_replace (self->attempts, create_key (login, space), attempt);
    }

  g_clear_pointer (&attempt->refused, secret_value_unref);
  attempt->refused = secret_value_ref (password);
  attempt->n_refused++;
  door_clock_stop_timeout (&attempt->pause);

  pause = get_pause (attempt);
  g_warning ("[%s] was refused by %s; it is tried again in %u seconds, or as soon as its "
             "password is another one",
             door_policy_login_get_rule (login),
             door_origin_to_string (door_protection_space_get_server (space)), pause);
  door_clock_start_timeout (self->clock, &attempt->pause, pause * 1000, on_rested, attempt);

  if (door_policy_login_is_from_keyring (login))
    look_for_newer (self, space, scheme);
}
