/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-auth-manager.h"

#include "door-auth-basic.h"
#include "door-auth-digest.h"
#include "door-exchange.h"

/**
 * door_auth_manager_get:
 *
 * Returns: (transfer none) (nullable): the manager of @soup
 */
SoupAuthManager *
door_auth_manager_get (SoupSession *soup)
{
  return (SoupAuthManager *)soup_session_get_feature (soup, SOUP_TYPE_AUTH_MANAGER);
}

static void
replace_type (SoupSession *soup, GType before, GType after)
{
  if (!soup_session_has_feature (soup, before))
    return;

  soup_session_remove_feature_by_type (soup, before);
  soup_session_add_feature_by_type (soup, after);

  /* A type that GObject refuses is refused without a word. */
  if (!soup_session_has_feature (soup, after))
    {
      g_warning ("libsoup does not take %s", g_type_name (after));
      soup_session_add_feature_by_type (soup, before);
    }
}

/**
 * door_auth_manager_replace_types:
 *
 * Has the manager of @soup make a #DoorAuth where it would make its own.
 */
void
door_auth_manager_replace_types (SoupSession *soup)
{
  replace_type (soup, SOUP_TYPE_AUTH_BASIC, DOOR_TYPE_AUTH_BASIC);
  replace_type (soup, SOUP_TYPE_AUTH_DIGEST, DOOR_TYPE_AUTH_DIGEST);
}

/**
 * door_auth_manager_renew:
 *
 * Gives @soup a manager that knows no SoupAuth, but the same types of them. Messages under way go
 * on with the one that they were queued with.
 *
 * Returns: (transfer none) (nullable): the new manager
 */
SoupAuthManager *
door_auth_manager_renew (SoupSession *soup)
{
  const GType types[] = { DOOR_TYPE_AUTH_BASIC,  DOOR_TYPE_AUTH_DIGEST, SOUP_TYPE_AUTH_BASIC,
                          SOUP_TYPE_AUTH_DIGEST, SOUP_TYPE_AUTH_NTLM,   SOUP_TYPE_AUTH_NEGOTIATE };
  gboolean has_type[G_N_ELEMENTS (types)];
  SoupAuthManager *before = door_auth_manager_get (soup);
  g_autoptr (SoupAuthManager) after = NULL;

  if (before == NULL)
    return NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    has_type[i] = soup_session_has_feature (soup, types[i]);

  after = g_object_new (SOUP_TYPE_AUTH_MANAGER, NULL);
  door_exchange_retire_manager (soup, before, after);
  soup_session_remove_feature (soup, SOUP_SESSION_FEATURE (before));
  soup_session_add_feature (soup, SOUP_SESSION_FEATURE (after));
  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    if (has_type[i])
      soup_session_add_feature_by_type (soup, types[i]);

  return after;
}
