/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <libsoup/soup.h>

#include "door-protection-space.h"

G_BEGIN_DECLS

/* One message on its way through a session: what it was last sent with, and to whom it goes. It is
 * there from the moment that libsoup queues the message until it has done with it. */
typedef struct _DoorExchange DoorExchange;

typedef struct _DoorCompanionSession DoorCompanionSession;
typedef struct _DoorLogin DoorLogin;
typedef struct _DoorChallenge DoorChallenge;

DoorExchange *door_exchange_start (DoorCompanionSession *session, SoupMessage *message);
void door_exchange_end (SoupMessage *message);
DoorExchange *door_exchange_lookup (SoupMessage *message);
void door_exchange_withhold (DoorExchange *self);
void door_exchange_note_proxy_auth (DoorExchange *self, SoupAuth *auth);
void
door_exchange_retire_manager (SoupSession *soup, SoupAuthManager *before, SoupAuthManager *after);

DoorCompanionSession *door_exchange_get_session (DoorExchange *self);
DoorOrigin *door_exchange_dup_server (DoorExchange *self, DoorTarget target);
gboolean door_exchange_is_read_by_proxy (DoorExchange *self);
gboolean door_exchange_is_stateless (DoorExchange *self);
gboolean door_exchange_has_listener (DoorExchange *self);
gboolean door_exchange_is_overtaken (DoorExchange *self);

char *door_exchange_authorize (DoorExchange *self, DoorTarget target, DoorLogin *login);
gboolean door_exchange_is_denied (DoorExchange *self);
gboolean door_exchange_is_unanswered (DoorExchange *self, DoorTarget target);
void door_exchange_challenge (DoorExchange *self,
                              DoorTarget target,
                              DoorLogin *login,
                              DoorChallenge *challenge);

G_END_DECLS
