/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "door-web-context.h"

G_BEGIN_DECLS

#define DOOR_TYPE_AUTO_PRELOADER (door_auto_preloader_get_type ())
G_DECLARE_FINAL_TYPE (DoorAutoPreloader, door_auto_preloader, DOOR, AUTO_PRELOADER, GObject)

/* Hands what policy says to the network process before anything is loaded: the schemes, and the
 * logins, so that the very first request carries them. */
DoorAutoPreloader *door_auto_preloader_new (DoorWebContext *context);

void door_auto_preloader_run (DoorAutoPreloader *self);
gboolean door_auto_preloader_is_busy (DoorAutoPreloader *self);
void door_auto_preloader_wait (DoorAutoPreloader *self, GTask *task);

DoorCredentials *
door_auto_preloader_find (DoorAutoPreloader *self, DoorTarget target, DoorOrigin *server);
gboolean door_auto_preloader_has_new_for_proxy (DoorAutoPreloader *self);
void door_auto_preloader_drop (DoorAutoPreloader *self, DoorCredentials *credentials);
void door_auto_preloader_forget_dropped (DoorAutoPreloader *self);
void
door_auto_preloader_learn (DoorAutoPreloader *self, DoorProtectionSpace *space, const char *scheme);

G_END_DECLS
