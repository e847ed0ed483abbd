/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-kiosk-window.h"

#include <glib/gi18n-lib.h>

#include "door-countdown.h"
#include "door-downloads.h"
#include "door-kiosk-actions.h"
#include "door-kiosk-place.h"
#include "door-sheet-host.h"
#include "door-trouble-page.h"

struct _DoorKioskWindow
{
  AdwWindow parent_instance;

  DoorWebContext *context;
  char *home;
  DoorDownloads *downloads; /* of this visit */
  DoorTab *front;           /* weak: the one that is listened to */

  DoorSheetHost *host;
  GtkWidget *toolbar;
  GtkWidget *reload;
  GtkWidget *stop;
  DoorKioskPlace *place;
  AdwToastOverlay *toasts;
  GtkStack *contents;
  DoorPageStack *pages;
  DoorTroublePage *trouble;
  DoorCountdown *countdown;
};

G_DEFINE_FINAL_TYPE (DoorKioskWindow, door_kiosk_window, ADW_TYPE_WINDOW)

enum
{
  PROP_FRONT = 1,
  N_PROPS
};

enum
{
  DONE,
  STAY,
  TRY_NOW,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static DoorPage *
get_page (DoorKioskWindow *self)
{
  return self->front != NULL ? door_tab_get_page (self->front) : NULL;
}

static WebKitWebView *
get_view (DoorKioskWindow *self)
{
  return door_page_get_view (get_page (self));
}

static void
update (DoorKioskWindow *self)
{
  gboolean loading = self->front != NULL && door_tab_is_loading (self->front);

  door_kiosk_window_update_page_actions (self);
  gtk_widget_set_visible (self->reload, !loading);
  gtk_widget_set_visible (self->stop, loading);
}

static gboolean
has_focus_within (DoorKioskWindow *self, GtkWidget *widget)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  return focus != NULL && (focus == widget || gtk_widget_is_ancestor (focus, widget));
}

static void
update_sheet (DoorKioskWindow *self, gboolean animate)
{
  DoorLoginSheet *sheet = self->front != NULL ? door_tab_get_sheet (self->front) : NULL;
  DoorLoginSheet *old = door_sheet_host_get_sheet (self->host);
  gboolean gone_with_focus = old != NULL && has_focus_within (self, GTK_WIDGET (old));

  if (sheet == old)
    return;

  door_sheet_host_set_sheet (self->host, sheet, animate);
  /* Focus is what brings an on-screen keyboard up, and takes it away again. */
  if (sheet != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (sheet));
  else if (gone_with_focus)
    gtk_widget_grab_focus (GTK_WIDGET (self->pages));
}

static void
on_sheet (DoorKioskWindow *self)
{
  update_sheet (self, TRUE);
}

/* The page may use all the room that pages have. The bar above it stays, and so does the window's
 * size: whoever leaves must find the way. */
static gboolean
on_full_screen (DoorKioskWindow *self)
{
  return TRUE;
}

static void
on_front (DoorKioskWindow *self)
{
  DoorTab *front = door_page_stack_get_front (self->pages);

  if (front == self->front)
    {
      update (self);
      return;
    }

  if (self->front != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->front, self);
      g_signal_handlers_disconnect_by_data (get_page (self), self);
      g_signal_handlers_disconnect_by_data (get_view (self), self);
    }
  g_set_weak_pointer (&self->front, front);
  door_kiosk_place_set_tab (self->place, front);
  if (front != NULL)
    {
      g_signal_connect_swapped (front, "changed", G_CALLBACK (update), self);
      g_signal_connect_swapped (front, "notify::sheet", G_CALLBACK (on_sheet), self);
      g_signal_connect_swapped (get_page (self), "notify::failure", G_CALLBACK (update), self);
      g_signal_connect_swapped (get_view (self), "enter-fullscreen", G_CALLBACK (on_full_screen),
                                self);
      g_signal_connect_swapped (get_view (self), "leave-fullscreen", G_CALLBACK (on_full_screen),
                                self);
    }

  update (self);
  update_sheet (self, FALSE);
  if (front != NULL && door_tab_get_sheet (front) == NULL)
    gtk_widget_grab_focus (GTK_WIDGET (front));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FRONT]);
}

/* Nothing but the program itself ends a kiosk. */
static gboolean
door_kiosk_window_close_request (GtkWindow *window)
{
  return GDK_EVENT_STOP;
}

/* GTK's own inspector would be a way to everywhere. */
static gboolean
door_kiosk_window_enable_debugging (GtkWindow *window, gboolean toggle)
{
  return TRUE;
}

static void
fill_screen (DoorKioskWindow *self)
{
  if (!gtk_window_is_fullscreen (GTK_WINDOW (self)))
    gtk_window_fullscreen (GTK_WINDOW (self));
}

/* Where there is no window manager nobody makes a window fill the screen. */
static void
take_size_of_screen (DoorKioskWindow *self)
{
  GListModel *monitors = gdk_display_get_monitors (gtk_widget_get_display (GTK_WIDGET (self)));
  g_autoptr (GdkMonitor) monitor = g_list_model_get_item (monitors, 0);
  GdkRectangle screen;

  if (monitor == NULL)
    return;

  gdk_monitor_get_geometry (monitor, &screen);
  gtk_window_set_default_size (GTK_WINDOW (self), screen.width, screen.height);
}

static void
begin (DoorKioskWindow *self)
{
  g_autoptr (DoorPage) page = door_page_new (self->context);

  door_page_stack_clear (self->pages);
  door_page_stack_push (self->pages, page);
  door_page_open (page, self->home);
}

static void
on_download_started (DoorKioskWindow *self, WebKitDownload *download)
{
  door_downloads_take (self->downloads, download);
}

static void
go_home (GtkWidget *widget, const char *name, GVariant *parameter)
{
  DoorKioskWindow *self = DOOR_KIOSK_WINDOW (widget);

  if (self->context != NULL)
    begin (self);
}

static void
done (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_signal_emit (widget, signals[DONE], 0);
}

static void
on_stay (DoorKioskWindow *self)
{
  g_signal_emit (self, signals[STAY], 0);
}

static void
on_try_now (DoorKioskWindow *self)
{
  g_signal_emit (self, signals[TRY_NOW], 0);
}

static void
door_kiosk_window_dispose (GObject *object)
{
  door_kiosk_window_forget (DOOR_KIOSK_WINDOW (object));
  G_OBJECT_CLASS (door_kiosk_window_parent_class)->dispose (object);
}

static void
door_kiosk_window_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_FRONT:
      g_value_set_object (value, DOOR_KIOSK_WINDOW (object)->front);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
door_kiosk_window_class_init (DoorKioskWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = door_kiosk_window_dispose;
  object_class->get_property = door_kiosk_window_get_property;
  GTK_WINDOW_CLASS (klass)->close_request = door_kiosk_window_close_request;
  GTK_WINDOW_CLASS (klass)->enable_debugging = door_kiosk_window_enable_debugging;

  properties[PROP_FRONT]
      = g_param_spec_object ("front", NULL, NULL, DOOR_TYPE_TAB,
                             G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[DONE] = g_signal_new ("done", DOOR_TYPE_KIOSK_WINDOW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 0);
  signals[STAY] = g_signal_new ("stay", DOOR_TYPE_KIOSK_WINDOW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 0);
  signals[TRY_NOW] = g_signal_new ("try-now", DOOR_TYPE_KIOSK_WINDOW, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);

  door_kiosk_window_install_page_actions (widget_class);
  gtk_widget_class_install_action (widget_class, "win.home", NULL, go_home);
  gtk_widget_class_install_action (widget_class, "win.done", NULL, done);

  g_type_ensure (DOOR_TYPE_COUNTDOWN);
  g_type_ensure (DOOR_TYPE_KIOSK_PLACE);
  g_type_ensure (DOOR_TYPE_PAGE_STACK);
  g_type_ensure (DOOR_TYPE_SHEET_HOST);
  g_type_ensure (DOOR_TYPE_TROUBLE_PAGE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/doorward/Doorward/ui/door-kiosk-window.ui");
  gtk_widget_class_bind_template_child (widget_class, DoorKioskWindow, host);
  gtk_widget_class_bind_template_child (widget_class, DoorKioskWindow, toolbar);
  gtk_widget_class_bind_template_child (widget_class, DoorKioskWindow, reload);
  gtk_widget_class_bind_template_child (widget_class, DoorKioskWindow, stop);
  gtk_widget_class_bind_template_child (widget_class, DoorKioskWindow, place);
  gtk_widget_class_bind_template_child (widget_class, DoorKioskWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, DoorKioskWindow, contents);
  gtk_widget_class_bind_template_child (widget_class, DoorKioskWindow, pages);
  gtk_widget_class_bind_template_child (widget_class, DoorKioskWindow, trouble);
  gtk_widget_class_bind_template_child (widget_class, DoorKioskWindow, countdown);
  gtk_widget_class_bind_template_callback (widget_class, on_front);
  gtk_widget_class_bind_template_callback (widget_class, on_stay);
  gtk_widget_class_bind_template_callback (widget_class, on_try_now);
  gtk_widget_class_bind_template_callback (widget_class, fill_screen);
}

static void
door_kiosk_window_init (DoorKioskWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  take_size_of_screen (self);
  fill_screen (self);
  door_kiosk_window_add_keys (self);
  update (self);
}

/**
 * door_kiosk_window_new:
 * @application: the application
 *
 * Returns: (transfer none): a window without a page, which the application owns
 */
DoorKioskWindow *
door_kiosk_window_new (GtkApplication *application)
{
  return g_object_new (DOOR_TYPE_KIOSK_WINDOW, "application", application, NULL);
}

/**
 * door_kiosk_window_get_front:
 * @self: a window
 *
 * Returns: (transfer none) (nullable): what the visitor sees
 */
DoorTab *
door_kiosk_window_get_front (DoorKioskWindow *self)
{
  g_return_val_if_fail (DOOR_IS_KIOSK_WINDOW (self), NULL);

  return self->front;
}

/**
 * door_kiosk_window_get_pages:
 * @self: a window
 *
 * Returns: (transfer none): what lies on top of each other
 */
DoorPageStack *
door_kiosk_window_get_pages (DoorKioskWindow *self)
{
  g_return_val_if_fail (DOOR_IS_KIOSK_WINDOW (self), NULL);

  return self->pages;
}

/**
 * door_kiosk_window_open_home:
 * @self: a window
 * @context: what the pages share from now on
 * @home: an absolute URI
 *
 * Throws every page away and begins at @home, with no way back.
 */
void
door_kiosk_window_open_home (DoorKioskWindow *self, DoorWebContext *context, const char *home)
{
  g_autofree char *new_home = NULL;

  g_return_if_fail (DOOR_IS_KIOSK_WINDOW (self));
  g_return_if_fail (DOOR_IS_WEB_CONTEXT (context));

  new_home = g_strdup (home);
  if (context != self->context)
    {
      door_kiosk_window_forget (self);
      self->context = g_object_ref (context);
      self->downloads = door_downloads_new (self->toasts);
      door_downloads_set_locked (self->downloads, TRUE);
      g_signal_connect_object (context, "download-started", G_CALLBACK (on_download_started), self,
                               G_CONNECT_SWAPPED);
    }
  g_free (self->home);
  self->home = g_steal_pointer (&new_home);

  begin (self);
}

/**
 * door_kiosk_window_forget:
 * @self: a window
 *
 * Throws every page away, and holds nothing of their context any more.
 */
void
door_kiosk_window_forget (DoorKioskWindow *self)
{
  g_return_if_fail (DOOR_IS_KIOSK_WINDOW (self));

  if (self->context == NULL)
    return;

  door_page_stack_clear (self->pages);
  g_signal_handlers_disconnect_by_func (self->context, on_download_started, self);
  g_clear_object (&self->downloads);
  g_clear_pointer (&self->home, g_free);
  g_clear_object (&self->context);
}

/**
 * door_kiosk_window_show_countdown:
 * @self: a window
 * @seconds: how long until everything is forgotten, 0 to take the countdown away
 */
void
door_kiosk_window_show_countdown (DoorKioskWindow *self, guint seconds)
{
  gboolean was_visible;

  g_return_if_fail (DOOR_IS_KIOSK_WINDOW (self));

  was_visible = gtk_widget_get_visible (GTK_WIDGET (self->countdown));
  if (seconds > 0)
    door_countdown_set_seconds (self->countdown, seconds);
  gtk_widget_set_visible (GTK_WIDGET (self->countdown), seconds > 0);

  /* It gets the keys, so that none that says “still here” does something to the page as well. */
  if (seconds > 0 && !was_visible)
    gtk_widget_grab_focus (GTK_WIDGET (self->countdown));
  else if (seconds == 0 && was_visible)
    gtk_widget_grab_focus (door_sheet_host_get_sheet (self->host) != NULL
                               ? GTK_WIDGET (door_sheet_host_get_sheet (self->host))
                               : GTK_WIDGET (self->pages));
}

static void
show_contents (DoorKioskWindow *self, GtkWidget *shown)
{
  gboolean had_focus = has_focus_within (self, GTK_WIDGET (self->contents));

  if (gtk_stack_get_visible_child (self->contents) == shown)
    return;

  /* What is not seen is not there for assistive technology and the keyboard either; and GTK never
   * lets go of a focused widget that is hidden both by itself and by its stack. */
  if (had_focus)
    gtk_window_set_focus (GTK_WINDOW (self), NULL);
  gtk_widget_set_visible (shown, TRUE);
  gtk_widget_set_visible (gtk_stack_get_visible_child (self->contents), FALSE);
  gtk_stack_set_visible_child (self->contents, shown);
  if (had_focus)
    gtk_widget_grab_focus (shown);
}

/**
 * door_kiosk_window_show_trouble:
 * @self: a window
 * @seconds: how long until the next try, 0 while it is under way
 *
 * Lays a plain page over whatever is not there.
 */
void
door_kiosk_window_show_trouble (DoorKioskWindow *self, guint seconds)
{
  g_return_if_fail (DOOR_IS_KIOSK_WINDOW (self));

  door_trouble_page_set_seconds (self->trouble, seconds);
  show_contents (self, GTK_WIDGET (self->trouble));
}

/**
 * door_kiosk_window_hide_trouble:
 * @self: a window
 *
 * There is something to see again.
 */
void
door_kiosk_window_hide_trouble (DoorKioskWindow *self)
{
  g_return_if_fail (DOOR_IS_KIOSK_WINDOW (self));

  show_contents (self, GTK_WIDGET (self->pages));
}
