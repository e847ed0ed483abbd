/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <libsecret/secret.h>

#include "door-auto-login.h"
#include "door-clock.h"
#include "door-idle.h"
#include "door-path-scope.h"
#include "door-protection-space.h"

G_BEGIN_DECLS

/* A server that wants a login in more folders than this is known well enough. */
#define DOOR_CREDENTIALS_MAX_SCOPES 64

/* Credentials of one protection space. Immutable but for what the vault says of their standing. */
typedef struct _DoorCredentials DoorCredentials;

#define DOOR_TYPE_CREDENTIALS (door_credentials_get_type ())
GType door_credentials_get_type (void) G_GNUC_CONST;

DoorCredentials *door_credentials_ref (DoorCredentials *credentials);
void door_credentials_unref (DoorCredentials *credentials);

DoorProtectionSpace *door_credentials_get_space (DoorCredentials *credentials);
const char *door_credentials_get_scheme (DoorCredentials *credentials);
const char *door_credentials_get_username (DoorCredentials *credentials);
SecretValue *door_credentials_get_password (DoorCredentials *credentials);
gboolean door_credentials_get_remember (DoorCredentials *credentials);
gboolean door_credentials_is_accepted (DoorCredentials *credentials);
GDateTime *door_credentials_get_since (DoorCredentials *credentials);
GDateTime *door_credentials_get_last_use (DoorCredentials *credentials);
int door_credentials_match (DoorCredentials *credentials, const char *uri);
const char *door_credentials_get_rule (DoorCredentials *credentials);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DoorCredentials, door_credentials_unref)

#define DOOR_TYPE_VAULT (door_vault_get_type ())
G_DECLARE_FINAL_TYPE (DoorVault, door_vault, DOOR, VAULT, GObject)

/* The credentials of one session, by protection space, in memory only.
 *
 * Signal: changed (). */
DoorVault *door_vault_new (DoorClock *clock);

void door_vault_set_idle (DoorVault *self, DoorIdle *idle);

DoorCredentials *door_vault_put (DoorVault *self,
                                 DoorProtectionSpace *space,
                                 const char *scheme,
                                 const char *username,
                                 SecretValue *password,
                                 gboolean remember);
DoorCredentials *door_vault_put_auto (DoorVault *self,
                                      DoorProtectionSpace *space,
                                      const char *scheme,
                                      DoorAutoLogin *login);
DoorCredentials *
door_vault_lookup (DoorVault *self, DoorProtectionSpace *space, const char *scheme);
void door_vault_accept (DoorVault *self, DoorCredentials *credentials);
void door_vault_use (DoorVault *self, DoorCredentials *credentials, const char *uri);
GDateTime *door_vault_get_expiry (DoorVault *self, DoorCredentials *credentials);
gboolean door_vault_remove (DoorVault *self, DoorCredentials *credentials);
GPtrArray *door_vault_list (DoorVault *self);
guint door_vault_forget_server (DoorVault *self, DoorTarget target, DoorOrigin *server);
guint door_vault_forget_all (DoorVault *self);

G_END_DECLS
