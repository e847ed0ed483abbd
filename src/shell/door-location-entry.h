/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gtk/gtk.h>

#include "door-security.h"

G_BEGIN_DECLS

#define DOOR_TYPE_LOCATION_ENTRY (door_location_entry_get_type ())
G_DECLARE_FINAL_TYPE (DoorLocationEntry, door_location_entry, DOOR, LOCATION_ENTRY, GtkEntry)

/* Shows where a page is from and takes a new address.
 *
 * Signal: go (const char *uri): the person entered an address; it is absolute, and may have user
 * information. */
void door_location_entry_show (DoorLocationEntry *self, const char *uri, DoorSecurity security);
void door_location_entry_forget_edit (DoorLocationEntry *self);
gboolean door_location_entry_is_edited (DoorLocationEntry *self);

G_END_DECLS
