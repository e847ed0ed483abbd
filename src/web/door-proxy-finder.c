/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-proxy-finder.h"

#include <string.h>

/* The first is the one that is tried; what comes after it is for when it cannot be reached. */
static DoorOrigin *
read_proxies (char **proxies)
{
  g_autoptr (GUri) uri
      = proxies[0] != NULL ? g_uri_parse (proxies[0], G_URI_FLAGS_PARSE_RELAXED, NULL) : NULL;

  if (uri == NULL || g_uri_get_host (uri) == NULL || strcmp (g_uri_get_scheme (uri), "http") != 0)
    return NULL;

  return door_origin_new ("http", g_uri_get_host (uri), g_uri_get_port (uri));
}

static void
on_looked_up (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_auto (GStrv) proxies
      = g_proxy_resolver_lookup_finish (G_PROXY_RESOLVER (source), result, &error);

  if (proxies == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, read_proxies (proxies), (GDestroyNotify)door_origin_unref);
}

/**
 * door_proxy_finder_find_async:
 * @context: what the page is loaded in
 * @uri: where the page is from; what is from no server has come by no proxy
 */
void
door_proxy_finder_find_async (DoorWebContext *context,
                              const char *uri,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_autoptr (DoorOrigin) server = NULL;
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (DOOR_IS_WEB_CONTEXT (context));
  g_return_if_fail (uri != NULL);

  server = door_origin_new_for_uri (uri, NULL);
  task = g_task_new (context, cancellable, callback, user_data);
  g_task_set_source_tag (task, door_proxy_finder_find_async);

  if (server == NULL)
    g_task_return_pointer (task, NULL, NULL);
  else if (door_web_context_has_system_proxy (context))
    g_proxy_resolver_lookup_async (g_proxy_resolver_get_default (), uri, cancellable, on_looked_up,
                                   g_steal_pointer (&task));
  else
    g_task_return_pointer (task, door_web_context_dup_proxy (context),
                           (GDestroyNotify)door_origin_unref);
}

/**
 * door_proxy_finder_find_finish:
 * @error: return location for what a #GProxyResolver says
 *
 * Returns: (transfer full) (nullable): the HTTP proxy, %NULL without an error if there is none
 */
DoorOrigin *
door_proxy_finder_find_finish (DoorWebContext *context, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, context), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
