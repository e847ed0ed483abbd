/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-web-context.h"

struct _DoorWebContext
{
  GObject parent_instance;

  DoorSession *session;
  WebKitWebContext *web_context;
  WebKitNetworkSession *network_session;
  gboolean automation;
  guint64 last_page_id;
};

enum
{
  DOWNLOAD_STARTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DoorWebContext, door_web_context, G_TYPE_OBJECT)

static void
door_web_context_finalize (GObject *object)
{
  DoorWebContext *self = DOOR_WEB_CONTEXT (object);

  g_clear_object (&self->network_session);
  g_clear_object (&self->web_context);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (door_web_context_parent_class)->finalize (object);
}

static void
door_web_context_class_init (DoorWebContextClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = door_web_context_finalize;

  signals[DOWNLOAD_STARTED]
      = g_signal_new ("download-started", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                      NULL, NULL, G_TYPE_NONE, 1, WEBKIT_TYPE_DOWNLOAD);
}

static void
door_web_context_init (DoorWebContext *self)
{
}

static void
on_download_started (WebKitNetworkSession *network_session,
                     WebKitDownload *download,
                     DoorWebContext *self)
{
  g_signal_emit (self, signals[DOWNLOAD_STARTED], 0, download);
}

/**
 * door_web_context_new:
 * @session: what is decided for its pages
 * @automation: whether a WebDriver may drive it
 *
 * Returns: (transfer full): a context whose pages share cookies, caches and logins
 */
DoorWebContext *
door_web_context_new (DoorSession *session, gboolean automation)
{
  DoorWebContext *self;

  g_return_val_if_fail (DOOR_IS_SESSION (session), NULL);

  self = g_object_new (DOOR_TYPE_WEB_CONTEXT, NULL);
  self->session = g_object_ref (session);
  self->automation = automation;
  self->web_context = webkit_web_context_new ();
  webkit_web_context_set_automation_allowed (self->web_context, automation);

  if (door_session_is_private (session))
    {
      self->network_session = webkit_network_session_new_ephemeral ();
    }
  else
    {
      g_autofree char *data = g_build_filename (g_get_user_data_dir (), "doorward", NULL);
      g_autofree char *cache = g_build_filename (g_get_user_cache_dir (), "doorward", NULL);
      g_autofree char *cookies = g_build_filename (data, "cookies.sqlite", NULL);

      self->network_session = webkit_network_session_new (data, cache);
      webkit_cookie_manager_set_persistent_storage (webkit_network_session_get_cookie_manager (
                                                        self->network_session),
                                                    cookies,
                                                    WEBKIT_COOKIE_PERSISTENT_STORAGE_SQLITE);
    }

  /* Logins have one owner, and it is not WebKit. */
  webkit_network_session_set_persistent_credential_storage_enabled (self->network_session, FALSE);

  g_signal_connect_object (self->network_session, "download-started",
                           G_CALLBACK (on_download_started), self, 0);

  return self;
}

/**
 * door_web_context_get_session:
 *
 * Returns: (transfer none): what is decided for the pages of this context
 */
DoorSession *
door_web_context_get_session (DoorWebContext *self)
{
  g_return_val_if_fail (DOOR_IS_WEB_CONTEXT (self), NULL);

  return self->session;
}

/**
 * door_web_context_get_web_context:
 *
 * Returns: (transfer none): WebKit's own context
 */
WebKitWebContext *
door_web_context_get_web_context (DoorWebContext *self)
{
  g_return_val_if_fail (DOOR_IS_WEB_CONTEXT (self), NULL);

  return self->web_context;
}

/**
 * door_web_context_get_network_session:
 *
 * Returns: (transfer none): cookies, caches and connections of the pages
 */
WebKitNetworkSession *
door_web_context_get_network_session (DoorWebContext *self)
{
  g_return_val_if_fail (DOOR_IS_WEB_CONTEXT (self), NULL);

  return self->network_session;
}

gboolean
door_web_context_is_private (DoorWebContext *self)
{
  g_return_val_if_fail (DOOR_IS_WEB_CONTEXT (self), FALSE);

  return door_session_is_private (self->session);
}

/**
 * door_web_context_is_automated:
 *
 * Returns: whether a WebDriver may drive the pages of this context
 */
gboolean
door_web_context_is_automated (DoorWebContext *self)
{
  g_return_val_if_fail (DOOR_IS_WEB_CONTEXT (self), FALSE);

  return self->automation;
}

/**
 * door_web_context_next_page_id:
 *
 * Returns: the number of a new page, which the event log calls its tab
 */
guint64
door_web_context_next_page_id (DoorWebContext *self)
{
  g_return_val_if_fail (DOOR_IS_WEB_CONTEXT (self), 0);

  return ++self->last_page_id;
}
