/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-policy-value.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "door-policy-problems.h"
#include "door-policy-text.h"

#define PROXY_PREFIX "proxy:"

static gboolean
refuse (GError **error, const char *message)
{
  g_set_error_literal (error, DOOR_POLICY_ERROR, DOOR_POLICY_ERROR_INVALID, message);

  return FALSE;
}

gboolean
door_policy_value_to_boolean (const char *value, gboolean *boolean, GError **error)
{
  *boolean = strcmp (value, "true") == 0;
  if (*boolean || strcmp (value, "false") == 0)
    return TRUE;

  g_set_error (error, DOOR_POLICY_ERROR, DOOR_POLICY_ERROR_INVALID,
               _ ("“%s” is neither true nor false"), value);
  return FALSE;
}

/**
 * door_policy_value_to_number:
 *
 * Returns: whether @value is digits alone, from 0 to @maximum
 */
gboolean
door_policy_value_to_number (const char *value, guint maximum, guint *number, GError **error)
{
  guint64 result;

  if (g_ascii_string_to_unsigned (value, 10, 0, maximum, &result, NULL))
    {
      *number = (guint)result;
      return TRUE;
    }

  g_set_error (error, DOOR_POLICY_ERROR, DOOR_POLICY_ERROR_INVALID,
               _ ("“%s” is not a whole number from 0 to %u"), value, maximum);
  return FALSE;
}

gboolean
door_policy_value_to_choice (const char *value,
                             const char *const *choices,
                             int *choice,
                             GError **error)
{
  g_autofree char *known = NULL;

  for (int i = 0; choices[i] != NULL; i++)
    if (strcmp (choices[i], value) == 0)
      {
        *choice = i;
        return TRUE;
      }

  known = g_strjoinv (", ", (char **)choices);
  g_set_error (error, DOOR_POLICY_ERROR, DOOR_POLICY_ERROR_INVALID, _ ("“%s” is none of: %s"),
               value, known);
  return FALSE;
}

/**
 * door_policy_value_to_text:
 *
 * Returns: (transfer full): @value without escapes, which is not empty
 */
char *
door_policy_value_to_text (const char *value, GError **error)
{
  if (*value == '\0')
    {
      refuse (error, _ ("the value is missing; write one, or leave the key out"));
      return NULL;
    }

  return door_policy_value_unescape (value, error);
}

/**
 * door_policy_value_to_list:
 *
 * Returns: (transfer full) (element-type utf8): the items of @value, one at least, none empty
 */
GPtrArray *
door_policy_value_to_list (const char *value, GError **error)
{
  g_autoptr (GPtrArray) items = door_policy_value_split (value, error);

  if (items == NULL)
    return NULL;

  if (items->len == 0)
    {
      refuse (error, _ ("the list is empty; write something in it, or leave the key out"));
      return NULL;
    }

  for (guint i = 0; i < items->len; i++)
    if (*(const char *)g_ptr_array_index (items, i) == '\0')
      {
        refuse (error, _ ("there is nothing between two semicolons; remove one"));
        return NULL;
      }

  return g_steal_pointer (&items);
}

static DoorOriginPattern *
to_proxy (const char *address, GError **error)
{
  g_autofree char *uri = g_strconcat ("http://", address, NULL);
  g_autoptr (DoorOriginPattern) pattern = door_origin_pattern_new (uri, NULL);
  const char *bracket = strrchr (address, ']');

  /* A proxy has no default port that everybody agrees on. */
  if (pattern == NULL || door_origin_pattern_get_origin (pattern) == NULL
      || strchr (address, '/') != NULL || strchr (bracket != NULL ? bracket : address, ':') == NULL)
    {
      refuse (error, _ ("this is no proxy; write proxy:HOST:PORT"));
      return NULL;
    }

  return g_steal_pointer (&pattern);
}

/**
 * door_policy_value_to_server:
 * @text: an origin, perhaps with stars, or proxy:HOST:PORT
 * @target: (out): which of them it is
 *
 * Returns: (transfer full): the server
 */
DoorOriginPattern *
door_policy_value_to_server (const char *text, DoorTarget *target, GError **error)
{
  DoorOriginPattern *pattern;
  GError *local_error = NULL;

  if (g_str_has_prefix (text, PROXY_PREFIX))
    {
      *target = DOOR_TARGET_PROXY;
      return to_proxy (text + strlen (PROXY_PREFIX), error);
    }

  *target = DOOR_TARGET_ORIGIN;
  pattern = door_origin_pattern_new (text, &local_error);
  if (pattern == NULL)
    g_propagate_error (error, local_error);

  return pattern;
}

/**
 * door_policy_value_check_address:
 *
 * Returns: whether @text is the address of a page on an HTTP server, without user information
 */
gboolean
door_policy_value_check_address (const char *text, GError **error)
{
  g_autoptr (GUri) uri = g_uri_parse (text, G_URI_FLAGS_ENCODED, NULL);
  g_autoptr (DoorOrigin) origin = NULL;
  g_autoptr (DoorOriginPattern) server = NULL;

  if (uri == NULL || g_uri_get_host (uri) == NULL
      || (strcmp (g_uri_get_scheme (uri), "http") != 0
          && strcmp (g_uri_get_scheme (uri), "https") != 0))
    return refuse (error, _ ("this is no address of a page; write https://HOST/PATH"));

  if (g_uri_get_userinfo (uri) != NULL)
    return refuse (error, _ ("the address has user information; write a group [Login NAME] "
                             "instead"));

  /* A pattern is strict about what hosts and ports there can be; what GUri lets pass, no page has.
   */
  origin = door_origin_new_for_uri (text, NULL);
  if (origin != NULL)
    server = door_origin_pattern_new (door_origin_to_string (origin), NULL);
  if (server == NULL || door_origin_pattern_get_origin (server) == NULL
      || g_uri_get_port (uri) == 0)
    return refuse (error, _ ("this is no address of a page; write https://HOST/PATH"));

  return TRUE;
}

/**
 * door_policy_value_check_proxy:
 *
 * Returns: whether @text is http://HOST:PORT or "direct"
 */
gboolean
door_policy_value_check_proxy (const char *text, GError **error)
{
  g_autoptr (DoorOriginPattern) pattern = NULL;
  DoorOrigin *origin;

  if (strcmp (text, "direct") == 0)
    return TRUE;

  if (strchr (text, '@') != NULL)
    return refuse (error, _ ("the address has user information; write a group [Login NAME] with "
                             "Server=proxy:HOST:PORT instead"));

  pattern = door_origin_pattern_new (text, NULL);
  origin = pattern != NULL ? door_origin_pattern_get_origin (pattern) : NULL;
  if (origin == NULL || door_origin_is_secure (origin))
    return refuse (error, _ ("this is no proxy; write http://HOST:PORT, or direct for none"));

  return TRUE;
}
