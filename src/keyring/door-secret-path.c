/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-secret-path.h"

struct _DoorSecretPath
{
  GObject parent_instance;

  SecretService *service;
  char *path;
};

/* Until there is an item. */
typedef struct
{
  GTask *task;
  DoorSecretItemFunc then;
} Resolution;

G_DEFINE_FINAL_TYPE (DoorSecretPath, door_secret_path, G_TYPE_OBJECT)

static void
door_secret_path_finalize (GObject *object)
{
  DoorSecretPath *self = DOOR_SECRET_PATH (object);

  g_object_unref (self->service);
  g_free (self->path);

  G_OBJECT_CLASS (door_secret_path_parent_class)->finalize (object);
}

static void
door_secret_path_class_init (DoorSecretPathClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = door_secret_path_finalize;
}

static void
door_secret_path_init (DoorSecretPath *self)
{
}

/**
 * door_secret_path_new:
 * @path: the object path of an item
 *
 * Returns: (transfer full): what a saved login is known by
 */
DoorSecretPath *
door_secret_path_new (SecretService *service, const char *path)
{
  DoorSecretPath *self = g_object_new (DOOR_TYPE_SECRET_PATH, NULL);

  self->service = g_object_ref (service);
  self->path = g_strdup (path);

  return self;
}

static void
on_item (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Resolution *resolution = user_data;
  g_autoptr (GTask) task = resolution->task;
  g_autoptr (SecretItem) item = NULL;
  GError *error = NULL;

  item = secret_item_new_for_dbus_path_finish (result, &error);
  if (item == NULL)
    {
      door_secret_call_fail (task, error);
      return;
    }

  if (!door_secret_item_is_there (item))
    {
      door_secret_call_fail_absent (task);
      return;
    }

  door_secret_call_go_on (task);
  resolution->then (g_steal_pointer (&task), G_OBJECT (item));
}

/**
 * door_secret_path_resolve:
 * @task: (transfer full): a #DoorSecretCall
 * @login: a login of this keyring
 * @then: what goes on with @task, which it takes, and with libsecret's idea of the item, a
 *   #SecretRetrievable
 */
void
door_secret_path_resolve (GTask *task, DoorSavedLogin *login, DoorSecretItemFunc then)
{
  GObject *handle = door_saved_login_get_handle (login);
  DoorSecretPath *self;
  Resolution *resolution;

  if (!DOOR_IS_SECRET_PATH (handle))
    {
      if (door_secret_item_is_there (handle))
        {
          then (task, handle);
        }
      else
        {
          door_secret_call_fail_absent (task);
          g_object_unref (task);
        }
      return;
    }

  self = DOOR_SECRET_PATH (handle);
  resolution = g_new0 (Resolution, 1);
  resolution->task = task;
  resolution->then = then;
  secret_item_new_for_dbus_path (self->service, self->path, SECRET_ITEM_NONE,
                                 door_secret_call_get_cancellable (task), on_item, resolution);
}
