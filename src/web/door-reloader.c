/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-reloader.h"

#include <libsoup/soup.h>

#include "door-page-script.h"
#include "door-plain-uri.h"

struct _DoorReloader
{
  GObject parent_instance;

  WebKitWebView *view; /* not owned: the page owns both */
  DoorNavigationGate *gate;
  DoorPrompter *prompter;
  GCancellable *cancellable;
  gboolean loading; /* a load has started and is not committed */
  char *failed_uri; /* what has come to nothing since a page was shown */
};

G_DEFINE_FINAL_TYPE (DoorReloader, door_reloader, G_TYPE_OBJECT)

static void
door_reloader_dispose (GObject *object)
{
  DoorReloader *self = DOOR_RELOADER (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->prompter);
  g_clear_object (&self->gate);

  G_OBJECT_CLASS (door_reloader_parent_class)->dispose (object);
}

static void
door_reloader_finalize (GObject *object)
{
  DoorReloader *self = DOOR_RELOADER (object);

  g_free (self->failed_uri);
  g_object_unref (self->cancellable);

  G_OBJECT_CLASS (door_reloader_parent_class)->finalize (object);
}

static void
door_reloader_class_init (DoorReloaderClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = door_reloader_dispose;
  object_class->finalize = door_reloader_finalize;
}

static void
door_reloader_init (DoorReloader *self)
{
  self->cancellable = g_cancellable_new ();
}

static void
on_load_again (DoorCourier *courier, int act, DoorReloader *self)
{
  door_reloader_load_again (self, act);
}

static void
on_frame_reloaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  gboolean reloaded = door_page_script_finish (WEBKIT_WEB_VIEW (source), result, &error);

  if (!reloaded && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    door_reloader_load_again (user_data, DOOR_ACT_ASK);
}

/* WebKit sends a form to a frame once more only when it goes to a place in the history, be it the
 * one where it is. What the person has filled in elsewhere on the page is kept there, too. */
static void
restore (DoorReloader *self, const char *frame_uri)
{
  WebKitBackForwardListItem *current = webkit_back_forward_list_get_current_item (
      webkit_web_view_get_back_forward_list (self->view));

  door_navigation_gate_expect_restoration (self->gate, frame_uri);
  webkit_web_view_go_to_back_forward_list_item (self->view, current);
}

static void
on_frame_again (DoorCourier *courier, const char *uri, gboolean posted, DoorReloader *self)
{
  if (posted)
    restore (self, uri);
  else
    door_page_script_reload_frame_async (self->view, uri, self->cancellable, on_frame_reloaded,
                                         self);
}

static void
on_edits_known (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DoorNotice) notice = NULL;
  g_autoptr (GError) error = NULL;
  gboolean edited = door_page_script_finish (WEBKIT_WEB_VIEW (source), result, &error);
  DoorReloader *self;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self = user_data;
  if (!edited)
    {
      door_reloader_load_again (self, DOOR_ACT_NONE);
      return;
    }

  door_navigation_gate_release (self->gate);
  notice = door_notice_new (DOOR_NOTICE_SIGNED_IN,
                            door_prompter_get_finding (self->prompter) != NULL
                                ? door_prompter_get_finding (self->prompter)->server
                                : NULL,
                            NULL, FALSE);
  door_prompter_set_notice (self->prompter, notice);
}

/* The person signed in on another page. Nobody may lose what they typed here for it. */
static void
on_signed_in_elsewhere (DoorPrompter *prompter, DoorReloader *self)
{
  /* There is nothing to lose in what stands in the place of a page. */
  if (self->failed_uri != NULL)
    {
      door_reloader_load_again (self, DOOR_ACT_NONE);
      return;
    }

  door_page_script_has_edits_async (self->view, self->cancellable, on_edits_known, self);
}

static void
on_given_up (DoorPrompter *prompter, DoorReloader *self)
{
  if (!door_prompter_is_about_download (prompter))
    webkit_web_view_stop_loading (self->view);
}

/**
 * door_reloader_new:
 * @view: what is loaded again; it outlives the reloader
 * @gate: is told that the person is behind it
 * @prompter: tells when the person has signed in on another page
 * @courier: tells when the person has signed in on this one
 *
 * Returns: (transfer full): what loads @view again
 */
DoorReloader *
door_reloader_new (WebKitWebView *view,
                   DoorNavigationGate *gate,
                   DoorPrompter *prompter,
                   DoorCourier *courier)
{
  DoorReloader *self;

  g_return_val_if_fail (WEBKIT_IS_WEB_VIEW (view), NULL);

  self = g_object_new (DOOR_TYPE_RELOADER, NULL);
  self->view = view;
  self->gate = g_object_ref (gate);
  self->prompter = g_object_ref (prompter);

  g_signal_connect_object (prompter, "load-again", G_CALLBACK (on_signed_in_elsewhere), self, 0);
  g_signal_connect_object (courier, "load-again", G_CALLBACK (on_load_again), self, 0);
  g_signal_connect_object (courier, "frame-again", G_CALLBACK (on_frame_again), self, 0);
  g_signal_connect_object (prompter, "given-up", G_CALLBACK (on_given_up), self, 0);

  return self;
}

/**
 * door_reloader_set_loading:
 * @loading: whether a load has started and is not committed
 */
void
door_reloader_set_loading (DoorReloader *self, gboolean loading)
{
  g_return_if_fail (DOOR_IS_RELOADER (self));

  self->loading = loading;
}

/**
 * door_reloader_set_failed_uri:
 * @uri: (nullable): what has come to nothing since a page was shown
 */
void
door_reloader_set_failed_uri (DoorReloader *self, const char *uri)
{
  g_return_if_fail (DOOR_IS_RELOADER (self));

  g_free (self->failed_uri);
  self->failed_uri = g_strdup (uri);
}

/**
 * door_reloader_load:
 *
 * Loads @uri as if the person had entered it, whatever a cache has. A form that led there is not
 * sent again.
 */
void
door_reloader_load (DoorReloader *self, const char *uri)
{
  g_autoptr (WebKitURIRequest) request = NULL;

  g_return_if_fail (DOOR_IS_RELOADER (self));

  request = webkit_uri_request_new (uri);
  soup_message_headers_replace (webkit_uri_request_get_http_headers (request), "Cache-Control",
                                "no-cache");
  door_navigation_gate_expect (self->gate, DOOR_ACT_ASK, uri);
  webkit_web_view_load_request (self->view, request);
}

/**
 * door_reloader_load_again:
 * @act: who is behind it
 *
 * Loads what the person sees, or is waiting for. A form is sent again.
 */
void
door_reloader_load_again (DoorReloader *self, DoorAct act)
{
  g_autofree char *uri = NULL;

  g_return_if_fail (DOOR_IS_RELOADER (self));

  if (self->failed_uri != NULL)
    uri = g_strdup (self->failed_uri);
  else if (self->loading)
    uri = door_plain_uri_new (webkit_web_view_get_uri (self->view));

  if (uri == NULL)
    {
      door_navigation_gate_expect_reload (self->gate, act, TRUE);
      webkit_web_view_reload (self->view);
      return;
    }

  door_navigation_gate_expect (self->gate, act, uri);
  webkit_web_view_load_uri (self->view, uri);
}

/**
 * door_reloader_reload:
 * @bypass_cache: whether everything is fetched anew
 *
 * The person reloaded. A form is not sent again.
 */
void
door_reloader_reload (DoorReloader *self, gboolean bypass_cache)
{
  g_return_if_fail (DOOR_IS_RELOADER (self));

  if (self->failed_uri != NULL)
    {
      door_reloader_load_again (self, DOOR_ACT_ASK);
      return;
    }

  door_navigation_gate_expect_reload (self->gate, DOOR_ACT_ASK, FALSE);
  if (bypass_cache)
    webkit_web_view_reload_bypass_cache (self->view);
  else
    webkit_web_view_reload (self->view);
}
