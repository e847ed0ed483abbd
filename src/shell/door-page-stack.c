/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-page-stack.h"

/* However many a page opens: each has a way back, and nobody wants to go it more often. */
#define MOST_PAGES 8

struct _DoorPageStack
{
  GtkWidget parent_instance;

  GPtrArray *tabs; /* DoorTab, the topmost last */
};

G_DEFINE_FINAL_TYPE (DoorPageStack, door_page_stack, GTK_TYPE_WIDGET)

enum
{
  PROP_FRONT = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* What is not seen is not there for assistive technology and the keyboard either. */
static void
update_front (DoorPageStack *self)
{
  for (guint i = 0; i < self->tabs->len; i++)
    {
      DoorTab *tab = g_ptr_array_index (self->tabs, i);
      gboolean in_front = i == self->tabs->len - 1;

      gtk_widget_set_visible (GTK_WIDGET (tab), in_front);
      door_page_set_in_front (door_tab_get_page (tab), in_front);
    }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FRONT]);
}

static void
remove_tab (DoorPageStack *self, guint index)
{
  g_autoptr (DoorTab) tab = g_object_ref (g_ptr_array_index (self->tabs, index));

  g_signal_handlers_disconnect_by_data (door_tab_get_page (tab), self);
  g_ptr_array_remove_index (self->tabs, index);
  gtk_widget_unparent (GTK_WIDGET (tab));
}

static gboolean
find_page (DoorPageStack *self, DoorPage *page, guint *index)
{
  for (guint i = 0; i < self->tabs->len; i++)
    if (door_tab_get_page (g_ptr_array_index (self->tabs, i)) == page)
      {
        *index = i;
        return TRUE;
      }

  return FALSE;
}

/* The page that everything began with does not close itself. */
static void
on_close (DoorPageStack *self, DoorPage *page)
{
  guint index;

  if (!find_page (self, page, &index) || index == 0)
    return;

  remove_tab (self, index);
  update_front (self);
}

static gboolean
close_later (gpointer page)
{
  GtkWidget *view = GTK_WIDGET (door_page_get_view (page));
  GtkWidget *stack = gtk_widget_get_ancestor (view, DOOR_TYPE_PAGE_STACK);

  if (stack != NULL)
    on_close (DOOR_PAGE_STACK (stack), page);

  return G_SOURCE_REMOVE;
}

static void
on_create_page (DoorPageStack *self, DoorPage *new_page)
{
  gboolean full = self->tabs->len >= MOST_PAGES;

  door_page_stack_push (self, new_page);
  /* WebKit has not done with the view yet. */
  if (full)
    g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, close_later, g_object_ref (new_page), g_object_unref);
}

static gboolean
door_page_stack_grab_focus (GtkWidget *widget)
{
  DoorTab *front = door_page_stack_get_front (DOOR_PAGE_STACK (widget));

  return front != NULL && gtk_widget_grab_focus (GTK_WIDGET (front));
}

static void
door_page_stack_dispose (GObject *object)
{
  DoorPageStack *self = DOOR_PAGE_STACK (object);

  while (self->tabs->len > 0)
    remove_tab (self, self->tabs->len - 1);
  G_OBJECT_CLASS (door_page_stack_parent_class)->dispose (object);
}

static void
door_page_stack_finalize (GObject *object)
{
  g_ptr_array_unref (DOOR_PAGE_STACK (object)->tabs);
  G_OBJECT_CLASS (door_page_stack_parent_class)->finalize (object);
}

static void
door_page_stack_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_FRONT:
      g_value_set_object (value, door_page_stack_get_front (DOOR_PAGE_STACK (object)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
door_page_stack_class_init (DoorPageStackClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = door_page_stack_dispose;
  object_class->finalize = door_page_stack_finalize;
  object_class->get_property = door_page_stack_get_property;
  widget_class->grab_focus = door_page_stack_grab_focus;

  properties[PROP_FRONT]
      = g_param_spec_object ("front", NULL, NULL, DOOR_TYPE_TAB,
                             G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
door_page_stack_init (DoorPageStack *self)
{
  self->tabs = g_ptr_array_new ();
}

/**
 * door_page_stack_get_front:
 * @self: a stack
 *
 * Returns: (transfer none) (nullable): the topmost page's tab
 */
DoorTab *
door_page_stack_get_front (DoorPageStack *self)
{
  g_return_val_if_fail (DOOR_IS_PAGE_STACK (self), NULL);

  return self->tabs->len > 0 ? g_ptr_array_index (self->tabs, self->tabs->len - 1) : NULL;
}

guint
door_page_stack_get_depth (DoorPageStack *self)
{
  g_return_val_if_fail (DOOR_IS_PAGE_STACK (self), 0);

  return self->tabs->len;
}

/**
 * door_page_stack_push:
 * @self: a stack
 * @page: a page
 *
 * Lays @page over the others.
 */
void
door_page_stack_push (DoorPageStack *self, DoorPage *page)
{
  GtkWidget *tab;

  g_return_if_fail (DOOR_IS_PAGE_STACK (self));
  g_return_if_fail (DOOR_IS_PAGE (page));

  tab = door_tab_new (page);
  gtk_widget_set_hexpand (tab, TRUE);
  gtk_widget_set_vexpand (tab, TRUE);
  gtk_widget_set_parent (tab, GTK_WIDGET (self));
  g_ptr_array_add (self->tabs, tab);
  g_signal_connect_object (page, "create-page", G_CALLBACK (on_create_page), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (page, "close", G_CALLBACK (on_close), self, G_CONNECT_SWAPPED);
  update_front (self);
}

/**
 * door_page_stack_pop:
 * @self: a stack
 *
 * Takes the topmost page away.
 */
void
door_page_stack_pop (DoorPageStack *self)
{
  g_return_if_fail (DOOR_IS_PAGE_STACK (self));
  g_return_if_fail (self->tabs->len > 0);

  remove_tab (self, self->tabs->len - 1);
  update_front (self);
}

/**
 * door_page_stack_clear:
 * @self: a stack
 *
 * Takes every page away.
 */
void
door_page_stack_clear (DoorPageStack *self)
{
  g_return_if_fail (DOOR_IS_PAGE_STACK (self));

  while (self->tabs->len > 0)
    remove_tab (self, self->tabs->len - 1);
  update_front (self);
}
