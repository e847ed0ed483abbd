/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-login-mark.h"

#include <glib/gi18n-lib.h>

#include "door-display-text.h"

struct _DoorLoginMark
{
  GtkWidget parent_instance;

  GtkWidget *button;
  GtkLabel *heading;
  GtkLabel *details;
  GtkButton *sign_out;
  DoorCredentials *login;
};

G_DEFINE_FINAL_TYPE (DoorLoginMark, door_login_mark, GTK_TYPE_WIDGET)

static void
door_login_mark_dispose (GObject *object)
{
  DoorLoginMark *self = DOOR_LOGIN_MARK (object);

  g_clear_pointer (&self->button, gtk_widget_unparent);
  g_clear_pointer (&self->login, door_credentials_unref);
  G_OBJECT_CLASS (door_login_mark_parent_class)->dispose (object);
}

static void
door_login_mark_class_init (DoorLoginMarkClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = door_login_mark_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

/* When it was last used changes while the same page is shown. */
static void
update_details (DoorLoginMark *self)
{
  g_autofree char *details = NULL;

  if (self->login == NULL)
    return;

  details = door_login_mark_describe (self->login);
  gtk_label_set_label (self->details, details);
}

static void
door_login_mark_init (DoorLoginMark *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 9);
  GtkWidget *popover = gtk_popover_new ();

  self->heading = GTK_LABEL (gtk_label_new (NULL));
  self->details = GTK_LABEL (gtk_label_new (NULL));
  self->sign_out = GTK_BUTTON (gtk_button_new ());
  gtk_label_set_xalign (self->heading, 0);
  gtk_label_set_wrap (self->heading, TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->heading), "heading");
  gtk_label_set_xalign (self->details, 0);
  gtk_label_set_wrap (self->details, TRUE);
  gtk_label_set_wrap_mode (self->details, PANGO_WRAP_WORD_CHAR);
  gtk_label_set_max_width_chars (self->details, 40);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->sign_out), "win.sign-out");
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->heading));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->details));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->sign_out));
  gtk_popover_set_child (GTK_POPOVER (popover), box);
  g_signal_connect_object (popover, "show", G_CALLBACK (update_details), self, G_CONNECT_SWAPPED);

  self->button = gtk_menu_button_new ();
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (self->button), "dialog-password-symbolic");
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (self->button), popover);
  gtk_widget_add_css_class (self->button, "flat");
  gtk_widget_set_tooltip_text (self->button, _ ("Signed in"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Signed in"), -1);
  gtk_widget_set_parent (self->button, GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

static char *
format_time (GDateTime *time)
{
  g_autoptr (GDateTime) local = g_date_time_to_local (time);

  return g_date_time_format (local, "%X");
}

/**
 * door_login_mark_describe:
 * @login: what a session is signed in with
 *
 * Returns: (transfer full): lines that say of @login what its user name does not
 */
char *
door_login_mark_describe (DoorCredentials *login)
{
  DoorProtectionSpace *space = door_credentials_get_space (login);
  DoorOrigin *server = door_protection_space_get_server (space);
  const char *scheme = door_credentials_get_scheme (login);
  g_autofree char *realm = door_display_text_for_realm (door_protection_space_get_realm (space));
  g_autofree char *since = format_time (door_credentials_get_since (login));
  g_autofree char *last_use = format_time (door_credentials_get_last_use (login));
  GString *text = g_string_new (NULL);

  if (*realm != '\0')
    {
      g_string_append_printf (text,
                              door_protection_space_get_target (space) == DOOR_TARGET_PROXY
                                  ? _ ("The proxy says: “%s”")
                                  : _ ("The site says: “%s”"),
                              realm);
      g_string_append_c (text, '\n');
    }

  /* TRANSLATORS: the name of an authentication scheme, as in “Basic” or “Digest”. */
  g_string_append_printf (text, _ ("By %c%s"), g_ascii_toupper (*scheme), scheme + 1);
  g_string_append_c (text, '\n');
  if (door_origin_is_secure (server))
    g_string_append (text, _ ("The connection is encrypted"));
  else if (g_str_equal (scheme, "basic"))
    g_string_append (text, _ ("The password travels unencrypted"));
  else
    g_string_append (text, _ ("The connection is not encrypted, the password does not travel"));
  g_string_append_c (text, '\n');
  g_string_append_printf (text, _ ("Since %s, last used at %s"), since, last_use);

  return g_string_free (text, FALSE);
}

/**
 * door_login_mark_show:
 * @self: a login mark
 * @login: (nullable): what the page in front is signed in with
 */
void
door_login_mark_show (DoorLoginMark *self, DoorCredentials *login)
{
  g_autofree char *host = NULL;
  g_autofree char *heading = NULL;
  g_autofree char *sign_out = NULL;
  const char *username;

  g_return_if_fail (DOOR_IS_LOGIN_MARK (self));

  gtk_widget_set_visible (GTK_WIDGET (self), login != NULL);
  if (self->login == login)
    return;

  g_clear_pointer (&self->login, door_credentials_unref);
  if (login == NULL)
    {
      gtk_menu_button_popdown (GTK_MENU_BUTTON (self->button));
      return;
    }

  self->login = door_credentials_ref (login);
  host = door_display_text_for_origin (
      door_protection_space_get_server (door_credentials_get_space (login)));
  username = door_credentials_get_username (login);
  heading = *username != '\0' ? g_strdup_printf (_ ("Signed in to %s as “%s”"), host, username)
                              : g_strdup_printf (_ ("Signed in to %s"), host);
  sign_out = g_strdup_printf (_ ("Sign Out of %s"), host);
  gtk_label_set_label (self->heading, heading);
  gtk_button_set_label (self->sign_out, sign_out);
  update_details (self);
}
