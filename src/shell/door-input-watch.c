/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-input-watch.h"

/* What a window notes of its input. */
typedef struct
{
  DoorIdle *idle;
  double x;
  double y;
} Watch;

static void
watch_free (gpointer data, GClosure *closure)
{
  Watch *watch = data;

  g_object_unref (watch->idle);
  g_free (watch);
}

/* GTK makes up motion when something moves below a pointer that rests. */
static gboolean
has_moved (Watch *watch, GdkEvent *event)
{
  double x, y;

  if (!gdk_event_get_position (event, &x, &y) || (x == watch->x && y == watch->y))
    return FALSE;

  watch->x = x;
  watch->y = y;

  return TRUE;
}

static gboolean
on_event (GtkEventController *controller, GdkEvent *event, Watch *watch)
{
  switch (gdk_event_get_event_type (event))
    {
    case GDK_KEY_PRESS:
    case GDK_KEY_RELEASE:
    case GDK_BUTTON_PRESS:
    case GDK_BUTTON_RELEASE:
    case GDK_SCROLL:
    case GDK_TOUCH_BEGIN:
    case GDK_TOUCH_UPDATE:
    case GDK_TOUCH_END:
    case GDK_TOUCHPAD_SWIPE:
    case GDK_TOUCHPAD_PINCH:
    case GDK_TOUCHPAD_HOLD:
    case GDK_PAD_BUTTON_PRESS:
    case GDK_PAD_BUTTON_RELEASE:
    case GDK_PAD_RING:
    case GDK_PAD_STRIP:
      door_idle_touch (watch->idle);
      break;

    case GDK_MOTION_NOTIFY:
      if (has_moved (watch, event))
        door_idle_touch (watch->idle);
      break;

    case GDK_DELETE:
    case GDK_ENTER_NOTIFY:
    case GDK_LEAVE_NOTIFY:
    case GDK_FOCUS_CHANGE:
    case GDK_PROXIMITY_IN:
    case GDK_PROXIMITY_OUT:
    case GDK_DRAG_ENTER:
    case GDK_DRAG_LEAVE:
    case GDK_DRAG_MOTION:
    case GDK_DROP_START:
    case GDK_TOUCH_CANCEL:
    case GDK_PAD_GROUP_MODE:
    case GDK_GRAB_BROKEN:
    case GDK_EVENT_LAST:
    default:
      break;
    }

  return GDK_EVENT_PROPAGATE;
}

/**
 * door_input_watch_window:
 * @window: a window
 * @idle: what is to know when somebody is there
 *
 * Tells @idle of each key, click and touch in @window, and of each move of the pointer, whatever
 * part of the window it is for.
 */
void
door_input_watch_window (GtkWindow *window, DoorIdle *idle)
{
  GtkEventController *controller;
  Watch *watch;

  g_return_if_fail (GTK_IS_WINDOW (window));
  g_return_if_fail (DOOR_IS_IDLE (idle));

  watch = g_new0 (Watch, 1);
  watch->idle = g_object_ref (idle);
  controller = gtk_event_controller_legacy_new ();
  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  g_signal_connect_data (controller, "event", G_CALLBACK (on_event), watch, watch_free, 0);
  gtk_widget_add_controller (GTK_WIDGET (window), controller);
}
