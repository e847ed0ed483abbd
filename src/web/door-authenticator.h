/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "door-navigation-gate.h"
#include "door-notice.h"
#include "door-prompt.h"
#include "door-session.h"

G_BEGIN_DECLS

#define DOOR_TYPE_AUTHENTICATOR (door_authenticator_get_type ())
G_DECLARE_FINAL_TYPE (DoorAuthenticator, door_authenticator, DOOR, AUTHENTICATOR, GObject)

/* The challenges that one web view meets: answers them at once, and asks after.
 *
 * Properties: prompt (DoorPrompt or NULL), notice (DoorNotice or NULL).
 * Signals: load-again (): the person signed in, or signed in elsewhere; body-unusable (const char
 * *uri): a 401 arrived whose body cannot be shown. */
DoorAuthenticator *door_authenticator_new (DoorSession *session,
                                           WebKitWebView *view,
                                           DoorNavigationGate *gate,
                                           guint64 tab);

DoorPrompt *door_authenticator_get_prompt (DoorAuthenticator *self);
DoorNotice *door_authenticator_get_notice (DoorAuthenticator *self);
void door_authenticator_set_notice (DoorAuthenticator *self, DoorNotice *notice);
void door_authenticator_set_in_front (DoorAuthenticator *self, gboolean in_front);

void door_authenticator_load_changed (DoorAuthenticator *self, WebKitLoadEvent event);
void door_authenticator_load_failed (DoorAuthenticator *self, gboolean stopped);
gboolean door_authenticator_decide_response (DoorAuthenticator *self,
                                             WebKitResponsePolicyDecision *decision);
void door_authenticator_sign_in (DoorAuthenticator *self);
void door_authenticator_give (DoorAuthenticator *self,
                              DoorOrigin *server,
                              const char *username,
                              SecretValue *password);
void door_authenticator_gone (DoorAuthenticator *self);

G_END_DECLS
