/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-frame-uris.h"

#include "door-uri-key.h"

struct _DoorFrameUris
{
  GHashTable *keys;
};

DoorFrameUris *
door_frame_uris_new (void)
{
  DoorFrameUris *uris = g_new0 (DoorFrameUris, 1);

  uris->keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  return uris;
}

void
door_frame_uris_free (DoorFrameUris *uris)
{
  g_hash_table_unref (uris->keys);
  g_free (uris);
}

/**
 * door_frame_uris_add:
 *
 * Remembers @uri, unless there are %DOOR_FRAME_URIS_MAX of them.
 */
void
door_frame_uris_add (DoorFrameUris *uris, const char *uri)
{
  if (g_hash_table_size (uris->keys) < DOOR_FRAME_URIS_MAX)
    g_hash_table_add (uris->keys, door_uri_key_new (uri));
}

/**
 * door_frame_uris_contains:
 *
 * Returns: whether @uri is remembered
 */
gboolean
door_frame_uris_contains (DoorFrameUris *uris, const char *uri)
{
  g_autofree char *key = door_uri_key_new (uri);

  return g_hash_table_contains (uris->keys, key);
}

/**
 * door_frame_uris_clear:
 *
 * Forgets them all.
 */
void
door_frame_uris_clear (DoorFrameUris *uris)
{
  g_hash_table_remove_all (uris->keys);
}
