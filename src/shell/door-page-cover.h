/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define DOOR_TYPE_PAGE_COVER (door_page_cover_get_type ())
G_DECLARE_FINAL_TYPE (DoorPageCover, door_page_cover, DOOR, PAGE_COVER, GtkWidget)

/* Holds a page and keeps it back while something else wants the person's answer: dimmed, to be read
 * and scrolled, but neither clicked nor focused.
 *
 * Properties: child (GtkWidget), covered (gboolean). */
GtkWidget *door_page_cover_new (GtkWidget *child);

void door_page_cover_set_covered (DoorPageCover *self, gboolean covered);
gboolean door_page_cover_get_covered (DoorPageCover *self);

G_END_DECLS
