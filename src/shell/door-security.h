/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How the connection of the shown page is protected. */
typedef enum
{
  DOOR_SECURITY_NONE,      /* no connection to speak of, such as an empty page */
  DOOR_SECURITY_INSECURE,  /* not encrypted */
  DOOR_SECURITY_BROKEN,    /* encrypted, but the certificate or a part of the page is not right */
  DOOR_SECURITY_ENCRYPTED, /* encrypted */
} DoorSecurity;

const char *door_security_get_icon_name (DoorSecurity security);
const char *door_security_get_description (DoorSecurity security);

G_END_DECLS
