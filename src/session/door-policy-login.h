/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "door-origin-pattern.h"
#include "door-protection-space.h"
#include "door-secret-source.h"

G_BEGIN_DECLS

typedef enum
{
  DOOR_SUBMIT_AUTO,    /* signs in by itself */
  DOOR_SUBMIT_PREFILL, /* fills the sheet in, and a person presses the button */
  DOOR_SUBMIT_ASKED,   /* signs in by itself, but not before the server asks */
} DoorSubmit;

/* A login that the administrator gives: where it is for, and where its password is kept. Immutable
 * and reference counted. */
typedef struct _DoorPolicyLogin DoorPolicyLogin;

#define DOOR_TYPE_POLICY_LOGIN (door_policy_login_get_type ())
GType door_policy_login_get_type (void) G_GNUC_CONST;

DoorPolicyLogin *door_policy_login_new (const char *name,
                                        DoorTarget target,
                                        DoorOriginPattern *server,
                                        const char *realm,
                                        const char *username,
                                        DoorSecretSource *source,
                                        DoorSubmit submit);
DoorPolicyLogin *door_policy_login_ref (DoorPolicyLogin *login);
void door_policy_login_unref (DoorPolicyLogin *login);

const char *door_policy_login_get_name (DoorPolicyLogin *login);
const char *door_policy_login_get_rule (DoorPolicyLogin *login);
DoorTarget door_policy_login_get_target (DoorPolicyLogin *login);
DoorOriginPattern *door_policy_login_get_server (DoorPolicyLogin *login);
const char *door_policy_login_get_realm (DoorPolicyLogin *login);
const char *door_policy_login_get_username (DoorPolicyLogin *login);
DoorSecretSource *door_policy_login_get_source (DoorPolicyLogin *login);
gboolean door_policy_login_is_from_keyring (DoorPolicyLogin *login);
DoorSubmit door_policy_login_get_submit (DoorPolicyLogin *login);

gboolean door_policy_login_matches (DoorPolicyLogin *login, DoorProtectionSpace *space);
int door_policy_login_compare (DoorPolicyLogin *a, DoorPolicyLogin *b);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DoorPolicyLogin, door_policy_login_unref)

G_END_DECLS
