/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-never-save.h"

#include <glib/gstdio.h>
#include <string.h>

/* The file is a GKeyFile with one list of origins; those of proxies have this before them. */
#define GROUP "Never Save"
#define KEY "Sites"
#define PROXY "proxy:"

struct _DoorNeverSave
{
  GObject parent_instance;

  char *path;
  GListStore *sites;
};

static void door_never_save_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (DoorNeverSave,
                               door_never_save,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      door_never_save_list_model_init))

static GType
door_never_save_get_item_type (GListModel *model)
{
  return DOOR_TYPE_SITE;
}

static guint
door_never_save_get_n_items (GListModel *model)
{
  return g_list_model_get_n_items (G_LIST_MODEL (DOOR_NEVER_SAVE (model)->sites));
}

static gpointer
door_never_save_get_item (GListModel *model, guint position)
{
  return g_list_model_get_item (G_LIST_MODEL (DOOR_NEVER_SAVE (model)->sites), position);
}

static void
door_never_save_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = door_never_save_get_item_type;
  iface->get_n_items = door_never_save_get_n_items;
  iface->get_item = door_never_save_get_item;
}

static void
door_never_save_finalize (GObject *object)
{
  DoorNeverSave *self = DOOR_NEVER_SAVE (object);

  g_object_unref (self->sites);
  g_free (self->path);

  G_OBJECT_CLASS (door_never_save_parent_class)->finalize (object);
}

static void
door_never_save_class_init (DoorNeverSaveClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = door_never_save_finalize;
}

static void
on_items_changed (DoorNeverSave *self, guint position, guint removed, guint added)
{
  g_list_model_items_changed (G_LIST_MODEL (self), position, removed, added);
}

static void
door_never_save_init (DoorNeverSave *self)
{
  self->sites = g_list_store_new (DOOR_TYPE_SITE);
  g_signal_connect_swapped (self->sites, "items-changed", G_CALLBACK (on_items_changed), self);
}

static void
read_site (DoorNeverSave *self, const char *text)
{
  gboolean proxy = g_str_has_prefix (text, PROXY);
  g_autoptr (GError) error = NULL;
  g_autoptr (DoorOrigin) server
      = door_origin_new_for_uri (proxy ? text + strlen (PROXY) : text, &error);
  g_autoptr (DoorSite) site = NULL;

  if (server == NULL)
    {
      g_warning ("%s: “%s” in [%s] %s is not a site: %s", self->path, text, GROUP, KEY,
                 error->message);
      return;
    }

  site = door_site_new (proxy ? DOOR_TARGET_PROXY : DOOR_TARGET_ORIGIN, server);
  if (!door_never_save_contains (self, door_site_get_target (site), server))
    g_list_store_append (self->sites, site);
}

static void
read_file (DoorNeverSave *self)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) sites = NULL;

  if (g_key_file_load_from_file (file, self->path, G_KEY_FILE_NONE, &error))
    sites = g_key_file_get_string_list (file, GROUP, KEY, NULL, &error);

  if (error != NULL && !g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    g_warning ("%s: %s", self->path, error->message);
  for (gsize i = 0; sites != NULL && sites[i] != NULL; i++)
    read_site (self, sites[i]);
}

/**
 * door_never_save_new:
 * @path: the file, which need not be there
 *
 * Returns: (transfer full): what is written there. What cannot be read is told and left out.
 */
DoorNeverSave *
door_never_save_new (const char *path)
{
  DoorNeverSave *self = g_object_new (DOOR_TYPE_NEVER_SAVE, NULL);

  self->path = g_strdup (path);
  read_file (self);

  return self;
}

static gboolean
find (DoorNeverSave *self, DoorTarget target, DoorOrigin *server, guint *position)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->sites));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (DoorSite) site = g_list_model_get_item (G_LIST_MODEL (self->sites), i);

      if (door_site_is (site, target, server))
        {
          *position = i;
          return TRUE;
        }
    }

  return FALSE;
}

/**
 * door_never_save_contains:
 *
 * Returns: whether logins of this server, or this proxy, are not to be saved
 */
gboolean
door_never_save_contains (DoorNeverSave *self, DoorTarget target, DoorOrigin *server)
{
  guint position;

  g_return_val_if_fail (DOOR_IS_NEVER_SAVE (self), FALSE);

  return find (self, target, server, &position);
}

static gboolean
write_file (DoorNeverSave *self, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *folder = g_path_get_dirname (self->path);
  g_autofree char *data = NULL;
  gsize length;
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->sites));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (DoorSite) site = g_list_model_get_item (G_LIST_MODEL (self->sites), i);

      g_ptr_array_add (list,
                       g_strconcat (door_site_get_target (site) == DOOR_TARGET_PROXY ? PROXY : "",
                                    door_origin_to_string (door_site_get_server (site)), NULL));
    }

  g_key_file_set_string_list (file, GROUP, KEY, (const char *const *)list->pdata, list->len);
  data = g_key_file_to_data (file, &length, NULL);
  g_mkdir_with_parents (folder, 0700);

  /* Where somebody has been is nobody else's business. */
  return g_file_set_contents_full (self->path, data, (gssize)length, G_FILE_SET_CONTENTS_CONSISTENT,
                                   0600, error);
}

/**
 * door_never_save_set:
 * @never: whether logins of this server, or this proxy, are not to be saved
 * @error: return location for a #GFileError
 *
 * Returns: whether it was written down; it holds for this run of the program in any case
 */
gboolean
door_never_save_set (DoorNeverSave *self,
                     DoorTarget target,
                     DoorOrigin *server,
                     gboolean never,
                     GError **error)
{
  guint position;
  gboolean is_there;

  g_return_val_if_fail (DOOR_IS_NEVER_SAVE (self), FALSE);

  is_there = find (self, target, server, &position);
  if (is_there == never)
    return TRUE;

  if (never)
    {
      g_autoptr (DoorSite) site = door_site_new (target, server);

      g_list_store_append (self->sites, site);
    }
  else
    {
      g_list_store_remove (self->sites, position);
    }

  return write_file (self, error);
}
