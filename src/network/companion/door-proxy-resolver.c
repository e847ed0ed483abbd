/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-proxy-resolver.h"

#include "door-origin.h"
#include "door-tunnel-proxy.h"

#include <string.h>

/* What a change of makes another answer. */
static const char *const schemas[] = {
  "org.gnome.system.proxy",
  "org.gnome.system.proxy.http",
  "org.gnome.system.proxy.https",
  "org.gnome.system.proxy.socks",
};

struct _DoorProxyResolver
{
  GObject parent_instance;

  GPtrArray *settings; /* of GSettings, empty where there is no such desktop */

  GProxyResolver *inner;
  char *tunnel_name;
  gboolean tunnel; /* what is asked for next is */
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void door_proxy_resolver_iface_init (GProxyResolverInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (DoorProxyResolver,
                               door_proxy_resolver,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_PROXY_RESOLVER,
                                                      door_proxy_resolver_iface_init))

static void
door_proxy_resolver_finalize (GObject *object)
{
  DoorProxyResolver *self = DOOR_PROXY_RESOLVER (object);

  g_ptr_array_unref (self->settings);
  g_clear_object (&self->inner);
  g_free (self->tunnel_name);

  G_OBJECT_CLASS (door_proxy_resolver_parent_class)->finalize (object);
}

static void
door_proxy_resolver_class_init (DoorProxyResolverClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = door_proxy_resolver_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
on_settings_changed (DoorProxyResolver *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

/* GSettings tells only of the keys that somebody has read. */
static void
read_keys (GSettings *settings, GSettingsSchema *schema)
{
  g_auto (GStrv) keys = g_settings_schema_list_keys (schema);

  for (gsize i = 0; keys[i] != NULL; i++)
    g_variant_unref (g_settings_get_value (settings, keys[i]));
}

static void
door_proxy_resolver_init (DoorProxyResolver *self)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();

  self->settings = g_ptr_array_new_with_free_func (g_object_unref);
  for (gsize i = 0; source != NULL && i < G_N_ELEMENTS (schemas); i++)
    {
      g_autoptr (GSettingsSchema) schema
          = g_settings_schema_source_lookup (source, schemas[i], TRUE);
      GSettings *settings;

      if (schema == NULL)
        continue;

      settings = g_settings_new_full (schema, NULL, NULL);
      g_signal_connect_object (settings, "changed", G_CALLBACK (on_settings_changed), self,
                               G_CONNECT_SWAPPED);
      read_keys (settings, schema);
      g_ptr_array_add (self->settings, settings);
    }
}

static char *
rewrite (DoorProxyResolver *self, const char *proxy, gboolean tunnel)
{
  g_autoptr (GUri) parsed = g_uri_parse (proxy, G_URI_FLAGS_PARSE_RELAXED, NULL);
  g_autoptr (DoorOrigin) server = NULL;

  if (parsed == NULL || g_uri_get_host (parsed) == NULL
      || strcmp (g_uri_get_scheme (parsed), "http") != 0)
    return g_strdup (proxy);

  server = door_origin_new ("http", g_uri_get_host (parsed), g_uri_get_port (parsed));
  if (server == NULL)
    return g_strdup (proxy);

  return g_uri_join (G_URI_FLAGS_NONE, tunnel ? DOOR_TUNNEL_PROTOCOL : "http",
                     tunnel ? self->tunnel_name : NULL, g_uri_get_host (parsed),
                     door_origin_get_port (server), "", NULL, NULL);
}

static char **
rewrite_all (DoorProxyResolver *self, char **proxies, gboolean tunnel)
{
  for (gsize i = 0; proxies[i] != NULL; i++)
    {
      char *before = proxies[i];

      proxies[i] = rewrite (self, before, tunnel);
      g_free (before);
    }

  return proxies;
}

static gboolean
door_proxy_resolver_is_supported (GProxyResolver *resolver)
{
  return g_proxy_resolver_is_supported (DOOR_PROXY_RESOLVER (resolver)->inner);
}

static char **
door_proxy_resolver_lookup (GProxyResolver *resolver,
                            const char *uri,
                            GCancellable *cancellable,
                            GError **error)
{
  DoorProxyResolver *self = DOOR_PROXY_RESOLVER (resolver);
  char **proxies = g_proxy_resolver_lookup (self->inner, uri, cancellable, error);

  return proxies != NULL ? rewrite_all (self, proxies, self->tunnel) : NULL;
}

static void
on_looked_up (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  char **proxies = g_proxy_resolver_lookup_finish (G_PROXY_RESOLVER (source), result, &error);

  if (proxies == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task,
                           rewrite_all (g_task_get_source_object (task), proxies,
                                        GPOINTER_TO_INT (g_task_get_task_data (task))),
                           (GDestroyNotify)g_strfreev);
}

static void
door_proxy_resolver_lookup_async (GProxyResolver *resolver,
                                  const char *uri,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  DoorProxyResolver *self = DOOR_PROXY_RESOLVER (resolver);
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, door_proxy_resolver_lookup_async);
  g_task_set_task_data (task, GINT_TO_POINTER (self->tunnel), NULL);
  g_proxy_resolver_lookup_async (self->inner, uri, cancellable, on_looked_up, task);
}

static char **
door_proxy_resolver_lookup_finish (GProxyResolver *resolver, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
door_proxy_resolver_iface_init (GProxyResolverInterface *iface)
{
  iface->is_supported = door_proxy_resolver_is_supported;
  iface->lookup = door_proxy_resolver_lookup;
  iface->lookup_async = door_proxy_resolver_lookup_async;
  iface->lookup_finish = door_proxy_resolver_lookup_finish;
}

/**
 * door_proxy_resolver_new:
 * @inner: the resolver that knows
 * @tunnel_name: what door_tunnel_proxy_add_session() gave to the session
 *
 * Returns: (transfer full): a resolver
 */
DoorProxyResolver *
door_proxy_resolver_new (GProxyResolver *inner, const char *tunnel_name)
{
  DoorProxyResolver *self = g_object_new (DOOR_TYPE_PROXY_RESOLVER, NULL);

  self->inner = g_object_ref (inner);
  self->tunnel_name = g_strdup (tunnel_name);

  return self;
}

/**
 * door_proxy_resolver_expect:
 * @websocket: whether what is asked for next is for a WebSocket that is not encrypted
 *
 * libsoup asks for such a one as if it were any other plain request to the host.
 */
void
door_proxy_resolver_expect (DoorProxyResolver *self, gboolean websocket)
{
  self->tunnel = websocket;
}
