/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-foremost-window.h"

/**
 * door_foremost_window_find:
 * @window: a window
 *
 * Finds the window that the person has turned to last, of those that share logins with @window.
 * What is before them now may be another kind of window.
 *
 * Returns: (transfer none): that, or @window itself while it belongs to no application
 */
DoorWindow *
door_foremost_window_find (DoorWindow *window)
{
  GtkApplication *application;

  g_return_val_if_fail (DOOR_IS_WINDOW (window), NULL);

  application = gtk_window_get_application (GTK_WINDOW (window));
  if (application == NULL)
    return window;

  for (GList *l = gtk_application_get_windows (application); l != NULL; l = l->next)
    if (DOOR_IS_WINDOW (l->data)
        && door_window_get_context (l->data) == door_window_get_context (window))
      return l->data;

  return window;
}
