/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-web-context.h"

#include "door-auto-preloader.h"
#include "door-network-link.h"
#include "door-network-renewal.h"
#include "door-sign-outs.h"

#include <libsoup/soup.h>
#include <string.h>

/* The companion comes with the network process, which the first load needs anyway. One that does
 * not come at all must not keep anybody from browsing. */
#define READY_TIMEOUT_MS 5000

struct _DoorWebContext
{
  GObject parent_instance;

  DoorSession *session;
  WebKitWebContext *web_context;
  WebKitNetworkSession *network_session;
  DoorNetworkLink *link; /* NULL: libsoup alone answers challenges */
  char *link_session;
  DoorNetworkRenewal *renewal; /* signs out where no companion can be told */
  DoorAutoPreloader *preloader;
  DoorProxyLogins *proxy_logins;
  char *proxy;      /* as WebKit knows it, "direct", or NULL: what the system says */
  gboolean gave_up; /* on a companion that did not come */
  gboolean automation;
  guint64 last_page_id;
  DoorSignOuts *sign_outs;
};

enum
{
  DOWNLOAD_STARTED,
  DOWNLOAD_REFUSED,
  SIGNED_OUT,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DoorWebContext, door_web_context, G_TYPE_OBJECT)

static void
door_web_context_finalize (GObject *object)
{
  DoorWebContext *self = DOOR_WEB_CONTEXT (object);

  /* A keyring may keep it waiting. */
  g_object_run_dispose (G_OBJECT (self->preloader));
  g_clear_object (&self->preloader);
  g_clear_object (&self->sign_outs);
  g_clear_object (&self->proxy_logins);
  g_free (self->proxy);
  g_free (self->link_session);
  g_clear_object (&self->link);
  g_clear_object (&self->renewal);
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
  signals[DOWNLOAD_REFUSED]
      = g_signal_new ("download-refused", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                      NULL, NULL, G_TYPE_NONE, 1, WEBKIT_TYPE_WEB_VIEW);
  signals[SIGNED_OUT]
      = g_signal_new ("signed-out", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                      NULL, G_TYPE_NONE, 2, G_TYPE_INT, DOOR_TYPE_ORIGIN);
}

static void
door_web_context_init (DoorWebContext *self)
{
  self->proxy_logins = door_proxy_logins_new ();
}

static void
on_download_started (WebKitNetworkSession *network_session,
                     WebKitDownload *download,
                     DoorWebContext *self)
{
  if (!door_policy_allows_feature (door_session_get_policy (self->session), DOOR_FEATURE_DOWNLOADS))
    {
      webkit_download_cancel (download);
      g_signal_emit (self, signals[DOWNLOAD_REFUSED], 0, webkit_download_get_web_view (download));
      return;
    }

  g_signal_emit (self, signals[DOWNLOAD_STARTED], 0, download);
}

/* The companion knows WebKit's session by a cookie that it takes away again. */
static void
add_marker (DoorWebContext *self, GAsyncReadyCallback callback)
{
  g_autofree char *marker = door_network_link_get_marker (self->link, self->link_session);
  SoupCookie *cookie;

  if (marker == NULL)
    return;

  cookie = soup_cookie_new (DOOR_NETWORK_MARKER_NAME, marker, DOOR_NETWORK_MARKER_DOMAIN, "/", -1);
  webkit_cookie_manager_add_cookie (webkit_network_session_get_cookie_manager (
                                        self->network_session),
                                    cookie, NULL, callback,
                                    callback != NULL ? g_object_ref (self) : NULL);
  soup_cookie_free (cookie);
}

static void
mark_session (DoorWebContext *self)
{
  add_marker (self, NULL);
}

static void
on_marked_perhaps (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DoorWebContext) self = user_data;

  /* Only now has WebKit noticed the end of the process that was given the first one. */
  add_marker (self, NULL);
}

/* WebKit starts another network process when it needs one, and a cookie is enough for that. */
static void
on_available (DoorWebContext *self)
{
  if (!door_network_link_is_available (self->link))
    add_marker (self, on_marked_perhaps);
}

/* A new network process knows nothing of the logins of this session. */
static void
on_attached (DoorNetworkLink *link, const char *link_session, DoorWebContext *self)
{
  g_autoptr (GPtrArray) credentials = NULL;

  if (g_strcmp0 (link_session, self->link_session) != 0)
    return;

  credentials = door_vault_list (door_session_get_vault (self->session));
  for (guint i = 0; i < credentials->len; i++)
    door_web_context_preload_async (self, g_ptr_array_index (credentials, i), NULL, NULL, NULL,
                                    NULL, NULL);
  door_auto_preloader_run (self->preloader);
}

static void
on_network_process_renewed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!door_network_renewal_finish (DOOR_NETWORK_RENEWAL (source), result, &error))
    g_warning ("The network process could not be renewed: %s", error->message);
}

static void
on_signed_out (DoorSignOuts *sign_outs, int target, DoorOrigin *server, DoorWebContext *self)
{
  g_signal_emit (self, signals[SIGNED_OUT], 0, target, server);
}

/**
 * door_web_context_new:
 * @session: what is decided for its pages
 * @link: (nullable): the companion in the network process
 * @automation: whether a WebDriver may drive it
 *
 * Returns: (transfer full): a context whose pages share cookies, caches and logins
 */
DoorWebContext *
door_web_context_new (DoorSession *session, DoorNetworkLink *link, gboolean automation)
{
  DoorWebContext *self;

  g_return_val_if_fail (DOOR_IS_SESSION (session), NULL);

  self = g_object_new (DOOR_TYPE_WEB_CONTEXT, NULL);
  self->session = g_object_ref (session);
  self->automation = automation;
  self->web_context = webkit_web_context_new ();
  webkit_web_context_set_automation_allowed (self->web_context, automation);

  /* WebKit has an ephemeral one for views that a WebDriver drives, and lets them use no other: a
   * test begins where every other one began. */
  if (automation)
    {
      self->network_session = g_object_ref (
          webkit_web_context_get_network_session_for_automation (self->web_context));
    }
  else if (door_session_is_private (session))
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

  self->renewal = door_network_renewal_new ();
  door_network_renewal_add_session (self->renewal, self->network_session);

  /* When an icon is asked for depends on what else happens: a test would see it now and then. */
  webkit_website_data_manager_set_favicons_enabled (
      webkit_network_session_get_website_data_manager (self->network_session), !automation);

  /* Logins have one owner, and it is not WebKit. */
  webkit_network_session_set_persistent_credential_storage_enabled (self->network_session, FALSE);

  g_signal_connect_object (self->network_session, "download-started",
                           G_CALLBACK (on_download_started), self, 0);

  self->sign_outs = door_sign_outs_new (self);
  g_signal_connect_object (self->sign_outs, "done", G_CALLBACK (on_signed_out), self, 0);

  self->preloader = door_auto_preloader_new (self);

  if (link != NULL)
    {
      self->link = g_object_ref (link);
      self->link_session = g_uuid_string_random ();
      g_signal_connect_object (link, "connected", G_CALLBACK (mark_session), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (link, "notify::available", G_CALLBACK (on_available), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (link, "attached", G_CALLBACK (on_attached), self, 0);
      mark_session (self);
    }

  return self;
}

/**
 * door_web_context_share_network_process:
 * @other: another context of this program
 *
 * Says that one network process serves both: where it has to be ended for one of them, the other
 * keeps its cookies too.
 */
void
door_web_context_share_network_process (DoorWebContext *self, DoorWebContext *other)
{
  g_return_if_fail (DOOR_IS_WEB_CONTEXT (self));
  g_return_if_fail (DOOR_IS_WEB_CONTEXT (other) && other != self);

  g_set_object (&self->renewal, other->renewal);
  door_network_renewal_add_session (self->renewal, self->network_session);
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
 * door_web_context_get_preloader:
 *
 * Returns: (transfer none): what knows which logins requests carry without being asked
 */
DoorAutoPreloader *
door_web_context_get_preloader (DoorWebContext *self)
{
  g_return_val_if_fail (DOOR_IS_WEB_CONTEXT (self), NULL);

  return self->preloader;
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

/**
 * door_web_context_get_link:
 *
 * Returns: (transfer none) (nullable): the companion in the network process
 */
DoorNetworkLink *
door_web_context_get_link (DoorWebContext *self)
{
  g_return_val_if_fail (DOOR_IS_WEB_CONTEXT (self), NULL);

  return self->link;
}

/**
 * door_web_context_get_link_session:
 *
 * Returns: (nullable): what the companion calls this session
 */
const char *
door_web_context_get_link_session (DoorWebContext *self)
{
  g_return_val_if_fail (DOOR_IS_WEB_CONTEXT (self), NULL);

  return self->link_session;
}

/**
 * door_web_context_get_renewal:
 *
 * Returns: (transfer none): what ends the network process, for this context and those it shares it
 *   with
 */
DoorNetworkRenewal *
door_web_context_get_renewal (DoorWebContext *self)
{
  g_return_val_if_fail (DOOR_IS_WEB_CONTEXT (self), NULL);

  return self->renewal;
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

static void
apply_proxy (DoorWebContext *self, const char *proxy)
{
  WebKitNetworkProxySettings *settings = NULL;
  WebKitNetworkProxyMode mode = WEBKIT_NETWORK_PROXY_MODE_DEFAULT;

  /* WebKit stops all that is being loaded, even where nothing is another than before. */
  if (g_strcmp0 (self->proxy, proxy) == 0)
    return;

  g_free (self->proxy);
  self->proxy = g_strdup (proxy);
  if (g_strcmp0 (proxy, "direct") == 0)
    {
      mode = WEBKIT_NETWORK_PROXY_MODE_NO_PROXY;
    }
  else if (proxy != NULL)
    {
      mode = WEBKIT_NETWORK_PROXY_MODE_CUSTOM;
      settings = webkit_network_proxy_settings_new (proxy, NULL);
    }

  webkit_network_session_set_proxy_settings (self->network_session, mode, settings);
  g_clear_pointer (&settings, webkit_network_proxy_settings_free);
}

/**
 * door_web_context_set_proxy:
 * @uri: (nullable): an HTTP proxy, "direct" for none, or %NULL for what the system says
 * @error: return location for a #GUriError
 *
 * Says through what the pages of this context are loaded. User information in @uri answers the
 * proxy's first challenge, and is not part of what WebKit sees.
 *
 * Returns: whether @uri could be used; otherwise nothing has changed
 */
gboolean
door_web_context_set_proxy (DoorWebContext *self, const char *uri, GError **error)
{
  g_autoptr (DoorProxyAddress) address = NULL;

  g_return_val_if_fail (DOOR_IS_WEB_CONTEXT (self), FALSE);

  if (uri != NULL && strcmp (uri, "direct") != 0)
    {
      address = door_proxy_address_parse (uri, error);
      if (address == NULL)
        return FALSE;
      door_proxy_logins_add (self->proxy_logins, address);
    }

  apply_proxy (self, address != NULL ? address->uri : uri);

  return TRUE;
}

/**
 * door_web_context_dup_proxy:
 *
 * Returns: (transfer full) (nullable): the proxy that every page is loaded by, %NULL if that is for
 *   the system to say, or if there is none
 */
DoorOrigin *
door_web_context_dup_proxy (DoorWebContext *self)
{
  g_return_val_if_fail (DOOR_IS_WEB_CONTEXT (self), NULL);

  return self->proxy != NULL ? door_origin_new_for_uri (self->proxy, NULL) : NULL;
}

/**
 * door_web_context_has_system_proxy:
 *
 * Returns: whether it is for the system to say by which proxy a page is loaded, if by any
 */
gboolean
door_web_context_has_system_proxy (DoorWebContext *self)
{
  g_return_val_if_fail (DOOR_IS_WEB_CONTEXT (self), FALSE);

  return self->proxy == NULL;
}

/**
 * door_web_context_get_proxy_logins:
 *
 * Returns: (transfer none): what answers the first challenge of a proxy
 */
DoorProxyLogins *
door_web_context_get_proxy_logins (DoorWebContext *self)
{
  g_return_val_if_fail (DOOR_IS_WEB_CONTEXT (self), NULL);

  return self->proxy_logins;
}

/**
 * door_web_context_renew_network_process:
 *
 * Has another network process take over, with the cookies, and with what policy says now that only
 * a new one can be told. What is being loaded ends with the old one.
 */
void
door_web_context_renew_network_process (DoorWebContext *self)
{
  g_return_if_fail (DOOR_IS_WEB_CONTEXT (self));

  door_network_renewal_run_async (self->renewal, on_network_process_renewed, NULL);
}

/**
 * door_web_context_is_ready:
 *
 * Returns: whether what is loaded now is answered by all that there is to answer it
 */
gboolean
door_web_context_is_ready (DoorWebContext *self)
{
  g_return_val_if_fail (DOOR_IS_WEB_CONTEXT (self), FALSE);

  return !door_network_renewal_is_running (self->renewal)
         && !door_auto_preloader_is_busy (self->preloader)
         && (self->link == NULL || self->gave_up || door_web_context_has_companion (self));
}

/**
 * door_web_context_is_signing_out:
 *
 * Returns: whether the network process, or a cache, may still know what is to be forgotten
 */
gboolean
door_web_context_is_signing_out (DoorWebContext *self)
{
  g_return_val_if_fail (DOOR_IS_WEB_CONTEXT (self), FALSE);

  return door_sign_outs_are_under_way (self->sign_outs);
}

/**
 * door_web_context_is_limited:
 *
 * Returns: whether there is no companion, nor one on its way, so that only what libsoup knows is
 *   answered
 */
gboolean
door_web_context_is_limited (DoorWebContext *self)
{
  g_return_val_if_fail (DOOR_IS_WEB_CONTEXT (self), FALSE);

  return !door_web_context_has_companion (self) && (self->link == NULL || self->gave_up);
}

/**
 * door_web_context_has_companion:
 *
 * Returns: whether the companion holds this session now
 */
gboolean
door_web_context_has_companion (DoorWebContext *self)
{
  g_return_val_if_fail (DOOR_IS_WEB_CONTEXT (self), FALSE);

  return self->link != NULL && door_network_link_is_attached (self->link, self->link_session);
}

static void
give_up (DoorWebContext *self)
{
  const char *why = door_network_link_tell_absence (self->link);

  self->gave_up = TRUE;
  if (why == NULL)
    return;

  g_message (
      "No companion in the network process: %s. There is no Digest but with MD5, no login at "
      "a proxy, and signing out ends what is being loaded.",
      why);
  door_session_emit (self->session,
                     &(DoorEvent){ .kind = DOOR_EVENT_LIMITED, .reason = "no-companion" });
}

static void
on_waited (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  DoorWebContext *self = g_task_get_source_object (task);

  if (!door_network_link_wait_attached_finish (DOOR_NETWORK_LINK (source), result, NULL))
    {
      if (g_task_return_error_if_cancelled (task))
        return;

      give_up (self);
    }

  door_auto_preloader_wait (self->preloader, task);
}

static void
wait_attached (DoorWebContext *self, GTask *task)
{
  if (door_web_context_is_ready (self))
    g_task_return_boolean (task, TRUE);
  else if (self->link == NULL || self->gave_up || door_web_context_has_companion (self))
    door_auto_preloader_wait (self->preloader, task);
  else
    door_network_link_wait_attached_async (self->link, self->link_session, READY_TIMEOUT_MS,
                                           g_task_get_cancellable (task), on_waited,
                                           g_object_ref (task));
}

static void
on_renewal_over (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (door_network_renewal_finish (DOOR_NETWORK_RENEWAL (source), result, &error))
    wait_attached (g_task_get_source_object (task), task);
  else
    g_task_return_error (task, error);
}

/**
 * door_web_context_wait_ready_async:
 *
 * Waits for the companion, or until it is clear that none comes.
 */
void
door_web_context_wait_ready_async (DoorWebContext *self,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (DOOR_IS_WEB_CONTEXT (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, door_web_context_wait_ready_async);

  if (door_network_renewal_is_running (self->renewal))
    door_network_renewal_wait_async (self->renewal, cancellable, on_renewal_over,
                                     g_steal_pointer (&task));
  else
    wait_attached (self, task);
}

/**
 * door_web_context_wait_ready_finish:
 *
 * Returns: %FALSE only if it was cancelled
 */
gboolean
door_web_context_wait_ready_finish (DoorWebContext *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
on_schemes_set (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (!door_network_link_set_schemes_finish (DOOR_NETWORK_LINK (source), result, &error))
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

/**
 * door_web_context_hand_over_policy_async:
 *
 * Tells the network process which schemes policy allows, so that of several that a server offers it
 * takes the one that policy wants most, and whether parts of other origins are asked for with
 * logins. Without a companion libsoup takes the strongest, and sends what it has.
 */
void
door_web_context_hand_over_policy_async (DoorWebContext *self,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (DOOR_IS_WEB_CONTEXT (self));
  g_return_if_fail (door_web_context_has_companion (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, door_web_context_hand_over_policy_async);
  door_network_link_set_cross_origin (self->link, self->link_session,
                                      door_policy_get_cross_origin (
                                          door_session_get_policy (self->session))
                                          == DOOR_CROSS_ORIGIN_DENY);
  door_network_link_set_schemes_async (self->link, self->link_session,
                                       door_policy_get_schemes (
                                           door_session_get_policy (self->session)),
                                       cancellable, on_schemes_set, g_steal_pointer (&task));
}

/**
 * door_web_context_hand_over_policy_finish:
 *
 * Returns: whether it holds from now on
 */
gboolean
door_web_context_hand_over_policy_finish (DoorWebContext *self,
                                          GAsyncResult *result,
                                          GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
on_preloaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (!door_network_link_preload_finish (DOOR_NETWORK_LINK (source), result, &error))
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

/**
 * door_web_context_preload_async:
 * @uri: (nullable): where they are going to be used
 * @challenge: (nullable): what they answer
 *
 * Hands credentials to the network process, so that the next request carries them. Where that
 * cannot be, WebKit is going to ask, and is answered then.
 */
void
door_web_context_preload_async (DoorWebContext *self,
                                DoorCredentials *credentials,
                                const char *uri,
                                const char *challenge,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (DOOR_IS_WEB_CONTEXT (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, door_web_context_preload_async);

  if (!door_web_context_has_companion (self))
    {
      g_task_return_new_error (task, DOOR_NETWORK_ERROR, DOOR_NETWORK_ERROR_UNAVAILABLE,
                               "The network process has no companion");
      return;
    }

  door_network_link_preload_async (self->link, self->link_session,
                                   door_credentials_get_space (credentials),
                                   door_credentials_get_scheme (credentials), uri, challenge,
                                   door_credentials_get_username (credentials),
                                   door_credentials_get_password (credentials), cancellable,
                                   on_preloaded, g_steal_pointer (&task));
}

/**
 * door_web_context_preload_finish:
 *
 * Returns: whether the next request carries the credentials without being asked
 */
gboolean
door_web_context_preload_finish (DoorWebContext *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * door_web_context_forget:
 *
 * The network process forgets the credentials of @space.
 */
void
door_web_context_forget (DoorWebContext *self, DoorProtectionSpace *space)
{
  g_return_if_fail (DOOR_IS_WEB_CONTEXT (self));

  if (door_web_context_has_companion (self))
    door_network_link_forget_async (self->link, self->link_session, space, NULL, NULL, NULL);
}
