/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <libsecret/secret.h>
#include <libsoup/soup.h>

#include "door-challenge-list.h"
#include "door-connections.h"
#include "door-login.h"
#include "door-protection-space.h"
#include "door-returned-forms.h"

G_BEGIN_DECLS

#define DOOR_TYPE_COMPANION_SESSION (door_companion_session_get_type ())
G_DECLARE_FINAL_TYPE (DoorCompanionSession,
                      door_companion_session,
                      DOOR,
                      COMPANION_SESSION,
                      GObject)

/* One browsing session in the network process: its logins, and what libsoup has of it, which is a
 * cookie jar from the start and a SoupSession from the first request on. */
DoorCompanionSession *door_companion_session_new (const char *negotiate_servers);

const char *door_companion_session_get_name (DoorCompanionSession *self);
void door_companion_session_set_name (DoorCompanionSession *self, const char *name);
SoupCookieJar *door_companion_session_get_jar (DoorCompanionSession *self);
void door_companion_session_set_jar (DoorCompanionSession *self, SoupCookieJar *jar);
SoupSession *door_companion_session_get_soup (DoorCompanionSession *self);
void door_companion_session_set_soup (DoorCompanionSession *self, SoupSession *soup);

void door_companion_session_set_schemes (DoorCompanionSession *self, const char *const *schemes);
const char *const *door_companion_session_get_schemes (DoorCompanionSession *self);
void door_companion_session_set_cross_origin (DoorCompanionSession *self, gboolean deny);
gboolean door_companion_session_denies_cross_origin (DoorCompanionSession *self);
gboolean door_companion_session_knows_negotiate (DoorCompanionSession *self);

void door_companion_session_expect_lookup (DoorCompanionSession *self, gboolean websocket);
DoorConnections *door_companion_session_get_connections (DoorCompanionSession *self);
DoorReturnedForms *door_companion_session_get_returned_forms (DoorCompanionSession *self);

DoorLogin *door_companion_session_ask_for_login (DoorCompanionSession *self,
                                                 const char *scheme,
                                                 DoorProtectionSpace *space,
                                                 GUri *uri,
                                                 gsize length);
DoorLogin *door_companion_session_find_proxy_login (DoorCompanionSession *self, DoorOrigin *proxy);
void door_companion_session_prepare_for_challenge (DoorCompanionSession *self,
                                                   DoorOrigin *server,
                                                   DoorOrigin *proxy);

void door_companion_session_note_auth (DoorCompanionSession *self,
                                       DoorTarget target,
                                       DoorOrigin *server,
                                       SoupAuth *auth);

gboolean door_companion_session_preload (DoorCompanionSession *self,
                                         const char *scheme,
                                         DoorProtectionSpace *space,
                                         const char *uri,
                                         const char *challenge,
                                         const char *username,
                                         SecretValue *password,
                                         GError **error);
void door_companion_session_renew_if_cancelled (DoorCompanionSession *self);
gboolean door_companion_session_has_answered_auth (DoorCompanionSession *self,
                                                   DoorTarget target,
                                                   DoorOrigin *server);
void door_companion_session_forget (DoorCompanionSession *self,
                                    DoorTarget target,
                                    DoorOrigin *server,
                                    const char *realm);
void door_companion_session_forget_all (DoorCompanionSession *self);

G_END_DECLS
