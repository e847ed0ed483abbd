/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-login-catalog.h"

/* So many are put in order between two frames. */
#define AT_ONCE 64

struct _DoorLoginCatalog
{
  GObject parent_instance;

  DoorKeyring *keyring;
  GCancellable *cancellable; /* of what is being loaded, or NULL */
  GSequence *logins;         /* DoorListedLogin */
  GQueue waiting;            /* DoorSavedLogin: told by the keyring, and not put in order yet */
  guint source;
  gboolean told;   /* the keyring has told all */
  gboolean locked; /* and that some of it is locked */
  DoorCatalogState state;
};

enum
{
  PROP_0,
  PROP_STATE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void door_login_catalog_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (DoorLoginCatalog,
                               door_login_catalog,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      door_login_catalog_list_model_init))

GType
door_catalog_state_get_type (void)
{
  static gsize type = 0;
  static const GEnumValue values[] = {
    { DOOR_CATALOG_LOADING, "DOOR_CATALOG_LOADING", "loading" },
    { DOOR_CATALOG_READY, "DOOR_CATALOG_READY", "ready" },
    { DOOR_CATALOG_LOCKED, "DOOR_CATALOG_LOCKED", "locked" },
    { DOOR_CATALOG_UNREACHABLE, "DOOR_CATALOG_UNREACHABLE", "unreachable" },
    { 0, NULL, NULL },
  };

  if (g_once_init_enter (&type))
    g_once_init_leave (&type, g_enum_register_static ("DoorCatalogState", values));

  return type;
}

static GType
door_login_catalog_get_item_type (GListModel *model)
{
  return DOOR_TYPE_LISTED_LOGIN;
}

static guint
door_login_catalog_get_n_items (GListModel *model)
{
  return (guint)g_sequence_get_length (DOOR_LOGIN_CATALOG (model)->logins);
}

static gpointer
door_login_catalog_get_item (GListModel *model, guint position)
{
  DoorLoginCatalog *self = DOOR_LOGIN_CATALOG (model);
  GSequenceIter *iter = g_sequence_get_iter_at_pos (self->logins, (int)position);

  return g_sequence_iter_is_end (iter) ? NULL : g_object_ref (g_sequence_get (iter));
}

static void
door_login_catalog_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = door_login_catalog_get_item_type;
  iface->get_n_items = door_login_catalog_get_n_items;
  iface->get_item = door_login_catalog_get_item;
}

static void
stop (DoorLoginCatalog *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_handle_id (&self->source, g_source_remove);
  g_queue_clear_full (&self->waiting, (GDestroyNotify)door_saved_login_unref);
}

static void
door_login_catalog_dispose (GObject *object)
{
  stop (DOOR_LOGIN_CATALOG (object));

  G_OBJECT_CLASS (door_login_catalog_parent_class)->dispose (object);
}

static void
door_login_catalog_finalize (GObject *object)
{
  DoorLoginCatalog *self = DOOR_LOGIN_CATALOG (object);

  g_sequence_free (self->logins);
  g_object_unref (self->keyring);

  G_OBJECT_CLASS (door_login_catalog_parent_class)->finalize (object);
}

static void
door_login_catalog_get_property (GObject *object,
                                 guint property_id,
                                 GValue *value,
                                 GParamSpec *pspec)
{
  switch (property_id)
    {
    case PROP_STATE:
      g_value_set_enum (value, DOOR_LOGIN_CATALOG (object)->state);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
door_login_catalog_class_init (DoorLoginCatalogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = door_login_catalog_dispose;
  object_class->finalize = door_login_catalog_finalize;
  object_class->get_property = door_login_catalog_get_property;

  properties[PROP_STATE]
      = g_param_spec_enum ("state", NULL, NULL, DOOR_TYPE_CATALOG_STATE, DOOR_CATALOG_LOADING,
                           G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
door_login_catalog_init (DoorLoginCatalog *self)
{
  self->logins = g_sequence_new (g_object_unref);
}

/**
 * door_login_catalog_new:
 * @keyring: where logins are kept
 *
 * Returns: (transfer full): a catalog that is empty until it is loaded
 */
DoorLoginCatalog *
door_login_catalog_new (DoorKeyring *keyring)
{
  DoorLoginCatalog *self;

  g_return_val_if_fail (DOOR_IS_KEYRING (keyring), NULL);

  self = g_object_new (DOOR_TYPE_LOGIN_CATALOG, NULL);
  self->keyring = g_object_ref (keyring);

  return self;
}

/**
 * door_login_catalog_get_keyring:
 *
 * Returns: (transfer none): where its logins are
 */
DoorKeyring *
door_login_catalog_get_keyring (DoorLoginCatalog *self)
{
  g_return_val_if_fail (DOOR_IS_LOGIN_CATALOG (self), NULL);

  return self->keyring;
}

DoorCatalogState
door_login_catalog_get_state (DoorLoginCatalog *self)
{
  g_return_val_if_fail (DOOR_IS_LOGIN_CATALOG (self), DOOR_CATALOG_UNREACHABLE);

  return self->state;
}

static void
set_state (DoorLoginCatalog *self, DoorCatalogState state)
{
  if (self->state == state)
    return;

  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

static int
compare (gconstpointer a, gconstpointer b, gpointer user_data)
{
  return door_listed_login_compare ((gpointer)a, (gpointer)b);
}

static void
insert (DoorLoginCatalog *self, DoorSavedLogin *login)
{
  GSequenceIter *iter
      = g_sequence_insert_sorted (self->logins, door_listed_login_new (login), compare, NULL);

  g_list_model_items_changed (G_LIST_MODEL (self), (guint)g_sequence_iter_get_position (iter), 0,
                              1);
}

static gboolean
insert_some (gpointer user_data)
{
  DoorLoginCatalog *self = user_data;

  for (guint i = 0; i < AT_ONCE && self->waiting.length > 0; i++)
    {
      g_autoptr (DoorSavedLogin) login = g_queue_pop_head (&self->waiting);

      insert (self, login);
    }

  if (self->waiting.length > 0)
    return G_SOURCE_CONTINUE;

  self->source = 0;
  if (self->told)
    set_state (self, self->locked ? DOOR_CATALOG_LOCKED : DOOR_CATALOG_READY);

  return G_SOURCE_REMOVE;
}

/* The first come at once, all others when there is nothing to be drawn: however many there are, the
 * list opens as if there were few. */
static void
on_found (GPtrArray *logins, gpointer user_data)
{
  DoorLoginCatalog *self = user_data;

  for (guint i = 0; i < logins->len; i++)
    g_queue_push_tail (&self->waiting, door_saved_login_ref (g_ptr_array_index (logins, i)));

  if (self->source != 0)
    return;

  self->source = g_idle_add (insert_some, self);
  if (g_sequence_get_length (self->logins) == 0 && !insert_some (self))
    g_clear_handle_id (&self->source, g_source_remove);
}

static void
on_listed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  DoorLoginCatalog *self;
  g_autoptr (GError) error = NULL;
  gboolean locked = FALSE;
  gboolean listed = door_keyring_list_finish (DOOR_KEYRING (source), result, &locked, &error);

  /* Loaded again, or gone. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self = user_data;

  g_clear_object (&self->cancellable);
  if (!listed)
    {
      set_state (self, DOOR_CATALOG_UNREACHABLE);
      return;
    }

  self->told = TRUE;
  self->locked = locked;
  if (self->source == 0)
    set_state (self, locked ? DOOR_CATALOG_LOCKED : DOOR_CATALOG_READY);
}

/**
 * door_login_catalog_load:
 * @unlock: whether the person may be asked to unlock what is locked
 *
 * Has the keyring tell what it has, from the beginning.
 */
void
door_login_catalog_load (DoorLoginCatalog *self, gboolean unlock)
{
  guint n;

  g_return_if_fail (DOOR_IS_LOGIN_CATALOG (self));

  stop (self);
  n = (guint)g_sequence_get_length (self->logins);
  g_sequence_remove_range (g_sequence_get_begin_iter (self->logins),
                           g_sequence_get_end_iter (self->logins));
  if (n > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, n, 0);

  self->told = FALSE;
  self->locked = FALSE;
  self->cancellable = g_cancellable_new ();
  set_state (self, DOOR_CATALOG_LOADING);
  door_keyring_list_async (self->keyring, unlock, on_found, self, self->cancellable, on_listed,
                           self);
}

/**
 * door_login_catalog_drop:
 * @login: an item of it
 *
 * Takes @login out of the list; the keyring's is not its business.
 */
void
door_login_catalog_drop (DoorLoginCatalog *self, DoorListedLogin *login)
{
  GSequenceIter *iter;

  g_return_if_fail (DOOR_IS_LOGIN_CATALOG (self));

  for (iter = g_sequence_get_begin_iter (self->logins); !g_sequence_iter_is_end (iter);
       iter = g_sequence_iter_next (iter))
    if (g_sequence_get (iter) == login)
      {
        guint position = (guint)g_sequence_iter_get_position (iter);

        g_sequence_remove (iter);
        g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 0);
        return;
      }
}
