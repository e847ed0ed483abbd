/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-auto-preloader.h"

#include <string.h>

/* The one scheme that needs no challenge. */
#define SCHEME "basic"

struct _DoorAutoPreloader
{
  GObject parent_instance;

  DoorWebContext *context; /* not owned: it owns the preloader */
  DoorSession *session;    /* owned by the context */
  GPtrArray *sent;         /* DoorCredentials that the network process has */
  GHashTable *unwanted;    /* DoorOrigin of servers that have asked for another scheme */
  GHashTable *realms;      /* DoorOrigin → DoorProtectionSpace that it has asked for last */
  GPtrArray *dropped;      /* DoorProtectionSpace that the network process is still to forget */
  GPtrArray *waiting;      /* GTask */
  guint n_pending;
  GCancellable *cancellable;
  GCancellable *looking; /* ends the look into the keyring; NULL: there is none now */
};

G_DEFINE_FINAL_TYPE (DoorAutoPreloader, door_auto_preloader, G_TYPE_OBJECT)

static void
door_auto_preloader_dispose (GObject *object)
{
  DoorAutoPreloader *self = DOOR_AUTO_PRELOADER (object);

  g_cancellable_cancel (self->cancellable);
  if (self->looking != NULL)
    g_cancellable_cancel (self->looking);

  G_OBJECT_CLASS (door_auto_preloader_parent_class)->dispose (object);
}

static void
door_auto_preloader_finalize (GObject *object)
{
  DoorAutoPreloader *self = DOOR_AUTO_PRELOADER (object);

  g_ptr_array_unref (self->sent);
  g_ptr_array_unref (self->dropped);
  g_ptr_array_unref (self->waiting);
  g_hash_table_unref (self->unwanted);
  g_hash_table_unref (self->realms);
  g_object_unref (self->cancellable);
  g_clear_object (&self->looking);

  G_OBJECT_CLASS (door_auto_preloader_parent_class)->finalize (object);
}

static void
door_auto_preloader_class_init (DoorAutoPreloaderClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = door_auto_preloader_dispose;
  object_class->finalize = door_auto_preloader_finalize;
}

static void
door_auto_preloader_init (DoorAutoPreloader *self)
{
  self->sent = g_ptr_array_new_with_free_func ((GDestroyNotify)door_credentials_unref);
  self->dropped = g_ptr_array_new_with_free_func ((GDestroyNotify)door_protection_space_unref);
  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  self->unwanted
      = g_hash_table_new_full ((GHashFunc)door_origin_hash, (GEqualFunc)door_origin_equal,
                               (GDestroyNotify)door_origin_unref, NULL);
  self->realms = g_hash_table_new_full ((GHashFunc)door_origin_hash, (GEqualFunc)door_origin_equal,
                                        NULL, (GDestroyNotify)door_protection_space_unref);
  self->cancellable = g_cancellable_new ();
}

static void
settle (DoorAutoPreloader *self)
{
  g_autoptr (GPtrArray) waiting = NULL;

  if (self->n_pending > 0)
    return;

  waiting = self->waiting;
  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < waiting->len; i++)
    g_task_return_boolean (g_ptr_array_index (waiting, i), TRUE);
}

typedef struct
{
  DoorAutoPreloader *preloader;
  DoorCredentials *credentials;
} Preload;

static void
on_preloaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Preload *preload = user_data;
  g_autoptr (DoorAutoPreloader) self = preload->preloader;
  g_autoptr (DoorCredentials) credentials = preload->credentials;
  g_autoptr (GError) error = NULL;

  /* What was not handed over is given when the server asks. */
  if (door_web_context_preload_finish (DOOR_WEB_CONTEXT (source), result, &error))
    g_ptr_array_add (self->sent, g_steal_pointer (&credentials));
  else
    door_vault_remove (door_session_get_vault (self->session), credentials);

  self->n_pending--;
  settle (self);
}

static gboolean
is_held (DoorAutoPreloader *self, DoorCredentials *credentials)
{
  return door_vault_lookup (door_session_get_vault (self->session),
                            door_credentials_get_space (credentials), SCHEME)
         == credentials;
}

/* Once libsoup knows the realm of a part of the server, a login without one is not sent there. */
static DoorProtectionSpace *
get_known (DoorAutoPreloader *self, DoorProtectionSpace *space)
{
  DoorProtectionSpace *known
      = g_hash_table_lookup (self->realms, door_protection_space_get_server (space));

  return *door_protection_space_get_realm (space) == '\0' && known != NULL
                 && door_protection_space_get_target (known)
                        == door_protection_space_get_target (space)
             ? known
             : space;
}

static gboolean
is_same (DoorCredentials *credentials, DoorAutoLogin *login)
{
  return strcmp (door_credentials_get_username (credentials), login->username) == 0
         && strcmp (secret_value_get_text (door_credentials_get_password (credentials)),
                    secret_value_get_text (login->password))
                == 0;
}

static void
preload (DoorAutoPreloader *self, DoorProtectionSpace *space)
{
  DoorVault *vault = door_session_get_vault (self->session);
  DoorOrigin *server = door_protection_space_get_server (space);
  g_autoptr (DoorAutoLogin) login
      = door_auto_logins_get (door_session_get_auto_logins (self->session), space, SCHEME);
  g_autofree char *uri = NULL;
  DoorCredentials *credentials;
  Preload *data;

  if (login == NULL)
    return;

  /* A person may have signed in as somebody else. */
  credentials = door_vault_lookup (vault, space, SCHEME);
  if (credentials != NULL && door_credentials_get_rule (credentials) == NULL)
    return;
  if (credentials == NULL || !is_same (credentials, login))
    credentials = door_vault_put_auto (vault, space, SCHEME, login);

  if (door_protection_space_get_target (space) == DOOR_TARGET_ORIGIN)
    uri = g_strconcat (door_origin_to_string (server), "/", NULL);

  data = g_new0 (Preload, 1);
  data->preloader = g_object_ref (self);
  data->credentials = door_credentials_ref (credentials);
  self->n_pending++;
  door_web_context_preload_async (self->context, credentials, uri, NULL, self->cancellable,
                                  on_preloaded, data);
}

static void
on_schemes_handed_over (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DoorAutoPreloader) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!door_web_context_hand_over_policy_finish (DOOR_WEB_CONTEXT (source), result, &error))
    g_debug ("The schemes of the policy could not be handed over: %s", error->message);

  self->n_pending--;
  settle (self);
}

static void
hand_over (DoorAutoPreloader *self)
{
  g_autoptr (GPtrArray) spaces = NULL;

  g_ptr_array_set_size (self->sent, 0);
  if (!door_web_context_has_companion (self->context))
    return;

  self->n_pending++;
  door_web_context_hand_over_policy_async (self->context, self->cancellable, on_schemes_handed_over,
                                           g_object_ref (self));

  spaces = door_auto_logins_list_preloads (door_session_get_auto_logins (self->session));
  for (guint i = 0; i < spaces->len; i++)
    {
      DoorProtectionSpace *space = g_ptr_array_index (spaces, i);

      if (!g_hash_table_contains (self->unwanted, door_protection_space_get_server (space)))
        preload (self, get_known (self, space));
    }
}

static void
on_looked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DoorAutoPreloader) self = user_data;

  self->n_pending--;
  if (door_auto_logins_look_finish (DOOR_AUTO_LOGINS (source), result, NULL))
    {
      g_clear_object (&self->looking);
      hand_over (self);
    }
  settle (self);
}

/* What the keyring has is handed over with the rest. */
static void
look (DoorAutoPreloader *self)
{
  if (self->looking != NULL)
    g_cancellable_cancel (self->looking);
  g_clear_object (&self->looking);

  self->looking = g_cancellable_new ();
  self->n_pending++;
  door_auto_logins_look_async (door_session_get_auto_logins (self->session), self->looking,
                               on_looked, g_object_ref (self));
}

static void
on_policy_changed (DoorAutoPreloader *self)
{
  g_hash_table_remove_all (self->unwanted);
  look (self);
}

/**
 * door_auto_preloader_new:
 * @context: whose network process; it outlives the preloader
 *
 * Returns: (transfer full): a preloader that is looking what there is
 */
DoorAutoPreloader *
door_auto_preloader_new (DoorWebContext *context)
{
  DoorAutoPreloader *self = g_object_new (DOOR_TYPE_AUTO_PRELOADER, NULL);

  self->context = context;
  self->session = door_web_context_get_session (context);
  g_signal_connect_object (self->session, "policy-changed", G_CALLBACK (on_policy_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (door_session_get_auto_logins (self->session), "ready",
                           G_CALLBACK (door_auto_preloader_run), self, G_CONNECT_SWAPPED);
  /* Nobody who signs a machine out means it to stay so. */
  g_signal_connect_object (context, "signed-out", G_CALLBACK (door_auto_preloader_run), self,
                           G_CONNECT_SWAPPED);
  look (self);

  return self;
}

/**
 * door_auto_preloader_run:
 *
 * Hands over all that there is, as soon as it is there.
 */
void
door_auto_preloader_run (DoorAutoPreloader *self)
{
  g_return_if_fail (DOOR_IS_AUTO_PRELOADER (self));

  if (self->looking == NULL)
    hand_over (self);
}

/**
 * door_auto_preloader_is_busy:
 *
 * Returns: whether something is on its way to the network process
 */
gboolean
door_auto_preloader_is_busy (DoorAutoPreloader *self)
{
  g_return_val_if_fail (DOOR_IS_AUTO_PRELOADER (self), FALSE);

  return self->n_pending > 0;
}

/**
 * door_auto_preloader_wait:
 * @task: returns %TRUE as soon as nothing is on its way
 */
void
door_auto_preloader_wait (DoorAutoPreloader *self, GTask *task)
{
  g_return_if_fail (DOOR_IS_AUTO_PRELOADER (self));

  g_ptr_array_add (self->waiting, g_object_ref (task));
  settle (self);
}

/**
 * door_auto_preloader_find:
 *
 * Returns: (transfer none) (nullable): what every request to @server carries without being asked
 */
DoorCredentials *
door_auto_preloader_find (DoorAutoPreloader *self, DoorTarget target, DoorOrigin *server)
{
  g_return_val_if_fail (DOOR_IS_AUTO_PRELOADER (self), NULL);

  for (guint i = 0; i < self->sent->len; i++)
    {
      DoorCredentials *credentials = g_ptr_array_index (self->sent, i);
      DoorProtectionSpace *space = door_credentials_get_space (credentials);

      if (door_protection_space_get_target (space) == target
          && door_origin_equal (door_protection_space_get_server (space), server))
        return is_held (self, credentials) ? credentials : NULL;
    }

  return NULL;
}

/**
 * door_auto_preloader_has_new_for_proxy:
 *
 * Returns: whether a proxy is sent something without being asked that none has judged yet
 */
gboolean
door_auto_preloader_has_new_for_proxy (DoorAutoPreloader *self)
{
  g_return_val_if_fail (DOOR_IS_AUTO_PRELOADER (self), FALSE);

  for (guint i = 0; i < self->sent->len; i++)
    {
      DoorCredentials *credentials = g_ptr_array_index (self->sent, i);

      if (door_protection_space_get_target (door_credentials_get_space (credentials))
              == DOOR_TARGET_PROXY
          && is_held (self, credentials) && !door_credentials_is_accepted (credentials))
        return TRUE;
    }

  return FALSE;
}

/**
 * door_auto_preloader_drop:
 *
 * The server of @credentials asks for another scheme: it is sent nothing unasked any more, from
 * when door_auto_preloader_forget_dropped() is called. To have the network process forget it now
 * would end the connection of the request that is being answered.
 */
void
door_auto_preloader_drop (DoorAutoPreloader *self, DoorCredentials *credentials)
{
  DoorProtectionSpace *space = door_credentials_get_space (credentials);

  g_return_if_fail (DOOR_IS_AUTO_PRELOADER (self));

  g_hash_table_add (self->unwanted, door_origin_ref (door_protection_space_get_server (space)));
  g_ptr_array_add (self->dropped, door_protection_space_ref (space));
  door_vault_remove (door_session_get_vault (self->session), credentials);
}

/**
 * door_auto_preloader_forget_dropped:
 *
 * A page has been loaded: no request of it waits for an answer any more.
 */
void
door_auto_preloader_forget_dropped (DoorAutoPreloader *self)
{
  g_return_if_fail (DOOR_IS_AUTO_PRELOADER (self));

  for (guint i = 0; i < self->dropped->len; i++)
    door_web_context_forget (self->context, g_ptr_array_index (self->dropped, i));
  g_ptr_array_set_size (self->dropped, 0);
}

/**
 * door_auto_preloader_learn:
 * @space: what a server has asked for
 * @scheme: by which scheme
 *
 * What is handed over next is for that, where policy does not name a realm.
 */
void
door_auto_preloader_learn (DoorAutoPreloader *self, DoorProtectionSpace *space, const char *scheme)
{
  g_return_if_fail (DOOR_IS_AUTO_PRELOADER (self));

  if (strcmp (scheme, SCHEME) == 0
      && door_policy_find_login (door_session_get_policy (self->session), space) != NULL)
    g_hash_table_replace (self->realms, door_protection_space_get_server (space),
                          door_protection_space_ref (space));
}
