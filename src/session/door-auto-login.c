/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-auto-login.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

/* Where the policy has no user name, the secret is USER:PASSWORD. */
static gboolean
take_secret (DoorAutoLogin *self, SecretValue *secret, GError **error)
{
  const char *text = secret_value_get_text (secret);
  const char *colon = strchr (text, ':');

  if (colon == NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                           _ ("A login is written USER:PASSWORD, in UTF-8"));
      return FALSE;
    }

  self->username = g_strndup (text, colon - text);
  self->password = secret_value_new (colon + 1, -1, "text/plain");

  return TRUE;
}

/**
 * door_auto_login_new:
 * @login: what the policy says
 * @secret: what was read from its source
 * @error: return location for a #GIOError
 *
 * Returns: (transfer full): both together
 */
DoorAutoLogin *
door_auto_login_new (DoorPolicyLogin *login, SecretValue *secret, GError **error)
{
  g_autoptr (DoorAutoLogin) self = g_new0 (DoorAutoLogin, 1);
  const char *username = door_policy_login_get_username (login);

  self->rule = g_strdup (door_policy_login_get_rule (login));
  if (username == NULL)
    return take_secret (self, secret, error) ? g_steal_pointer (&self) : NULL;

  self->username = g_strdup (username);
  self->password = secret_value_ref (secret);

  return g_steal_pointer (&self);
}

/**
 * door_auto_login_new_for_saved:
 * @login: what the policy says
 * @saved: what the keyring has for it, with its password
 *
 * Returns: (transfer full): both together
 */
DoorAutoLogin *
door_auto_login_new_for_saved (DoorPolicyLogin *login, DoorSavedLogin *saved)
{
  DoorAutoLogin *self = g_new0 (DoorAutoLogin, 1);

  self->rule = g_strdup (door_policy_login_get_rule (login));
  self->username = g_strdup (door_saved_login_get_username (saved));
  self->password = secret_value_ref (door_saved_login_get_password (saved));

  return self;
}

void
door_auto_login_free (DoorAutoLogin *login)
{
  g_clear_pointer (&login->password, secret_value_unref);
  g_free (login->username);
  g_free (login->rule);
  g_free (login);
}
