/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "door-vault.h"

G_BEGIN_DECLS

/* What became of one challenge inside the authenticate signal, noted until the response tells
 * whose it was. */
typedef struct
{
  DoorTarget target;
  DoorOrigin *server; /* NULL: WebKit does not name the server of an IPv6 address */
  char *realm;
  char *scheme;
  DoorCredentials *credentials; /* NULL: declined */
  gboolean refused;             /* the server did not take the credentials */
  gboolean unread;              /* declined, and the response has not told whose it was */
  guint64 id;                   /* of the challenge that was answered */
} DoorChallengeNote;

/* The notes of one page load, bounded. */
typedef struct _DoorChallengeNotes DoorChallengeNotes;

#define DOOR_CHALLENGE_NOTES_MAX 128

DoorChallengeNotes *door_challenge_notes_new (void);
void door_challenge_notes_free (DoorChallengeNotes *notes);

void door_challenge_notes_clear (DoorChallengeNotes *notes);
void door_challenge_notes_drop (DoorChallengeNotes *notes, DoorCredentials *credentials);
void door_challenge_notes_drop_provisional (DoorChallengeNotes *notes);
DoorChallengeNote *door_challenge_notes_add (DoorChallengeNotes *notes,
                                             DoorTarget target,
                                             DoorOrigin *server,
                                             const char *realm,
                                             const char *scheme,
                                             DoorCredentials *credentials);
DoorChallengeNote *door_challenge_notes_find (DoorChallengeNotes *notes,
                                              DoorTarget target,
                                              DoorOrigin *server,
                                              const char *realm,
                                              const char *scheme);
DoorChallengeNote *door_challenge_notes_find_proxy (DoorChallengeNotes *notes);
guint door_challenge_notes_get_n (DoorChallengeNotes *notes);
DoorChallengeNote *door_challenge_notes_get (DoorChallengeNotes *notes, guint i);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DoorChallengeNotes, door_challenge_notes_free)

G_END_DECLS
