/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "door-prompt.h"

G_BEGIN_DECLS

#define DOOR_TYPE_PROXY_QUEUE (door_proxy_queue_get_type ())
G_DECLARE_FINAL_TYPE (DoorProxyQueue, door_proxy_queue, DOOR, PROXY_QUEUE, GObject)

/* The questions of proxies. All pages that wait for one share it: it is shown in one of them, in
 * that which is in front where there is such, and comes along when the person turns to another. Of
 * several proxies whose pages are behind others one asks at a time.
 *
 * Signals: moved (DoorPrompt *prompt): it may be shown in another page now, or may open. */
DoorProxyQueue *door_proxy_queue_new (void);

DoorPrompt *door_proxy_queue_find (DoorProxyQueue *self, DoorProtectionSpace *space);
void
door_proxy_queue_join (DoorProxyQueue *self, DoorPrompt *prompt, guint64 page, gboolean in_front);
void door_proxy_queue_leave (DoorProxyQueue *self,
                             DoorPrompt *prompt,
                             guint64 page,
                             DoorPromptOutcome outcome);
void door_proxy_queue_set_in_front (DoorProxyQueue *self, guint64 page, gboolean in_front);
void door_proxy_queue_attend (DoorProxyQueue *self, guint64 page);
gboolean door_proxy_queue_is_place (DoorProxyQueue *self, DoorPrompt *prompt, guint64 page);
void door_proxy_queue_set_opener (DoorProxyQueue *self, DoorPrompt *prompt, guint64 page);
guint64 door_proxy_queue_get_opener (DoorProxyQueue *self, DoorPrompt *prompt);
gboolean door_proxy_queue_may_open (DoorProxyQueue *self, DoorPrompt *prompt);

G_END_DECLS
