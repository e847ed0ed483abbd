/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "door-session.h"

G_BEGIN_DECLS

#define DOOR_CONTROL_ERROR (door_control_error_quark ())
GQuark door_control_error_quark (void);

/* On the bus their names begin with org.doorward.Error. */
typedef enum
{
  DOOR_CONTROL_ERROR_NO_SUCH_PROMPT,
  DOOR_CONTROL_ERROR_NOT_OPEN,            /* answered, and not judged yet */
  DOOR_CONTROL_ERROR_INVALID_CREDENTIALS, /* the scheme cannot carry them */
} DoorControlError;

#define DOOR_CONTROL_OBJECT_PATH "/org/doorward/Doorward/Auth"

#define DOOR_TYPE_CONTROL (door_control_get_type ())
G_DECLARE_FINAL_TYPE (DoorControl, door_control, DOOR, CONTROL, GObject)

/* org.doorward.Auth1 of data/org.doorward.Auth1.xml, for as long as it exists. */
DoorControl *door_control_new (GDBusConnection *connection, GError **error);
void door_control_watch (DoorControl *self, DoorSession *session);

G_END_DECLS
