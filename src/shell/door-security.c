/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-security.h"

#include <glib/gi18n-lib.h>

/**
 * door_security_get_icon_name:
 *
 * Returns: (nullable): what stands beside the address
 */
const char *
door_security_get_icon_name (DoorSecurity security)
{
  switch (security)
    {
    case DOOR_SECURITY_ENCRYPTED:
      return "doorward-encrypted-symbolic";
    case DOOR_SECURITY_BROKEN:
      return "dialog-warning-symbolic";
    case DOOR_SECURITY_INSECURE:
      return "doorward-unencrypted-symbolic";
    case DOOR_SECURITY_NONE:
    default:
      return NULL;
    }
}

/**
 * door_security_get_description:
 *
 * Returns: (nullable): what the icon means, in the person's language
 */
const char *
door_security_get_description (DoorSecurity security)
{
  switch (security)
    {
    case DOOR_SECURITY_ENCRYPTED:
      return _ ("The connection is encrypted");
    case DOOR_SECURITY_BROKEN:
      return _ ("The connection is encrypted, but somebody could have put themselves between");
    case DOOR_SECURITY_INSECURE:
      return _ ("The connection is not encrypted");
    case DOOR_SECURITY_NONE:
    default:
      return NULL;
    }
}
