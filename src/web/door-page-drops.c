/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-page-drops.h"

#include <string.h>

struct _DoorPageDrops
{
  GObject parent_instance;

  DoorWebContext *context;
  GdkDrop *drop; /* what is over the page */
  gboolean allowed;
  GCancellable *cancellable; /* of what looks into it */
};

/* The only format that WebKitGTK takes files from. */
#define URI_LIST "text/uri-list"

G_DEFINE_FINAL_TYPE (DoorPageDrops, door_page_drops, G_TYPE_OBJECT)

static void
forget (DoorPageDrops *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->drop);
  self->allowed = FALSE;
}

static void
door_page_drops_dispose (GObject *object)
{
  DoorPageDrops *self = DOOR_PAGE_DROPS (object);

  forget (self);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (door_page_drops_parent_class)->dispose (object);
}

static void
door_page_drops_class_init (DoorPageDropsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = door_page_drops_dispose;
}

static void
door_page_drops_init (DoorPageDrops *self)
{
}

static gboolean
may_hold_file (const char *uris, gsize length)
{
  const gsize scheme_length = strlen ("file:");

  for (gsize i = 0; i + scheme_length <= length; i++)
    if (g_ascii_strncasecmp (uris + i, "file:", scheme_length) == 0)
      return TRUE;

  return FALSE;
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GMemoryOutputStream *list = G_MEMORY_OUTPUT_STREAM (source);
  g_autoptr (GError) error = NULL;
  DoorPageDrops *self;

  if (g_output_stream_splice_finish (G_OUTPUT_STREAM (source), result, &error) < 0
      && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self = user_data;
  self->allowed = error == NULL
                  && !may_hold_file (g_memory_output_stream_get_data (list),
                                     g_memory_output_stream_get_data_size (list));
}

static void
on_stream (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GInputStream) stream = gdk_drop_read_finish (GDK_DROP (source), result, NULL, &error);
  g_autoptr (GOutputStream) list = NULL;
  DoorPageDrops *self;

  if (stream == NULL)
    return;

  self = user_data;
  list = g_memory_output_stream_new_resizable ();
  g_output_stream_splice_async (list, stream,
                                G_OUTPUT_STREAM_SPLICE_CLOSE_SOURCE
                                    | G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET,
                                G_PRIORITY_HIGH, self->cancellable, on_read, self);
}

/* Pages can have anything dragged, and WebKitGTK takes it for the choice of a person if it is said
 * to be a file. */
static gboolean
may_bring_files (DoorPageDrops *self, GdkDrop *drop)
{
  DoorPolicy *policy = door_session_get_policy (door_web_context_get_session (self->context));

  return gdk_drop_get_drag (drop) == NULL
         && door_policy_allows_feature (policy, DOOR_FEATURE_FILE_CHOOSER);
}

static void
take (DoorPageDrops *self, GdkDrop *drop)
{
  static const char *formats[] = { URI_LIST, NULL };

  if (drop == self->drop)
    return;

  forget (self);
  self->drop = g_object_ref (drop);
  self->cancellable = g_cancellable_new ();
  self->allowed = may_bring_files (self, drop)
                  || !gdk_content_formats_contain_mime_type (gdk_drop_get_formats (drop), URI_LIST);
  if (!self->allowed)
    gdk_drop_read_async (drop, formats, G_PRIORITY_HIGH, self->cancellable, on_stream, self);
}

static gboolean
on_event (DoorPageDrops *self, GdkEvent *event)
{
  switch ((int)gdk_event_get_event_type (event))
    {
    case GDK_DRAG_ENTER:
    case GDK_DRAG_MOTION:
    case GDK_DROP_START:
      take (self, gdk_dnd_event_get_drop (event));
      return !self->allowed;

    case GDK_DRAG_LEAVE:
      forget (self);
      return GDK_EVENT_PROPAGATE;

    default:
      return GDK_EVENT_PROPAGATE;
    }
}

/**
 * door_page_drops_new:
 * @context: whose policy holds
 * @view: where things are dropped
 *
 * Returns: (transfer full): what keeps files from being dropped on @view
 */
DoorPageDrops *
door_page_drops_new (DoorWebContext *context, WebKitWebView *view)
{
  DoorPageDrops *self;
  GtkEventController *gate;

  g_return_val_if_fail (DOOR_IS_WEB_CONTEXT (context), NULL);
  g_return_val_if_fail (WEBKIT_IS_WEB_VIEW (view), NULL);

  self = g_object_new (DOOR_TYPE_PAGE_DROPS, NULL);
  self->context = g_object_ref (context);

  gate = gtk_event_controller_legacy_new ();
  gtk_event_controller_set_propagation_phase (gate, GTK_PHASE_CAPTURE);
  g_signal_connect_object (gate, "event", G_CALLBACK (on_event), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (view), gate);

  return self;
}
