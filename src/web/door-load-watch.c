/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-load-watch.h"

#include <libsoup/soup.h>

#include "door-plain-uri.h"

struct _DoorLoadWatch
{
  GObject parent_instance;

  DoorAuthenticator *authenticator;
  DoorReloader *reloader;
  DoorPageLogin *login;
  DoorFailedLoad *failed; /* NULL: there is a page */
  char *wanted_uri;
  gboolean emptied;
  gboolean posted;          /* a form was sent for what is being loaded, or may have been */
  gboolean led_by_userinfo; /* a redirect on the way had some in its address */
};

enum
{
  COMMITTED,
  FAILURE,
  CRASHED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DoorLoadWatch, door_load_watch, G_TYPE_OBJECT)

static void
door_load_watch_finalize (GObject *object)
{
  DoorLoadWatch *self = DOOR_LOAD_WATCH (object);

  g_clear_pointer (&self->failed, door_failed_load_free);
  g_free (self->wanted_uri);
  g_object_unref (self->login);
  g_object_unref (self->reloader);
  g_object_unref (self->authenticator);

  G_OBJECT_CLASS (door_load_watch_parent_class)->finalize (object);
}

static void
door_load_watch_class_init (DoorLoadWatchClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = door_load_watch_finalize;

  signals[COMMITTED] = g_signal_new ("committed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                     NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[FAILURE] = g_signal_new ("failure", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  signals[CRASHED] = g_signal_new ("crashed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
door_load_watch_init (DoorLoadWatch *self)
{
}

static void
take_failure (DoorLoadWatch *self, DoorFailedLoad *failed)
{
  door_reloader_set_failed_uri (self->reloader, failed != NULL ? failed->uri : NULL);
  if (self->failed == NULL && failed == NULL)
    return;

  g_clear_pointer (&self->failed, door_failed_load_free);
  self->failed = failed;
  /* Also when one failure follows another of its kind. */
  g_signal_emit (self, signals[FAILURE], 0);
}

static void
set_loading (DoorLoadWatch *self, gboolean loading)
{
  door_reloader_set_loading (self->reloader, loading);
  door_page_login_set_loading (self->login, loading);
}

/* WebKit asks no server at a port that is meant for something else, and says so to the page's
 * console alone: a page without an address, and then an empty one, take the place of the one that
 * was begun. Its own address may be gone by the time that WebKit tells of its start. */
static void
on_uri (WebKitWebView *view, GParamSpec *pspec, DoorLoadWatch *self)
{
  const char *uri = webkit_web_view_get_uri (view);

  if (uri == NULL || *uri == '\0')
    self->emptied = self->wanted_uri != NULL;
  else if (!g_str_has_prefix (uri, "about:"))
    {
      g_free (self->wanted_uri);
      self->wanted_uri = door_plain_uri_new (uri);
    }
}

/* WebKit takes user information out of where a redirect leads before it tells where that is. */
static void
on_sent_request (WebKitWebResource *resource,
                 WebKitURIRequest *request,
                 WebKitURIResponse *redirect,
                 DoorLoadWatch *self)
{
  SoupMessageHeaders *headers
      = redirect != NULL ? webkit_uri_response_get_http_headers (redirect) : NULL;
  const char *location
      = headers != NULL ? soup_message_headers_get_one (headers, "Location") : NULL;
  g_autofree char *uri = NULL;
  g_autofree char *plain = NULL;

  if (location == NULL)
    return;

  uri = g_uri_resolve_relative (webkit_uri_response_get_uri (redirect), location,
                                G_URI_FLAGS_PARSE_RELAXED, NULL);
  plain = door_plain_uri_new (uri);
  if (g_strcmp0 (uri, plain) != 0)
    self->led_by_userinfo = TRUE;
}

static void
on_resource_load_started (WebKitWebView *view,
                          WebKitWebResource *resource,
                          WebKitURIRequest *request,
                          DoorLoadWatch *self)
{
  if (resource != webkit_web_view_get_main_resource (view))
    return;

  self->posted = g_strcmp0 (webkit_uri_request_get_http_method (request), "GET") != 0;
  g_signal_connect_object (resource, "sent-request", G_CALLBACK (on_sent_request), self, 0);
}

static void
on_load_changed (WebKitWebView *view, WebKitLoadEvent event, DoorLoadWatch *self)
{
  if (event == WEBKIT_LOAD_STARTED)
    {
      self->led_by_userinfo = FALSE;
      self->posted = TRUE;
    }
  set_loading (self, event == WEBKIT_LOAD_STARTED || event == WEBKIT_LOAD_REDIRECTED);
  if (event == WEBKIT_LOAD_STARTED)
    self->emptied = FALSE;
  else if (event == WEBKIT_LOAD_COMMITTED)
    take_failure (self, self->emptied
                            ? door_failed_load_new (DOOR_PAGE_FAILURE_PORT, self->wanted_uri, NULL)
                            : NULL);

  door_authenticator_load_changed (self->authenticator, event);
  if (event == WEBKIT_LOAD_COMMITTED)
    g_signal_emit (self, signals[COMMITTED], 0);
}

static gboolean
is_interruption (const GError *error)
{
  return g_error_matches (error, WEBKIT_NETWORK_ERROR, WEBKIT_NETWORK_ERROR_CANCELLED)
         || g_error_matches (error, WEBKIT_POLICY_ERROR,
                             WEBKIT_POLICY_ERROR_FRAME_LOAD_INTERRUPTED_BY_POLICY_CHANGE)
         || error->domain == WEBKIT_MEDIA_ERROR;
}

/* WebKit has no public name for what it says of all that the network process was loading when that
 * has ended. */
static gboolean
is_loss (const GError *error)
{
  return error->code == 300 && g_str_equal (g_quark_to_string (error->domain), "WebKitErrorDomain");
}

static gboolean
on_load_failed (WebKitWebView *view,
                WebKitLoadEvent event,
                const char *uri,
                GError *error,
                DoorLoadWatch *self)
{
  gboolean interrupted = is_interruption (error);

  set_loading (self, FALSE);

  /* What was committed is there, if not complete. */
  if (event == WEBKIT_LOAD_COMMITTED)
    return TRUE;

  if (is_loss (error) && door_authenticator_load_lost (self->authenticator, uri, self->posted))
    {
      g_autofree char *plain = door_plain_uri_new (uri);

      if (!self->posted)
        door_reloader_set_failed_uri (self->reloader, plain);
      return TRUE;
    }

  door_authenticator_load_failed (self->authenticator, interrupted);
  if (g_error_matches (error, WEBKIT_POLICY_ERROR, WEBKIT_POLICY_ERROR_CANNOT_USE_RESTRICTED_PORT))
    take_failure (self, door_failed_load_new (DOOR_PAGE_FAILURE_PORT, uri, NULL));
  else if (!interrupted)
    take_failure (self, door_failed_load_new (DOOR_PAGE_FAILURE_LOAD, uri, error->message));

  return TRUE;
}

static gboolean
on_load_failed_with_tls_errors (WebKitWebView *view,
                                const char *uri,
                                GTlsCertificate *certificate,
                                GTlsCertificateFlags errors,
                                DoorLoadWatch *self)
{
  door_authenticator_load_failed (self->authenticator, FALSE);
  take_failure (self, door_failed_load_new_for_tls (uri, certificate, errors));

  return TRUE;
}

static void
on_web_process_terminated (WebKitWebView *view,
                           WebKitWebProcessTerminationReason reason,
                           DoorLoadWatch *self)
{
  door_authenticator_gone (self->authenticator);
  g_signal_emit (self, signals[CRASHED], 0);
  take_failure (self, door_failed_load_new (DOOR_PAGE_FAILURE_CRASHED,
                                            webkit_web_view_get_uri (view), NULL));
}

static void
on_body_unusable (DoorAuthenticator *authenticator,
                  const char *uri,
                  DoorOrigin *proxy,
                  DoorLoadWatch *self)
{
  take_failure (self, proxy != NULL ? door_failed_load_new_for_proxy (uri, proxy)
                                    : door_failed_load_new (DOOR_PAGE_FAILURE_BODY, uri, NULL));
}

static void
on_refused (DoorPageBounds *bounds, const char *uri, DoorLoadWatch *self)
{
  set_loading (self, FALSE);
  take_failure (self, door_failed_load_new (DOOR_PAGE_FAILURE_REFUSED, uri, NULL));
}

/**
 * door_load_watch_new:
 * @view: whose load is followed
 * @authenticator: asks about it
 * @reloader: loads it again
 * @login: what it may show
 * @bounds: where it may lead
 *
 * Returns: (transfer full): what follows the load
 */
DoorLoadWatch *
door_load_watch_new (WebKitWebView *view,
                     DoorAuthenticator *authenticator,
                     DoorReloader *reloader,
                     DoorPageLogin *login,
                     DoorPageBounds *bounds)
{
  DoorLoadWatch *self;

  g_return_val_if_fail (WEBKIT_IS_WEB_VIEW (view), NULL);

  self = g_object_new (DOOR_TYPE_LOAD_WATCH, NULL);
  self->authenticator = g_object_ref (authenticator);
  self->reloader = g_object_ref (reloader);
  self->login = g_object_ref (login);

  g_signal_connect_object (view, "notify::uri", G_CALLBACK (on_uri), self, 0);
  g_signal_connect_object (view, "load-changed", G_CALLBACK (on_load_changed), self, 0);
  g_signal_connect_object (view, "resource-load-started", G_CALLBACK (on_resource_load_started),
                           self, 0);
  g_signal_connect_object (view, "load-failed", G_CALLBACK (on_load_failed), self, 0);
  g_signal_connect_object (view, "load-failed-with-tls-errors",
                           G_CALLBACK (on_load_failed_with_tls_errors), self, 0);
  g_signal_connect_object (view, "web-process-terminated", G_CALLBACK (on_web_process_terminated),
                           self, 0);
  g_signal_connect_object (authenticator, "body-unusable", G_CALLBACK (on_body_unusable), self, 0);
  g_signal_connect_object (bounds, "refused", G_CALLBACK (on_refused), self, 0);

  return self;
}

/**
 * door_load_watch_leave_failure:
 *
 * The person goes back to what was there before.
 */
void
door_load_watch_leave_failure (DoorLoadWatch *self)
{
  g_return_if_fail (DOOR_IS_LOAD_WATCH (self));

  take_failure (self, NULL);
}

/**
 * door_load_watch_get_failed:
 *
 * Returns: (transfer none) (nullable): what stands in the place of a page, %NULL when there is one
 */
DoorFailedLoad *
door_load_watch_get_failed (DoorLoadWatch *self)
{
  g_return_val_if_fail (DOOR_IS_LOAD_WATCH (self), NULL);

  return self->failed;
}

/**
 * door_load_watch_is_led_by_userinfo:
 *
 * Returns: whether a redirect on the way to the page had user information in its address
 */
gboolean
door_load_watch_is_led_by_userinfo (DoorLoadWatch *self)
{
  g_return_val_if_fail (DOOR_IS_LOAD_WATCH (self), FALSE);

  return self->led_by_userinfo;
}
