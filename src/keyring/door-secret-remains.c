/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-secret-remains.h"

struct _DoorSecretRemains
{
  GObject parent_instance;

  GHashTable *attributes;
  char *label;
  char *collection;
  SecretValue *password;
};

G_DEFINE_FINAL_TYPE (DoorSecretRemains, door_secret_remains, G_TYPE_OBJECT)

static void
door_secret_remains_finalize (GObject *object)
{
  DoorSecretRemains *self = DOOR_SECRET_REMAINS (object);

  g_hash_table_unref (self->attributes);
  g_free (self->label);
  g_free (self->collection);
  secret_value_unref (self->password);

  G_OBJECT_CLASS (door_secret_remains_parent_class)->finalize (object);
}

static void
door_secret_remains_class_init (DoorSecretRemainsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = door_secret_remains_finalize;
}

static void
door_secret_remains_init (DoorSecretRemains *self)
{
}

/**
 * door_secret_remains_new:
 * @item: what is about to be removed
 * @password: its password
 *
 * Returns: (transfer full): what is left of it
 */
DoorSecretRemains *
door_secret_remains_new (SecretRetrievable *item, SecretValue *password)
{
  DoorSecretRemains *self = g_object_new (DOOR_TYPE_SECRET_REMAINS, NULL);

  self->attributes = secret_retrievable_get_attributes (item);
  self->label = secret_retrievable_get_label (item);
  self->password = secret_value_ref (password);
  /* The path of an item begins with that of its collection. */
  if (SECRET_IS_ITEM (item))
    self->collection = g_path_get_dirname (g_dbus_proxy_get_object_path (G_DBUS_PROXY (item)));

  return self;
}

GHashTable *
door_secret_remains_get_attributes (DoorSecretRemains *self)
{
  return self->attributes;
}

const char *
door_secret_remains_get_label (DoorSecretRemains *self)
{
  return self->label;
}

/**
 * door_secret_remains_get_collection:
 *
 * Returns: (nullable): the object path of the collection, %NULL where there are none
 */
const char *
door_secret_remains_get_collection (DoorSecretRemains *self)
{
  return self->collection;
}

SecretValue *
door_secret_remains_get_password (DoorSecretRemains *self)
{
  return self->password;
}
