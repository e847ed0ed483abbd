/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-challenge-notes.h"

#include <string.h>

struct _DoorChallengeNotes
{
  GPtrArray *notes; /* DoorChallengeNote, oldest first */
};

static void
note_free (DoorChallengeNote *note)
{
  g_clear_pointer (&note->server, door_origin_unref);
  g_clear_pointer (&note->credentials, door_credentials_unref);
  g_free (note->realm);
  g_free (note->scheme);
  g_free (note);
}

DoorChallengeNotes *
door_challenge_notes_new (void)
{
  DoorChallengeNotes *notes = g_new0 (DoorChallengeNotes, 1);

  notes->notes = g_ptr_array_new_with_free_func ((GDestroyNotify)note_free);

  return notes;
}

void
door_challenge_notes_free (DoorChallengeNotes *notes)
{
  g_ptr_array_unref (notes->notes);
  g_free (notes);
}

void
door_challenge_notes_clear (DoorChallengeNotes *notes)
{
  g_ptr_array_set_size (notes->notes, 0);
}

/**
 * door_challenge_notes_drop:
 *
 * Drops the notes of challenges that were answered with @credentials.
 */
void
door_challenge_notes_drop (DoorChallengeNotes *notes, DoorCredentials *credentials)
{
  for (guint i = notes->notes->len; i > 0; i--)
    if (((DoorChallengeNote *)g_ptr_array_index (notes->notes, i - 1))->credentials == credentials)
      g_ptr_array_remove_index (notes->notes, i - 1);
}

/**
 * door_challenge_notes_drop_provisional:
 *
 * Drops the notes of challenges that were answered with what no server has accepted yet.
 */
void
door_challenge_notes_drop_provisional (DoorChallengeNotes *notes)
{
  for (guint i = notes->notes->len; i > 0; i--)
    {
      const DoorChallengeNote *note = g_ptr_array_index (notes->notes, i - 1);

      if (note->credentials != NULL && !door_credentials_is_accepted (note->credentials))
        g_ptr_array_remove_index (notes->notes, i - 1);
    }
}

/**
 * door_challenge_notes_add:
 * @server: (nullable): the server, where WebKit names it
 * @credentials: (nullable): what the challenge was answered with
 *
 * Notes what became of a challenge. The oldest note makes room when a page has too many.
 *
 * Returns: (transfer none): the note
 */
DoorChallengeNote *
door_challenge_notes_add (DoorChallengeNotes *notes,
                          DoorTarget target,
                          DoorOrigin *server,
                          const char *realm,
                          const char *scheme,
                          DoorCredentials *credentials)
{
  DoorChallengeNote *note = g_new0 (DoorChallengeNote, 1);

  note->target = target;
  note->server = server != NULL ? door_origin_ref (server) : NULL;
  note->realm = door_protection_space_dup_realm (realm);
  note->scheme = g_strdup (scheme);
  note->credentials = credentials != NULL ? door_credentials_ref (credentials) : NULL;

  if (notes->notes->len == DOOR_CHALLENGE_NOTES_MAX)
    g_ptr_array_remove_index (notes->notes, 0);
  g_ptr_array_add (notes->notes, note);

  return note;
}

static gboolean
is_server (DoorChallengeNote *note, DoorOrigin *server)
{
  if (note->server == NULL || server == NULL)
    {
      DoorOrigin *named = note->server != NULL ? note->server : server;

      return named == NULL || strchr (door_origin_get_host (named), ':') != NULL;
    }

  return door_origin_equal (note->server, server);
}

/**
 * door_challenge_notes_find:
 * @server: (nullable): the server, %NULL for one that WebKit does not name
 * @realm: (nullable): the realm, or %NULL for any
 *
 * Returns: (transfer none) (nullable): the latest note about such a challenge
 */
DoorChallengeNote *
door_challenge_notes_find (DoorChallengeNotes *notes,
                           DoorTarget target,
                           DoorOrigin *server,
                           const char *realm,
                           const char *scheme)
{
  g_autofree char *kept = realm != NULL ? door_protection_space_dup_realm (realm) : NULL;

  for (guint i = notes->notes->len; i > 0; i--)
    {
      DoorChallengeNote *note = g_ptr_array_index (notes->notes, i - 1);

      if (note->target == target && strcmp (note->scheme, scheme) == 0
          && (kept == NULL || strcmp (note->realm, kept) == 0) && is_server (note, server))
        return note;
    }

  return NULL;
}

/**
 * door_challenge_notes_find_proxy:
 *
 * Returns: (transfer none) (nullable): the latest note about a challenge of a proxy. An origin that
 *   sends a 407 by itself never leaves one.
 */
DoorChallengeNote *
door_challenge_notes_find_proxy (DoorChallengeNotes *notes)
{
  for (guint i = notes->notes->len; i > 0; i--)
    {
      DoorChallengeNote *note = g_ptr_array_index (notes->notes, i - 1);

      if (note->target == DOOR_TARGET_PROXY)
        return note;
    }

  return NULL;
}

guint
door_challenge_notes_get_n (DoorChallengeNotes *notes)
{
  return notes->notes->len;
}

/**
 * door_challenge_notes_get:
 *
 * Returns: (transfer none): the note at @i, oldest first
 */
DoorChallengeNote *
door_challenge_notes_get (DoorChallengeNotes *notes, guint i)
{
  return g_ptr_array_index (notes->notes, i);
}
