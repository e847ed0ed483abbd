/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-location-entry.h"

#include <glib/gi18n-lib.h>

#include "door-location.h"

struct _DoorLocationEntry
{
  GtkEntry parent_instance;

  char *uri;
  DoorSecurity security;
  gboolean edited;
  gboolean updating;
};

G_DEFINE_FINAL_TYPE (DoorLocationEntry, door_location_entry, GTK_TYPE_ENTRY)

enum
{
  GO,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* The host stands out as long as nobody types. */
static void
emphasise (DoorLocationEntry *self, gsize start, gsize end)
{
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();
  PangoAttribute *pale;

  if (end > start)
    {
      pale = pango_attr_foreground_alpha_new (G_MAXUINT16 * 6 / 10);
      pale->end_index = (guint)start;
      pango_attr_list_insert (attributes, pale);
      pale = pango_attr_foreground_alpha_new (G_MAXUINT16 * 6 / 10);
      pale->start_index = (guint)end;
      pango_attr_list_insert (attributes, pale);
    }

  gtk_entry_set_attributes (GTK_ENTRY (self), attributes);
}

static void
update_icon (DoorLocationEntry *self)
{
  DoorSecurity security = self->edited ? DOOR_SECURITY_NONE : self->security;
  const char *icon = door_security_get_icon_name (security);
  const char *tooltip = door_security_get_description (security);

  gtk_entry_set_icon_from_icon_name (GTK_ENTRY (self), GTK_ENTRY_ICON_PRIMARY,
                                     icon != NULL ? icon : "text-x-generic-symbolic");
  gtk_entry_set_icon_activatable (GTK_ENTRY (self), GTK_ENTRY_ICON_PRIMARY, FALSE);
  gtk_entry_set_icon_tooltip_text (GTK_ENTRY (self), GTK_ENTRY_ICON_PRIMARY, tooltip);
  /* Assistive technology does not see icons in entries. */
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  tooltip != NULL ? tooltip : "", -1);
}

static void
restore (DoorLocationEntry *self)
{
  gsize start, end;
  g_autofree char *text = door_location_text_for_uri (self->uri, &start, &end);

  self->edited = FALSE;
  self->updating = TRUE;
  if (!g_str_equal (gtk_editable_get_text (GTK_EDITABLE (self)), text))
    gtk_editable_set_text (GTK_EDITABLE (self), text);
  self->updating = FALSE;
  emphasise (self, start, end);
  update_icon (self);
}

static void
on_changed (DoorLocationEntry *self)
{
  if (self->updating || self->edited)
    return;

  self->edited = TRUE;
  emphasise (self, 0, 0);
  update_icon (self);
}

static void
on_activate (DoorLocationEntry *self)
{
  g_autofree char *uri = door_location_uri_from_text (gtk_editable_get_text (GTK_EDITABLE (self)));

  if (uri == NULL)
    {
      gtk_widget_error_bell (GTK_WIDGET (self));
      return;
    }

  /* What was typed may hold a password: the page's own address takes its place right away. */
  restore (self);
  g_signal_emit (self, signals[GO], 0, uri);
}

static void
on_focus (DoorLocationEntry *self)
{
  gboolean focused
      = (gtk_widget_get_state_flags (GTK_WIDGET (self)) & GTK_STATE_FLAG_FOCUS_WITHIN) != 0;

  /* Left with nothing in it, it is not being edited any more. */
  if (!focused && self->edited && gtk_editable_get_text (GTK_EDITABLE (self))[0] == '\0')
    restore (self);
}

static void
revert (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  restore (DOOR_LOCATION_ENTRY (widget));
  gtk_editable_select_region (GTK_EDITABLE (widget), 0, -1);
}

static void
door_location_entry_finalize (GObject *object)
{
  g_free (DOOR_LOCATION_ENTRY (object)->uri);
  G_OBJECT_CLASS (door_location_entry_parent_class)->finalize (object);
}

static void
door_location_entry_class_init (DoorLocationEntryClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = door_location_entry_finalize;

  signals[GO] = g_signal_new ("go", DOOR_TYPE_LOCATION_ENTRY, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                              NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_install_action (widget_class, "location.revert", NULL, revert);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "location.revert", NULL);
}

static void
door_location_entry_init (DoorLocationEntry *self)
{
  gtk_entry_set_input_purpose (GTK_ENTRY (self), GTK_INPUT_PURPOSE_URL);
  gtk_entry_set_input_hints (GTK_ENTRY (self),
                             GTK_INPUT_HINT_NO_SPELLCHECK | GTK_INPUT_HINT_NO_EMOJI);
  gtk_entry_set_placeholder_text (GTK_ENTRY (self), _ ("Enter an address"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Location"), -1);
  g_signal_connect (self, "changed", G_CALLBACK (on_changed), NULL);
  g_signal_connect (self, "activate", G_CALLBACK (on_activate), NULL);
  g_signal_connect (self, "state-flags-changed", G_CALLBACK (on_focus), NULL);
}

/**
 * door_location_entry_show:
 * @self: a location entry
 * @uri: (nullable): the address of the page in front, without user information
 * @security: how its connection is protected
 *
 * What the person is typing stays until they give it up with Escape.
 */
void
door_location_entry_show (DoorLocationEntry *self, const char *uri, DoorSecurity security)
{
  g_return_if_fail (DOOR_IS_LOCATION_ENTRY (self));

  self->security = security;
  if (g_strcmp0 (self->uri, uri) != 0)
    {
      g_free (self->uri);
      self->uri = g_strdup (uri);
    }
  if (!self->edited)
    restore (self);
}

/**
 * door_location_entry_forget_edit:
 * @self: a location entry
 *
 * Shows the page's address again in place of what the person typed.
 */
void
door_location_entry_forget_edit (DoorLocationEntry *self)
{
  g_return_if_fail (DOOR_IS_LOCATION_ENTRY (self));

  if (self->edited)
    restore (self);
}

/**
 * door_location_entry_is_edited:
 * @self: a location entry
 *
 * Returns: whether the person typed something and did neither enter it nor give it up
 */
gboolean
door_location_entry_is_edited (DoorLocationEntry *self)
{
  g_return_val_if_fail (DOOR_IS_LOCATION_ENTRY (self), FALSE);
  return self->edited;
}
