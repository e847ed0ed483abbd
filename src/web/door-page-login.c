/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-page-login.h"

struct _DoorPageLogin
{
  GObject parent_instance;

  DoorVault *vault;
  DoorOrigin *server; /* NULL: the page is from none */
  DoorCredentials *login;
  gboolean loading; /* the page is about to be another one */
};

enum
{
  PROP_0,
  PROP_LOGIN,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (DoorPageLogin, door_page_login, G_TYPE_OBJECT)

static void
door_page_login_finalize (GObject *object)
{
  DoorPageLogin *self = DOOR_PAGE_LOGIN (object);

  g_clear_pointer (&self->login, door_credentials_unref);
  g_clear_pointer (&self->server, door_origin_unref);
  g_object_unref (self->vault);

  G_OBJECT_CLASS (door_page_login_parent_class)->finalize (object);
}

static void
door_page_login_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  DoorPageLogin *self = DOOR_PAGE_LOGIN (object);

  switch (property_id)
    {
    case PROP_LOGIN:
      g_value_set_boxed (value, self->login);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
door_page_login_class_init (DoorPageLoginClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = door_page_login_finalize;
  object_class->get_property = door_page_login_get_property;

  properties[PROP_LOGIN]
      = g_param_spec_boxed ("login", NULL, NULL, DOOR_TYPE_CREDENTIALS,
                            G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
door_page_login_init (DoorPageLogin *self)
{
}

static void
set_login (DoorPageLogin *self, DoorCredentials *login)
{
  if (self->login == login)
    return;

  g_clear_pointer (&self->login, door_credentials_unref);
  self->login = login != NULL ? door_credentials_ref (login) : NULL;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOGIN]);
}

/* The newest login of the server: with several realms it is the one that the person used last. */
static DoorCredentials *
find_login (DoorPageLogin *self, GPtrArray *list)
{
  DoorCredentials *found = NULL;

  for (guint i = 0; self->server != NULL && i < list->len; i++)
    {
      DoorCredentials *login = g_ptr_array_index (list, i);
      DoorProtectionSpace *space = door_credentials_get_space (login);

      if (door_credentials_is_accepted (login)
          && door_protection_space_get_target (space) == DOOR_TARGET_ORIGIN
          && door_origin_equal (door_protection_space_get_server (space), self->server)
          && (found == NULL
              || g_date_time_compare (door_credentials_get_since (found),
                                      door_credentials_get_since (login))
                     < 0))
        found = login;
    }

  return found;
}

/* What is shown was loaded with a login although that has been forgotten: it goes when the page is
 * loaded again, and with it the mark. */
static void
on_vault_changed (DoorVault *vault, DoorPageLogin *self)
{
  g_autoptr (GPtrArray) list = door_vault_list (vault);
  DoorCredentials *login = find_login (self, list);

  if (login != NULL && !self->loading)
    set_login (self, login);
}

/**
 * door_page_login_new:
 * @vault: the logins of the session
 *
 * Returns: (transfer full): the login of a page that is from nowhere yet
 */
DoorPageLogin *
door_page_login_new (DoorVault *vault)
{
  DoorPageLogin *self;

  g_return_val_if_fail (DOOR_IS_VAULT (vault), NULL);

  self = g_object_new (DOOR_TYPE_PAGE_LOGIN, NULL);
  self->vault = g_object_ref (vault);
  g_signal_connect_object (vault, "changed", G_CALLBACK (on_vault_changed), self, 0);

  return self;
}

/**
 * door_page_login_get:
 *
 * Returns: (transfer none) (nullable): the login
 */
DoorCredentials *
door_page_login_get (DoorPageLogin *self)
{
  g_return_val_if_fail (DOOR_IS_PAGE_LOGIN (self), NULL);

  return self->login;
}

/**
 * door_page_login_set_uri:
 * @uri: (nullable): where the page is from
 */
void
door_page_login_set_uri (DoorPageLogin *self, const char *uri)
{
  g_return_if_fail (DOOR_IS_PAGE_LOGIN (self));

  g_clear_pointer (&self->server, door_origin_unref);
  if (uri != NULL)
    self->server = door_origin_new_for_uri (uri, NULL);
}

/**
 * door_page_login_shown:
 *
 * The page is shown from now on, with the login that there is for it, or without one.
 */
void
door_page_login_shown (DoorPageLogin *self)
{
  g_autoptr (GPtrArray) list = NULL;

  g_return_if_fail (DOOR_IS_PAGE_LOGIN (self));

  list = door_vault_list (self->vault);
  set_login (self, find_login (self, list));
}

/**
 * door_page_login_signed_out:
 * @server: (nullable): whose logins were forgotten, %NULL for all
 *
 * Returns: whether the page may show what only a login gave
 */
gboolean
door_page_login_signed_out (DoorPageLogin *self, DoorTarget target, DoorOrigin *server)
{
  gboolean concerned;

  g_return_val_if_fail (DOOR_IS_PAGE_LOGIN (self), FALSE);

  concerned = server != NULL ? target == DOOR_TARGET_ORIGIN && self->server != NULL
                                   && door_origin_equal (self->server, server)
                             : self->login != NULL;
  if (concerned)
    set_login (self, NULL);

  return concerned;
}

/**
 * door_page_login_set_loading:
 * @loading: whether the page is about to be another one
 */
void
door_page_login_set_loading (DoorPageLogin *self, gboolean loading)
{
  g_return_if_fail (DOOR_IS_PAGE_LOGIN (self));

  self->loading = loading;
}
