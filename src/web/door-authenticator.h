/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "door-courier.h"
#include "door-prompter.h"
#include "door-web-context.h"

G_BEGIN_DECLS

#define DOOR_TYPE_AUTHENTICATOR (door_authenticator_get_type ())
G_DECLARE_FINAL_TYPE (DoorAuthenticator, door_authenticator, DOOR, AUTHENTICATOR, GObject)

/* Who is behind a download, and when they acted. */
typedef struct
{
  DoorAct act;
  guint64 moment; /* see door_suppression_get_moment () */
} DoorDownloadAct;

/* The challenges that one web view meets: answered at once inside the signal, and judged when the
 * response comes.
 *
 * Signals: body-unusable (const char *uri): a 401 arrived whose body cannot be shown. */
DoorAuthenticator *door_authenticator_new (DoorWebContext *context,
                                           WebKitWebView *view,
                                           DoorNavigationGate *gate,
                                           DoorPrompter *prompter,
                                           guint64 tab);

void door_authenticator_load_changed (DoorAuthenticator *self, WebKitLoadEvent event);
void door_authenticator_load_failed (DoorAuthenticator *self, gboolean stopped);
gboolean door_authenticator_load_lost (DoorAuthenticator *self, const char *uri, gboolean posted);
gboolean door_authenticator_decide_response (DoorAuthenticator *self,
                                             WebKitResponsePolicyDecision *decision);
void door_authenticator_download_response (DoorAuthenticator *self,
                                           WebKitURIResponse *response,
                                           const DoorDownloadAct *act);
DoorCourier *door_authenticator_get_courier (DoorAuthenticator *self);
void door_authenticator_expect_load (DoorAuthenticator *self);
void door_authenticator_give (DoorAuthenticator *self,
                              DoorOrigin *server,
                              const char *username,
                              SecretValue *password);
void door_authenticator_gone (DoorAuthenticator *self);

G_END_DECLS
