/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <webkit/webkit.h>

#include "door-session.h"

G_BEGIN_DECLS

#define DOOR_TYPE_WEB_CONTEXT (door_web_context_get_type ())
G_DECLARE_FINAL_TYPE (DoorWebContext, door_web_context, DOOR, WEB_CONTEXT, GObject)

/* What all pages of one browsing session share: WebKit's network session and Doorward's own.
 *
 * Signals: download-started (WebKitDownload *download): destination still to be decided. */
DoorWebContext *door_web_context_new (DoorSession *session, gboolean automation);

DoorSession *door_web_context_get_session (DoorWebContext *self);
WebKitWebContext *door_web_context_get_web_context (DoorWebContext *self);
WebKitNetworkSession *door_web_context_get_network_session (DoorWebContext *self);
gboolean door_web_context_is_private (DoorWebContext *self);
gboolean door_web_context_is_automated (DoorWebContext *self);
guint64 door_web_context_next_page_id (DoorWebContext *self);

G_END_DECLS
