/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <webkit/webkit.h>

#include "door-vault.h"

G_BEGIN_DECLS

/* What WebKit's authenticate signal says: less than the response will. */
typedef struct
{
  DoorTarget target;
  DoorOrigin *server; /* NULL: WebKit does not name the server of an IPv6 address */
  char *realm;        /* "" if there was none */
  const char *scheme;
  gboolean retry; /* credentials were sent with this request, and refused */
} DoorWebChallenge;

DoorWebChallenge *door_web_challenge_new (WebKitAuthenticationRequest *request);
void door_web_challenge_free (DoorWebChallenge *challenge);

void door_web_challenge_answer (WebKitAuthenticationRequest *request, DoorCredentials *credentials);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DoorWebChallenge, door_web_challenge_free)

G_END_DECLS
