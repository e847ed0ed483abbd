/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-countdown.h"

#include <glib/gi18n-lib.h>

struct _DoorCountdown
{
  GtkWidget parent_instance;

  GtkWidget *cover;
  GtkLabel *number;
  GtkLabel *explanation;
  GtkWidget *stay;
};

G_DEFINE_FINAL_TYPE (DoorCountdown, door_countdown, GTK_TYPE_WIDGET)

enum
{
  STAY,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
on_stay (DoorCountdown *self)
{
  g_signal_emit (self, signals[STAY], 0);
}

static gboolean
door_countdown_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (DOOR_COUNTDOWN (widget)->stay);
}

static void
door_countdown_dispose (GObject *object)
{
  g_clear_pointer (&DOOR_COUNTDOWN (object)->cover, gtk_widget_unparent);
  G_OBJECT_CLASS (door_countdown_parent_class)->dispose (object);
}

static void
door_countdown_class_init (DoorCountdownClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = door_countdown_dispose;
  widget_class->grab_focus = door_countdown_grab_focus;

  signals[STAY] = g_signal_new ("stay", DOOR_TYPE_COUNTDOWN, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/doorward/Doorward/ui/door-countdown.ui");
  gtk_widget_class_bind_template_child (widget_class, DoorCountdown, cover);
  gtk_widget_class_bind_template_child (widget_class, DoorCountdown, number);
  gtk_widget_class_bind_template_child (widget_class, DoorCountdown, explanation);
  gtk_widget_class_bind_template_child (widget_class, DoorCountdown, stay);
  gtk_widget_class_bind_template_callback (widget_class, on_stay);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "countdown");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_ALERT_DIALOG);
}

static void
door_countdown_init (DoorCountdown *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Still There?"), -1);
}

/**
 * door_countdown_set_seconds:
 * @self: a countdown
 * @seconds: how long is left
 */
void
door_countdown_set_seconds (DoorCountdown *self, guint seconds)
{
  g_autofree char *number = g_strdup_printf ("%u", seconds);
  g_autofree char *text = NULL;

  g_return_if_fail (DOOR_IS_COUNTDOWN (self));

  text = g_strdup_printf (ngettext ("In %u second you are signed out everywhere, and everything "
                                    "that was entered here is forgotten.",
                                    "In %u seconds you are signed out everywhere, and everything "
                                    "that was entered here is forgotten.",
                                    seconds),
                          seconds);
  gtk_label_set_label (self->number, number);
  gtk_label_set_label (self->explanation, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text,
                                  -1);
}
