/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-page-cover.h"

#include "door-child-focus.h"

struct _DoorPageCover
{
  GtkWidget parent_instance;

  GtkWidget *child;
  GtkWidget *dim;
  gboolean covered;
};

G_DEFINE_FINAL_TYPE (DoorPageCover, door_page_cover, GTK_TYPE_WIDGET)

enum
{
  PROP_CHILD = 1,
  PROP_COVERED,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* What the page may still hear. Ends of gestures are let through, so that one which was under way
 * when the cover came down does not last for ever. */
static gboolean
is_harmless (GdkEventType type)
{
  switch (type)
    {
    case GDK_SCROLL:
    case GDK_BUTTON_RELEASE:
    case GDK_TOUCH_END:
    case GDK_TOUCH_CANCEL:
    case GDK_ENTER_NOTIFY:
    case GDK_LEAVE_NOTIFY:
    case GDK_DRAG_LEAVE:
      return TRUE;
    default:
      return FALSE;
    }
}

static gboolean
on_event (DoorPageCover *self, GdkEvent *event)
{
  return self->covered && !is_harmless (gdk_event_get_event_type (event));
}

static void
door_page_cover_dispose (GObject *object)
{
  DoorPageCover *self = DOOR_PAGE_COVER (object);

  g_clear_pointer (&self->dim, gtk_widget_unparent);
  g_clear_pointer (&self->child, gtk_widget_unparent);
  G_OBJECT_CLASS (door_page_cover_parent_class)->dispose (object);
}

static void
door_page_cover_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  DoorPageCover *self = DOOR_PAGE_COVER (object);

  switch (id)
    {
    case PROP_CHILD:
      g_value_set_object (value, self->child);
      break;
    case PROP_COVERED:
      g_value_set_boolean (value, self->covered);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
door_page_cover_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  DoorPageCover *self = DOOR_PAGE_COVER (object);

  switch (id)
    {
    case PROP_CHILD:
      self->child = g_value_get_object (value);
      gtk_widget_insert_after (self->child, GTK_WIDGET (self), NULL);
      break;
    case PROP_COVERED:
      door_page_cover_set_covered (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
door_page_cover_class_init (DoorPageCoverClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = door_page_cover_dispose;
  object_class->get_property = door_page_cover_get_property;
  object_class->set_property = door_page_cover_set_property;
  widget_class->focus = door_child_focus;

  properties[PROP_CHILD]
      = g_param_spec_object ("child", NULL, NULL, GTK_TYPE_WIDGET,
                             G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_COVERED]
      = g_param_spec_boolean ("covered", NULL, NULL, FALSE,
                              G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "pagecover");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
door_page_cover_init (DoorPageCover *self)
{
  GtkEventController *gate = gtk_event_controller_legacy_new ();

  self->dim = g_object_new (GTK_TYPE_BOX, "can-target", FALSE, "can-focus", FALSE,
                            "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  gtk_widget_add_css_class (self->dim, "dim");
  gtk_widget_set_parent (self->dim, GTK_WIDGET (self));

  gtk_event_controller_set_propagation_phase (gate, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (gate, "event", G_CALLBACK (on_event), self);
  gtk_widget_add_controller (GTK_WIDGET (self), gate);
}

/**
 * door_page_cover_new:
 * @child: the page
 *
 * Returns: (transfer floating): a cover that lets everything through so far
 */
GtkWidget *
door_page_cover_new (GtkWidget *child)
{
  return g_object_new (DOOR_TYPE_PAGE_COVER, "child", child, NULL);
}

/**
 * door_page_cover_set_covered:
 * @self: a cover
 * @covered: whether to keep the page back
 *
 * Focus that is inside the page stays there until somebody takes it, but keys no longer arrive.
 */
void
door_page_cover_set_covered (DoorPageCover *self, gboolean covered)
{
  g_return_if_fail (DOOR_IS_PAGE_COVER (self));

  if (self->covered == covered)
    return;

  self->covered = covered;
  gtk_widget_set_can_focus (self->child, !covered);
  if (covered)
    gtk_widget_add_css_class (GTK_WIDGET (self), "covered");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "covered");
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COVERED]);
}

/**
 * door_page_cover_get_covered:
 * @self: a cover
 *
 * Returns: whether the page is kept back
 */
gboolean
door_page_cover_get_covered (DoorPageCover *self)
{
  g_return_val_if_fail (DOOR_IS_PAGE_COVER (self), FALSE);
  return self->covered;
}
