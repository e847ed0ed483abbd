/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-downloads.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "door-download-name.h"
#include "door-network-end.h"
#include "door-tab.h"

struct _DoorDownloads
{
  GObject parent_instance;

  AdwToastOverlay *toasts;
  char *folder;
  GHashTable *running; /* WebKitDownload → Running */
  GPtrArray *told;     /* AdwToast, of what has ended, where they are locked */
  DoorNetworkEnd *end;
  gboolean locked;
};

enum
{
  ORPHANED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DoorDownloads, door_downloads, G_TYPE_OBJECT)

/* A download that is under way and the toast that shows it. */
typedef struct
{
  WebKitDownload *download;
  DoorPage *page; /* weak: that it came from, or NULL */
  DoorAct act;    /* who is behind it */
  AdwToast *toast;
  char *path;
} Running;

static void
take_toast_away (Running *running)
{
  if (running->toast == NULL)
    return;

  g_signal_handlers_disconnect_by_data (running->toast, running);
  adw_toast_dismiss (running->toast);
  g_clear_object (&running->toast);
}

static void
running_free (Running *running)
{
  take_toast_away (running);
  g_clear_weak_pointer (&running->page);
  g_object_unref (running->download);
  g_free (running->path);
  g_free (running);
}

static char *
name_of (Running *running)
{
  return running->path != NULL ? g_filename_display_basename (running->path)
                               : g_strdup (_ ("A file"));
}

/* Titles of toasts are markup. */
static void set_title (AdwToast *toast, const char *format, ...) G_GNUC_PRINTF (2, 3);

static void
set_title (AdwToast *toast, const char *format, ...)
{
  va_list arguments;
  g_autofree char *title = NULL;
  g_autofree char *escaped = NULL;

  va_start (arguments, format);
  title = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  escaped = g_markup_escape_text (title, -1);
  adw_toast_set_title (toast, escaped);
}

static void
show_progress (Running *running)
{
  g_autofree char *name = name_of (running);
  double progress = webkit_download_get_estimated_progress (running->download);

  if (running->toast == NULL)
    return;
  if (progress > 0 && progress < 1)
    set_title (running->toast, _ ("Downloading %1$s — %2$d %%"), name, (int)(progress * 100));
  else
    set_title (running->toast, _ ("Downloading %s"), name);
}

static void
on_cancel (AdwToast *toast, Running *running)
{
  webkit_download_cancel (running->download);
}

static void
on_progress (WebKitDownload *download, GParamSpec *pspec, DoorDownloads *self)
{
  show_progress (g_hash_table_lookup (self->running, download));
}

static gboolean
asks_for_login (WebKitDownload *download)
{
  WebKitURIResponse *response = webkit_download_get_response (download);
  guint status = response != NULL ? webkit_uri_response_get_status_code (response) : 0;

  return status == 401 || status == 407;
}

/* What asks for a login is no file, whatever it says it is. */
static void
on_response (WebKitDownload *download)
{
  if (asks_for_login (download))
    webkit_download_cancel (download);
}

static void
add_toast (DoorDownloads *self, Running *running)
{
  running->toast = adw_toast_new ("");
  adw_toast_set_timeout (running->toast, 0);
  adw_toast_set_button_label (running->toast, _ ("Cancel"));
  g_signal_connect (running->toast, "button-clicked", G_CALLBACK (on_cancel), running);
  show_progress (running);
  adw_toast_overlay_add_toast (self->toasts, g_object_ref (running->toast));
}

static gboolean
on_decide_destination (WebKitDownload *download, const char *suggested, DoorDownloads *self)
{
  Running *running = g_hash_table_lookup (self->running, download);
  g_autofree char *folder = door_downloads_choose_folder (self->folder);

  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      webkit_download_cancel (download);
      return TRUE;
    }

  g_free (running->path);
  running->path = door_download_name_choose (folder, suggested);
  webkit_download_set_allow_overwrite (download, FALSE);
  webkit_download_set_destination (download, running->path);
  add_toast (self, running);

  return TRUE;
}

/* Whatever WebKit still says of a download that has ended is of no interest. */
static void
forget (DoorDownloads *self, WebKitDownload *download)
{
  g_signal_handlers_disconnect_by_data (download, self);
  g_hash_table_remove (self->running, download);
}

static void
tell (DoorDownloads *self, AdwToast *toast)
{
  if (self->locked)
    g_ptr_array_add (self->told, g_object_ref (toast));
  adw_toast_overlay_add_toast (self->toasts, toast);
}

static void
on_open_folder (AdwToast *toast, char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *uri = g_filename_to_uri (folder, NULL, NULL);

  if (uri != NULL)
    gtk_show_uri (NULL, uri, GDK_CURRENT_TIME);
}

static void
free_path (gpointer path, GClosure *closure)
{
  g_free (path);
}

static void
on_finished (WebKitDownload *download, DoorDownloads *self)
{
  Running *running = g_hash_table_lookup (self->running, download);
  g_autofree char *name = name_of (running);
  AdwToast *toast = adw_toast_new ("");

  set_title (toast, _ ("Downloaded %s"), name);
  if (!self->locked)
    {
      adw_toast_set_button_label (toast, _ ("Open Folder"));
      g_signal_connect_data (toast, "button-clicked", G_CALLBACK (on_open_folder),
                             g_strdup (running->path), free_path, 0);
    }
  forget (self, download);
  tell (self, toast);
}

/* A tab that is closed takes along whom WebKit would have asked for a login. */
static gboolean
is_orphaned (Running *running)
{
  WebKitURIRequest *request = webkit_download_get_request (running->download);

  return running->path == NULL && webkit_download_get_web_view (running->download) == NULL
         && g_strcmp0 (webkit_uri_request_get_http_method (request), "GET") == 0;
}

static void
tell_of_failure (DoorDownloads *self, WebKitDownload *download)
{
  g_autofree char *name = name_of (g_hash_table_lookup (self->running, download));
  AdwToast *toast = adw_toast_new ("");

  set_title (toast, _ ("Could not download %s"), name);
  forget (self, download);
  tell (self, toast);
}

/* The page that it came from says more about it than that it failed. */
static gboolean
is_told_by_page (Running *running)
{
  return asks_for_login (running->download) && running->page != NULL
         && (door_page_get_prompt (running->page) != NULL
             || door_page_get_notice (running->page) != NULL);
}

static void
on_failed (WebKitDownload *download, GError *error, DoorDownloads *self)
{
  Running *running = g_hash_table_lookup (self->running, download);
  g_autofree char *name = name_of (running);
  AdwToast *toast;

  if (is_orphaned (running))
    {
      g_autofree char *uri
          = g_strdup (webkit_uri_request_get_uri (webkit_download_get_request (download)));

      DoorAct act = running->act;

      forget (self, download);
      g_signal_emit (self, signals[ORPHANED], 0, uri, act);
      return;
    }

  if (is_told_by_page (running))
    {
      forget (self, download);
      return;
    }

  if (running->toast == NULL
      || !g_error_matches (error, WEBKIT_DOWNLOAD_ERROR, WEBKIT_DOWNLOAD_ERROR_CANCELLED_BY_USER))
    {
      tell_of_failure (self, download);
      return;
    }

  toast = adw_toast_new ("");
  set_title (toast, _ ("Cancelled downloading %s"), name);
  forget (self, download);
  tell (self, toast);
}

/* WebKit leaves what has arrived in a file beside that which it is to become. */
static void
remove_rest (Running *running)
{
  g_autofree char *arrived = NULL;

  if (running->path == NULL)
    return;

  arrived = g_strconcat (running->path, ".wkdownload", NULL);
  g_unlink (arrived);
  g_unlink (running->path);
}

static void
on_network_ended (DoorNetworkEnd *end, DoorDownloads *self)
{
  g_autoptr (GList) downloads = g_hash_table_get_keys (self->running);

  for (GList *link = downloads; link != NULL; link = link->next)
    {
      Running *running = g_hash_table_lookup (self->running, link->data);

      remove_rest (running);
      if (running->page != NULL && door_page_lose_download (running->page, link->data))
        forget (self, link->data);
      else
        tell_of_failure (self, link->data);
    }
}

static void
door_downloads_dispose (GObject *object)
{
  DoorDownloads *self = DOOR_DOWNLOADS (object);
  GHashTableIter iter;
  gpointer download;

  g_hash_table_iter_init (&iter, self->running);
  while (g_hash_table_iter_next (&iter, &download, NULL))
    {
      g_signal_handlers_disconnect_by_data (download, self);
      if (self->locked)
        webkit_download_cancel (download);
    }
  g_hash_table_remove_all (self->running);
  for (guint i = 0; i < self->told->len; i++)
    adw_toast_dismiss (g_ptr_array_index (self->told, i));
  g_ptr_array_set_size (self->told, 0);
  g_clear_object (&self->end);
  g_clear_object (&self->toasts);
  G_OBJECT_CLASS (door_downloads_parent_class)->dispose (object);
}

static void
door_downloads_finalize (GObject *object)
{
  g_free (DOOR_DOWNLOADS (object)->folder);
  g_hash_table_unref (DOOR_DOWNLOADS (object)->running);
  g_ptr_array_unref (DOOR_DOWNLOADS (object)->told);
  G_OBJECT_CLASS (door_downloads_parent_class)->finalize (object);
}

static void
door_downloads_class_init (DoorDownloadsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = door_downloads_dispose;
  G_OBJECT_CLASS (klass)->finalize = door_downloads_finalize;

  signals[ORPHANED] = g_signal_new ("orphaned", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                    NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_INT);
}

static void
door_downloads_init (DoorDownloads *self)
{
  self->running = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify)running_free);
  self->told = g_ptr_array_new_with_free_func (g_object_unref);
}

/**
 * door_downloads_new:
 * @toasts: where to say what becomes of a download
 *
 * Returns: (transfer full): downloads of a window
 */
DoorDownloads *
door_downloads_new (AdwToastOverlay *toasts)
{
  DoorDownloads *self = g_object_new (DOOR_TYPE_DOWNLOADS, NULL);

  self->toasts = g_object_ref (toasts);
  self->end = door_network_end_new ();
  g_signal_connect_object (self->end, "ended", G_CALLBACK (on_network_ended), self, 0);

  return self;
}

/**
 * door_downloads_set_locked:
 * @self: downloads
 * @locked: whether they are those of one visit of a kiosk
 *
 * From locked ones no way leads to the folder. With them ends what is still under way, and what was
 * said of the others.
 */
void
door_downloads_set_locked (DoorDownloads *self, gboolean locked)
{
  g_return_if_fail (DOOR_IS_DOWNLOADS (self));

  self->locked = locked;
}

/**
 * door_downloads_choose_folder:
 * @folder: (nullable) (type filename): the folder that the person has chosen, if any
 *
 * Returns: (transfer full) (type filename): where downloads go: @folder, else the desktop's folder
 *   for them
 */
char *
door_downloads_choose_folder (const char *folder)
{
  const char *usual = g_get_user_special_dir (G_USER_DIRECTORY_DOWNLOAD);

  if (folder != NULL && g_path_is_absolute (folder))
    return g_strdup (folder);

  return usual != NULL ? g_strdup (usual) : g_build_filename (g_get_home_dir (), "Downloads", NULL);
}

/**
 * door_downloads_set_folder:
 * @self: downloads
 * @folder: (nullable) (type filename): where to put what is downloaded from now on, if the person
 *   has chosen
 */
void
door_downloads_set_folder (DoorDownloads *self, const char *folder)
{
  g_return_if_fail (DOOR_IS_DOWNLOADS (self));

  g_free (self->folder);
  self->folder = g_strdup (folder);
}

static void
follow (DoorDownloads *self, WebKitDownload *download)
{
  door_network_end_watch (self->end, TRUE);
  g_signal_connect_object (download, "decide-destination", G_CALLBACK (on_decide_destination), self,
                           0);
  g_signal_connect_object (download, "notify::response", G_CALLBACK (on_response), self, 0);
  g_signal_connect_object (download, "notify::estimated-progress", G_CALLBACK (on_progress), self,
                           0);
  g_signal_connect_object (download, "failed", G_CALLBACK (on_failed), self, 0);
  g_signal_connect_object (download, "finished", G_CALLBACK (on_finished), self, 0);
}

/**
 * door_downloads_take:
 * @self: downloads
 * @download: a download that has just started
 *
 * Saves @download under a name of its own in the person's download folder; nothing is overwritten,
 * and nothing is left of what is not complete. The body of a 401 or 407 is not saved.
 */
void
door_downloads_take (DoorDownloads *self, WebKitDownload *download)
{
  DoorTab *tab;
  Running *running;

  g_return_if_fail (DOOR_IS_DOWNLOADS (self));
  g_return_if_fail (WEBKIT_IS_DOWNLOAD (download));

  running = g_new0 (Running, 1);
  running->download = g_object_ref (download);
  tab = door_tab_for_view (webkit_download_get_web_view (download));
  if (tab != NULL)
    {
      g_set_weak_pointer (&running->page, door_tab_get_page (tab));
      running->act = door_page_get_download_act (running->page, download);
    }
  g_hash_table_insert (self->running, download, running);
  follow (self, download);
}

/**
 * door_downloads_hand_over:
 * @self: downloads of a window that is closed
 * @heir: those of one that stays
 *
 * What is under way does not end with its window: @heir shows it from now on, and sees to it.
 */
void
door_downloads_hand_over (DoorDownloads *self, DoorDownloads *heir)
{
  GHashTableIter iter;
  gpointer download;
  gpointer value;

  g_return_if_fail (DOOR_IS_DOWNLOADS (self));
  g_return_if_fail (DOOR_IS_DOWNLOADS (heir));

  g_hash_table_iter_init (&iter, self->running);
  while (g_hash_table_iter_next (&iter, &download, &value))
    {
      Running *running = value;
      gboolean shown = running->toast != NULL;

      g_hash_table_iter_steal (&iter);
      g_signal_handlers_disconnect_by_data (download, self);
      take_toast_away (running);
      g_hash_table_insert (heir->running, download, running);
      follow (heir, download);
      if (shown)
        add_toast (heir, running);
    }
}
