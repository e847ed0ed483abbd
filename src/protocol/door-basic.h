/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "door-challenge.h"
#include "door-secret-string.h"

G_BEGIN_DECLS

/* How user name and password become octets. */
typedef enum
{
  DOOR_BASIC_CHARSET_UNSPECIFIED, /* ISO-8859-1 if both fit in it, else UTF-8 */
  DOOR_BASIC_CHARSET_UTF_8,
} DoorBasicCharset;

DoorBasicCharset door_basic_get_charset (DoorChallenge *challenge);
DoorSecretString *door_basic_authorize (DoorBasicCharset charset,
                                        const char *username,
                                        const char *password,
                                        GError **error);

G_END_DECLS
