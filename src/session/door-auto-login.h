/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <libsecret/secret.h>

#include "door-policy-login.h"
#include "door-saved-login.h"

G_BEGIN_DECLS

/* A login of the policy with its password, as it was read just now. */
typedef struct
{
  char *rule; /* names the login in the event log */
  char *username;
  SecretValue *password;
} DoorAutoLogin;

DoorAutoLogin *door_auto_login_new (DoorPolicyLogin *login, SecretValue *secret, GError **error);
DoorAutoLogin *door_auto_login_new_for_saved (DoorPolicyLogin *login, DoorSavedLogin *saved);
void door_auto_login_free (DoorAutoLogin *login);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DoorAutoLogin, door_auto_login_free)

G_END_DECLS
