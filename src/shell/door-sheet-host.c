/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-sheet-host.h"

#include "door-child-focus.h"

/* How far the sheet reaches over the lower edge of its anchor: to the location entry, but not over
 * it. What is drawn there cannot come from a page, which begins at that edge. */
#define OVERLAP 10

/* As wide as a person likes to read, where there is room. */
#define PREFERRED_WIDTH 440

#define SLIDE_MILLISECONDS 220

struct _DoorSheetHost
{
  GtkWidget parent_instance;

  GtkWidget *overlay;
  GtkRevealer *revealer;
  GtkWidget *content;
  GtkWidget *anchor;
  DoorLoginSheet *sheet;
};

G_DEFINE_FINAL_TYPE (DoorSheetHost, door_sheet_host, GTK_TYPE_WIDGET)

enum
{
  PROP_CONTENT = 1,
  PROP_ANCHOR,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static gboolean
on_get_child_position (GtkOverlay *overlay,
                       GtkWidget *child,
                       GdkRectangle *allocation,
                       DoorSheetHost *self)
{
  int width = gtk_widget_get_width (GTK_WIDGET (overlay));
  int height = gtk_widget_get_height (GTK_WIDGET (overlay));
  graphene_rect_t edge;
  int top = 0, minimum, natural;

  if (self->anchor != NULL && gtk_widget_get_mapped (self->anchor)
      && gtk_widget_compute_bounds (self->anchor, GTK_WIDGET (overlay), &edge))
    top = MAX (0, (int)(edge.origin.y + edge.size.height) - OVERLAP);

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural, NULL, NULL);
  allocation->width = MAX (minimum, MIN (width, MAX (natural, PREFERRED_WIDTH)));
  allocation->x = (width - allocation->width) / 2;

  gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, allocation->width, &minimum, &natural, NULL,
                      NULL);
  allocation->height = MAX (minimum, MIN (height - top, natural));
  allocation->y = top;

  return TRUE;
}

/* The anchor shows that something hangs from it. */
static void
update_anchor (DoorSheetHost *self)
{
  if (self->anchor == NULL)
    return;
  if (self->sheet != NULL)
    gtk_widget_add_css_class (self->anchor, "asking");
  else
    gtk_widget_remove_css_class (self->anchor, "asking");
}

static void
on_child_revealed (DoorSheetHost *self)
{
  if (self->sheet != NULL || gtk_revealer_get_child_revealed (self->revealer))
    return;

  gtk_revealer_set_child (self->revealer, NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->revealer), FALSE);
}

static void
door_sheet_host_dispose (GObject *object)
{
  DoorSheetHost *self = DOOR_SHEET_HOST (object);

  self->sheet = NULL;
  g_clear_object (&self->anchor);
  g_clear_pointer (&self->overlay, gtk_widget_unparent);
  G_OBJECT_CLASS (door_sheet_host_parent_class)->dispose (object);
}

static void
door_sheet_host_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  DoorSheetHost *self = DOOR_SHEET_HOST (object);

  switch (id)
    {
    case PROP_CONTENT:
      g_value_set_object (value, self->content);
      break;
    case PROP_ANCHOR:
      g_value_set_object (value, self->anchor);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
door_sheet_host_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  DoorSheetHost *self = DOOR_SHEET_HOST (object);

  switch (id)
    {
    case PROP_CONTENT:
      self->content = g_value_get_object (value);
      gtk_overlay_set_child (GTK_OVERLAY (self->overlay), self->content);
      break;
    case PROP_ANCHOR:
      g_set_object (&self->anchor, g_value_get_object (value));
      update_anchor (self);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
door_sheet_host_class_init (DoorSheetHostClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = door_sheet_host_dispose;
  object_class->get_property = door_sheet_host_get_property;
  object_class->set_property = door_sheet_host_set_property;
  widget_class->focus = door_child_focus;

  properties[PROP_CONTENT] = g_param_spec_object ("content", NULL, NULL, GTK_TYPE_WIDGET,
                                                  G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_ANCHOR] = g_param_spec_object ("anchor", NULL, NULL, GTK_TYPE_WIDGET,
                                                 G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/doorward/Doorward/ui/door-sheet-host.ui");
  gtk_widget_class_bind_template_child (widget_class, DoorSheetHost, overlay);
  gtk_widget_class_bind_template_child (widget_class, DoorSheetHost, revealer);
  gtk_widget_class_bind_template_callback (widget_class, on_get_child_position);
  gtk_widget_class_bind_template_callback (widget_class, on_child_revealed);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "sheethost");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
door_sheet_host_init (DoorSheetHost *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * door_sheet_host_set_sheet:
 * @self: a sheet host
 * @sheet: (nullable): the sheet to show, %NULL for none
 * @animate: whether the change happens before the person's eyes, rather than because another tab
 *   came to the front
 *
 * Shows @sheet over the content and in place of the sheet shown so far, which keeps what was typed
 * into it as long as somebody holds it. Nothing moves where the desktop asks for no animations.
 */
void
door_sheet_host_set_sheet (DoorSheetHost *self, DoorLoginSheet *sheet, gboolean animate)
{
  g_return_if_fail (DOOR_IS_SHEET_HOST (self));
  g_return_if_fail (sheet == NULL || DOOR_IS_LOGIN_SHEET (sheet));

  if (self->sheet == sheet)
    return;
  self->sheet = sheet;
  update_anchor (self);

  gtk_revealer_set_transition_duration (self->revealer, animate ? SLIDE_MILLISECONDS : 0);
  if (sheet == NULL)
    {
      /* On its way out it takes no more input. */
      gtk_widget_set_can_target (GTK_WIDGET (self->revealer), FALSE);
      gtk_widget_set_can_focus (GTK_WIDGET (self->revealer), FALSE);
      gtk_revealer_set_reveal_child (self->revealer, FALSE);
      on_child_revealed (self);
      return;
    }

  if (gtk_revealer_get_child (self->revealer) != NULL)
    {
      gtk_revealer_set_child (self->revealer, NULL);
      gtk_revealer_set_transition_duration (self->revealer, 0);
      gtk_revealer_set_reveal_child (self->revealer, FALSE);
      gtk_revealer_set_transition_duration (self->revealer, animate ? SLIDE_MILLISECONDS : 0);
    }
  gtk_revealer_set_child (self->revealer, GTK_WIDGET (sheet));
  gtk_widget_set_can_target (GTK_WIDGET (self->revealer), TRUE);
  gtk_widget_set_can_focus (GTK_WIDGET (self->revealer), TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->revealer), TRUE);
  gtk_revealer_set_reveal_child (self->revealer, TRUE);
}

/**
 * door_sheet_host_get_sheet:
 * @self: a sheet host
 *
 * Returns: (transfer none) (nullable): the sheet that is shown
 */
DoorLoginSheet *
door_sheet_host_get_sheet (DoorSheetHost *self)
{
  g_return_val_if_fail (DOOR_IS_SHEET_HOST (self), NULL);
  return self->sheet;
}
