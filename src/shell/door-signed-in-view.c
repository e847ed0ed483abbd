/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-signed-in-view.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "door-login-mark.h"
#include "door-sign-out-menu.h"

struct _DoorSignedInView
{
  GtkWidget parent_instance;

  DoorSession *session;

  GtkWidget *contents;
  GtkWidget *none;
  GtkWidget *logins;
  GtkListBox *list;
};

G_DEFINE_FINAL_TYPE (DoorSignedInView, door_signed_in_view, GTK_TYPE_WIDGET)

/* What one button signs out of. */
typedef struct
{
  DoorSession *session;
  DoorCredentials *login;
} SignOut;

static void
sign_out_free (gpointer data, GClosure *closure)
{
  SignOut *sign_out = data;

  g_object_unref (sign_out->session);
  door_credentials_unref (sign_out->login);
  g_free (sign_out);
}

static void
on_sign_out (GtkButton *button, SignOut *sign_out)
{
  DoorProtectionSpace *space = door_credentials_get_space (sign_out->login);

  door_session_forget_server (sign_out->session, door_protection_space_get_target (space),
                              door_protection_space_get_server (space), DOOR_FORGET_USER);
}

static void
add_row (DoorSignedInView *self, DoorCredentials *login)
{
  g_autofree char *host = door_sign_out_menu_name_server (door_credentials_get_space (login));
  const char *username = door_credentials_get_username (login);
  g_autofree char *details = door_login_mark_describe (login);
  g_autofree char *text
      = *username != '\0' ? g_strconcat (username, "\n", details, NULL) : g_strdup (details);
  g_autofree char *title = g_markup_escape_text (host, -1);
  g_autofree char *subtitle = g_markup_escape_text (text, -1);
  g_autofree char *label = g_strdup_printf (_ ("Sign Out of %s"), host);
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button = gtk_button_new_with_label (_ ("Sign Out"));
  SignOut *sign_out = g_new0 (SignOut, 1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);

  sign_out->session = g_object_ref (self->session);
  sign_out->login = door_credentials_ref (login);
  g_signal_connect_data (button, "clicked", G_CALLBACK (on_sign_out), sign_out, sign_out_free, 0);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  gtk_list_box_append (self->list, row);
}

static int
compare (gconstpointer a, gconstpointer b)
{
  DoorCredentials *first = *(DoorCredentials *const *)a;
  DoorCredentials *second = *(DoorCredentials *const *)b;

  return g_date_time_compare (door_credentials_get_since (first),
                              door_credentials_get_since (second));
}

static void
update (DoorSignedInView *self)
{
  g_autoptr (GPtrArray) logins = door_vault_list (door_session_get_vault (self->session));
  GtkWidget *row;
  guint n = 0;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, row);

  g_ptr_array_sort (logins, compare);
  for (guint i = 0; i < logins->len; i++)
    if (door_credentials_is_accepted (g_ptr_array_index (logins, i)))
      {
        add_row (self, g_ptr_array_index (logins, i));
        n++;
      }

  gtk_widget_set_visible (self->none, n == 0);
  gtk_widget_set_visible (self->logins, n > 0);
}

static void
on_everywhere (DoorSignedInView *self)
{
  door_session_forget_all (self->session, DOOR_FORGET_USER);
}

static void
door_signed_in_view_dispose (GObject *object)
{
  DoorSignedInView *self = DOOR_SIGNED_IN_VIEW (object);

  g_clear_pointer (&self->contents, gtk_widget_unparent);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (door_signed_in_view_parent_class)->dispose (object);
}

static void
door_signed_in_view_class_init (DoorSignedInViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = door_signed_in_view_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/doorward/Doorward/ui/door-signed-in-view.ui");
  gtk_widget_class_bind_template_child (widget_class, DoorSignedInView, contents);
  gtk_widget_class_bind_template_child (widget_class, DoorSignedInView, none);
  gtk_widget_class_bind_template_child (widget_class, DoorSignedInView, logins);
  gtk_widget_class_bind_template_child (widget_class, DoorSignedInView, list);
  gtk_widget_class_bind_template_callback (widget_class, on_everywhere);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
door_signed_in_view_init (DoorSignedInView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * door_signed_in_view_set_session:
 * @session: whose logins to show
 */
void
door_signed_in_view_set_session (DoorSignedInView *self, DoorSession *session)
{
  g_return_if_fail (DOOR_IS_SIGNED_IN_VIEW (self));
  g_return_if_fail (self->session == NULL);

  self->session = g_object_ref (session);
  g_signal_connect_object (door_session_get_vault (session), "changed", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  update (self);
}
