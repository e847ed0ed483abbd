/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* A string that holds a secret, or what serves as well as one. It is wiped when it is freed; the
 * type is there so that g_autoptr does that. */
typedef char DoorSecretString;

void door_secret_string_free (DoorSecretString *string);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DoorSecretString, door_secret_string_free)

#define DOOR_CREDENTIALS_ERROR (door_credentials_error_quark ())
GQuark door_credentials_error_quark (void);

/* Why credentials cannot be sent. */
typedef enum
{
  DOOR_CREDENTIALS_ERROR_ENCODING,  /* they are not UTF-8 */
  DOOR_CREDENTIALS_ERROR_COLON,     /* a colon in a user name for Basic */
  DOOR_CREDENTIALS_ERROR_CONTROL,   /* a control character where none may be */
  DOOR_CREDENTIALS_ERROR_CHALLENGE, /* the challenge asks for what is not known */
  DOOR_CREDENTIALS_ERROR_BODY,      /* the request's body is needed and not at hand */
} DoorCredentialsError;

DoorSecretString *door_secret_string_normalise (const char *text, GError **error);

G_END_DECLS
