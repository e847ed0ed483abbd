/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-vault.h"

#include <string.h>

struct _DoorCredentials
{
  grefcount references;
  DoorProtectionSpace *space;
  char *scheme;
  char *username;
  SecretValue *password;
  gboolean remember;
  gboolean accepted;
  GDateTime *since;
  GDateTime *last_use;
  GPtrArray *scopes; /* of DoorPathScope: where they were accepted */
  char *rule;        /* of the policy, or NULL: a person gave them */
};

struct _DoorVault
{
  GObject parent_instance;

  DoorClock *clock;
  DoorIdle *idle;          /* NULL: nothing expires */
  GHashTable *credentials; /* DoorProtectionSpace → DoorCredentials */
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_BOXED_TYPE (DoorCredentials,
                     door_credentials,
                     door_credentials_ref,
                     door_credentials_unref)
G_DEFINE_FINAL_TYPE (DoorVault, door_vault, G_TYPE_OBJECT)

DoorCredentials *
door_credentials_ref (DoorCredentials *credentials)
{
  g_return_val_if_fail (credentials != NULL, NULL);

  g_ref_count_inc (&credentials->references);

  return credentials;
}

void
door_credentials_unref (DoorCredentials *credentials)
{
  g_return_if_fail (credentials != NULL);

  if (!g_ref_count_dec (&credentials->references))
    return;

  door_protection_space_unref (credentials->space);
  g_free (credentials->scheme);
  g_free (credentials->username);
  secret_value_unref (credentials->password);
  g_date_time_unref (credentials->since);
  g_date_time_unref (credentials->last_use);
  g_ptr_array_unref (credentials->scopes);
  g_free (credentials->rule);
  g_free (credentials);
}

DoorProtectionSpace *
door_credentials_get_space (DoorCredentials *credentials)
{
  return credentials->space;
}

const char *
door_credentials_get_scheme (DoorCredentials *credentials)
{
  return credentials->scheme;
}

const char *
door_credentials_get_username (DoorCredentials *credentials)
{
  return credentials->username;
}

SecretValue *
door_credentials_get_password (DoorCredentials *credentials)
{
  return credentials->password;
}

/**
 * door_credentials_get_remember:
 *
 * Returns: whether the person asked to keep this login beyond the session
 */
gboolean
door_credentials_get_remember (DoorCredentials *credentials)
{
  return credentials->remember;
}

/**
 * door_credentials_is_accepted:
 *
 * Returns: whether the server has accepted them; until then they are provisional
 */
gboolean
door_credentials_is_accepted (DoorCredentials *credentials)
{
  return credentials->accepted;
}

/**
 * door_credentials_get_since:
 *
 * Returns: (transfer none): when they were accepted, or given while they are provisional
 */
GDateTime *
door_credentials_get_since (DoorCredentials *credentials)
{
  return credentials->since;
}

/**
 * door_credentials_get_rule:
 *
 * Returns: (nullable): the rule of the policy that they are from, %NULL if a person gave them
 */
const char *
door_credentials_get_rule (DoorCredentials *credentials)
{
  return credentials->rule;
}

/**
 * door_credentials_get_last_use:
 *
 * Returns: (transfer none): when they were last given, accepted, or of use to a page
 */
GDateTime *
door_credentials_get_last_use (DoorCredentials *credentials)
{
  return credentials->last_use;
}

/**
 * door_credentials_match:
 * @uri: (nullable): a page
 *
 * Returns: how closely @uri belongs to where they were accepted, see door_path_scope_match();
 *   %DOOR_PATH_SCOPE_OUTSIDE if it does not
 */
int
door_credentials_match (DoorCredentials *credentials, const char *uri)
{
  int closest = DOOR_PATH_SCOPE_OUTSIDE;

  for (guint i = 0; uri != NULL && i < credentials->scopes->len; i++)
    closest
        = MAX (closest, door_path_scope_match (g_ptr_array_index (credentials->scopes, i), uri));

  return closest;
}

static void
door_vault_finalize (GObject *object)
{
  DoorVault *self = DOOR_VAULT (object);

  g_hash_table_unref (self->credentials);
  g_clear_object (&self->idle);
  g_object_unref (self->clock);

  G_OBJECT_CLASS (door_vault_parent_class)->finalize (object);
}

static void
door_vault_class_init (DoorVaultClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = door_vault_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
door_vault_init (DoorVault *self)
{
  /* The key is the space of the credentials themselves and lives as long as they do. */
  self->credentials = g_hash_table_new_full ((GHashFunc)door_protection_space_hash,
                                             (GEqualFunc)door_protection_space_equal, NULL,
                                             (GDestroyNotify)door_credentials_unref);
}

DoorVault *
door_vault_new (DoorClock *clock)
{
  DoorVault *self;

  g_return_val_if_fail (DOOR_IS_CLOCK (clock), NULL);

  self = g_object_new (DOOR_TYPE_VAULT, NULL);
  self->clock = g_object_ref (clock);

  return self;
}

/**
 * door_vault_set_idle:
 * @idle: (nullable): what knows when nobody is there
 *
 * Credentials expire with @idle: who is late in forgetting them finds none.
 */
void
door_vault_set_idle (DoorVault *self, DoorIdle *idle)
{
  g_return_if_fail (DOOR_IS_VAULT (self));

  g_set_object (&self->idle, idle);
}

static DoorCredentials *
put (DoorVault *self,
     DoorProtectionSpace *space,
     const char *scheme,
     const char *username,
     SecretValue *password,
     const char *rule)
{
  DoorCredentials *credentials = g_new0 (DoorCredentials, 1);

  g_ref_count_init (&credentials->references);
  credentials->space = door_protection_space_ref (space);
  credentials->scheme = g_strdup (scheme);
  credentials->username = g_strdup (username);
  credentials->password = secret_value_ref (password);
  credentials->since = door_clock_get_time (self->clock);
  credentials->last_use = g_date_time_ref (credentials->since);
  credentials->scopes = g_ptr_array_new_with_free_func ((GDestroyNotify)door_path_scope_unref);
  credentials->rule = g_strdup (rule);

  g_hash_table_replace (self->credentials, credentials->space, credentials);
  g_signal_emit (self, signals[CHANGED], 0);

  return credentials;
}

/**
 * door_vault_put:
 * @space: where they belong
 * @scheme: the scheme they were given for, lower case
 *
 * Holds what the person gave, provisionally: it takes the place of what was there.
 *
 * Returns: (transfer none): the credentials as held
 */
DoorCredentials *
door_vault_put (DoorVault *self,
                DoorProtectionSpace *space,
                const char *scheme,
                const char *username,
                SecretValue *password,
                gboolean remember)
{
  DoorCredentials *credentials;

  g_return_val_if_fail (DOOR_IS_VAULT (self), NULL);

  credentials = put (self, space, scheme, username, password, NULL);
  credentials->remember = remember;

  return credentials;
}

/**
 * door_vault_put_auto:
 *
 * Holds what the policy gives, provisionally: it takes the place of what was there.
 *
 * Returns: (transfer none): the credentials as held
 */
DoorCredentials *
door_vault_put_auto (DoorVault *self,
                     DoorProtectionSpace *space,
                     const char *scheme,
                     DoorAutoLogin *login)
{
  g_return_val_if_fail (DOOR_IS_VAULT (self), NULL);

  return put (self, space, scheme, login->username, login->password, login->rule);
}

/**
 * door_vault_lookup:
 * @scheme: (nullable): only credentials given for this scheme, or %NULL for any
 *
 * Credentials are never used for a weaker scheme than the one that the person was asked for: a
 * server that asked for Digest does not get the same password by Basic.
 *
 * Returns: (transfer none) (nullable): the credentials of @space
 */
DoorCredentials *
door_vault_lookup (DoorVault *self, DoorProtectionSpace *space, const char *scheme)
{
  DoorCredentials *credentials;

  g_return_val_if_fail (DOOR_IS_VAULT (self), NULL);

  /* A computer that has slept may be asked by its pages before it has noticed how late it is. */
  if (self->idle != NULL && door_idle_is_over (self->idle))
    return NULL;

  credentials = g_hash_table_lookup (self->credentials, space);
  if (credentials == NULL || (scheme != NULL && strcmp (credentials->scheme, scheme) != 0))
    return NULL;

  return credentials;
}

/**
 * door_vault_accept:
 *
 * The server has accepted @credentials: they are no longer provisional. What is not in the vault
 * any more stays out.
 */
void
door_vault_accept (DoorVault *self, DoorCredentials *credentials)
{
  g_return_if_fail (DOOR_IS_VAULT (self));

  if (credentials->accepted
      || g_hash_table_lookup (self->credentials, credentials->space) != credentials)
    return;

  credentials->accepted = TRUE;
  g_date_time_unref (credentials->since);
  credentials->since = door_clock_get_time (self->clock);
  door_vault_use (self, credentials, NULL);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
add_scope (DoorCredentials *credentials, const char *uri)
{
  DoorPathScope *scope;

  if (credentials->scopes->len == DOOR_CREDENTIALS_MAX_SCOPES
      || door_credentials_match (credentials, uri) != DOOR_PATH_SCOPE_OUTSIDE)
    return;

  scope = door_path_scope_new_for_basic (uri, NULL);
  if (scope != NULL)
    g_ptr_array_add (credentials->scopes, scope);
}

/**
 * door_vault_use:
 * @uri: (nullable): where a server accepted them, or %NULL if that is not new
 *
 * @credentials are of use to a page now.
 */
void
door_vault_use (DoorVault *self, DoorCredentials *credentials, const char *uri)
{
  g_return_if_fail (DOOR_IS_VAULT (self));

  if (uri != NULL)
    add_scope (credentials, uri);
  g_date_time_unref (credentials->last_use);
  credentials->last_use = door_clock_get_time (self->clock);
}

/**
 * door_vault_get_expiry:
 *
 * Returns: (transfer full) (nullable): when @credentials end if nobody does anything, %NULL if they
 *   stay until they are forgotten
 */
GDateTime *
door_vault_get_expiry (DoorVault *self, DoorCredentials *credentials)
{
  g_return_val_if_fail (DOOR_IS_VAULT (self), NULL);

  if (self->idle == NULL
      || g_hash_table_lookup (self->credentials, credentials->space) != credentials)
    return NULL;

  return door_idle_get_end (self->idle);
}

/**
 * door_vault_remove:
 *
 * Returns: whether exactly @credentials were held; newer ones of the same space stay
 */
gboolean
door_vault_remove (DoorVault *self, DoorCredentials *credentials)
{
  g_return_val_if_fail (DOOR_IS_VAULT (self), FALSE);

  if (g_hash_table_lookup (self->credentials, credentials->space) != credentials)
    return FALSE;

  g_hash_table_remove (self->credentials, credentials->space);
  g_signal_emit (self, signals[CHANGED], 0);

  return TRUE;
}

/**
 * door_vault_list:
 *
 * Returns: (transfer full) (element-type DoorCredentials): all credentials, in no order
 */
GPtrArray *
door_vault_list (DoorVault *self)
{
  GPtrArray *list;
  GHashTableIter iter;
  gpointer credentials;

  g_return_val_if_fail (DOOR_IS_VAULT (self), NULL);

  list = g_ptr_array_new_with_free_func ((GDestroyNotify)door_credentials_unref);
  g_hash_table_iter_init (&iter, self->credentials);
  while (g_hash_table_iter_next (&iter, NULL, &credentials))
    g_ptr_array_add (list, door_credentials_ref (credentials));

  return list;
}

/**
 * door_vault_forget_server:
 *
 * Returns: how many logins were forgotten
 */
guint
door_vault_forget_server (DoorVault *self, DoorTarget target, DoorOrigin *server)
{
  GHashTableIter iter;
  gpointer key;
  guint n = 0;

  g_return_val_if_fail (DOOR_IS_VAULT (self), 0);

  g_hash_table_iter_init (&iter, self->credentials);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    if (door_protection_space_get_target (key) == target
        && door_origin_equal (door_protection_space_get_server (key), server))
      {
        g_hash_table_iter_remove (&iter);
        n++;
      }

  if (n > 0)
    g_signal_emit (self, signals[CHANGED], 0);

  return n;
}

/**
 * door_vault_forget_all:
 *
 * Returns: how many logins were forgotten
 */
guint
door_vault_forget_all (DoorVault *self)
{
  guint n;

  g_return_val_if_fail (DOOR_IS_VAULT (self), 0);

  n = g_hash_table_size (self->credentials);
  g_hash_table_remove_all (self->credentials);
  if (n > 0)
    g_signal_emit (self, signals[CHANGED], 0);

  return n;
}
