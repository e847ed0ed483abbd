/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-idle-notice.h"

struct _DoorIdleNotice
{
  GtkWidget parent_instance;

  DoorSession *session;

  GtkWidget *contents;
  GtkLabel *message;
};

G_DEFINE_FINAL_TYPE (DoorIdleNotice, door_idle_notice, GTK_TYPE_WIDGET)

static void
door_idle_notice_dispose (GObject *object)
{
  DoorIdleNotice *self = DOOR_IDLE_NOTICE (object);

  g_clear_pointer (&self->contents, gtk_widget_unparent);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (door_idle_notice_parent_class)->dispose (object);
}

static void
on_stay (DoorIdleNotice *self)
{
  /* Where it was no input of this window that pressed the button, as with assistive technology. */
  door_idle_touch (door_session_get_idle (self->session));
}

static void
door_idle_notice_class_init (DoorIdleNoticeClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = door_idle_notice_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/doorward/Doorward/ui/door-idle-notice.ui");
  gtk_widget_class_bind_template_child (widget_class, DoorIdleNotice, contents);
  gtk_widget_class_bind_template_child (widget_class, DoorIdleNotice, message);
  gtk_widget_class_bind_template_callback (widget_class, on_stay);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "idlenotice");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_ALERT);
}

static void
door_idle_notice_init (DoorIdleNotice *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  gtk_label_get_label (self->message), -1);
}

/* Who is signed in nowhere has nothing to lose. A kiosk says it in its own way. */
static void
update (DoorIdleNotice *self)
{
  g_autoptr (GPtrArray) logins = door_vault_list (door_session_get_vault (self->session));

  gtk_widget_set_visible (GTK_WIDGET (self),
                          door_idle_is_ending (door_session_get_idle (self->session))
                              && logins->len > 0
                              && !door_policy_is_kiosk (door_session_get_policy (self->session)));
}

/**
 * door_idle_notice_set_session:
 * @session: whose logins end, which has a #DoorIdle
 */
void
door_idle_notice_set_session (DoorIdleNotice *self, DoorSession *session)
{
  g_return_if_fail (DOOR_IS_IDLE_NOTICE (self));
  g_return_if_fail (self->session == NULL);

  self->session = g_object_ref (session);
  g_signal_connect_object (door_session_get_idle (session), "notify::ending", G_CALLBACK (update),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (door_session_get_vault (session), "changed", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  update (self);
}
