/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gtk/gtk.h>

#include "door-page.h"

G_BEGIN_DECLS

#define DOOR_TYPE_SOURCE_VIEW (door_source_view_get_type ())
G_DECLARE_FINAL_TYPE (DoorSourceView, door_source_view, DOOR, SOURCE_VIEW, GtkWidget)

/* The source of a page, in the place of the page. Signals: ready: it is there to be shown; closed:
 * the person has read enough. */
GtkWidget *door_source_view_new (DoorPage *page);

gboolean door_source_view_is_allowed (DoorSourceView *self);
void door_source_view_load (DoorSourceView *self);
void door_source_view_clear (DoorSourceView *self);

G_END_DECLS
