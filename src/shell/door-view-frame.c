/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-view-frame.h"

#include "door-child-focus.h"

struct _DoorViewFrame
{
  GtkWidget parent_instance;

  GtkWidget *view;
  GtkRoot *root;
  gboolean moving;             /* the window moves the focus because of a key */
  guint32 tab_time;            /* of the last Tab key that went to the page */
  GtkEventController *catcher; /* of the window, while that key may come back */
};

G_DEFINE_FINAL_TYPE (DoorViewFrame, door_view_frame, GTK_TYPE_WIDGET)

enum
{
  PROP_VIEW = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static gboolean
is_tab (guint keyval)
{
  return keyval == GDK_KEY_Tab || keyval == GDK_KEY_KP_Tab || keyval == GDK_KEY_ISO_Left_Tab;
}

static void
stop_catching (DoorViewFrame *self)
{
  if (self->catcher != NULL)
    gtk_widget_remove_controller (GTK_WIDGET (self->root), self->catcher);
  self->catcher = NULL;
}

static gboolean
on_key_in_window (DoorViewFrame *self, guint keyval, guint keycode, GdkModifierType state)
{
  guint32 time = gtk_event_controller_get_current_event_time (self->catcher);

  stop_catching (self);
  return is_tab (keyval) && time == self->tab_time;
}

static gboolean
on_key_in_page (DoorViewFrame *self,
                guint keyval,
                guint keycode,
                GdkModifierType state,
                GtkEventController *controller)
{
  if (is_tab (keyval))
    self->tab_time = gtk_event_controller_get_current_event_time (controller);
  return GDK_EVENT_PROPAGATE;
}

static void
on_move_focus (DoorViewFrame *self)
{
  self->moving = TRUE;
}

static void
on_focus_moved (DoorViewFrame *self)
{
  self->moving = FALSE;
}

/* Where a page has nothing more to focus, WebKitGTK 2.50 moves the focus of the window itself; and
 * then it may hand the key back, which would move the focus once more. */
static gboolean
door_view_frame_focus (GtkWidget *widget, GtkDirectionType direction)
{
  DoorViewFrame *self = DOOR_VIEW_FRAME (widget);

  if (!self->moving && self->catcher == NULL && self->root != NULL
      && gtk_root_get_focus (self->root) == self->view
      && (direction == GTK_DIR_TAB_FORWARD || direction == GTK_DIR_TAB_BACKWARD))
    {
      self->catcher = gtk_event_controller_key_new ();
      gtk_event_controller_set_propagation_phase (self->catcher, GTK_PHASE_CAPTURE);
      g_signal_connect_swapped (self->catcher, "key-pressed", G_CALLBACK (on_key_in_window), self);
      gtk_widget_add_controller (GTK_WIDGET (self->root), self->catcher);
    }

  return door_child_focus (widget, direction);
}

static gboolean
door_view_frame_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (DOOR_VIEW_FRAME (widget)->view);
}

static void
door_view_frame_root (GtkWidget *widget)
{
  DoorViewFrame *self = DOOR_VIEW_FRAME (widget);

  GTK_WIDGET_CLASS (door_view_frame_parent_class)->root (widget);

  self->root = gtk_widget_get_root (widget);
  g_signal_connect_swapped (self->root, "move-focus", G_CALLBACK (on_move_focus), self);
  g_signal_connect_data (self->root, "move-focus", G_CALLBACK (on_focus_moved), self, NULL,
                         G_CONNECT_AFTER | G_CONNECT_SWAPPED);
}

static void
door_view_frame_unroot (GtkWidget *widget)
{
  DoorViewFrame *self = DOOR_VIEW_FRAME (widget);

  stop_catching (self);
  g_signal_handlers_disconnect_by_data (self->root, self);
  self->root = NULL;
  self->moving = FALSE;

  GTK_WIDGET_CLASS (door_view_frame_parent_class)->unroot (widget);
}

static void
door_view_frame_constructed (GObject *object)
{
  DoorViewFrame *self = DOOR_VIEW_FRAME (object);

  G_OBJECT_CLASS (door_view_frame_parent_class)->constructed (object);

  gtk_widget_set_parent (self->view, GTK_WIDGET (self));
  /* WebKitGTK keeps an invisible GtkTextView in there, to learn the keys of editing from. Tab would
   * go into it, and never out again. */
  for (GtkWidget *child = gtk_widget_get_first_child (self->view); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (GTK_IS_TEXT_VIEW (child))
      gtk_widget_set_can_focus (child, FALSE);
}

static void
door_view_frame_dispose (GObject *object)
{
  DoorViewFrame *self = DOOR_VIEW_FRAME (object);

  g_clear_pointer (&self->view, gtk_widget_unparent);
  G_OBJECT_CLASS (door_view_frame_parent_class)->dispose (object);
}

static void
door_view_frame_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_VIEW:
      DOOR_VIEW_FRAME (object)->view = g_value_get_object (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
door_view_frame_class_init (DoorViewFrameClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = door_view_frame_constructed;
  object_class->dispose = door_view_frame_dispose;
  object_class->set_property = door_view_frame_set_property;
  widget_class->focus = door_view_frame_focus;
  widget_class->grab_focus = door_view_frame_grab_focus;
  widget_class->root = door_view_frame_root;
  widget_class->unroot = door_view_frame_unroot;

  properties[PROP_VIEW]
      = g_param_spec_object ("view", NULL, NULL, WEBKIT_TYPE_WEB_VIEW,
                             G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "viewframe");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
door_view_frame_init (DoorViewFrame *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (on_key_in_page), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

/**
 * door_view_frame_new:
 * @view: a web view
 *
 * Returns: (transfer floating): a frame around @view that nobody sees
 */
GtkWidget *
door_view_frame_new (WebKitWebView *view)
{
  return g_object_new (DOOR_TYPE_VIEW_FRAME, "view", view, NULL);
}
