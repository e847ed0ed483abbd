/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gtk/gtk.h>

#include "door-location-entry.h"
#include "door-login-sheet.h"
#include "door-page.h"

G_BEGIN_DECLS

#define DOOR_TYPE_TAB (door_tab_get_type ())
G_DECLARE_FINAL_TYPE (DoorTab, door_tab, DOOR, TAB, GtkWidget)

/* One page with all that stands around it: bar, find bar, progress, and what is shown in its place
 * when it failed.
 *
 * Properties: page (DoorPage, construct-only), title, icon (GIcon), loading, sheet (DoorLoginSheet
 * or NULL: shown by the window as long as the tab is in front). Signal: changed: address, security,
 * history or zoom are no longer what they were. */
GtkWidget *door_tab_new (DoorPage *page);
DoorTab *door_tab_for_view (WebKitWebView *view);

DoorPage *door_tab_get_page (DoorTab *self);
const char *door_tab_get_title (DoorTab *self);
gboolean door_tab_is_loading (DoorTab *self);
DoorLoginSheet *door_tab_get_sheet (DoorTab *self);
GtkWidget *door_tab_get_bar (DoorTab *self);
const char *door_tab_get_uri (DoorTab *self);
DoorSecurity door_tab_get_security (DoorTab *self);

void door_tab_show_empty (DoorTab *self);
void door_tab_view_source (DoorTab *self);
void door_tab_find (DoorTab *self);
void door_tab_find_next (DoorTab *self);
void door_tab_find_previous (DoorTab *self);
void door_tab_set_usual_zoom (DoorTab *self, double level);
void door_tab_zoom (DoorTab *self, int steps);

G_END_DECLS
