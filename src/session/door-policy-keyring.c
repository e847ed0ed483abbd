/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-policy-keyring.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* A keyring with more logins than this for one policy was not made for it. */
#define MAX_LOGINS 256

struct _DoorPolicyKeyring
{
  GObject parent_instance;

  DoorKeyring *keyring;
  GPtrArray *logins; /* DoorSavedLogin with passwords, of the last look; NULL: there was none */
  gboolean locked;
  GError *trouble; /* why the last look has found nothing, or NULL */
};

/* One look, from the list to the last password. */
typedef struct
{
  DoorPolicy *policy;
  GPtrArray *found; /* DoorSavedLogin, without passwords */
  guint next;       /* of @found, whose password is being loaded */
  GPtrArray *logins;
  gboolean again; /* it has begun anew */
} Look;

G_DEFINE_FINAL_TYPE (DoorPolicyKeyring, door_policy_keyring, G_TYPE_OBJECT)

static void
door_policy_keyring_finalize (GObject *object)
{
  DoorPolicyKeyring *self = DOOR_POLICY_KEYRING (object);

  g_clear_pointer (&self->logins, g_ptr_array_unref);
  g_clear_error (&self->trouble);
  g_object_unref (self->keyring);

  G_OBJECT_CLASS (door_policy_keyring_parent_class)->finalize (object);
}

static void
door_policy_keyring_class_init (DoorPolicyKeyringClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = door_policy_keyring_finalize;
}

static void
door_policy_keyring_init (DoorPolicyKeyring *self)
{
}

/**
 * door_policy_keyring_new:
 * @keyring: where logins are kept
 *
 * Returns: (transfer full): what has not looked there yet
 */
DoorPolicyKeyring *
door_policy_keyring_new (DoorKeyring *keyring)
{
  DoorPolicyKeyring *self;

  g_return_val_if_fail (DOOR_IS_KEYRING (keyring), NULL);

  self = g_object_new (DOOR_TYPE_POLICY_KEYRING, NULL);
  self->keyring = g_object_ref (keyring);

  return self;
}

static GPtrArray *
new_logins (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify)door_saved_login_unref);
}

static void
look_free (Look *look)
{
  door_policy_unref (look->policy);
  g_ptr_array_unref (look->found);
  g_ptr_array_unref (look->logins);
  g_free (look);
}

/* Whether @saved is what @login speaks of, at some server and in some realm. */
static gboolean
is_meant (DoorPolicyLogin *login, DoorSavedLogin *saved)
{
  DoorProtectionSpace *space = door_saved_login_get_space (saved);
  const char *realm = door_policy_login_get_realm (login);
  const char *username = door_policy_login_get_username (login);

  return door_policy_login_get_target (login) == door_protection_space_get_target (space)
         && door_origin_pattern_matches (door_policy_login_get_server (login),
                                         door_protection_space_get_server (space))
         && (realm == NULL || door_saved_login_is_for_any_realm (saved)
             || strcmp (realm, door_protection_space_get_realm (space)) == 0)
         && (username == NULL || strcmp (username, door_saved_login_get_username (saved)) == 0);
}

static gboolean
is_wanted (DoorPolicy *policy, DoorSavedLogin *saved)
{
  GPtrArray *logins = door_policy_get_logins (policy);

  for (guint i = 0; i < logins->len; i++)
    if (door_policy_login_is_from_keyring (g_ptr_array_index (logins, i))
        && is_meant (g_ptr_array_index (logins, i), saved))
      return TRUE;

  return FALSE;
}

static void
on_found (GPtrArray *logins, gpointer user_data)
{
  Look *look = g_task_get_task_data (user_data);

  for (guint i = 0; i < logins->len && look->found->len < MAX_LOGINS; i++)
    if (is_wanted (look->policy, g_ptr_array_index (logins, i)))
      g_ptr_array_add (look->found, door_saved_login_ref (g_ptr_array_index (logins, i)));
}

static void
settle (GTask *task, GError *trouble)
{
  DoorPolicyKeyring *self = g_task_get_source_object (task);
  Look *look = g_task_get_task_data (task);

  g_clear_error (&self->trouble);
  self->trouble = trouble;
  g_clear_pointer (&self->logins, g_ptr_array_unref);
  self->logins = g_ptr_array_ref (look->logins);
  g_task_return_boolean (task, TRUE);
}

static void begin (GTask *task);
static void load_next (GTask *task);

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Look *look = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  SecretValue *password = door_keyring_load_finish (DOOR_KEYRING (source), result, &error);

  if (g_task_return_error_if_cancelled (task))
    {
      g_clear_pointer (&password, secret_value_unref);
      return;
    }

  /* It may be another keyring than a moment ago, if the service was started anew. */
  if (password == NULL && !look->again)
    {
      look->again = TRUE;
      begin (g_steal_pointer (&task));
      return;
    }

  /* One that was removed or locked meanwhile says nothing of the others. */
  if (password != NULL)
    g_ptr_array_add (look->logins, door_saved_login_new_with_password (
                                       g_ptr_array_index (look->found, look->next), password));
  g_clear_pointer (&password, secret_value_unref);
  look->next++;

  if (g_error_matches (error, DOOR_KEYRING_ERROR, DOOR_KEYRING_ERROR_TIMED_OUT))
    settle (task, g_steal_pointer (&error));
  else
    load_next (g_steal_pointer (&task));
}

static void
load_next (GTask *task)
{
  DoorPolicyKeyring *self = g_task_get_source_object (task);
  Look *look = g_task_get_task_data (task);

  if (look->next == look->found->len)
    {
      settle (task, NULL);
      g_object_unref (task);
      return;
    }

  door_keyring_load_async (self->keyring, g_ptr_array_index (look->found, look->next),
                           g_task_get_cancellable (task), on_loaded, task);
}

static void
on_listed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  DoorPolicyKeyring *self = g_task_get_source_object (task);
  GError *error = NULL;
  gboolean locked = FALSE;
  gboolean listed = door_keyring_list_finish (DOOR_KEYRING (source), result, &locked, &error);

  if (g_task_return_error_if_cancelled (task))
    {
      g_clear_error (&error);
      return;
    }

  self->locked = locked;
  if (listed)
    load_next (g_steal_pointer (&task));
  else
    settle (task, error);
}

static void
begin (GTask *task)
{
  DoorPolicyKeyring *self = g_task_get_source_object (task);
  Look *look = g_task_get_task_data (task);

  g_ptr_array_set_size (look->found, 0);
  g_ptr_array_set_size (look->logins, 0);
  look->next = 0;
  door_keyring_list_async (self->keyring, FALSE, on_found, task, g_task_get_cancellable (task),
                           on_listed, task);
}

static gboolean
needs_keyring (DoorPolicy *policy)
{
  GPtrArray *logins = door_policy_get_logins (policy);

  for (guint i = 0; i < logins->len; i++)
    if (door_policy_login_is_from_keyring (g_ptr_array_index (logins, i)))
      return TRUE;

  return FALSE;
}

/**
 * door_policy_keyring_look_async:
 * @policy: whose logins are looked for
 *
 * Where the policy has none that is kept in the keyring, the keyring is left in peace.
 */
void
door_policy_keyring_look_async (DoorPolicyKeyring *self,
                                DoorPolicy *policy,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Look *look;

  g_return_if_fail (DOOR_IS_POLICY_KEYRING (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, door_policy_keyring_look_async);
  look = g_new0 (Look, 1);
  look->policy = door_policy_ref (policy);
  look->found = new_logins ();
  look->logins = new_logins ();
  g_task_set_task_data (task, look, (GDestroyNotify)look_free);

  if (!needs_keyring (policy))
    settle (task, NULL);
  else
    begin (g_steal_pointer (&task));
}

/**
 * door_policy_keyring_look_finish:
 *
 * Returns: %FALSE only if it was cancelled; what else is wrong door_policy_keyring_find() says
 */
gboolean
door_policy_keyring_look_finish (DoorPolicyKeyring *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* The one for this very realm before one for all, and of several the one used last. */
static gboolean
is_better (DoorSavedLogin *login, DoorSavedLogin *than)
{
  gboolean any = door_saved_login_is_for_any_realm (login);

  if (than == NULL)
    return TRUE;
  if (any != door_saved_login_is_for_any_realm (than))
    return !any;

  return door_saved_login_get_used (login) > door_saved_login_get_used (than);
}

static const char *
get_complaint (DoorPolicyKeyring *self)
{
  if (self->logins == NULL)
    return _ ("the keyring has not answered yet");
  if (g_error_matches (self->trouble, DOOR_KEYRING_ERROR, DOOR_KEYRING_ERROR_UNAVAILABLE))
    return _ ("there is no keyring");
  if (g_error_matches (self->trouble, DOOR_KEYRING_ERROR, DOOR_KEYRING_ERROR_TIMED_OUT))
    return _ ("the keyring does not answer");
  if (self->trouble != NULL)
    return _ ("the keyring reports an error");
  if (self->locked)
    return _ (
        "the keyring is locked; unlock it, as signing in to the desktop with a password does");

  return NULL;
}

/**
 * door_policy_keyring_find:
 * @login: a login of the policy that is kept in the keyring
 * @space: where it is asked for
 * @scheme: by which scheme
 * @error: return location for a #GIOError, whose message is translated and says what is wrong
 *
 * Returns: (transfer none): what the keyring had, with its password, when it was last looked at
 */
DoorSavedLogin *
door_policy_keyring_find (DoorPolicyKeyring *self,
                          DoorPolicyLogin *login,
                          DoorProtectionSpace *space,
                          const char *scheme,
                          GError **error)
{
  DoorSavedLogin *found = NULL;
  const char *complaint;

  g_return_val_if_fail (DOOR_IS_POLICY_KEYRING (self), NULL);

  for (guint i = 0; self->logins != NULL && i < self->logins->len; i++)
    {
      DoorSavedLogin *saved = g_ptr_array_index (self->logins, i);

      if (is_meant (login, saved) && door_saved_login_serves (saved, space, scheme)
          && is_better (saved, found))
        found = saved;
    }

  if (found != NULL)
    return found;

  complaint = get_complaint (self);
  if (complaint != NULL)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, complaint);
  else
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, _ ("the keyring has no login for %s"),
                 door_origin_to_string (door_protection_space_get_server (space)));

  return NULL;
}

/**
 * door_policy_keyring_get_realm:
 * @login: a login of the policy that is kept in the keyring, for one server
 *
 * Returns: (nullable): the only realm that the keyring has it for, "" for every one, %NULL if it
 * has several or none
 */
const char *
door_policy_keyring_get_realm (DoorPolicyKeyring *self, DoorPolicyLogin *login)
{
  const char *realm = NULL;

  g_return_val_if_fail (DOOR_IS_POLICY_KEYRING (self), NULL);

  for (guint i = 0; self->logins != NULL && i < self->logins->len; i++)
    {
      DoorSavedLogin *saved = g_ptr_array_index (self->logins, i);
      const char *its = door_saved_login_is_for_any_realm (saved)
                            ? ""
                            : door_protection_space_get_realm (door_saved_login_get_space (saved));

      if (!is_meant (login, saved))
        continue;
      if (realm != NULL && strcmp (realm, its) != 0)
        return NULL;
      realm = its;
    }

  return realm;
}
