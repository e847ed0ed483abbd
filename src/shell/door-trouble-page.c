/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-trouble-page.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

struct _DoorTroublePage
{
  GtkWidget parent_instance;

  AdwStatusPage *status;
  GtkWidget *now;
};

G_DEFINE_FINAL_TYPE (DoorTroublePage, door_trouble_page, GTK_TYPE_WIDGET)

enum
{
  TRY_NOW,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
on_now (DoorTroublePage *self)
{
  g_signal_emit (self, signals[TRY_NOW], 0);
}

static gboolean
door_trouble_page_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (DOOR_TROUBLE_PAGE (widget)->now);
}

static void
door_trouble_page_dispose (GObject *object)
{
  GtkWidget *status = GTK_WIDGET (DOOR_TROUBLE_PAGE (object)->status);

  DOOR_TROUBLE_PAGE (object)->status = NULL;
  g_clear_pointer (&status, gtk_widget_unparent);
  G_OBJECT_CLASS (door_trouble_page_parent_class)->dispose (object);
}

static void
door_trouble_page_class_init (DoorTroublePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = door_trouble_page_dispose;
  widget_class->grab_focus = door_trouble_page_grab_focus;

  signals[TRY_NOW] = g_signal_new ("try-now", DOOR_TYPE_TROUBLE_PAGE, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/doorward/Doorward/ui/door-trouble-page.ui");
  gtk_widget_class_bind_template_child (widget_class, DoorTroublePage, status);
  gtk_widget_class_bind_template_child (widget_class, DoorTroublePage, now);
  gtk_widget_class_bind_template_callback (widget_class, on_now);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "troublepage");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
door_trouble_page_init (DoorTroublePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  adw_status_page_get_title (self->status), -1);
}

/**
 * door_trouble_page_set_seconds:
 * @self: a page
 * @seconds: how long until the next try, 0 while it is under way
 */
void
door_trouble_page_set_seconds (DoorTroublePage *self, guint seconds)
{
  g_autofree char *text = NULL;

  g_return_if_fail (DOOR_IS_TROUBLE_PAGE (self));

  if (seconds > 0)
    text = g_strdup_printf (ngettext ("This page cannot be shown right now. The next try is in %u "
                                      "second.",
                                      "This page cannot be shown right now. The next try is in %u "
                                      "seconds.",
                                      seconds),
                            seconds);
  adw_status_page_set_description (self->status, text != NULL ? text : _ ("Trying again…"));
  gtk_widget_set_sensitive (self->now, seconds > 0);
}
