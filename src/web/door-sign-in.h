/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "door-vault.h"

G_BEGIN_DECLS

/* What the person answered, from then until the server has judged it. */
typedef struct
{
  DoorCredentials *credentials;
  guint64 id; /* of the question that it answered; 0: it was typed into an address */
  guint attempt;
  char *part;           /* the part of the page whose response judges it; NULL: the page's own */
  gboolean fresh;       /* the page has not been loaded again since */
  gboolean interrupted; /* the load that was to judge it has come to nothing, and comes again */
} DoorSignIn;

DoorSignIn *
door_sign_in_new (DoorCredentials *credentials, guint64 id, guint attempt, const char *part);
void door_sign_in_free (DoorSignIn *sign_in);

gboolean door_sign_in_has (DoorSignIn *sign_in, DoorCredentials *credentials);
gboolean door_sign_in_is_judged_by_part (DoorSignIn *sign_in, const char *uri);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DoorSignIn, door_sign_in_free)

G_END_DECLS
