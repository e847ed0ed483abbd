/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-page-downloads.h"

#include "door-network-end.h"

struct _DoorPageDownloads
{
  GObject parent_instance;

  DoorWebContext *context;
  DoorSuppression *suppression;
  WebKitWebView *view; /* not owned: the page owns both */
  DoorNavigationGate *gate;
  DoorPrompter *prompter;
  DoorAuthenticator *authenticator;
  GHashTable *begun;     /* WebKitDownload → DoorDownloadAct */
  WebKitDownload *again; /* with what the person answered, until its response is there */
  WebKitDownload *lost;  /* the last one that ended with the network process and begins anew */
  DoorNetworkEnd *end;
};

G_DEFINE_FINAL_TYPE (DoorPageDownloads, door_page_downloads, G_TYPE_OBJECT)

static void
leave (DoorPageDownloads *self, WebKitDownload *download)
{
  g_signal_handlers_disconnect_by_data (download, self);
  if (download == self->again)
    g_clear_object (&self->again);
  g_hash_table_remove (self->begun, download);
}

static void
door_page_downloads_dispose (GObject *object)
{
  DoorPageDownloads *self = DOOR_PAGE_DOWNLOADS (object);
  GHashTableIter iter;
  gpointer download;

  g_hash_table_iter_init (&iter, self->begun);
  while (g_hash_table_iter_next (&iter, &download, NULL))
    g_signal_handlers_disconnect_by_data (download, self);
  g_hash_table_remove_all (self->begun);
  g_clear_object (&self->again);
  g_clear_object (&self->lost);
  g_clear_object (&self->end);
  g_clear_object (&self->authenticator);
  g_clear_object (&self->prompter);
  g_clear_object (&self->gate);
  g_clear_object (&self->suppression);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (door_page_downloads_parent_class)->dispose (object);
}

static void
door_page_downloads_finalize (GObject *object)
{
  g_hash_table_unref (DOOR_PAGE_DOWNLOADS (object)->begun);

  G_OBJECT_CLASS (door_page_downloads_parent_class)->finalize (object);
}

static void
door_page_downloads_class_init (DoorPageDownloadsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = door_page_downloads_dispose;
  G_OBJECT_CLASS (klass)->finalize = door_page_downloads_finalize;
}

static void
door_page_downloads_init (DoorPageDownloads *self)
{
  self->begun = g_hash_table_new_full (NULL, NULL, g_object_unref, g_free);
}

static void
on_response (WebKitDownload *download, GParamSpec *pspec, DoorPageDownloads *self)
{
  WebKitURIResponse *response = webkit_download_get_response (download);
  DoorDownloadAct act;

  if (response == NULL)
    return;

  act = *(DoorDownloadAct *)g_hash_table_lookup (self->begun, download);
  leave (self, download);
  door_authenticator_download_response (self->authenticator, response, &act);
}

static void
on_failed (WebKitDownload *download, GError *error, DoorPageDownloads *self)
{
  gboolean again = download == self->again;

  leave (self, download);
  if (again && door_prompter_is_signing_in (self->prompter))
    door_prompter_ask_again (self->prompter);
}

static gboolean
begin_anew (DoorPageDownloads *self)
{
  if (door_courier_begin_download_anew (door_authenticator_get_courier (self->authenticator)))
    return TRUE;

  door_prompter_clear (self->prompter, DOOR_PROMPT_OUTCOME_SUPERSEDED);

  return FALSE;
}

static void
on_network_ended (DoorNetworkEnd *end, DoorPageDownloads *self)
{
  g_autoptr (GList) downloads = g_hash_table_get_keys (self->begun);

  for (GList *link = downloads; link != NULL; link = link->next)
    door_page_downloads_lose (self, link->data);
}

static void
follow (DoorPageDownloads *self, WebKitDownload *download, DoorAct act, guint64 moment)
{
  DoorDownloadAct *begun = g_new0 (DoorDownloadAct, 1);

  door_network_end_watch (self->end, FALSE);
  begun->act = act;
  begun->moment = moment;
  g_hash_table_insert (self->begun, g_object_ref (download), begun);
  g_signal_connect_object (download, "notify::response", G_CALLBACK (on_response), self, 0);
  g_signal_connect_object (download, "failed", G_CALLBACK (on_failed), self, 0);
}

static void
on_download_started (DoorWebContext *context, WebKitDownload *download, DoorPageDownloads *self)
{
  const char *uri = webkit_uri_request_get_uri (webkit_download_get_request (download));
  DoorAct act;
  guint64 moment;

  if (webkit_download_get_web_view (download) != self->view)
    return;

  door_network_end_watch (self->end, TRUE);
  if (g_hash_table_contains (self->begun, download))
    return;

  act = door_navigation_gate_get_download_act (self->gate, uri, &moment);
  follow (self, download, act, moment);
}

static void
on_download_again (DoorCourier *courier, const char *uri, DoorPageDownloads *self)
{
  g_autoptr (WebKitDownload) download = webkit_web_view_download_uri (self->view, uri);

  follow (self, download, DOOR_ACT_ASK, door_suppression_get_moment (self->suppression));
  /* The companion has just taken what the person answered. */
  if (door_web_context_has_companion (self->context))
    door_network_end_watch (self->end, TRUE);
  g_set_object (&self->again, download);
}

/* Signed in on another page: the one that it was begun from has nothing to do with it. */
static void
on_signed_in_elsewhere (DoorPrompter *prompter, const char *uri, DoorPageDownloads *self)
{
  door_page_downloads_begin (self, uri, DOOR_ACT_NONE);
}

static void
on_given_up (DoorPrompter *prompter, DoorPageDownloads *self)
{
  if (self->again != NULL)
    webkit_download_cancel (self->again);
}

/**
 * door_page_downloads_new:
 * @context: tells what is downloaded
 * @view: whose downloads these are; it outlives them
 * @gate: tells who is behind them
 * @prompter: asks about them
 * @authenticator: reads what their servers ask for
 *
 * Returns: (transfer full): the downloads of @view
 */
DoorPageDownloads *
door_page_downloads_new (DoorWebContext *context,
                         WebKitWebView *view,
                         DoorNavigationGate *gate,
                         DoorPrompter *prompter,
                         DoorAuthenticator *authenticator)
{
  DoorPageDownloads *self;

  g_return_val_if_fail (DOOR_IS_WEB_CONTEXT (context), NULL);
  g_return_val_if_fail (WEBKIT_IS_WEB_VIEW (view), NULL);

  self = g_object_new (DOOR_TYPE_PAGE_DOWNLOADS, NULL);
  self->context = g_object_ref (context);
  self->suppression
      = g_object_ref (door_session_get_suppression (door_web_context_get_session (context)));
  self->view = view;
  self->gate = g_object_ref (gate);
  self->prompter = g_object_ref (prompter);
  self->authenticator = g_object_ref (authenticator);

  self->end = door_network_end_new ();

  g_signal_connect_object (self->end, "ended", G_CALLBACK (on_network_ended), self, 0);
  g_signal_connect_object (context, "download-started", G_CALLBACK (on_download_started), self, 0);
  g_signal_connect_object (door_authenticator_get_courier (authenticator), "download-again",
                           G_CALLBACK (on_download_again), self, 0);
  g_signal_connect_object (prompter, "download-again", G_CALLBACK (on_signed_in_elsewhere), self,
                           0);
  g_signal_connect_object (prompter, "given-up", G_CALLBACK (on_given_up), self, 0);

  return self;
}

/**
 * door_page_downloads_begin:
 * @uri: what to download
 * @act: who is behind it
 *
 * Begins a download as if the page in the view had.
 */
void
door_page_downloads_begin (DoorPageDownloads *self, const char *uri, DoorAct act)
{
  g_autoptr (WebKitDownload) download = NULL;

  g_return_if_fail (DOOR_IS_PAGE_DOWNLOADS (self));

  download = webkit_web_view_download_uri (self->view, uri);
  follow (self, download, act, door_suppression_get_moment (self->suppression));
}

/**
 * door_page_downloads_get_act:
 *
 * Returns: who is behind @download, as long as it has no response
 */
DoorAct
door_page_downloads_get_act (DoorPageDownloads *self, WebKitDownload *download)
{
  DoorDownloadAct *begun;

  g_return_val_if_fail (DOOR_IS_PAGE_DOWNLOADS (self), DOOR_ACT_NONE);

  begun = g_hash_table_lookup (self->begun, download);

  return begun != NULL ? begun->act : DOOR_ACT_NONE;
}

/**
 * door_page_downloads_lose:
 *
 * The network process has ended, and @download with it. Where the person has signed in for it, it
 * begins anew by itself.
 *
 * Returns: whether it does; if not, it has failed
 */
gboolean
door_page_downloads_lose (DoorPageDownloads *self, WebKitDownload *download)
{
  gboolean again;

  g_return_val_if_fail (DOOR_IS_PAGE_DOWNLOADS (self), FALSE);

  /* Whoever sees the end of the process first asks first. */
  if (download == self->lost)
    return TRUE;
  if (!g_hash_table_contains (self->begun, download))
    return FALSE;

  again = download == self->again && door_prompter_is_signing_in (self->prompter)
          && door_prompter_is_about_download (self->prompter);
  if (again && begin_anew (self))
    g_set_object (&self->lost, download);
  leave (self, download);

  return download == self->lost;
}
