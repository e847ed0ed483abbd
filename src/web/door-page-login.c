/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-page-login.h"

struct _DoorPageLogin
{
  GObject parent_instance;

  DoorWebContext *context;
  DoorVault *vault;   /* owned by the context */
  DoorOrigin *server; /* NULL: the page is from none */
  char *uri;
  DoorCredentials *login;
  gboolean loading;        /* the page is about to be another one */
  gboolean loads_in_doubt; /* a cache may answer for it that knows of no sign-out */
  gboolean is_in_doubt;    /* one may have answered for what is shown */
  gboolean signed_out_everywhere;
  GPtrArray *signed_out_of; /* of DoorOrigin: in the meantime */
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
  g_ptr_array_unref (self->signed_out_of);
  g_free (self->uri);
  g_object_unref (self->context);

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
  self->signed_out_of = g_ptr_array_new_with_free_func ((GDestroyNotify)door_origin_unref);
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

/* Of two logins of the server that of the folder in which the page is; of two of one folder, or of
 * none, the newest. */
static gboolean
is_better (DoorPageLogin *self, DoorCredentials *login, DoorCredentials *found)
{
  int match = door_credentials_match (login, self->uri);
  int found_match = door_credentials_match (found, self->uri);

  if (match != found_match)
    return match > found_match;

  return g_date_time_compare (door_credentials_get_since (login),
                              door_credentials_get_since (found))
         > 0;
}

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
          && (found == NULL || is_better (self, login, found)))
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

/* A sign-out begins: until it is done, caches give out what was protected. */
static void
on_forgotten (DoorSession *session, int target, DoorOrigin *server, DoorPageLogin *self)
{
  if (server == NULL)
    self->signed_out_everywhere = TRUE;
  else if (target == DOOR_TARGET_ORIGIN)
    g_ptr_array_add (self->signed_out_of, door_origin_ref (server));
  if (self->loading)
    self->loads_in_doubt = TRUE;
}

static gboolean
is_signed_out_of (DoorPageLogin *self)
{
  return self->signed_out_everywhere
         || (self->server != NULL
             && g_ptr_array_find_with_equal_func (self->signed_out_of, self->server,
                                                  (GEqualFunc)door_origin_equal, NULL));
}

/**
 * door_page_login_new:
 * @context: what the page shares with others
 *
 * Returns: (transfer full): the login of a page that is from nowhere yet
 */
DoorPageLogin *
door_page_login_new (DoorWebContext *context)
{
  DoorSession *session;
  DoorPageLogin *self;

  g_return_val_if_fail (DOOR_IS_WEB_CONTEXT (context), NULL);

  session = door_web_context_get_session (context);
  self = g_object_new (DOOR_TYPE_PAGE_LOGIN, NULL);
  self->context = g_object_ref (context);
  self->vault = door_session_get_vault (session);
  g_signal_connect_object (self->vault, "changed", G_CALLBACK (on_vault_changed), self, 0);
  g_signal_connect_object (session, "forgotten", G_CALLBACK (on_forgotten), self, 0);

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

  g_free (self->uri);
  self->uri = g_strdup (uri);
  g_clear_pointer (&self->server, door_origin_unref);
  if (uri != NULL)
    self->server = door_origin_new_for_uri (uri, NULL);
}

/**
 * door_page_login_shown:
 *
 * The page is shown from now on, with the login that there is for it, or without one.
 *
 * Returns: whether it has to be loaded again, since somebody has signed out in the meantime
 */
gboolean
door_page_login_shown (DoorPageLogin *self)
{
  g_autoptr (GPtrArray) list = NULL;

  g_return_val_if_fail (DOOR_IS_PAGE_LOGIN (self), FALSE);

  list = door_vault_list (self->vault);
  set_login (self, find_login (self, list));

  self->is_in_doubt = self->loads_in_doubt && is_signed_out_of (self);
  self->loads_in_doubt = FALSE;

  return self->is_in_doubt && !door_web_context_is_signing_out (self->context);
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
                             : self->login != NULL || self->is_in_doubt;
  if (concerned)
    set_login (self, NULL);
  if (!self->loads_in_doubt && !door_web_context_is_signing_out (self->context))
    {
      self->signed_out_everywhere = FALSE;
      g_ptr_array_set_size (self->signed_out_of, 0);
    }

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

  if (loading && !self->loading)
    self->loads_in_doubt = door_web_context_is_signing_out (self->context);
  self->loading = loading;
}
