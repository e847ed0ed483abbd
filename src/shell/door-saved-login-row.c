/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-saved-login-row.h"

#include <glib/gi18n-lib.h>

#include "door-display-text.h"

struct _DoorSavedLoginRow
{
  GtkWidget parent_instance;

  GtkWidget *place;
  GtkWidget *user;
};

G_DEFINE_FINAL_TYPE (DoorSavedLoginRow, door_saved_login_row, GTK_TYPE_WIDGET)

static void
door_saved_login_row_dispose (GObject *object)
{
  DoorSavedLoginRow *self = DOOR_SAVED_LOGIN_ROW (object);

  g_clear_pointer (&self->place, gtk_widget_unparent);
  g_clear_pointer (&self->user, gtk_widget_unparent);
  G_OBJECT_CLASS (door_saved_login_row_parent_class)->dispose (object);
}

static void
door_saved_login_row_class_init (DoorSavedLoginRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = door_saved_login_row_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
}

static GtkWidget *
add_label (DoorSavedLoginRow *self)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_parent (label, GTK_WIDGET (self));

  return label;
}

static void
door_saved_login_row_init (DoorSavedLoginRow *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (
                                      gtk_widget_get_layout_manager (GTK_WIDGET (self))),
                                  GTK_ORIENTATION_VERTICAL);
  self->place = add_label (self);
  self->user = add_label (self);
  gtk_widget_add_css_class (self->user, "dim-label");
  gtk_widget_add_css_class (self->user, "caption");
}

GtkWidget *
door_saved_login_row_new (void)
{
  return g_object_new (DOOR_TYPE_SAVED_LOGIN_ROW, NULL);
}

static char *
describe_user (DoorSavedLogin *login)
{
  DoorProtectionSpace *space = door_saved_login_get_space (login);
  const char *username = door_saved_login_get_username (login);
  const char *user = *username != '\0' ? username : _ ("Without user name");
  g_autofree char *realm = door_display_text_for_realm (door_protection_space_get_realm (space));

  if (*realm == '\0')
    return g_strdup (user);

  /* TRANSLATORS: a user name, and what a site calls what it protects. */
  return g_strdup_printf (_ ("%1$s — “%2$s”"), user, realm);
}

static char *
describe_place (DoorListedLogin *listed)
{
  DoorProtectionSpace *space = door_saved_login_get_space (door_listed_login_get_login (listed));
  const char *place = door_listed_login_get_place (listed);

  if (door_protection_space_get_target (space) == DOOR_TARGET_PROXY)
    /* TRANSLATORS: %s is the host of a proxy. */
    return g_strdup_printf (_ ("%s (proxy)"), place);

  /* Where a password travels in the open, it is told apart from the same host's other login. */
  return g_strdup_printf ("%s://%s",
                          door_origin_get_scheme (door_protection_space_get_server (space)), place);
}

/**
 * door_saved_login_row_show:
 * @login: what to show from now on
 */
void
door_saved_login_row_show (DoorSavedLoginRow *self, DoorListedLogin *login)
{
  g_autofree char *place = describe_place (login);
  g_autofree char *user = describe_user (door_listed_login_get_login (login));

  g_return_if_fail (DOOR_IS_SAVED_LOGIN_ROW (self));

  gtk_label_set_label (GTK_LABEL (self->place), place);
  gtk_label_set_label (GTK_LABEL (self->user), user);
}
