/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-secret-keyring.h"

#include "door-secret-change.h"
#include "door-secret-connection.h"
#include "door-secret-list.h"
#include "door-secret-path.h"
#include "door-secret-search.h"

#define SERVICE_NAME "org.freedesktop.secrets"

struct _DoorSecretKeyring
{
  GObject parent_instance;

  guint patience_ms;
  guint watch;
};

static void door_secret_keyring_keyring_init (DoorKeyringInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (DoorSecretKeyring,
                               door_secret_keyring,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (DOOR_TYPE_KEYRING,
                                                      door_secret_keyring_keyring_init))

static GTask *
begin (DoorKeyring *keyring,
       gpointer tag,
       GCancellable *cancellable,
       GAsyncReadyCallback callback,
       gpointer user_data)
{
  return door_secret_call_begin (keyring, DOOR_SECRET_KEYRING (keyring)->patience_ms, tag,
                                 cancellable, callback, user_data);
}

static void
door_secret_keyring_search_async (DoorKeyring *keyring,
                                  DoorProtectionSpace *space,
                                  const char *scheme,
                                  gboolean unlock,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  door_secret_search (begin (keyring, door_secret_keyring_search_async, cancellable, callback,
                             user_data),
                      space, scheme, unlock);
}

static gboolean
is_locked (GAsyncResult *result)
{
  return door_secret_call_get (G_TASK (result))->locked;
}

static GPtrArray *
door_secret_keyring_search_finish (DoorKeyring *keyring,
                                   GAsyncResult *result,
                                   gboolean *locked,
                                   GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, keyring), NULL);

  if (locked != NULL)
    *locked = is_locked (result);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
door_secret_keyring_list_async (DoorKeyring *keyring,
                                gboolean unlock,
                                DoorKeyringFoundFunc found,
                                gpointer found_data,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  door_secret_list (begin (keyring, door_secret_keyring_list_async, cancellable, callback,
                           user_data),
                    unlock, found, found_data);
}

static gboolean
door_secret_keyring_list_finish (DoorKeyring *keyring,
                                 GAsyncResult *result,
                                 gboolean *locked,
                                 GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, keyring), FALSE);

  if (locked != NULL)
    *locked = is_locked (result);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  SecretValue *password
      = secret_retrievable_retrieve_secret_finish (SECRET_RETRIEVABLE (source), result, &error);

  if (password != NULL)
    g_task_return_pointer (task, password, secret_value_unref);
  else if (error != NULL)
    door_secret_call_fail (task, error);
  else
    door_secret_call_fail_dismissed (task);
}

static void
load (GTask *task, GObject *item)
{
  secret_retrievable_retrieve_secret (SECRET_RETRIEVABLE (item),
                                      door_secret_call_get_cancellable (task), on_loaded, task);
}

static void
door_secret_keyring_load_async (DoorKeyring *keyring,
                                DoorSavedLogin *login,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  door_secret_path_resolve (begin (keyring, door_secret_keyring_load_async, cancellable, callback,
                                   user_data),
                            login, load);
}

static SecretValue *
door_secret_keyring_load_finish (DoorKeyring *keyring, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, keyring), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
door_secret_keyring_save_async (DoorKeyring *keyring,
                                DoorSavedLogin *login,
                                DoorSavedLogin *replaced,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  door_secret_save (begin (keyring, door_secret_keyring_save_async, cancellable, callback,
                           user_data),
                    login, replaced);
}

static void
door_secret_keyring_remove_async (DoorKeyring *keyring,
                                  DoorSavedLogin *login,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  door_secret_remove (begin (keyring, door_secret_keyring_remove_async, cancellable, callback,
                             user_data),
                      login);
}

static GObject *
door_secret_keyring_remove_finish (DoorKeyring *keyring, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, keyring), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
door_secret_keyring_restore_async (DoorKeyring *keyring,
                                   GObject *removed,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  door_secret_restore (begin (keyring, door_secret_keyring_restore_async, cancellable, callback,
                              user_data),
                       removed);
}

static void
door_secret_keyring_mark_async (DoorKeyring *keyring,
                                DoorSavedLogin *login,
                                DoorKeyringMark mark,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  door_secret_mark (begin (keyring, door_secret_keyring_mark_async, cancellable, callback,
                           user_data),
                    login, mark);
}

static gboolean
door_secret_keyring_change_finish (DoorKeyring *keyring, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, keyring), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
door_secret_keyring_keyring_init (DoorKeyringInterface *iface)
{
  iface->search_async = door_secret_keyring_search_async;
  iface->search_finish = door_secret_keyring_search_finish;
  iface->list_async = door_secret_keyring_list_async;
  iface->list_finish = door_secret_keyring_list_finish;
  iface->load_async = door_secret_keyring_load_async;
  iface->load_finish = door_secret_keyring_load_finish;
  iface->save_async = door_secret_keyring_save_async;
  iface->remove_async = door_secret_keyring_remove_async;
  iface->remove_finish = door_secret_keyring_remove_finish;
  iface->restore_async = door_secret_keyring_restore_async;
  iface->mark_async = door_secret_keyring_mark_async;
  iface->change_finish = door_secret_keyring_change_finish;
}

static void
door_secret_keyring_finalize (GObject *object)
{
  g_bus_unwatch_name (DOOR_SECRET_KEYRING (object)->watch);

  G_OBJECT_CLASS (door_secret_keyring_parent_class)->finalize (object);
}

static void
door_secret_keyring_class_init (DoorSecretKeyringClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = door_secret_keyring_finalize;
}

/* What libsecret has agreed on with a keyring, another one in its place knows nothing of. */
static void
on_vanished (GDBusConnection *connection, const char *name, gpointer user_data)
{
  door_secret_connection_end ();
}

static void
door_secret_keyring_init (DoorSecretKeyring *self)
{
  self->watch = g_bus_watch_name (G_BUS_TYPE_SESSION, SERVICE_NAME, G_BUS_NAME_WATCHER_FLAGS_NONE,
                                  NULL, on_vanished, NULL, NULL);
}

/**
 * door_secret_keyring_new:
 * @patience_ms: how long one step of a call may take the keyring, in milliseconds
 *
 * Returns: (transfer full): the desktop's keyring, whether there is one or not
 */
DoorKeyring *
door_secret_keyring_new (guint patience_ms)
{
  DoorSecretKeyring *self = g_object_new (DOOR_TYPE_SECRET_KEYRING, NULL);

  self->patience_ms = patience_ms;

  return DOOR_KEYRING (self);
}
