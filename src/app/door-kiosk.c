/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-kiosk.h"

#include "door-idle.h"
#include "door-input-watch.h"
#include "door-kiosk-dialogs.h"
#include "door-kiosk-window.h"
#include "door-reaction-watch.h"
#include "door-recovery.h"

struct _DoorKiosk
{
  GObject parent_instance;

  DoorClock *clock;
  DoorNetworkLink *link;
  DoorService *service;
  char *home; /* NULL: the policy's */
  DoorKioskWindow *window;
  DoorKioskDialogs *dialogs;
  DoorWebContext *context; /* of this visit */
  DoorPage *page;          /* weak: the one in front */

  DoorIdle *visit; /* counts while there is a visitor */
  DoorIdle *rest;  /* counts from the end of each visit */
  GSource *countdown;

  DoorRecovery *recovery; /* of Home */
  DoorReactionWatch *reaction;
  gboolean renew;     /* nothing of this visit is worth keeping */
  guint begin_source; /* the next visit is about to begin */
};

enum
{
  CREATE_CONTEXT,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DoorKiosk, door_kiosk, G_TYPE_OBJECT)

static void
door_kiosk_dispose (GObject *object)
{
  DoorKiosk *self = DOOR_KIOSK (object);

  g_clear_handle_id (&self->begin_source, g_source_remove);
  door_clock_stop_timeout (&self->countdown);
  g_clear_weak_pointer (&self->page);
  g_clear_weak_pointer (&self->window);
  g_clear_object (&self->dialogs);
  g_clear_object (&self->context);
  g_clear_object (&self->visit);
  g_clear_object (&self->rest);
  g_clear_object (&self->recovery);
  g_clear_object (&self->reaction);
  g_clear_object (&self->link);
  g_clear_object (&self->service);
  g_clear_object (&self->clock);

  G_OBJECT_CLASS (door_kiosk_parent_class)->dispose (object);
}

static void
door_kiosk_finalize (GObject *object)
{
  g_free (DOOR_KIOSK (object)->home);

  G_OBJECT_CLASS (door_kiosk_parent_class)->finalize (object);
}

static void
door_kiosk_class_init (DoorKioskClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = door_kiosk_dispose;
  object_class->finalize = door_kiosk_finalize;

  signals[CREATE_CONTEXT]
      = g_signal_new ("create-context", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                      NULL, DOOR_TYPE_WEB_CONTEXT, 0);
}

static void
door_kiosk_init (DoorKiosk *self)
{
}

static const char *
get_home (DoorKiosk *self)
{
  if (self->home != NULL)
    return self->home;

  return door_policy_get_home (
      door_session_get_policy (door_web_context_get_session (self->context)));
}

static void
update_idle_reset (DoorKiosk *self)
{
  guint seconds = door_policy_get_idle_reset (
      door_session_get_policy (door_web_context_get_session (self->context)));
  gboolean visited = door_idle_get_seconds_left (self->visit) > 0;

  door_idle_set_timeout (self->visit, seconds);
  door_idle_set_timeout (self->rest, seconds);
  if (!visited)
    door_idle_rest (self->visit);
}

/* What somebody does without a key or a touch, as with an assistive technology, tells as well that
 * there is a visitor. It prolongs no visit, or a page that moves by itself would. */
static void
begin_visit (DoorKiosk *self)
{
  if (door_idle_get_seconds_left (self->visit) == 0)
    door_idle_touch (self->visit);
}

/* Whoever asks for the clipboard next gets nothing, whichever program what is in it is from. */
static void
clear_clipboard (GdkClipboard *clipboard)
{
  gdk_clipboard_set_text (clipboard, "");
  gdk_clipboard_set_content (clipboard, NULL);
}

static void
open_home (DoorKiosk *self)
{
  door_recovery_begin (self->recovery);
  door_kiosk_window_open_home (self->window, self->context, get_home (self));
}

static void
take_context (DoorKiosk *self)
{
  g_signal_emit (self, signals[CREATE_CONTEXT], 0, &self->context);
  g_signal_connect_object (door_web_context_get_session (self->context), "policy-changed",
                           G_CALLBACK (update_idle_reset), self, G_CONNECT_SWAPPED);
}

static gboolean
begin_visit_anew (gpointer user_data)
{
  DoorKiosk *self = user_data;
  GdkDisplay *display = gtk_widget_get_display (GTK_WIDGET (self->window));

  self->begin_source = 0;
  door_kiosk_window_forget (self->window);
  g_clear_object (&self->context);
  clear_clipboard (gdk_display_get_clipboard (display));
  clear_clipboard (gdk_display_get_primary_clipboard (display));

  door_idle_rest (self->visit);
  door_idle_touch (self->rest);
  take_context (self);
  open_home (self);

  return G_SOURCE_REMOVE;
}

/* Ends the visit. What there was of it lived in one network session, one web process and one object
 * of ours for both, and all of that goes; so there is nothing that could be forgotten to forget. */
static void
renew (DoorKiosk *self, DoorForgetReason reason)
{
  if (self->begin_source != 0)
    return;

  self->renew = FALSE;
  door_session_forget_all (door_web_context_get_session (self->context), reason);
  door_kiosk_dialogs_end (self->dialogs);
  /* WebKit may be waiting for a dialog from within the page that is to go. */
  self->begin_source = g_idle_add_full (G_PRIORITY_DEFAULT, begin_visit_anew, self, NULL);
}

static void
on_done (DoorKiosk *self)
{
  renew (self, DOOR_FORGET_USER);
}

static void
on_visit_expired (DoorKiosk *self)
{
  renew (self, DOOR_FORGET_IDLE);
}

/* Nobody came. What the page did meanwhile, and whatever has come to a standstill, ends as well. */
static void
on_rest_expired (DoorKiosk *self)
{
  if (door_idle_get_seconds_left (self->visit) == 0)
    renew (self, DOOR_FORGET_IDLE);
}

static void
on_stay (DoorKiosk *self)
{
  door_idle_touch (self->visit);
}

static gboolean
on_countdown (gpointer user_data)
{
  DoorKiosk *self = user_data;

  door_kiosk_window_show_countdown (self->window, door_idle_get_seconds_left (self->visit));
  door_clock_start_timeout (self->clock, &self->countdown, 1000, on_countdown, self);

  return G_SOURCE_REMOVE;
}

static void
on_ending (DoorKiosk *self)
{
  if (door_idle_is_ending (self->visit))
    {
      on_countdown (self);
      return;
    }

  door_clock_stop_timeout (&self->countdown);
  door_kiosk_window_show_countdown (self->window, 0);
}

static void
on_try (DoorKiosk *self)
{
  door_service_status (self->service, "Trying again");
  if (self->renew)
    renew (self, DOOR_FORGET_CRASH);
  else
    open_home (self);
}

static void
on_seconds_left (DoorKiosk *self)
{
  door_kiosk_window_show_trouble (self->window, door_recovery_get_seconds_left (self->recovery));
}

static void
trouble (DoorKiosk *self, const char *what)
{
  door_reaction_watch_pardon (self->reaction);
  if (!door_recovery_fail (self->recovery))
    return;

  g_message ("%s: back to Home in %u s", what, door_recovery_get_seconds_left (self->recovery));
  door_service_status (self->service, what);
}

static void
on_too_slow (DoorKiosk *self)
{
  trouble (self, "Home does not answer");
}

static void
on_try_now (DoorKiosk *self)
{
  door_recovery_try_now (self->recovery);
}

static void
on_network_changed (DoorKiosk *self, gboolean available)
{
  if (available)
    on_try_now (self);
}

/* Pages live on without the network process, but their session is gone with it. */
static void
on_network_process (DoorKiosk *self)
{
  if (door_network_link_is_available (self->link))
    return;

  self->renew = TRUE;
  trouble (self, "The network process has ended");
}

static void
on_failure (DoorKiosk *self)
{
  switch (door_page_get_failure (self->page))
    {
    case DOOR_PAGE_FAILURE_LOAD:
      trouble (self, "A page could not be loaded");
      break;
    case DOOR_PAGE_FAILURE_TLS:
      trouble (self, "A server did not prove what it is");
      break;
    case DOOR_PAGE_FAILURE_CRASHED:
      trouble (self, "The web process has ended");
      break;
    case DOOR_PAGE_FAILURE_NONE:
    case DOOR_PAGE_FAILURE_BODY:
    default:
      break;
    }
}

static void
on_load_changed (DoorKiosk *self, WebKitLoadEvent event)
{
  if (event != WEBKIT_LOAD_COMMITTED)
    return;

  door_recovery_succeed (self->recovery);
  door_kiosk_window_hide_trouble (self->window);
  door_service_status (self->service, "Running");
}

static void
on_uri (DoorKiosk *self)
{
  const char *uri = door_page_get_uri (self->page);

  if (uri != NULL && !g_str_equal (uri, get_home (self)))
    begin_visit (self);
}

static void
on_prompt (DoorKiosk *self)
{
  if (door_page_get_prompt (self->page) != NULL)
    begin_visit (self);
}

static void
on_front (DoorKiosk *self)
{
  DoorTab *front = door_kiosk_window_get_front (self->window);
  DoorPage *page = front != NULL ? door_tab_get_page (front) : NULL;

  if (self->page != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->page, self);
      g_signal_handlers_disconnect_by_data (door_page_get_view (self->page), self);
    }
  door_reaction_watch_set_view (self->reaction, page != NULL ? door_page_get_view (page) : NULL);
  g_set_weak_pointer (&self->page, page);
  if (page == NULL)
    return;

  g_signal_connect_object (page, "notify::failure", G_CALLBACK (on_failure), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (page, "notify::uri", G_CALLBACK (on_uri), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (page, "notify::prompt", G_CALLBACK (on_prompt), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (door_page_get_view (page), "load-changed", G_CALLBACK (on_load_changed),
                           self, G_CONNECT_SWAPPED);
  on_failure (self);
}

static void
on_mapped (DoorKiosk *self)
{
  door_service_ready (self->service);
}

/**
 * door_kiosk_new:
 * @clock: what time it is
 * @link: the link to the companion in the network process
 * @service: who is told how it goes
 *
 * Returns: (transfer full): a kiosk that has no window yet
 */
DoorKiosk *
door_kiosk_new (DoorClock *clock, DoorNetworkLink *link, DoorService *service)
{
  DoorKiosk *self = g_object_new (DOOR_TYPE_KIOSK, NULL);

  self->clock = g_object_ref (clock);
  self->link = g_object_ref (link);
  self->service = g_object_ref (service);
  self->visit = door_idle_new (clock);
  self->rest = door_idle_new (clock);
  self->recovery = door_recovery_new (clock);
  self->reaction = door_reaction_watch_new (clock);

  return self;
}

/**
 * door_kiosk_start:
 * @application: the application
 * @home: (nullable): where visits begin, %NULL for what the policy says
 *
 * Opens the window. It stays until the application quits.
 */
void
door_kiosk_start (DoorKiosk *self, GtkApplication *application, const char *home)
{
  const GConnectFlags swapped = G_CONNECT_SWAPPED;

  g_return_if_fail (DOOR_IS_KIOSK (self));
  g_return_if_fail (self->window == NULL);

  self->home = g_strdup (home);
  g_set_weak_pointer (&self->window, door_kiosk_window_new (application));
  g_signal_connect_object (self->window, "notify::front", G_CALLBACK (on_front), self, swapped);
  g_signal_connect_object (self->window, "done", G_CALLBACK (on_done), self, swapped);
  g_signal_connect_object (self->window, "stay", G_CALLBACK (on_stay), self, swapped);
  g_signal_connect_object (self->window, "try-now", G_CALLBACK (on_try_now), self, swapped);
  g_signal_connect_object (self->window, "map", G_CALLBACK (on_mapped), self, swapped);
  door_input_watch_window (GTK_WINDOW (self->window), self->visit);
  self->dialogs = door_kiosk_dialogs_new (self->visit);

  g_signal_connect_object (self->visit, "notify::ending", G_CALLBACK (on_ending), self, swapped);
  g_signal_connect_object (self->visit, "expired", G_CALLBACK (on_visit_expired), self, swapped);
  g_signal_connect_object (self->rest, "expired", G_CALLBACK (on_rest_expired), self, swapped);
  g_signal_connect_object (self->recovery, "notify::seconds-left", G_CALLBACK (on_seconds_left),
                           self, swapped);
  g_signal_connect_object (self->recovery, "try", G_CALLBACK (on_try), self, swapped);
  g_signal_connect_object (self->recovery, "too-slow", G_CALLBACK (on_too_slow), self, swapped);
  g_signal_connect_object (self->link, "notify::available", G_CALLBACK (on_network_process), self,
                           swapped);
  g_signal_connect_object (g_network_monitor_get_default (), "network-changed",
                           G_CALLBACK (on_network_changed), self, swapped);

  take_context (self);
  update_idle_reset (self);
  open_home (self);
  gtk_window_present (GTK_WINDOW (self->window));
}
