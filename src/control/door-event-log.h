/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "door-session.h"

G_BEGIN_DECLS

#define DOOR_TYPE_EVENT_LOG (door_event_log_get_type ())
G_DECLARE_FINAL_TYPE (DoorEventLog, door_event_log, DOOR, EVENT_LOG, GObject)

/* The event log as a file: one JSON object a line, each written as a whole, or not at all while the
 * disk is full or nobody reads. The process must ignore SIGPIPE. */
DoorEventLog *door_event_log_new (const char *path, GError **error);
gboolean door_event_log_reopen (DoorEventLog *self, GError **error);
void door_event_log_watch (DoorEventLog *self, DoorSession *session);

G_END_DECLS
