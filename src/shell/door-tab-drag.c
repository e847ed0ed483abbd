/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-tab-drag.h"

#ifdef GDK_WINDOWING_X11
#include <gdk/x11/gdkx.h>

/* What is known of the tab that is being dragged. */
typedef struct
{
  GdkDrag *drag; /* NULL: no tab is */
  gboolean inside;
  gboolean dropped;
} Watch;

static void
forget (Watch *watch)
{
  if (watch->drag != NULL)
    g_signal_handlers_disconnect_by_data (watch->drag, watch);
  g_clear_object (&watch->drag);
}

/* GTK 4.8 takes the root window for a target, sends it nothing, and waits for an answer for good:
 * the tab would be in no window any more. Without a target libadwaita makes a window for it. */
static void
cancel (Watch *watch)
{
  g_autoptr (GdkDrag) drag = g_object_ref (watch->drag);

  g_signal_emit_by_name (drag, "cancel", GDK_DRAG_CANCEL_NO_TARGET);
}

static void
on_dropped (Watch *watch)
{
  watch->dropped = TRUE;
  if (!watch->inside)
    cancel (watch);
}

static void
follow (Watch *watch, GdkDrag *drag)
{
  forget (watch);
  watch->drag = g_object_ref (drag);
  g_signal_connect_swapped (drag, "drop-performed", G_CALLBACK (on_dropped), watch);
  g_signal_connect_swapped (drag, "dnd-finished", G_CALLBACK (forget), watch);
  g_signal_connect_swapped (drag, "cancel", G_CALLBACK (forget), watch);
}

static GdkDrag *
get_dragged_tab (GdkEvent *event)
{
  GdkDrag *drag = gdk_drop_get_drag (gdk_dnd_event_get_drop (event));

  return drag != NULL && GDK_IS_X11_DISPLAY (gdk_drag_get_display (drag))
                 && gdk_content_formats_contain_gtype (gdk_drag_get_formats (drag),
                                                       ADW_TYPE_TAB_PAGE)
             ? drag
             : NULL;
}

/* What GTK makes of these events for widgets does not tell a drag that has left the window from one
 * below which the tabs make room. */
static gboolean
on_event (GSignalInvocationHint *hint, guint n_values, const GValue *values, gpointer data)
{
  GdkEvent *event = g_value_peek_pointer (&values[1]);
  GdkEventType type = gdk_event_get_event_type (event);
  Watch *watch = data;
  GdkDrag *drag;

  if (type != GDK_DRAG_ENTER && type != GDK_DRAG_LEAVE && type != GDK_DROP_START)
    return TRUE;

  drag = get_dragged_tab (event);
  if (drag == NULL)
    return TRUE;

  if (type == GDK_DRAG_ENTER && watch->drag != drag)
    follow (watch, drag);
  if (watch->drag != drag)
    return TRUE;

  watch->inside = type != GDK_DRAG_LEAVE;
  if (type == GDK_DROP_START)
    forget (watch);
  else if (type == GDK_DRAG_LEAVE && watch->dropped)
    /* The drop was over before this was heard of, since such events are queued. */
    cancel (watch);

  return TRUE;
}

static void
watch_free (gpointer data)
{
  forget (data);
  g_free (data);
}
#endif

/**
 * door_tab_drag_watch:
 *
 * Has a tab that is dragged out of its window and dropped on the desktop come into a window of its
 * own on X11, as it does elsewhere. Needed once, before there is a window.
 */
void
door_tab_drag_watch (void)
{
#ifdef GDK_WINDOWING_X11
  /* A class that nobody has asked for yet has no signals. */
  g_autoptr (GTypeClass) klass = g_type_class_ref (GDK_TYPE_SURFACE);

  g_signal_add_emission_hook (g_signal_lookup ("event", GDK_TYPE_SURFACE), 0, on_event,
                              g_new0 (Watch, 1), watch_free);
#endif
}

/* GTK 4.8 does not tell the gestures of a widget that the pointer which they follow has begun a
 * drag: they would wait for its release, and not hear of the next click. */
static void
reset_gestures (GtkWidget *widget)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_GESTURE (controller))
        gtk_event_controller_reset (controller);
    }

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    reset_gestures (child);
}

static void
on_transferring (AdwTabView *tabs, GParamSpec *pspec, GtkWidget *strip)
{
  if (!adw_tab_view_get_is_transferring_page (tabs))
    reset_gestures (strip);
}

/**
 * door_tab_drag_follow_strip:
 * @strip: what shows tabs
 *
 * Leaves @strip ready for the next click when a tab of it has been dragged.
 */
void
door_tab_drag_follow_strip (AdwTabBar *strip)
{
  g_return_if_fail (ADW_IS_TAB_BAR (strip));

  g_signal_connect_object (adw_tab_bar_get_view (strip), "notify::is-transferring-page",
                           G_CALLBACK (on_transferring), strip, 0);
}
