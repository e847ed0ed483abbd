/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-source-view.h"

#include <glib/gi18n-lib.h>

/* Nobody reads more, and it has to be copied some times. */
#define MAX_LENGTH (16 * 1024 * 1024)

struct _DoorSourceView
{
  GtkWidget parent_instance;

  DoorPage *page;
  GtkWidget *contents;
  GtkBox *place;       /* of the text */
  WebKitWebView *text; /* NULL: nothing is shown */
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (DoorSourceView, door_source_view, GTK_TYPE_WIDGET)

enum
{
  READY,
  CLOSED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
door_source_view_dispose (GObject *object)
{
  DoorSourceView *self = DOOR_SOURCE_VIEW (object);

  door_source_view_clear (self);
  g_clear_pointer (&self->contents, gtk_widget_unparent);
  g_clear_object (&self->page);
  G_OBJECT_CLASS (door_source_view_parent_class)->dispose (object);
}

static gboolean
door_source_view_grab_focus (GtkWidget *widget)
{
  DoorSourceView *self = DOOR_SOURCE_VIEW (widget);

  return self->text != NULL && gtk_widget_grab_focus (GTK_WIDGET (self->text));
}

static void
on_close (DoorSourceView *self)
{
  g_signal_emit (self, signals[CLOSED], 0);
}

static gboolean
on_key (DoorSourceView *self, guint key)
{
  if (key != GDK_KEY_Escape)
    return GDK_EVENT_PROPAGATE;

  on_close (self);

  return GDK_EVENT_STOP;
}

static void
door_source_view_class_init (DoorSourceViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = door_source_view_dispose;
  widget_class->grab_focus = door_source_view_grab_focus;

  signals[READY] = g_signal_new ("ready", DOOR_TYPE_SOURCE_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
  signals[CLOSED] = g_signal_new ("closed", DOOR_TYPE_SOURCE_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/doorward/Doorward/ui/door-source-view.ui");
  gtk_widget_class_bind_template_child (widget_class, DoorSourceView, contents);
  gtk_widget_class_bind_template_child (widget_class, DoorSourceView, place);
  gtk_widget_class_bind_template_callback (widget_class, on_close);
  gtk_widget_class_bind_template_callback (widget_class, on_key);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
door_source_view_init (DoorSourceView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * door_source_view_new:
 * @page: a page
 *
 * Returns: (transfer floating): what shows the source of @page, and shows nothing yet
 */
GtkWidget *
door_source_view_new (DoorPage *page)
{
  DoorSourceView *self = g_object_new (DOOR_TYPE_SOURCE_VIEW, NULL);

  self->page = g_object_ref (page);

  return GTK_WIDGET (self);
}

/**
 * door_source_view_is_allowed:
 *
 * Returns: whether policy lets anybody see it
 */
gboolean
door_source_view_is_allowed (DoorSourceView *self)
{
  DoorSession *session;

  g_return_val_if_fail (DOOR_IS_SOURCE_VIEW (self), FALSE);

  session = door_web_context_get_session (door_page_get_context (self->page));

  return door_policy_allows_feature (door_session_get_policy (session), DOOR_FEATURE_VIEW_SOURCE);
}

/* The text leads nowhere, and what is dropped on it is not opened. */
static gboolean
on_decide_policy (WebKitWebView *text,
                  WebKitPolicyDecision *decision,
                  WebKitPolicyDecisionType type)
{
  const char *uri;

  if (type == WEBKIT_POLICY_DECISION_TYPE_RESPONSE)
    return FALSE;

  uri = webkit_uri_request_get_uri (webkit_navigation_action_get_request (
      webkit_navigation_policy_decision_get_navigation_action (
          WEBKIT_NAVIGATION_POLICY_DECISION (decision))));
  if (type == WEBKIT_POLICY_DECISION_TYPE_NAVIGATION_ACTION && g_str_equal (uri, "about:blank"))
    return FALSE;

  webkit_policy_decision_ignore (decision);

  return TRUE;
}

static gboolean
on_context_menu (WebKitWebView *text)
{
  return TRUE;
}

/* A stranger's text of any length and with lines of any length: it is laid out by a web process,
 * and not by this one, where it would hold up every tab. */
static WebKitWebView *
create_text (DoorSourceView *self)
{
  WebKitWebView *page_view = door_page_get_view (self->page);
  g_autoptr (WebKitSettings) settings
      = webkit_settings_new_with_settings ("enable-javascript", FALSE, "enable-media", FALSE, NULL);
  WebKitWebView *text
      = g_object_new (WEBKIT_TYPE_WEB_VIEW, "web-context", webkit_web_view_get_context (page_view),
                      "network-session", webkit_web_view_get_network_session (page_view),
                      "settings", settings, "zoom-level",
                      webkit_web_view_get_zoom_level (page_view), "hexpand", TRUE, "vexpand", TRUE,
                      NULL);

  g_signal_connect (text, "decide-policy", G_CALLBACK (on_decide_policy), NULL);
  g_signal_connect (text, "context-menu", G_CALLBACK (on_context_menu), NULL);

  return text;
}

static void
show (DoorSourceView *self, const guint8 *data, gsize length)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, MIN (length, MAX_LENGTH));
  gboolean is_utf8 = g_utf8_validate_len ((const char *)data, MIN (length, MAX_LENGTH), NULL);

  self->text = create_text (self);
  gtk_box_append (self->place, GTK_WIDGET (self->text));
  webkit_web_view_load_bytes (self->text, bytes, "text/plain", is_utf8 ? "UTF-8" : NULL, NULL);
  g_signal_emit (self, signals[READY], 0);
}

static void
on_data (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DoorSourceView) self = user_data;
  g_autoptr (GError) error = NULL;
  gsize length;
  g_autofree guint8 *data
      = webkit_web_resource_get_data_finish (WEBKIT_WEB_RESOURCE (source), result, &length, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (data == NULL)
    gtk_widget_error_bell (GTK_WIDGET (self));
  else
    show (self, data, length);
}

/**
 * door_source_view_load:
 *
 * Fetches the source of what the page shows now from memory, not from the server.
 */
void
door_source_view_load (DoorSourceView *self)
{
  WebKitWebResource *resource;

  g_return_if_fail (DOOR_IS_SOURCE_VIEW (self));

  door_source_view_clear (self);
  resource = webkit_web_view_get_main_resource (door_page_get_view (self->page));
  if (resource == NULL)
    {
      gtk_widget_error_bell (GTK_WIDGET (self));
      return;
    }

  self->cancellable = g_cancellable_new ();
  webkit_web_resource_get_data (resource, self->cancellable, on_data, g_object_ref (self));
}

/**
 * door_source_view_clear:
 *
 * Holds nothing of the page any more.
 */
void
door_source_view_clear (DoorSourceView *self)
{
  g_return_if_fail (DOOR_IS_SOURCE_VIEW (self));

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->text == NULL)
    return;

  gtk_box_remove (self->place, GTK_WIDGET (self->text));
  self->text = NULL;
}
