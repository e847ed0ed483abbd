/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-page-proxy.h"

#include "door-proxy-finder.h"

struct _DoorPageProxy
{
  GObject parent_instance;

  DoorWebContext *context;
  DoorVault *vault; /* owned by the context */
  char *uri;        /* of the shown page, or NULL: none is shown */
  DoorCredentials *login;
  gboolean counted;      /* whether the vault knows of the use that the page has made of it */
  GCancellable *looking; /* ends the look for the proxy */
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DoorPageProxy, door_page_proxy, G_TYPE_OBJECT)

static void
door_page_proxy_dispose (GObject *object)
{
  g_cancellable_cancel (DOOR_PAGE_PROXY (object)->looking);

  G_OBJECT_CLASS (door_page_proxy_parent_class)->dispose (object);
}

static void
door_page_proxy_finalize (GObject *object)
{
  DoorPageProxy *self = DOOR_PAGE_PROXY (object);

  g_clear_pointer (&self->login, door_credentials_unref);
  g_object_unref (self->looking);
  g_object_unref (self->context);
  g_free (self->uri);

  G_OBJECT_CLASS (door_page_proxy_parent_class)->finalize (object);
}

static void
door_page_proxy_class_init (DoorPageProxyClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = door_page_proxy_dispose;
  object_class->finalize = door_page_proxy_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
door_page_proxy_init (DoorPageProxy *self)
{
  self->looking = g_cancellable_new ();
}

static void
set_login (DoorPageProxy *self, DoorCredentials *login)
{
  if (self->login == login)
    return;

  g_clear_pointer (&self->login, door_credentials_unref);
  self->login = login != NULL ? door_credentials_ref (login) : NULL;
  g_signal_emit (self, signals[CHANGED], 0);
}

/* Of @proxy, or of any if that is NULL. The newest of several is the one that it took last. */
static DoorCredentials *
find_login (DoorPageProxy *self, DoorOrigin *proxy)
{
  g_autoptr (GPtrArray) list = door_vault_list (self->vault);
  DoorCredentials *found = NULL;

  for (guint i = 0; i < list->len; i++)
    {
      DoorCredentials *login = g_ptr_array_index (list, i);
      DoorProtectionSpace *space = door_credentials_get_space (login);

      if (door_credentials_is_accepted (login)
          && door_protection_space_get_target (space) == DOOR_TARGET_PROXY
          && (proxy == NULL || door_origin_equal (door_protection_space_get_server (space), proxy))
          && (found == NULL
              || g_date_time_compare (door_credentials_get_since (login),
                                      door_credentials_get_since (found))
                     > 0))
        found = login;
    }

  return found;
}

static void
on_found (GObject *source, GAsyncResult *result, gpointer user_data)
{
  DoorPageProxy *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (DoorOrigin) proxy
      = door_proxy_finder_find_finish (DOOR_WEB_CONTEXT (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  set_login (self, proxy != NULL ? find_login (self, proxy) : NULL);
  if (self->login != NULL && !self->counted)
    door_vault_use (self->vault, self->login, NULL);
  self->counted = TRUE;
}

static void
look (DoorPageProxy *self)
{
  g_cancellable_cancel (self->looking);
  g_object_unref (self->looking);
  self->looking = g_cancellable_new ();

  if (self->uri == NULL || find_login (self, NULL) == NULL)
    set_login (self, NULL);
  else
    door_proxy_finder_find_async (self->context, self->uri, self->looking, on_found, self);
}

static void
on_load_changed (WebKitWebView *view, WebKitLoadEvent event, DoorPageProxy *self)
{
  if (event != WEBKIT_LOAD_COMMITTED)
    return;

  g_free (self->uri);
  self->uri = g_strdup (webkit_web_view_get_uri (view));
  self->counted = FALSE;
  look (self);
}

/**
 * door_page_proxy_new:
 * @context: where logins live
 * @view: what shows the page
 *
 * Returns: (transfer full): the proxy of a page that is from nowhere yet
 */
DoorPageProxy *
door_page_proxy_new (DoorWebContext *context, WebKitWebView *view)
{
  DoorPageProxy *self;

  g_return_val_if_fail (DOOR_IS_WEB_CONTEXT (context), NULL);
  g_return_val_if_fail (WEBKIT_IS_WEB_VIEW (view), NULL);

  self = g_object_new (DOOR_TYPE_PAGE_PROXY, NULL);
  self->context = g_object_ref (context);
  self->vault = door_session_get_vault (door_web_context_get_session (context));
  g_signal_connect_object (self->vault, "changed", G_CALLBACK (look), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (view, "load-changed", G_CALLBACK (on_load_changed), self, 0);

  return self;
}

/**
 * door_page_proxy_get_login:
 *
 * Returns: (transfer none) (nullable): the login
 */
DoorCredentials *
door_page_proxy_get_login (DoorPageProxy *self)
{
  g_return_val_if_fail (DOOR_IS_PAGE_PROXY (self), NULL);

  return self->login;
}
