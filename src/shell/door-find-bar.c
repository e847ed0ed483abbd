/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-find-bar.h"

#include <glib/gi18n-lib.h>

#define MOST_MATCHES 1000

struct _DoorFindBar
{
  GtkWidget parent_instance;

  WebKitWebView *view;

  GtkWidget *bar;
  GtkEditable *entry;
  GtkLabel *matches;
};

G_DEFINE_FINAL_TYPE (DoorFindBar, door_find_bar, GTK_TYPE_WIDGET)

enum
{
  PROP_VIEW = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static WebKitFindController *
get_controller (DoorFindBar *self)
{
  return webkit_web_view_get_find_controller (self->view);
}

static void
on_found (DoorFindBar *self, guint count)
{
  g_autofree char *text = NULL;

  if (count >= MOST_MATCHES)
    text = g_strdup_printf (_ ("More than %d"), MOST_MATCHES);
  else
    text = g_strdup_printf (ngettext ("%u match", "%u matches", count), count);
  gtk_label_set_label (self->matches, text);
  gtk_widget_remove_css_class (GTK_WIDGET (self->entry), "error");
}

static void
on_failed_to_find (DoorFindBar *self)
{
  gtk_label_set_label (self->matches, _ ("No match"));
  gtk_widget_add_css_class (GTK_WIDGET (self->entry), "error");
}

static void
on_search_changed (DoorFindBar *self)
{
  const char *text = gtk_editable_get_text (self->entry);

  if (*text == '\0')
    {
      webkit_find_controller_search_finish (get_controller (self));
      gtk_label_set_label (self->matches, "");
      gtk_widget_remove_css_class (GTK_WIDGET (self->entry), "error");
      return;
    }
  webkit_find_controller_search (get_controller (self), text,
                                 WEBKIT_FIND_OPTIONS_CASE_INSENSITIVE
                                     | WEBKIT_FIND_OPTIONS_WRAP_AROUND,
                                 MOST_MATCHES);
}

static void
on_mode (DoorFindBar *self)
{
  if (self->view == NULL || gtk_search_bar_get_search_mode (GTK_SEARCH_BAR (self->bar)))
    return;

  webkit_find_controller_search_finish (get_controller (self));
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

static void
door_find_bar_dispose (GObject *object)
{
  DoorFindBar *self = DOOR_FIND_BAR (object);

  if (self->bar != NULL)
    g_signal_handlers_disconnect_by_data (self->bar, self);
  g_clear_pointer (&self->bar, gtk_widget_unparent);
  g_clear_object (&self->view);
  G_OBJECT_CLASS (door_find_bar_parent_class)->dispose (object);
}

static void
door_find_bar_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  DoorFindBar *self = DOOR_FIND_BAR (object);

  switch (id)
    {
    case PROP_VIEW:
      self->view = g_value_dup_object (value);
      g_signal_connect_object (get_controller (self), "found-text", G_CALLBACK (on_found), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (get_controller (self), "failed-to-find-text",
                               G_CALLBACK (on_failed_to_find), self, G_CONNECT_SWAPPED);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
door_find_bar_class_init (DoorFindBarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = door_find_bar_dispose;
  object_class->set_property = door_find_bar_set_property;

  properties[PROP_VIEW] = g_param_spec_object ("view", NULL, NULL, WEBKIT_TYPE_WEB_VIEW,
                                               G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/doorward/Doorward/ui/door-find-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, DoorFindBar, bar);
  gtk_widget_class_bind_template_child (widget_class, DoorFindBar, entry);
  gtk_widget_class_bind_template_child (widget_class, DoorFindBar, matches);
  gtk_widget_class_bind_template_callback (widget_class, on_mode);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
  gtk_widget_class_bind_template_callback (widget_class, door_find_bar_next);
  gtk_widget_class_bind_template_callback (widget_class, door_find_bar_previous);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_SEARCH);
}

static void
door_find_bar_init (DoorFindBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_search_bar_connect_entry (GTK_SEARCH_BAR (self->bar), self->entry);
}

/**
 * door_find_bar_open:
 * @self: a find bar
 *
 * Shows the bar, with what was looked for last selected in it.
 */
void
door_find_bar_open (DoorFindBar *self)
{
  g_return_if_fail (DOOR_IS_FIND_BAR (self));

  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
  gtk_search_bar_set_search_mode (GTK_SEARCH_BAR (self->bar), TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  gtk_editable_select_region (self->entry, 0, -1);
}

void
door_find_bar_next (DoorFindBar *self)
{
  g_return_if_fail (DOOR_IS_FIND_BAR (self));

  if (gtk_editable_get_text (self->entry)[0] == '\0')
    door_find_bar_open (self);
  else
    webkit_find_controller_search_next (get_controller (self));
}

void
door_find_bar_previous (DoorFindBar *self)
{
  g_return_if_fail (DOOR_IS_FIND_BAR (self));

  if (gtk_editable_get_text (self->entry)[0] == '\0')
    door_find_bar_open (self);
  else
    webkit_find_controller_search_previous (get_controller (self));
}
