/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-login-field.h"

#include <string.h>

#define BEGIN "realm=\""
#define END "\""

/**
 * door_login_field_new:
 * @realm: of the login that was sent
 *
 * Returns: (transfer full): the value of the field
 */
char *
door_login_field_new (const char *realm)
{
  g_autofree char *escaped = g_uri_escape_bytes ((const guint8 *)realm, strlen (realm), NULL);

  return g_strconcat (BEGIN, escaped, END, NULL);
}

/**
 * door_login_field_read:
 * @value: (nullable): of the field, if the response has it
 *
 * Returns: (transfer full) (nullable): the realm, %NULL if no login was sent
 */
char *
door_login_field_read (const char *value)
{
  if (value == NULL || !g_str_has_prefix (value, BEGIN) || !g_str_has_suffix (value, END)
      || strlen (value) < strlen (BEGIN END))
    return NULL;

  value += strlen (BEGIN);

  return g_uri_unescape_segment (value, value + strlen (value) - strlen (END), NULL);
}
