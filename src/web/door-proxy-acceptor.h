/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "door-judge.h"

G_BEGIN_DECLS

/* Has judged what the policy gave for a proxy, which asks for nothing that it was sent already: who
 * lets a load through has taken it. */
typedef struct _DoorProxyAcceptor DoorProxyAcceptor;

DoorProxyAcceptor *door_proxy_acceptor_new (DoorWebContext *context, DoorJudge *judge);
void door_proxy_acceptor_free (DoorProxyAcceptor *acceptor);

void door_proxy_acceptor_let_through (DoorProxyAcceptor *acceptor, const char *uri);

G_END_DECLS
