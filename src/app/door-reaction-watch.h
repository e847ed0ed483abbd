/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <webkit/webkit.h>

#include "door-clock.h"

G_BEGIN_DECLS

/* Ends the web process of a page that has not reacted to input for a while, as its own crash would:
 * nobody is there to do that. */
#define DOOR_TYPE_REACTION_WATCH (door_reaction_watch_get_type ())
G_DECLARE_FINAL_TYPE (DoorReactionWatch, door_reaction_watch, DOOR, REACTION_WATCH, GObject)

DoorReactionWatch *door_reaction_watch_new (DoorClock *clock);
void door_reaction_watch_set_view (DoorReactionWatch *self, WebKitWebView *view);
void door_reaction_watch_pardon (DoorReactionWatch *self);

G_END_DECLS
