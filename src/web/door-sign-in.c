/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-sign-in.h"

/**
 * door_sign_in_new:
 * @id: of the question, for the event log, or 0
 * @part: (nullable): the address of the part of the page that was asked for, %NULL for its document
 *
 * Returns: (transfer full): credentials that nobody has judged yet
 */
DoorSignIn *
door_sign_in_new (DoorCredentials *credentials, guint64 id, guint attempt, const char *part)
{
  DoorSignIn *sign_in = g_new0 (DoorSignIn, 1);

  sign_in->credentials = door_credentials_ref (credentials);
  sign_in->id = id;
  sign_in->attempt = attempt;
  sign_in->part = g_strdup (part);
  sign_in->fresh = TRUE;

  return sign_in;
}

void
door_sign_in_free (DoorSignIn *sign_in)
{
  door_credentials_unref (sign_in->credentials);
  g_free (sign_in->part);
  g_free (sign_in);
}

/**
 * door_sign_in_has:
 * @sign_in: (nullable): what the person answered
 *
 * Returns: whether that was @credentials
 */
gboolean
door_sign_in_has (DoorSignIn *sign_in, DoorCredentials *credentials)
{
  return sign_in != NULL && sign_in->credentials == credentials;
}

/**
 * door_sign_in_is_judged_by_part:
 * @sign_in: (nullable): what the person answered
 * @uri: (nullable): where a response came from
 *
 * Returns: whether the response to a part of the page says whether the answer was right
 */
gboolean
door_sign_in_is_judged_by_part (DoorSignIn *sign_in, const char *uri)
{
  return sign_in != NULL && sign_in->part != NULL && g_strcmp0 (sign_in->part, uri) == 0;
}
