/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gtk/gtk.h>

#include "door-notice.h"

G_BEGIN_DECLS

#define DOOR_TYPE_AUTH_BAR (door_auth_bar_get_type ())
G_DECLARE_FINAL_TYPE (DoorAuthBar, door_auth_bar, DOOR, AUTH_BAR, GtkWidget)

/* Says in one line over the page what became of a login that no sheet asks for.
 *
 * Property: notice (DoorNotice or NULL; the bar is hidden without one).
 * Signals: sign-in, resend, dismissed: the person pressed that button. */
GtkWidget *door_auth_bar_new (void);

void door_auth_bar_set_notice (DoorAuthBar *self, DoorNotice *notice);
DoorNotice *door_auth_bar_get_notice (DoorAuthBar *self);

G_END_DECLS
