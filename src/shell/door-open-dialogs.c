/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-open-dialogs.h"

#include <gtk/gtk.h>

static GPtrArray *
find_open (void)
{
  GListModel *toplevels = gtk_window_get_toplevels ();
  GPtrArray *found = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (toplevels, i);

      if (GTK_IS_DIALOG (window) && gtk_widget_get_visible (window))
        g_ptr_array_add (found, g_steal_pointer (&window));
    }

  return found;
}

/**
 * door_open_dialogs_cancel:
 *
 * Answers what WebKit and GTK ask by themselves, as to choose a file or to print, as the person
 * would who does not want to after all.
 *
 * WebKitGTK waits for some of them in a loop of its own, which ends once this has returned to it:
 * only after that may the page go that the dialog is about.
 */
void
door_open_dialogs_cancel (void)
{
  g_autoptr (GPtrArray) dialogs = find_open ();

  /* The last one first: it may be one of the others'. */
  for (guint i = dialogs->len; i > 0; i--)
    gtk_dialog_response (g_ptr_array_index (dialogs, i - 1), GTK_RESPONSE_CANCEL);
}
