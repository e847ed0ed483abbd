/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-secret-attributes.h"

#include <string.h>

/* The schema does not say who asks. Written as a protocol of its own, the login of a proxy is never
 * found by a program that looks for one of an origin on the same host. */
#define PROTOCOL_PROXY "http-proxy"

static const struct
{
  const char *scheme;
  const char *authtype; /* as WebKitGTK writes it */
} authtypes[] = {
  { "basic", "Basic" },
  { "digest", "Digest" },
  { "ntlm", "NTLM" },
  { "negotiate", "Negotiate" },
};

/**
 * door_secret_attributes_get_protocols:
 *
 * Returns: (transfer none): the protocols whose logins are those of HTTP, %NULL at the end
 */
const char *const *
door_secret_attributes_get_protocols (void)
{
  static const char *const protocols[] = { "https", "http", PROTOCOL_PROXY, NULL };

  return protocols;
}

static const char *
protocol_for (DoorProtectionSpace *space)
{
  return door_protection_space_get_target (space) == DOOR_TARGET_PROXY
             ? PROTOCOL_PROXY
             : door_origin_get_scheme (door_protection_space_get_server (space));
}

/**
 * door_secret_attributes_for_server:
 *
 * What every login of @server has at least, as other programs may write a port, a realm and a
 * protocol or leave them out.
 *
 * Returns: (transfer full): the attributes to search for
 */
GHashTable *
door_secret_attributes_for_server (DoorOrigin *server)
{
  GHashTable *attributes = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);

  g_hash_table_insert (attributes, (gpointer) "server", g_strdup (door_origin_get_host (server)));

  return attributes;
}

/**
 * door_secret_attributes_for_login:
 *
 * The port is 0 where it is the usual one, as WebKitGTK has it; a realm that is empty is written as
 * such, so that the login does not count for all realms.
 *
 * Returns: (transfer full): the attributes to save @login under
 */
GHashTable *
door_secret_attributes_for_login (DoorSavedLogin *login)
{
  DoorProtectionSpace *space = door_saved_login_get_space (login);
  DoorOrigin *server = door_protection_space_get_server (space);
  GHashTable *attributes = door_secret_attributes_for_server (server);
  int port = door_origin_is_default_port (server) ? 0 : door_origin_get_port (server);
  const char *scheme = door_saved_login_get_scheme (login);

  g_hash_table_insert (attributes, (gpointer) "protocol", g_strdup (protocol_for (space)));
  g_hash_table_insert (attributes, (gpointer) "port", g_strdup_printf ("%d", port));
  g_hash_table_insert (attributes, (gpointer) "user",
                       g_strdup (door_saved_login_get_username (login)));
  if (!door_saved_login_is_for_any_realm (login))
    g_hash_table_insert (attributes, (gpointer) "domain",
                         g_strdup (door_protection_space_get_realm (space)));

  for (gsize i = 0; scheme != NULL && i < G_N_ELEMENTS (authtypes); i++)
    if (strcmp (authtypes[i].scheme, scheme) == 0)
      g_hash_table_insert (attributes, (gpointer) "authtype", g_strdup (authtypes[i].authtype));

  return attributes;
}

/**
 * door_secret_label_for_login:
 *
 * Returns: what Seahorse and other programs list it as: “user@host”, with the port where it is not
 *   the usual one
 */
char *
door_secret_label_for_login (DoorSavedLogin *login)
{
  DoorOrigin *server = door_protection_space_get_server (door_saved_login_get_space (login));
  const char *host = door_origin_get_host (server);
  gboolean address = strchr (host, ':') != NULL;
  g_autofree char *port = door_origin_is_default_port (server)
                              ? NULL
                              : g_strdup_printf (":%d", door_origin_get_port (server));

  return g_strconcat (door_saved_login_get_username (login), "@", address ? "[" : "", host,
                      address ? "]" : "", port, NULL);
}

static const char *
scheme_for_authtype (const char *authtype)
{
  for (gsize i = 0; authtype != NULL && i < G_N_ELEMENTS (authtypes); i++)
    if (g_ascii_strcasecmp (authtypes[i].authtype, authtype) == 0)
      return authtypes[i].scheme;

  return NULL;
}

/* What asks for a password in a form of its own is not HTTP's business. */
static gboolean
is_for_http (const char *protocol, const char *authtype)
{
  return (protocol == NULL || g_strv_contains (door_secret_attributes_get_protocols (), protocol))
         && (authtype == NULL || *authtype == '\0' || scheme_for_authtype (authtype) != NULL);
}

/* A login of another schema has other attributes, whatever it has in common with ours. One of none
 * has to say at least what it is for. */
static gboolean
is_network_password (GHashTable *attributes)
{
  const char *schema = g_hash_table_lookup (attributes, "xdg:schema");

  if (schema == NULL || strcmp (schema, "org.freedesktop.Secret.Generic") == 0)
    return g_hash_table_contains (attributes, "protocol")
           && g_hash_table_contains (attributes, "user");

  return strcmp (schema, SECRET_SCHEMA_COMPAT_NETWORK->name) == 0;
}

/**
 * door_saved_login_new_from_attributes:
 * @modified: when the keyring says that it was changed, in seconds since 1970, or 0
 * @password: (nullable): the password
 * @handle: (nullable): what the keyring knows it by
 *
 * Returns: (transfer full) (nullable): the login that is written so, or %NULL if it is not one of
 *   HTTP. Without a protocol it is taken for one of http.
 */
DoorSavedLogin *
door_saved_login_new_from_attributes (GHashTable *attributes,
                                      guint64 modified,
                                      SecretValue *password,
                                      GObject *handle)
{
  const char *protocol = g_hash_table_lookup (attributes, "protocol");
  const char *host = g_hash_table_lookup (attributes, "server");
  const char *port_text = g_hash_table_lookup (attributes, "port");
  const char *realm = g_hash_table_lookup (attributes, "domain");
  const char *authtype = g_hash_table_lookup (attributes, "authtype");
  const char *username = g_hash_table_lookup (attributes, "user");
  const char *used = g_hash_table_lookup (attributes, DOOR_SECRET_ATTRIBUTE_USED);
  gboolean proxy = g_strcmp0 (protocol, PROTOCOL_PROXY) == 0;
  g_autoptr (DoorOrigin) server = NULL;
  g_autoptr (DoorProtectionSpace) space = NULL;
  guint64 port = 0;

  if (host == NULL || *host == '\0' || !is_network_password (attributes)
      || !is_for_http (protocol, authtype))
    return NULL;
  if (port_text != NULL && *port_text != '\0'
      && !g_ascii_string_to_unsigned (port_text, 10, 0, G_MAXUINT16, &port, NULL))
    return NULL;

  server = door_origin_new (proxy || protocol == NULL ? "http" : protocol, host, (int)port);
  if (server == NULL)
    return NULL;

  space = door_protection_space_new (proxy ? DOOR_TARGET_PROXY : DOOR_TARGET_ORIGIN, server, realm);

  return door_saved_login_new (&(DoorSavedLoginInfo){
      .space = space,
      .any_realm = realm == NULL,
      .scheme = scheme_for_authtype (authtype),
      .username = username != NULL ? username : "",
      .password = password,
      .used = MAX ((gint64)modified, used != NULL ? g_ascii_strtoll (used, NULL, 10) : 0),
      .refused = g_hash_table_contains (attributes, DOOR_SECRET_ATTRIBUTE_REFUSED),
      .handle = handle,
  });
}
