/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-password-entry.h"

#define BULLET "•"

/* GTK gives the accessibility bus the text of every GtkEditable, and each change of it, without
 * asking whether it may be seen. Only the role of a GtkPasswordEntry is "password text", so this is
 * one, derived although its structures are private: their sizes are asked for. */

static GtkText *
get_text_widget (gpointer editable)
{
  return GTK_TEXT (gtk_editable_get_delegate (GTK_EDITABLE (editable)));
}

static const char *
door_password_entry_get_text (GtkEditable *editable)
{
  static const char bullets[] = BULLET BULLET BULLET BULLET BULLET BULLET BULLET BULLET BULLET
      BULLET BULLET BULLET BULLET BULLET BULLET BULLET BULLET BULLET BULLET BULLET BULLET BULLET
          BULLET BULLET BULLET BULLET BULLET BULLET BULLET BULLET BULLET BULLET;
  const gsize most = (sizeof bullets - 1) / strlen (BULLET);
  GtkText *text = get_text_widget (editable);
  guint length;

  if (gtk_text_get_visibility (text))
    return gtk_editable_get_text (GTK_EDITABLE (text));

  length = gtk_text_get_text_length (text);
  return bullets + (most - MIN (length, most)) * strlen (BULLET);
}

static void
on_text_inserted (GtkText *text)
{
  /* Connected before the accessibility bus is, so that it never hears of it. */
  if (!gtk_text_get_visibility (text))
    g_signal_stop_emission_by_name (text, "insert-text");
}

static void
on_delete_text (GtkText *text, int start, int end)
{
  if (gtk_text_get_visibility (text))
    return;

  GTK_EDITABLE_GET_IFACE (text)->delete_text (GTK_EDITABLE (text), start, end);
  g_signal_stop_emission_by_name (text, "delete-text");
}

static void
door_password_entry_init (GTypeInstance *instance, gpointer klass)
{
  GtkText *text = get_text_widget (instance);

  gtk_editable_set_enable_undo (GTK_EDITABLE (instance), FALSE);
  g_signal_connect_after (text, "insert-text", G_CALLBACK (on_text_inserted), NULL);
  g_signal_connect (text, "delete-text", G_CALLBACK (on_delete_text), NULL);
}

static void
door_password_entry_editable_init (gpointer iface, gpointer data)
{
  ((GtkEditableInterface *)iface)->get_text = door_password_entry_get_text;
}

GType
door_password_entry_get_type (void)
{
  static gsize type = 0;

  if (g_once_init_enter (&type))
    {
      GTypeQuery parent;
      GTypeInfo info = { 0 };
      const GInterfaceInfo editable = { .interface_init = door_password_entry_editable_init };
      GType registered;

      g_type_query (GTK_TYPE_PASSWORD_ENTRY, &parent);
      info.class_size = (guint16)parent.class_size;
      info.instance_size = (guint16)parent.instance_size;
      info.instance_init = door_password_entry_init;
      registered = g_type_register_static (GTK_TYPE_PASSWORD_ENTRY, "DoorPasswordEntry", &info,
                                           G_TYPE_FLAG_FINAL);
      g_type_add_interface_static (registered, GTK_TYPE_EDITABLE, &editable);
      g_once_init_leave (&type, registered);
    }

  return type;
}

/**
 * door_password_entry_get_password:
 * @self: a password entry
 *
 * Returns: (transfer full): what was typed, in memory that is not paged out and wiped when freed
 */
SecretValue *
door_password_entry_get_password (DoorPasswordEntry *self)
{
  g_return_val_if_fail (DOOR_IS_PASSWORD_ENTRY (self), NULL);

  return secret_value_new (gtk_editable_get_text (GTK_EDITABLE (get_text_widget (self))), -1,
                           "text/plain");
}

/**
 * door_password_entry_set_password:
 * @self: a password entry
 * @password: (nullable): what to fill in, as text, or %NULL for nothing
 */
void
door_password_entry_set_password (DoorPasswordEntry *self, SecretValue *password)
{
  const char *text = password != NULL ? secret_value_get_text (password) : NULL;

  g_return_if_fail (DOOR_IS_PASSWORD_ENTRY (self));

  gtk_editable_set_text (GTK_EDITABLE (get_text_widget (self)), text != NULL ? text : "");
}

/**
 * door_password_entry_is_empty:
 * @self: a password entry
 *
 * Returns: whether nothing was typed
 */
gboolean
door_password_entry_is_empty (DoorPasswordEntry *self)
{
  g_return_val_if_fail (DOOR_IS_PASSWORD_ENTRY (self), TRUE);

  return gtk_text_get_text_length (get_text_widget (self)) == 0;
}

/**
 * door_password_entry_toggle_revealed:
 * @self: a password entry
 *
 * Shows what was typed, or hides it again.
 */
void
door_password_entry_toggle_revealed (DoorPasswordEntry *self)
{
  GtkText *text;

  g_return_if_fail (DOOR_IS_PASSWORD_ENTRY (self));

  text = get_text_widget (self);
  gtk_text_set_visibility (text, !gtk_text_get_visibility (text));
}
