/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-child-focus.h"

/**
 * door_child_focus:
 * @widget: a widget whose children, but for one, take no focus
 * @direction: where the focus moves
 *
 * What to do for the `focus` of a widget that only holds something. Left to itself, GTK 4.8 has
 * such a widget grab the focus instead, which leads to where the person is to begin, past what
 * comes before it.
 *
 * Returns: whether the focus is inside @widget now
 */
gboolean
door_child_focus (GtkWidget *widget, GtkDirectionType direction)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (gtk_widget_child_focus (child, direction))
      return TRUE;

  return FALSE;
}
