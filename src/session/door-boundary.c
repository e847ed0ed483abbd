/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-boundary.h"

#include <string.h>

static gboolean
allows_server (DoorPolicy *policy, const char *uri)
{
  g_autoptr (DoorOrigin) origin = NULL;
  const char *authority = strstr (uri, "://");

  /* WebKit takes a backslash for the end of the server's name, and GLib for a part of it. WebKit
   * has none left in what it asks about; nobody else needs one. */
  if (authority == NULL || memchr (authority, '\\', 3 + strcspn (authority + 3, "/?#")) != NULL)
    return FALSE;

  origin = door_origin_new_for_uri (uri, NULL);

  return origin != NULL && door_policy_allows_origin (policy, origin);
}

/**
 * door_boundary_allows:
 * @policy: what the administrator decided
 * @uri: where a page or a frame is to be loaded from
 * @party: who wants it
 *
 * Decides what may be shown where the administrator has drawn a boundary: in a kiosk, and wherever
 * origins were listed. Within it everything has a server that can be judged, but for what a page
 * writes into a frame of its own.
 *
 * Returns: whether @uri is within it
 */
gboolean
door_boundary_allows (DoorPolicy *policy, const char *uri, DoorBoundaryParty party)
{
  const char *scheme;

  g_return_val_if_fail (policy != NULL, FALSE);
  g_return_val_if_fail (uri != NULL, FALSE);

  if (!door_policy_is_kiosk (policy) && !door_policy_limits_origins (policy))
    return TRUE;

  scheme = g_uri_peek_scheme (uri);
  if (scheme == NULL)
    return FALSE;

  if (strcmp (scheme, "http") == 0 || strcmp (scheme, "https") == 0)
    return allows_server (policy, uri);

  /* Made by a page, and belongs to that page's origin. */
  if (strcmp (scheme, "blob") == 0)
    return allows_server (policy, uri + strlen ("blob:"));

  if (g_ascii_strcasecmp (uri, "about:srcdoc") == 0)
    return TRUE;

  if (party != DOOR_BOUNDARY_PROGRAM)
    return FALSE;

  return g_ascii_strcasecmp (uri, "about:blank") == 0
         || (strcmp (scheme, "file") == 0 && !door_policy_limits_origins (policy));
}
