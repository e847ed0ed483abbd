/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "door-window.h"

G_BEGIN_DECLS

/* The part of DoorWindow that is about logins: signing out, and what is saved of them. */
void door_window_say (DoorWindow *self, const char *text);

void door_window_install_login_actions (GtkWidgetClass *klass);
void door_window_follow_saving (DoorWindow *self);

G_END_DECLS
