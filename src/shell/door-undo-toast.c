/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-undo-toast.h"

#include <glib/gi18n-lib.h>

/* Long enough to see that it was the wrong one. */
#define UNDO_S 10

typedef struct
{
  GFunc undo;
  gpointer data;
  GDestroyNotify free;
} Undo;

static void
undo_free (gpointer data, GClosure *closure)
{
  Undo *undo = data;

  undo->free (undo->data);
  g_free (undo);
}

static void
on_clicked (AdwToast *toast, Undo *undo)
{
  undo->undo (undo->data, NULL);
}

/* libadwaita 1.2 gives the button the same name twice: by its label, and as such. */
static void
mend_name (GtkWidget *widget)
{
  if (GTK_IS_BUTTON (widget)
      && g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), _ ("Undo")) == 0)
    gtk_accessible_reset_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    mend_name (child);
}

/**
 * door_undo_toast_show:
 * @text: what was done
 * @undo: (scope notified): how it is undone; its second argument is %NULL
 * @data: what @undo needs
 * @free: how @data is let go of, undone or not
 *
 * Says what was done, and offers to undo it for a while.
 */
void
door_undo_toast_show (AdwToastOverlay *toasts,
                      const char *text,
                      GFunc undo,
                      gpointer data,
                      GDestroyNotify free)
{
  g_autofree char *title = g_markup_escape_text (text, -1);
  AdwToast *toast = adw_toast_new (title);
  Undo *offer = g_new0 (Undo, 1);

  offer->undo = undo;
  offer->data = data;
  offer->free = free;
  adw_toast_set_timeout (toast, UNDO_S);
  adw_toast_set_button_label (toast, _ ("Undo"));
  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH);
  g_signal_connect_data (toast, "button-clicked", G_CALLBACK (on_clicked), offer, undo_free, 0);
  adw_toast_overlay_add_toast (toasts, toast);
  mend_name (GTK_WIDGET (toasts));
}
