/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-kiosk-place.h"

#include "door-display-text.h"

struct _DoorKioskPlace
{
  GtkWidget parent_instance;

  DoorTab *tab; /* weak */
  GtkImage *security;
  GtkLabel *server;
};

G_DEFINE_FINAL_TYPE (DoorKioskPlace, door_kiosk_place, GTK_TYPE_WIDGET)

static void
update (DoorKioskPlace *self)
{
  const char *uri = self->tab != NULL ? door_tab_get_uri (self->tab) : NULL;
  g_autoptr (DoorOrigin) server = uri != NULL ? door_origin_new_for_uri (uri, NULL) : NULL;
  g_autofree char *text = server != NULL ? door_display_text_for_origin (server) : NULL;
  DoorSecurity security
      = self->tab != NULL ? door_tab_get_security (self->tab) : DOOR_SECURITY_NONE;
  const char *icon = door_security_get_icon_name (security);

  gtk_image_set_from_icon_name (self->security, icon);
  gtk_widget_set_visible (GTK_WIDGET (self->security), icon != NULL);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), door_security_get_description (security));
  gtk_label_set_label (self->server, text != NULL ? text : "");
}

static void
door_kiosk_place_dispose (GObject *object)
{
  DoorKioskPlace *self = DOOR_KIOSK_PLACE (object);
  GtkWidget *child;

  if (self->tab != NULL)
    g_signal_handlers_disconnect_by_data (self->tab, self);
  g_clear_weak_pointer (&self->tab);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (door_kiosk_place_parent_class)->dispose (object);
}

static void
door_kiosk_place_class_init (DoorKioskPlaceClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = door_kiosk_place_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/doorward/Doorward/ui/door-kiosk-place.ui");
  gtk_widget_class_bind_template_child (widget_class, DoorKioskPlace, security);
  gtk_widget_class_bind_template_child (widget_class, DoorKioskPlace, server);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "place");
}

static void
door_kiosk_place_init (DoorKioskPlace *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  update (self);
}

/**
 * door_kiosk_place_set_tab:
 * @tab: (nullable): whose page is seen
 */
void
door_kiosk_place_set_tab (DoorKioskPlace *self, DoorTab *tab)
{
  g_return_if_fail (DOOR_IS_KIOSK_PLACE (self));

  if (self->tab == tab)
    return;

  if (self->tab != NULL)
    g_signal_handlers_disconnect_by_data (self->tab, self);
  g_set_weak_pointer (&self->tab, tab);
  if (tab != NULL)
    g_signal_connect_swapped (tab, "changed", G_CALLBACK (update), self);
  update (self);
}
