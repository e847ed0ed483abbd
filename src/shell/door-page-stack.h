/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "door-tab.h"

G_BEGIN_DECLS

#define DOOR_TYPE_PAGE_STACK (door_page_stack_get_type ())
G_DECLARE_FINAL_TYPE (DoorPageStack, door_page_stack, DOOR, PAGE_STACK, GtkWidget)

/* Pages on top of each other, where there are no tabs: one that another opened lies over it, and
 * closing it leads back. Only the topmost is seen.
 *
 * Property: front (DoorTab or NULL, notified): the topmost. */
DoorTab *door_page_stack_get_front (DoorPageStack *self);
guint door_page_stack_get_depth (DoorPageStack *self);

void door_page_stack_push (DoorPageStack *self, DoorPage *page);
void door_page_stack_pop (DoorPageStack *self);
void door_page_stack_clear (DoorPageStack *self);

G_END_DECLS
