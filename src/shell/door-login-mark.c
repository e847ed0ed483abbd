/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-login-mark.h"

#include <glib/gi18n-lib.h>

#include "door-display-text.h"
#include "door-sign-out-menu.h"

/* What is said of one login. */
typedef struct
{
  GtkWidget *box;
  GtkLabel *heading;
  GtkLabel *details;
  GtkButton *sign_out;
  DoorCredentials *login; /* or NULL: it is not shown */
} Section;

struct _DoorLoginMark
{
  GtkWidget parent_instance;

  GtkWidget *button;
  GtkWidget *separator;
  Section site;
  Section proxy;
};

G_DEFINE_FINAL_TYPE (DoorLoginMark, door_login_mark, GTK_TYPE_WIDGET)

static void
door_login_mark_dispose (GObject *object)
{
  DoorLoginMark *self = DOOR_LOGIN_MARK (object);

  g_clear_pointer (&self->button, gtk_widget_unparent);
  g_clear_pointer (&self->site.login, door_credentials_unref);
  g_clear_pointer (&self->proxy.login, door_credentials_unref);
  G_OBJECT_CLASS (door_login_mark_parent_class)->dispose (object);
}

static void
door_login_mark_class_init (DoorLoginMarkClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = door_login_mark_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
update_section (Section *section)
{
  g_autofree char *details = NULL;

  if (section->login == NULL)
    return;

  details = door_login_mark_describe (section->login);
  gtk_label_set_label (section->details, details);
}

/* When one was last used changes while the same page is shown. */
static void
update_details (DoorLoginMark *self)
{
  update_section (&self->site);
  update_section (&self->proxy);
}

static void
init_section (Section *section, GtkBox *parent)
{
  section->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 9);
  section->heading = GTK_LABEL (gtk_label_new (NULL));
  section->details = GTK_LABEL (gtk_label_new (NULL));
  section->sign_out = GTK_BUTTON (gtk_button_new ());
  gtk_label_set_xalign (section->heading, 0);
  gtk_label_set_wrap (section->heading, TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (section->heading), "heading");
  gtk_label_set_xalign (section->details, 0);
  gtk_label_set_wrap (section->details, TRUE);
  gtk_label_set_wrap_mode (section->details, PANGO_WRAP_WORD_CHAR);
  gtk_label_set_max_width_chars (section->details, 40);
  gtk_box_append (GTK_BOX (section->box), GTK_WIDGET (section->heading));
  gtk_box_append (GTK_BOX (section->box), GTK_WIDGET (section->details));
  gtk_box_append (GTK_BOX (section->box), GTK_WIDGET (section->sign_out));
  gtk_widget_set_visible (section->box, FALSE);
  gtk_box_append (parent, section->box);
}

static void
door_login_mark_init (DoorLoginMark *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 9);
  GtkWidget *popover = gtk_popover_new ();

  init_section (&self->site, GTK_BOX (box));
  self->separator = gtk_separator_new (GTK_ORIENTATION_HORIZONTAL);
  gtk_box_append (GTK_BOX (box), self->separator);
  init_section (&self->proxy, GTK_BOX (box));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->site.sign_out), DOOR_SIGN_OUT_ACTION);
  gtk_popover_set_child (GTK_POPOVER (popover), box);
  g_signal_connect_object (popover, "show", G_CALLBACK (update_details), self, G_CONNECT_SWAPPED);

  self->button = gtk_menu_button_new ();
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (self->button), "dialog-password-symbolic");
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (self->button), popover);
  gtk_widget_add_css_class (self->button, "flat");
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

static char *
make_heading (DoorCredentials *login)
{
  DoorProtectionSpace *space = door_credentials_get_space (login);
  DoorOrigin *server = door_protection_space_get_server (space);
  gboolean is_proxy = door_protection_space_get_target (space) == DOOR_TARGET_PROXY;
  g_autofree char *host
      = is_proxy ? door_display_text_for_proxy (server) : door_display_text_for_origin (server);
  const char *username = door_credentials_get_username (login);

  if (*username == '\0')
    return is_proxy ? g_strdup_printf (_ ("Signed in to the proxy %s"), host)
                    : g_strdup_printf (_ ("Signed in to %s"), host);

  return is_proxy ? g_strdup_printf (_ ("Signed in to the proxy %s as “%s”"), host, username)
                  : g_strdup_printf (_ ("Signed in to %s as “%s”"), host, username);
}

static void
show_section (Section *section, DoorCredentials *login)
{
  g_autofree char *server = NULL;
  g_autofree char *heading = NULL;
  g_autofree char *sign_out = NULL;

  gtk_widget_set_visible (section->box, login != NULL);
  if (section->login == login)
    return;

  g_clear_pointer (&section->login, door_credentials_unref);
  if (login == NULL)
    return;

  section->login = door_credentials_ref (login);
  server = door_sign_out_menu_name_server (door_credentials_get_space (login));
  heading = make_heading (login);
  sign_out = g_strdup_printf (_ ("Sign Out of %s"), server);
  gtk_label_set_label (section->heading, heading);
  gtk_button_set_label (section->sign_out, sign_out);
  update_section (section);
}

/* Its target comes first: the action is none without one. */
static void
set_proxy_action (DoorLoginMark *self, DoorCredentials *proxy)
{
  GtkActionable *button = GTK_ACTIONABLE (self->proxy.sign_out);
  DoorOrigin *server = door_protection_space_get_server (door_credentials_get_space (proxy));

  gtk_actionable_set_action_target (button, "s", door_origin_to_string (server));
  gtk_actionable_set_action_name (button, DOOR_SIGN_OUT_OF_PROXY_ACTION);
}

/**
 * door_login_mark_show:
 * @self: a login mark
 * @site: (nullable): what the page in front is signed in with
 * @proxy: (nullable): what the proxy is that it came by
 */
void
door_login_mark_show (DoorLoginMark *self, DoorCredentials *site, DoorCredentials *proxy)
{
  const char *name = site != NULL ? _ ("Signed in") : _ ("Signed in to the proxy");

  g_return_if_fail (DOOR_IS_LOGIN_MARK (self));

  show_section (&self->site, site);
  show_section (&self->proxy, proxy);
  gtk_widget_set_visible (self->separator, site != NULL && proxy != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self), site != NULL || proxy != NULL);
  if (site == NULL && proxy == NULL)
    {
      gtk_menu_button_popdown (GTK_MENU_BUTTON (self->button));
      return;
    }

  if (proxy != NULL)
    set_proxy_action (self, proxy);
  gtk_widget_set_tooltip_text (self->button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name, -1);
}
