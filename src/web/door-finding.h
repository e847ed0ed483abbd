/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "door-verdict.h"

G_BEGIN_DECLS

/* What a response asked for, and what was decided about it. */
typedef struct
{
  guint64 id;
  DoorContext context;
  DoorDecision decision;
  DoorProtectionSpace *space; /* NULL: nothing that could be answered */
  DoorOrigin *server;
  char *scheme;    /* of @space, or else the first one offered, or NULL */
  char *uri;       /* of the resource, or NULL */
  char *challenge; /* that @space is asked for by, or NULL */
  char *username;  /* of credentials that were refused */
  gboolean refused;
  gboolean posted; /* a form was sent there */
} DoorFinding;

DoorFinding *door_finding_new (guint64 id, DoorContext context, DoorOrigin *server);
void door_finding_free (DoorFinding *finding);

gboolean door_finding_is_unencrypted (DoorFinding *finding);
gboolean door_finding_can_sign_in (DoorFinding *finding);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DoorFinding, door_finding_free)

G_END_DECLS
