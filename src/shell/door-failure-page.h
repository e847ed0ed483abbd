/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gtk/gtk.h>

#include "door-page.h"

G_BEGIN_DECLS

#define DOOR_TYPE_FAILURE_PAGE (door_failure_page_get_type ())
G_DECLARE_FINAL_TYPE (DoorFailurePage, door_failure_page, DOOR, FAILURE_PAGE, GtkWidget)

/* Stands in the page's place when there is no page. */
GtkWidget *door_failure_page_new (DoorPage *page);

G_END_DECLS
