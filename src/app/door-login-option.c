/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-login-option.h"

#include <glib/gi18n.h>
#include <string.h>

#include "door-policy-value.h"

#define DEFAULT_SOURCE "env:DOORWARD_LOGIN"
#define FILE_PREFIX "file:"

/* On a command line, a path begins where the person is. */
static DoorSecretSource *
parse_source (const char *text, GError **error)
{
  g_autofree char *path = NULL;
  g_autofree char *absolute = NULL;
  DoorSecretSource *source;

  if (g_str_has_prefix (text, FILE_PREFIX) && text[strlen (FILE_PREFIX)] != '\0')
    {
      path = g_canonicalize_filename (text + strlen (FILE_PREFIX), NULL);
      absolute = g_strconcat (FILE_PREFIX, path, NULL);
    }

  source = door_secret_source_new (absolute != NULL ? absolute : text, error);
  if (source != NULL && door_secret_source_get_kind (source) == DOOR_SECRET_SOURCE_KEYRING)
    {
      g_clear_pointer (&source, door_secret_source_unref);
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                           _ ("A login comes from file:PATH, credential:NAME or env:NAME"));
    }

  return source;
}

static DoorPolicyLogin *
parse_login (const char *space, const char *from, GError **error)
{
  const char *realm = strchr (space, '=');
  g_autofree char *text = realm != NULL ? g_strndup (space, realm - space) : g_strdup (space);
  DoorTarget target = DOOR_TARGET_ORIGIN;
  g_autoptr (DoorOriginPattern) server = door_policy_value_to_server (text, &target, error);
  g_autoptr (DoorSecretSource) source = server != NULL ? parse_source (from, error) : NULL;

  if (source == NULL)
    return NULL;

  return door_policy_login_new (space, target, server, realm != NULL ? realm + 1 : NULL, NULL,
                                source, DOOR_SUBMIT_ASKED);
}

/**
 * door_login_option_parse:
 * @spaces: (nullable): each SERVER or SERVER=REALM; a server is as in a policy
 * @sources: (nullable): the n-th belongs to the n-th of @spaces; where there is none, the login is
 *   in the environment
 * @error: return location for a #GOptionError
 *
 * Returns: (transfer full) (element-type DoorPolicyLogin): the logins, whose secrets are
 *   USER:PASSWORD
 */
GPtrArray *
door_login_option_parse (const char *const *spaces, const char *const *sources, GError **error)
{
  g_autoptr (GPtrArray) logins
      = g_ptr_array_new_with_free_func ((GDestroyNotify)door_policy_login_unref);
  guint n_spaces = spaces != NULL ? g_strv_length ((char **)spaces) : 0;
  guint n_sources = sources != NULL ? g_strv_length ((char **)sources) : 0;

  if (n_sources > n_spaces)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   _ ("--login-from=%s: there is no --login for it"), sources[n_spaces]);
      return NULL;
    }

  for (guint i = 0; i < n_spaces; i++)
    {
      g_autoptr (GError) mistake = NULL;
      DoorPolicyLogin *login
          = parse_login (spaces[i], i < n_sources ? sources[i] : DEFAULT_SOURCE, &mistake);

      if (login == NULL)
        {
          g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "--login=%s: %s", spaces[i],
                       mistake->message);
          return NULL;
        }
      g_ptr_array_add (logins, login);
    }

  return g_steal_pointer (&logins);
}
