/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-window.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "door-display-text.h"
#include "door-idle-notice.h"
#include "door-input-watch.h"
#include "door-location-entry.h"
#include "door-login-actions.h"
#include "door-login-mark.h"
#include "door-preferences-window.h"
#include "door-sheet-host.h"
#include "door-sign-out-menu.h"
#include "door-tab-actions.h"
#include "door-tab-drag.h"
#include "door-tab-label.h"
#include "door-tab.h"
#include "door-window-actions.h"
#include "door-window-downloads.h"
#include "door-window-settings.h"

#define MOST_CLOSED_TABS 20

/* Of what signs out in its section of the menu. */
#define SIGN_OUT_POSITION 1

struct _DoorWindow
{
  AdwApplicationWindow parent_instance;

  DoorWebContext *context;
  GSettings *settings;
  DoorDownloads *downloads;
  DoorTab *in_front;
  GQueue closed_uris;
  gboolean page_full_screen;

  DoorSheetHost *host;
  GtkWidget *header;
  AdwTabBar *strip;
  GtkWidget *toolbar;
  GtkWidget *forward;
  GtkWidget *reload;
  GtkWidget *stop;
  DoorLocationEntry *location;
  DoorLoginMark *login_mark;
  GMenu *logins_section;
  DoorSignOutMenu *sign_out_menu;
  GtkButton *zoom;
  GtkWidget *private_mark;
  DoorIdleNotice *idle_notice;
  AdwToastOverlay *toasts;
  AdwTabView *tabs;
};

G_DEFINE_FINAL_TYPE (DoorWindow, door_window, ADW_TYPE_APPLICATION_WINDOW)

enum
{
  PROP_CONTEXT = 1,
  PROP_SETTINGS,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static WebKitWebView *
get_view (DoorTab *tab)
{
  return door_page_get_view (door_tab_get_page (tab));
}

static AdwTabPage *
get_tab_page (DoorWindow *self, DoorTab *tab)
{
  return adw_tab_view_get_page (self->tabs, GTK_WIDGET (tab));
}

static void
set_enabled (DoorWindow *self, const char *action, gboolean enabled)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), action, enabled);
}

static void
update_zoom (DoorWindow *self, double level)
{
  g_autofree char *text = NULL;

  /* TRANSLATORS: a size in percent; %% is the percent sign itself. */
  text = g_strdup_printf (_ ("%d %%"), (int)(level * 100 + 0.5));
  gtk_button_set_label (self->zoom, text);
  gtk_widget_set_visible (GTK_WIDGET (self->zoom),
                          fabs (level - door_window_get_usual_zoom (self)) > 0.005);
}

static void
update_login (DoorWindow *self)
{
  DoorPage *page = self->in_front != NULL ? door_tab_get_page (self->in_front) : NULL;
  DoorPageProxy *proxy = page != NULL ? door_page_get_proxy (page) : NULL;
  DoorUsedLogin *used = page != NULL ? door_page_get_used_login (page) : NULL;
  DoorCredentials *login = page != NULL ? door_page_get_login (page) : NULL;

  door_login_mark_show (self->login_mark, used != NULL ? door_used_login_get (used) : NULL,
                        proxy != NULL ? door_page_proxy_get_login (proxy) : NULL);
  set_enabled (self, DOOR_SIGN_OUT_ACTION, login != NULL);
  door_sign_out_menu_show (self->sign_out_menu, login);
}

/* What the toolbar shows of the tab in front. */
static void
update_toolbar (DoorWindow *self)
{
  DoorTab *tab = self->in_front;
  WebKitWebView *view = tab != NULL ? get_view (tab) : NULL;
  gboolean loading = tab != NULL && door_tab_is_loading (tab);
  gboolean can_go_forward = view != NULL && webkit_web_view_can_go_forward (view);

  set_enabled (self, "win.back", view != NULL && webkit_web_view_can_go_back (view));
  set_enabled (self, "win.forward", can_go_forward);
  set_enabled (self, "win.stop", loading);
  gtk_widget_set_visible (self->forward, can_go_forward);
  gtk_widget_set_visible (self->reload, !loading);
  gtk_widget_set_visible (self->stop, loading);
  update_login (self);
  if (tab == NULL)
    return;

  update_zoom (self, webkit_web_view_get_zoom_level (view));
  door_location_entry_show (self->location, door_tab_get_uri (tab), door_tab_get_security (tab));
}

static void
update_title (DoorWindow *self)
{
  const char *name
      = door_web_context_is_private (self->context) ? _ ("Doorward (Private)") : _ ("Doorward");
  g_autofree char *title = NULL;

  if (self->in_front != NULL)
    title = g_strdup_printf ("%s — %s", door_tab_get_title (self->in_front), name);
  gtk_window_set_title (GTK_WINDOW (self), title != NULL ? title : name);
}

static void
update_full_screen (DoorWindow *self)
{
  gtk_widget_set_visible (self->header, !gtk_window_is_fullscreen (GTK_WINDOW (self)));
  gtk_widget_set_visible (self->toolbar, !self->page_full_screen);
}

static gboolean
has_focus_within (DoorWindow *self, GtkWidget *widget)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  return focus != NULL && widget != NULL
         && (focus == widget || gtk_widget_is_ancestor (focus, widget));
}

/* A sheet takes focus, but not out of the hands of somebody who types elsewhere in the window. */
static void
update_sheet (DoorWindow *self, gboolean animate)
{
  DoorLoginSheet *sheet = self->in_front != NULL ? door_tab_get_sheet (self->in_front) : NULL;
  DoorLoginSheet *old = door_sheet_host_get_sheet (self->host);
  gboolean gone_with_focus = old != NULL && has_focus_within (self, GTK_WIDGET (old));

  if (sheet == old)
    return;

  door_sheet_host_set_sheet (self->host, sheet, animate);
  if (sheet != NULL)
    {
      /* A page that fills the screen could draw a toolbar, too. */
      if (self->page_full_screen)
        gtk_window_unfullscreen (GTK_WINDOW (self));
      if (!door_location_entry_is_edited (self->location)
          && !door_web_context_is_automated (self->context))
        gtk_widget_grab_focus (GTK_WIDGET (sheet));
    }
  else if (gone_with_focus && self->in_front != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (self->in_front));
}

static void
set_in_front (DoorWindow *self, DoorTab *tab)
{
  if (self->in_front == tab)
    return;

  if (self->in_front != NULL)
    {
      door_page_set_in_front (door_tab_get_page (self->in_front), FALSE);
      g_object_remove_weak_pointer (G_OBJECT (self->in_front), (gpointer *)&self->in_front);
    }
  self->in_front = tab;
  door_location_entry_forget_edit (self->location);
  if (tab != NULL)
    {
      g_object_add_weak_pointer (G_OBJECT (tab), (gpointer *)&self->in_front);
      door_page_set_in_front (door_tab_get_page (tab), TRUE);
    }

  update_toolbar (self);
  update_title (self);
  update_sheet (self, FALSE);
}

static void
on_selected (DoorWindow *self)
{
  AdwTabPage *page = adw_tab_view_get_selected_page (self->tabs);

  set_in_front (self, page != NULL ? DOOR_TAB (adw_tab_page_get_child (page)) : NULL);
}

static void
on_active (DoorWindow *self)
{
  if (self->in_front != NULL && gtk_window_is_active (GTK_WINDOW (self)))
    door_page_attend (door_tab_get_page (self->in_front));
}

static void
on_tab_changed (DoorWindow *self, DoorTab *tab)
{
  if (tab == self->in_front)
    update_toolbar (self);
}

static void
on_page_login (DoorWindow *self, GParamSpec *pspec, DoorPage *page)
{
  if (self->in_front != NULL && door_tab_get_page (self->in_front) == page)
    update_login (self);
}

static void
on_used_login (DoorWindow *self, DoorUsedLogin *used)
{
  if (self->in_front != NULL
      && door_page_get_used_login (door_tab_get_page (self->in_front)) == used)
    update_login (self);
}

static void
on_page_proxy (DoorWindow *self, DoorPageProxy *proxy)
{
  if (self->in_front != NULL && door_page_get_proxy (door_tab_get_page (self->in_front)) == proxy)
    update_login (self);
}

static void
on_tab_title (DoorWindow *self, GParamSpec *pspec, DoorTab *tab)
{
  if (tab == self->in_front)
    update_title (self);
}

static void
on_tab_sheet (DoorWindow *self, GParamSpec *pspec, DoorTab *tab)
{
  if (tab == self->in_front)
    update_sheet (self, TRUE);
}

static void
on_page_close (DoorWindow *self, DoorPage *page)
{
  for (int i = 0; i < adw_tab_view_get_n_pages (self->tabs); i++)
    {
      AdwTabPage *tab_page = adw_tab_view_get_nth_page (self->tabs, i);

      if (door_tab_get_page (DOOR_TAB (adw_tab_page_get_child (tab_page))) == page)
        {
          adw_tab_view_close_page (self->tabs, tab_page);
          return;
        }
    }
}

/* A pop-up comes to the front when it is ready, and only over the page that opened it. */
static void
on_ready_to_show (WebKitWebView *view, DoorWindow *self)
{
  DoorTab *tab = door_tab_for_view (view);
  AdwTabPage *page = tab != NULL ? get_tab_page (self, tab) : NULL;

  if (page != NULL && adw_tab_page_get_parent (page) != NULL
      && adw_tab_page_get_parent (page) == adw_tab_view_get_selected_page (self->tabs))
    adw_tab_view_set_selected_page (self->tabs, page);
}

static AdwTabPage *
add_tab (DoorWindow *self, DoorPage *page, AdwTabPage *parent)
{
  GtkWidget *tab = door_tab_new (page);

  door_tab_set_usual_zoom (DOOR_TAB (tab), door_window_get_usual_zoom (self));
  return adw_tab_view_add_page (self->tabs, tab, parent);
}

static void
on_create_page (DoorWindow *self, DoorPage *new_page, DoorPage *opener)
{
  DoorTab *tab = door_tab_for_view (door_page_get_view (opener));

  add_tab (self, new_page, tab != NULL ? get_tab_page (self, tab) : NULL);
}

static gboolean
on_enter_full_screen (DoorWindow *self, WebKitWebView *view)
{
  g_autoptr (DoorOrigin) server = door_origin_new_for_uri (webkit_web_view_get_uri (view), NULL);
  g_autofree char *place = server != NULL ? door_display_text_for_origin (server) : NULL;
  g_autofree char *text = NULL;

  /* Whatever looks like a toolbar from now on is the page's. */
  text = place != NULL ? g_strdup_printf (_ ("%s fills the screen. Press Escape to leave."), place)
                       : g_strdup (_ ("A page fills the screen. Press Escape to leave."));
  door_window_say (self, text);

  self->page_full_screen = TRUE;
  update_full_screen (self);
  return FALSE;
}

static gboolean
on_leave_full_screen (DoorWindow *self)
{
  self->page_full_screen = FALSE;
  update_full_screen (self);
  return FALSE;
}

static void
on_attached (DoorWindow *self, AdwTabPage *tab_page)
{
  DoorTab *tab = DOOR_TAB (adw_tab_page_get_child (tab_page));
  DoorPage *page = door_tab_get_page (tab);

  door_tab_label_follow (tab_page);
  g_signal_connect_swapped (tab, "changed", G_CALLBACK (on_tab_changed), self);
  g_signal_connect_swapped (tab, "notify::title", G_CALLBACK (on_tab_title), self);
  g_signal_connect_swapped (tab, "notify::sheet", G_CALLBACK (on_tab_sheet), self);
  g_signal_connect_swapped (page, "notify::login", G_CALLBACK (on_page_login), self);
  g_signal_connect_swapped (door_page_get_used_login (page), "changed", G_CALLBACK (on_used_login),
                            self);
  g_signal_connect_swapped (door_page_get_proxy (page), "changed", G_CALLBACK (on_page_proxy),
                            self);
  g_signal_connect_swapped (page, "create-page", G_CALLBACK (on_create_page), self);
  g_signal_connect_swapped (page, "close", G_CALLBACK (on_page_close), self);
  g_signal_connect (get_view (tab), "ready-to-show", G_CALLBACK (on_ready_to_show), self);
  g_signal_connect_swapped (get_view (tab), "enter-fullscreen", G_CALLBACK (on_enter_full_screen),
                            self);
  g_signal_connect_swapped (get_view (tab), "leave-fullscreen", G_CALLBACK (on_leave_full_screen),
                            self);
}

static void
on_detached (DoorWindow *self, AdwTabPage *tab_page)
{
  DoorTab *tab = DOOR_TAB (adw_tab_page_get_child (tab_page));

  door_tab_label_leave (tab_page);
  g_signal_handlers_disconnect_by_data (tab, self);
  g_signal_handlers_disconnect_by_data (door_tab_get_page (tab), self);
  g_signal_handlers_disconnect_by_data (door_page_get_used_login (door_tab_get_page (tab)), self);
  g_signal_handlers_disconnect_by_data (door_page_get_proxy (door_tab_get_page (tab)), self);
  g_signal_handlers_disconnect_by_data (get_view (tab), self);
  if (tab == self->in_front)
    set_in_front (self, NULL);

  /* Closed, or dragged away: a window does not stay without a page. */
  if (adw_tab_view_get_n_pages (self->tabs) == 0)
    gtk_window_close (GTK_WINDOW (self));
}

static gboolean
on_close_page (DoorWindow *self, AdwTabPage *tab_page)
{
  const char *uri = door_tab_get_uri (DOOR_TAB (adw_tab_page_get_child (tab_page)));

  if (uri != NULL && !g_str_equal (uri, "about:blank"))
    {
      g_queue_push_head (&self->closed_uris, g_strdup (uri));
      if (self->closed_uris.length > MOST_CLOSED_TABS)
        g_free (g_queue_pop_tail (&self->closed_uris));
      set_enabled (self, "win.reopen-tab", TRUE);
    }

  adw_tab_view_close_page_finish (self->tabs, tab_page, TRUE);
  return GDK_EVENT_STOP;
}

static AdwTabView *
on_create_window (DoorWindow *self)
{
  DoorWindow *window = door_window_new (gtk_window_get_application (GTK_WINDOW (self)),
                                        self->context, self->settings);

  gtk_window_present (GTK_WINDOW (window));
  return window->tabs;
}

static void
on_go (DoorWindow *self, const char *uri)
{
  if (self->in_front == NULL)
    return;

  door_page_open (door_tab_get_page (self->in_front), uri);
  gtk_widget_grab_focus (GTK_WIDGET (self->in_front));
}

static void
reopen_tab (GtkWidget *widget, const char *name, GVariant *parameter)
{
  DoorWindow *self = DOOR_WINDOW (widget);
  g_autofree char *uri = g_queue_pop_head (&self->closed_uris);

  if (uri != NULL)
    door_window_open (self, uri, TRUE);
  set_enabled (self, "win.reopen-tab", self->closed_uris.length > 0);
}

static void
show_preferences (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gtk_window_present (
      door_preferences_window_new (GTK_WINDOW (widget), DOOR_WINDOW (widget)->settings));
}

static void
focus_location (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gtk_widget_grab_focus (GTK_WIDGET (DOOR_WINDOW (widget)->location));
}

static void
full_screen (GtkWidget *widget, const char *name, GVariant *parameter)
{
  if (gtk_window_is_fullscreen (GTK_WINDOW (widget)))
    gtk_window_unfullscreen (GTK_WINDOW (widget));
  else
    gtk_window_fullscreen (GTK_WINDOW (widget));
}

static void
door_window_constructed (GObject *object)
{
  DoorWindow *self = DOOR_WINDOW (object);
  gboolean is_private = door_web_context_is_private (self->context);
  DoorSession *session = door_web_context_get_session (self->context);

  G_OBJECT_CLASS (door_window_parent_class)->constructed (object);

  if (door_session_get_idle (session) != NULL)
    {
      door_input_watch_window (GTK_WINDOW (self), door_session_get_idle (session));
      door_idle_notice_set_session (self->idle_notice, session);
    }

  gtk_widget_set_visible (self->private_mark, is_private);
  if (is_private)
    gtk_widget_add_css_class (GTK_WIDGET (self), "private");
  door_window_follow_saving (self);
  self->sign_out_menu = door_sign_out_menu_new (self->logins_section, SIGN_OUT_POSITION, session);
  self->downloads = door_downloads_new (self->toasts);
  door_window_follow_downloads (self);
  door_window_follow_settings (self);
  update_title (self);
}

static void
door_window_dispose (GObject *object)
{
  DoorWindow *self = DOOR_WINDOW (object);

  set_in_front (self, NULL);
  if (self->downloads != NULL)
    door_window_hand_over_downloads (self);
  g_clear_object (&self->sign_out_menu);
  g_clear_object (&self->downloads);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (door_window_parent_class)->dispose (object);
}

static void
door_window_finalize (GObject *object)
{
  DoorWindow *self = DOOR_WINDOW (object);

  g_queue_clear_full (&self->closed_uris, g_free);
  g_object_unref (self->settings);
  G_OBJECT_CLASS (door_window_parent_class)->finalize (object);
}

static void
door_window_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_CONTEXT:
      g_value_set_object (value, DOOR_WINDOW (object)->context);
      break;
    case PROP_SETTINGS:
      g_value_set_object (value, DOOR_WINDOW (object)->settings);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
door_window_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_CONTEXT:
      DOOR_WINDOW (object)->context = g_value_dup_object (value);
      break;
    case PROP_SETTINGS:
      DOOR_WINDOW (object)->settings = g_value_dup_object (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
install_actions (GtkWidgetClass *klass)
{
  door_window_install_page_actions (klass);
  door_window_install_tab_actions (klass);
  door_window_install_login_actions (klass);
  gtk_widget_class_install_action (klass, "win.reopen-tab", NULL, reopen_tab);
  gtk_widget_class_install_action (klass, "win.preferences", NULL, show_preferences);
  gtk_widget_class_install_action (klass, "win.location", NULL, focus_location);
  gtk_widget_class_install_action (klass, "win.full-screen", NULL, full_screen);
}

static void
door_window_class_init (DoorWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = door_window_constructed;
  object_class->dispose = door_window_dispose;
  object_class->finalize = door_window_finalize;
  object_class->get_property = door_window_get_property;
  object_class->set_property = door_window_set_property;

  properties[PROP_CONTEXT]
      = g_param_spec_object ("context", NULL, NULL, DOOR_TYPE_WEB_CONTEXT,
                             G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_SETTINGS]
      = g_param_spec_object ("settings", NULL, NULL, G_TYPE_SETTINGS,
                             G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  door_tab_drag_watch ();
  g_type_ensure (DOOR_TYPE_IDLE_NOTICE);
  g_type_ensure (DOOR_TYPE_LOCATION_ENTRY);
  g_type_ensure (DOOR_TYPE_LOGIN_MARK);
  g_type_ensure (DOOR_TYPE_SHEET_HOST);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/doorward/Doorward/ui/door-window.ui");
  gtk_widget_class_bind_template_child (widget_class, DoorWindow, host);
  gtk_widget_class_bind_template_child (widget_class, DoorWindow, header);
  gtk_widget_class_bind_template_child (widget_class, DoorWindow, strip);
  gtk_widget_class_bind_template_child (widget_class, DoorWindow, toolbar);
  gtk_widget_class_bind_template_child (widget_class, DoorWindow, forward);
  gtk_widget_class_bind_template_child (widget_class, DoorWindow, reload);
  gtk_widget_class_bind_template_child (widget_class, DoorWindow, stop);
  gtk_widget_class_bind_template_child (widget_class, DoorWindow, location);
  gtk_widget_class_bind_template_child (widget_class, DoorWindow, login_mark);
  gtk_widget_class_bind_template_child (widget_class, DoorWindow, logins_section);
  gtk_widget_class_bind_template_child (widget_class, DoorWindow, zoom);
  gtk_widget_class_bind_template_child (widget_class, DoorWindow, private_mark);
  gtk_widget_class_bind_template_child (widget_class, DoorWindow, idle_notice);
  gtk_widget_class_bind_template_child (widget_class, DoorWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, DoorWindow, tabs);
  gtk_widget_class_bind_template_callback (widget_class, update_full_screen);
  gtk_widget_class_bind_template_callback (widget_class, on_active);
  gtk_widget_class_bind_template_callback (widget_class, on_go);
  gtk_widget_class_bind_template_callback (widget_class, on_selected);
  gtk_widget_class_bind_template_callback (widget_class, on_attached);
  gtk_widget_class_bind_template_callback (widget_class, on_detached);
  gtk_widget_class_bind_template_callback (widget_class, on_close_page);
  gtk_widget_class_bind_template_callback (widget_class, on_create_window);
  gtk_widget_class_bind_template_callback (widget_class, door_window_setup_tab_menu);

  install_actions (widget_class);
}

static void
door_window_init (DoorWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  door_tab_drag_follow_strip (self->strip);
  set_enabled (self, "win.reopen-tab", FALSE);
  set_enabled (self, "win.back", FALSE);
  set_enabled (self, "win.forward", FALSE);
  set_enabled (self, "win.stop", FALSE);
}

/**
 * door_window_new:
 * @application: the application
 * @context: what its pages share
 * @settings: what the person wants otherwise
 *
 * Returns: (transfer none): a window without a page, which the application owns
 */
DoorWindow *
door_window_new (GtkApplication *application, DoorWebContext *context, GSettings *settings)
{
  door_window_set_accelerators (application);
  return g_object_new (DOOR_TYPE_WINDOW, "application", application, "context", context, "settings",
                       settings, NULL);
}

/**
 * door_window_get_context:
 * @self: a window
 *
 * Returns: (transfer none): what the pages of the window share
 */
DoorWebContext *
door_window_get_context (DoorWindow *self)
{
  g_return_val_if_fail (DOOR_IS_WINDOW (self), NULL);
  return self->context;
}

/**
 * door_window_get_tab_in_front:
 * @self: a window
 *
 * Returns: (transfer none) (nullable): the selected tab
 */
DoorTab *
door_window_get_tab_in_front (DoorWindow *self)
{
  g_return_val_if_fail (DOOR_IS_WINDOW (self), NULL);
  return self->in_front;
}

/**
 * door_window_get_location:
 * @self: a window
 *
 * Returns: (transfer none): the location entry, which is in the toolbar
 */
GtkWidget *
door_window_get_location (DoorWindow *self)
{
  g_return_val_if_fail (DOOR_IS_WINDOW (self), NULL);
  return GTK_WIDGET (self->location);
}

/**
 * door_window_get_tabs:
 * @self: a window
 *
 * Returns: (transfer none): what holds the tabs
 */
AdwTabView *
door_window_get_tabs (DoorWindow *self)
{
  g_return_val_if_fail (DOOR_IS_WINDOW (self), NULL);
  return self->tabs;
}

/**
 * door_window_get_settings:
 * @self: a window
 *
 * Returns: (transfer none): what the person wants otherwise
 */
GSettings *
door_window_get_settings (DoorWindow *self)
{
  g_return_val_if_fail (DOOR_IS_WINDOW (self), NULL);
  return self->settings;
}

/**
 * door_window_get_downloads:
 * @self: a window
 *
 * Returns: (transfer none): the downloads that @self shows
 */
DoorDownloads *
door_window_get_downloads (DoorWindow *self)
{
  g_return_val_if_fail (DOOR_IS_WINDOW (self), NULL);
  return self->downloads;
}

/**
 * door_window_say:
 * @self: a window
 * @text: plain text
 *
 * Shows @text for a while at the lower edge.
 */
void
door_window_say (DoorWindow *self, const char *text)
{
  g_autofree char *title = NULL;

  g_return_if_fail (DOOR_IS_WINDOW (self));

  title = g_markup_escape_text (text, -1);
  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (title));
}

/**
 * door_window_open:
 * @self: a window
 * @uri: (nullable): an absolute URI, %NULL for an empty page whose address the person is to enter
 * @select: whether the new tab comes to the front
 *
 * Opens a tab after the others.
 *
 * Returns: (transfer none): the page in it
 */
DoorPage *
door_window_open (DoorWindow *self, const char *uri, gboolean select)
{
  g_autoptr (DoorPage) page = NULL;
  AdwTabPage *tab_page;

  g_return_val_if_fail (DOOR_IS_WINDOW (self), NULL);

  page = door_page_new (self->context);
  tab_page = add_tab (self, page, NULL);
  if (select)
    adw_tab_view_set_selected_page (self->tabs, tab_page);
  if (uri != NULL)
    {
      door_page_open (page, uri);
      if (select)
        gtk_widget_grab_focus (adw_tab_page_get_child (tab_page));
    }
  else
    {
      door_tab_show_empty (DOOR_TAB (adw_tab_page_get_child (tab_page)));
      if (select)
        gtk_widget_grab_focus (GTK_WIDGET (self->location));
    }

  return page;
}

/**
 * door_window_show_about:
 * @self: a window
 *
 * Says what this program is, above @self.
 */
void
door_window_show_about (DoorWindow *self)
{
  const char *limits = "";
  g_autofree char *comments = NULL;

  g_return_if_fail (DOOR_IS_WINDOW (self));

  if (door_web_context_is_limited (self->context))
    limits
        = _ ("\n\nThe network companion is missing. Digest logins work with MD5 only, logins at a "
             "proxy are refused, and signing out ends what is being loaded.");
  comments = g_strconcat (_ ("A web browser that takes HTTP logins seriously"), limits, NULL);

  adw_show_about_window (GTK_WINDOW (self), "application-name", _ ("Doorward"), "application-icon",
                         "org.doorward.Doorward", "version", DOOR_VERSION, "comments", comments,
                         "license-type", GTK_LICENSE_LGPL_2_1, "developer-name",
                         _ ("The Doorward maintainers"), "translator-credits",
                         _ ("translator-credits"), NULL);
}
