/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <libsecret/secret.h>

#include "door-protection-space.h"

G_BEGIN_DECLS

/* One login as a keyring holds it. Immutable and reference counted. */
typedef struct _DoorSavedLogin DoorSavedLogin;

#define DOOR_TYPE_SAVED_LOGIN (door_saved_login_get_type ())
GType door_saved_login_get_type (void) G_GNUC_CONST;

/* The standing of a saved login, for those who make one; everything is copied. */
typedef struct
{
  DoorProtectionSpace *space;
  gboolean any_realm;    /* saved without a realm, for all of the server */
  const char *scheme;    /* lower case, or NULL: not said */
  const char *username;  /* "" when there is none */
  SecretValue *password; /* NULL: not loaded */
  gint64 used;           /* when it was last used or changed, in seconds since 1970 */
  gboolean refused;      /* a server did not take it as it is */
  GObject *handle;       /* the keyring's own idea of it, or NULL */
} DoorSavedLoginInfo;

DoorSavedLogin *door_saved_login_new (const DoorSavedLoginInfo *info);
DoorSavedLogin *door_saved_login_new_with_password (DoorSavedLogin *login, SecretValue *password);
DoorSavedLogin *door_saved_login_ref (DoorSavedLogin *login);
void door_saved_login_unref (DoorSavedLogin *login);

DoorProtectionSpace *door_saved_login_get_space (DoorSavedLogin *login);
gboolean door_saved_login_is_for_any_realm (DoorSavedLogin *login);
const char *door_saved_login_get_scheme (DoorSavedLogin *login);
const char *door_saved_login_get_username (DoorSavedLogin *login);
SecretValue *door_saved_login_get_password (DoorSavedLogin *login);
gint64 door_saved_login_get_used (DoorSavedLogin *login);
gboolean door_saved_login_is_refused (DoorSavedLogin *login);
GObject *door_saved_login_get_handle (DoorSavedLogin *login);

gboolean door_saved_login_has_password (DoorSavedLogin *login, SecretValue *password);
gboolean
door_saved_login_serves (DoorSavedLogin *login, DoorProtectionSpace *space, const char *scheme);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DoorSavedLogin, door_saved_login_unref)

G_END_DECLS
