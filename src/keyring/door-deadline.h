/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A GCancellable that is cancelled with another one, or when time is up. */
typedef struct _DoorDeadline DoorDeadline;

DoorDeadline *door_deadline_new (GCancellable *outer);
void door_deadline_free (DoorDeadline *deadline);

void door_deadline_set (DoorDeadline *deadline, guint milliseconds);
GCancellable *door_deadline_get_cancellable (DoorDeadline *deadline);
gboolean door_deadline_is_over (DoorDeadline *deadline);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DoorDeadline, door_deadline_free)

G_END_DECLS
