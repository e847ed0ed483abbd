/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-act-records.h"
#include "door-challenge-notes.h"
#include "door-challenged-response.h"
#include "door-frame-uris.h"
#include "door-uri-key.h"

#include <string.h>

/* What a page or its server decides the number and the length of is kept up to a bound. */

static void
test_challenge_notes (void)
{
  g_autoptr (DoorChallengeNotes) notes = door_challenge_notes_new ();
  g_autoptr (DoorOrigin) server = door_origin_new_for_uri ("https://hostile.example/", NULL);
  g_autofree char *tail = g_strnfill (2 * DOOR_REALM_MAX_LENGTH, 'x');

  for (guint i = 0; i < 3 * DOOR_CHALLENGE_NOTES_MAX; i++)
    {
      g_autofree char *realm = g_strdup_printf ("%u %s", i, tail);

      door_challenge_notes_add (notes, DOOR_TARGET_ORIGIN, server, realm, "basic", NULL);
      g_assert_cmpuint (door_challenge_notes_get_n (notes), <=, DOOR_CHALLENGE_NOTES_MAX);
      /* The latest one is always among them. */
      g_assert_nonnull (
          door_challenge_notes_find (notes, DOOR_TARGET_ORIGIN, server, realm, "basic"));
    }

  g_assert_cmpuint (door_challenge_notes_get_n (notes), ==, DOOR_CHALLENGE_NOTES_MAX);
  for (guint i = 0; i < DOOR_CHALLENGE_NOTES_MAX; i++)
    g_assert_cmpuint (strlen (door_challenge_notes_get (notes, i)->realm), <=,
                      DOOR_REALM_MAX_LENGTH);
}

static void
test_frame_uris (void)
{
  g_autoptr (DoorFrameUris) uris = door_frame_uris_new ();
  g_autofree char *tail = g_strnfill (16 * 1024, 'x');
  guint n_known = 0;

  for (guint i = 0; i < 3 * DOOR_FRAME_URIS_MAX; i++)
    {
      g_autofree char *uri = g_strdup_printf ("https://hostile.example/?%s%u", tail, i);

      g_assert_false (door_frame_uris_contains (uris, uri));
      door_frame_uris_add (uris, uri);
      if (door_frame_uris_contains (uris, uri))
        n_known++;
    }
  g_assert_cmpuint (n_known, ==, DOOR_FRAME_URIS_MAX);

  /* The next page has as many. */
  door_frame_uris_clear (uris);
  door_frame_uris_add (uris, "https://hostile.example/next");
  g_assert_true (door_frame_uris_contains (uris, "https://hostile.example/next"));
}

static void
test_schemes (void)
{
  g_autoptr (GString) field = g_string_new (NULL);
  g_autoptr (DoorChallengeList) challenges = NULL;
  g_auto (GStrv) schemes = NULL;

  for (guint i = 0; i < 3 * DOOR_CHALLENGED_RESPONSE_MAX_SCHEMES; i++)
    g_string_append_printf (field, "Scheme%u, Again realm=\"staff\", ", i);
  challenges = door_challenge_list_parse ((const char *const[]){ field->str, NULL });
  g_assert_cmpuint (door_challenge_list_get_n (challenges), ==,
                    6 * DOOR_CHALLENGED_RESPONSE_MAX_SCHEMES);

  schemes = door_challenged_response_dup_schemes (
      &(DoorChallengedResponse){ .challenges = challenges });
  g_assert_cmpuint (g_strv_length (schemes), ==, DOOR_CHALLENGED_RESPONSE_MAX_SCHEMES);
  g_assert_cmpstr (schemes[0], ==, "scheme0");
  g_assert_cmpstr (schemes[1], ==, "again");
  g_assert_cmpstr (schemes[2], ==, "scheme1");
}

static void
test_act_records (void)
{
  g_autoptr (DoorActRecords) records = door_act_records_new ();
  g_autofree char *tail = g_strnfill (16 * 1024, 'x');
  guint n_known = 0;

  for (guint i = 0; i < 3 * DOOR_ACT_RECORDS_MAX; i++)
    {
      g_autofree char *uri = g_strdup_printf ("https://hostile.example/?%s%u#here", tail, i);
      const DoorActRecord *record;

      door_act_records_add (records, uri, DOOR_ACT_FOLLOW, i);
      record = door_act_records_find (records, uri);
      g_assert_nonnull (record);
      g_assert_cmpuint (record->moment, ==, i);
      g_assert_cmpuint (strlen (record->uri), <=, DOOR_URI_KEY_MAX_LENGTH);
    }

  for (guint i = 0; i < 3 * DOOR_ACT_RECORDS_MAX; i++)
    {
      g_autofree char *uri = g_strdup_printf ("https://hostile.example/?%s%u", tail, i);

      if (door_act_records_find (records, uri) != NULL)
        n_known++;
    }
  g_assert_cmpuint (n_known, ==, DOOR_ACT_RECORDS_MAX);
}

static void
test_uri_key (void)
{
  g_autofree char *fitting = g_strnfill (DOOR_URI_KEY_MAX_LENGTH, 'x');
  g_autofree char *much = g_strnfill (100 * DOOR_URI_KEY_MAX_LENGTH, 'x');
  g_autofree char *one = g_strconcat ("https://hostile.example/", much, "1", NULL);
  g_autofree char *two = g_strconcat ("https://hostile.example/", much, "2", NULL);
  g_autofree char *same = door_uri_key_new (fitting);
  g_autofree char *key_one = door_uri_key_new (one);
  g_autofree char *key_two = door_uri_key_new (two);
  g_autoptr (DoorOrigin) origin = door_origin_new_for_uri (key_one, NULL);

  g_assert_cmpstr (same, ==, fitting);
  g_assert_cmpstr (key_one, !=, key_two);
  g_assert_cmpuint (strlen (key_one), <=, DOOR_URI_KEY_MAX_LENGTH);
  g_assert_cmpstr (door_origin_get_host (origin), ==, "hostile.example");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/bounds/challenge-notes", test_challenge_notes);
  g_test_add_func ("/bounds/frame-uris", test_frame_uris);
  g_test_add_func ("/bounds/schemes", test_schemes);
  g_test_add_func ("/bounds/act-records", test_act_records);
  g_test_add_func ("/bounds/uri-key", test_uri_key);

  return g_test_run ();
}
