/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-proxy-logins.h"

#include <string.h>

#define SCHEMA "org.gnome.system.proxy"
#define HTTP_SCHEMA "org.gnome.system.proxy.http"

typedef struct
{
  DoorOrigin *server;
  char *username;
  SecretValue *password;
} Login;

/* What became of a login, for as long as it is the same. */
typedef struct
{
  DoorProtectionSpace *space;
  DoorCredentials *credentials;
} Given;

struct _DoorProxyLogins
{
  GObject parent_instance;

  GPtrArray *logins;   /* of Login, the last one counts */
  GPtrArray *given;    /* of Given */
  GSettings *settings; /* NULL: no such desktop */
  GSettings *http_settings;
};

G_DEFINE_FINAL_TYPE (DoorProxyLogins, door_proxy_logins, G_TYPE_OBJECT)

static void
login_free (Login *login)
{
  g_clear_pointer (&login->server, door_origin_unref);
  secret_value_unref (login->password);
  g_free (login->username);
  g_free (login);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Login, login_free)

static void
given_free (Given *given)
{
  door_protection_space_unref (given->space);
  door_credentials_unref (given->credentials);
  g_free (given);
}

static void
door_proxy_logins_finalize (GObject *object)
{
  DoorProxyLogins *self = DOOR_PROXY_LOGINS (object);

  g_ptr_array_unref (self->logins);
  g_ptr_array_unref (self->given);
  g_clear_object (&self->settings);
  g_clear_object (&self->http_settings);

  G_OBJECT_CLASS (door_proxy_logins_parent_class)->finalize (object);
}

static void
door_proxy_logins_class_init (DoorProxyLoginsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = door_proxy_logins_finalize;
}

static GSettings *
get_settings (const char *id)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema
      = source != NULL ? g_settings_schema_source_lookup (source, id, TRUE) : NULL;

  return schema != NULL ? g_settings_new_full (schema, NULL, NULL) : NULL;
}

static void
door_proxy_logins_init (DoorProxyLogins *self)
{
  self->logins = g_ptr_array_new_with_free_func ((GDestroyNotify)login_free);
  self->given = g_ptr_array_new_with_free_func ((GDestroyNotify)given_free);
  self->settings = get_settings (SCHEMA);
  self->http_settings = get_settings (HTTP_SCHEMA);
}

/**
 * door_proxy_logins_new:
 *
 * Returns: (transfer full): the logins of the desktop's settings
 */
DoorProxyLogins *
door_proxy_logins_new (void)
{
  return g_object_new (DOOR_TYPE_PROXY_LOGINS, NULL);
}

/**
 * door_proxy_logins_add:
 * @address: an address, with a login or not
 *
 * The login in @address is that of its proxy from now on.
 */
void
door_proxy_logins_add (DoorProxyLogins *self, const DoorProxyAddress *address)
{
  Login *login;

  g_return_if_fail (DOOR_IS_PROXY_LOGINS (self));

  if (address->username == NULL)
    return;

  login = g_new0 (Login, 1);
  login->server = door_origin_ref (address->server);
  login->username = g_strdup (address->username);
  login->password = secret_value_ref (address->password);
  g_ptr_array_add (self->logins, login);
}

/* GNOME knows a login for this one alone. */
static Login *
read_settings (DoorProxyLogins *self, DoorOrigin *proxy)
{
  g_autoptr (Login) login = NULL;
  g_autofree char *mode = NULL;
  g_autofree char *host = NULL;
  g_autofree char *password = NULL;

  if (self->settings == NULL || self->http_settings == NULL)
    return NULL;

  mode = g_settings_get_string (self->settings, "mode");
  if (strcmp (mode, "manual") != 0
      || !g_settings_get_boolean (self->http_settings, "use-authentication"))
    return NULL;

  host = g_settings_get_string (self->http_settings, "host");
  password = g_settings_get_string (self->http_settings, "authentication-password");
  login = g_new0 (Login, 1);
  login->server = door_origin_new ("http", host, g_settings_get_int (self->http_settings, "port"));
  login->username = g_settings_get_string (self->http_settings, "authentication-user");
  login->password = secret_value_new (password, -1, "text/plain");
  explicit_bzero (password, strlen (password));

  return login->server != NULL && door_origin_equal (login->server, proxy)
             ? g_steal_pointer (&login)
             : NULL;
}

static Login *
copy_login (const Login *login)
{
  Login *copy = g_new0 (Login, 1);

  copy->server = door_origin_ref (login->server);
  copy->username = g_strdup (login->username);
  copy->password = secret_value_ref (login->password);

  return copy;
}

static Login *
find_login (DoorProxyLogins *self, DoorOrigin *proxy)
{
  for (guint i = self->logins->len; i > 0; i--)
    {
      const Login *login = g_ptr_array_index (self->logins, i - 1);

      if (door_origin_equal (login->server, proxy))
        return copy_login (login);
    }

  return read_settings (self, proxy);
}

static Given *
find_given (DoorProxyLogins *self, DoorProtectionSpace *space, const char *scheme)
{
  for (guint i = 0; i < self->given->len; i++)
    {
      Given *given = g_ptr_array_index (self->given, i);

      if (door_protection_space_equal (given->space, space)
          && strcmp (door_credentials_get_scheme (given->credentials), scheme) == 0)
        return given;
    }

  return NULL;
}

static gboolean
is_same (DoorCredentials *credentials, const Login *login)
{
  return strcmp (door_credentials_get_username (credentials), login->username) == 0
         && strcmp (secret_value_get_text (door_credentials_get_password (credentials)),
                    secret_value_get_text (login->password))
                == 0;
}

/**
 * door_proxy_logins_answer:
 * @vault: of the session
 * @space: what asks, a proxy
 * @scheme: how it asks
 *
 * Every page answers with the same login until the proxy has judged it. One that it did not take,
 * or that the person has signed out of, is not given again before it is another one.
 *
 * Returns: (transfer none) (nullable): what to answer
 */
DoorCredentials *
door_proxy_logins_answer (DoorProxyLogins *self,
                          DoorVault *vault,
                          DoorProtectionSpace *space,
                          const char *scheme)
{
  g_autoptr (Login) login = NULL;
  Given *given;

  g_return_val_if_fail (DOOR_IS_PROXY_LOGINS (self), NULL);

  login = find_login (self, door_protection_space_get_server (space));
  if (login == NULL)
    return NULL;

  given = find_given (self, space, scheme);
  if (given != NULL && is_same (given->credentials, login))
    return door_vault_lookup (vault, space, scheme) == given->credentials ? given->credentials
                                                                          : NULL;

  if (given == NULL)
    {
      given = g_new0 (Given, 1);
      given->space = door_protection_space_ref (space);
      g_ptr_array_add (self->given, given);
    }

  g_clear_pointer (&given->credentials, door_credentials_unref);
  given->credentials = door_credentials_ref (
      door_vault_put (vault, space, scheme, login->username, login->password, FALSE));

  return given->credentials;
}
