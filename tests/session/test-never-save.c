/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-never-save.h"

#include <glib/gstdio.h>

typedef struct
{
  char *folder;
  char *path;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("doorward-never-save-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "data", "never-save", NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_autofree char *data_folder = g_path_get_dirname (fixture->path);

  g_remove (fixture->path);
  g_remove (data_folder);
  g_remove (fixture->folder);
  g_free (fixture->path);
  g_free (fixture->folder);
}

static gboolean
contains (DoorNeverSave *never_save, DoorTarget target, const char *uri)
{
  g_autoptr (DoorOrigin) server = door_origin_new_for_uri (uri, NULL);

  return door_never_save_contains (never_save, target, server);
}

static void
set (DoorNeverSave *never_save, DoorTarget target, const char *uri, gboolean never)
{
  g_autoptr (DoorOrigin) server = door_origin_new_for_uri (uri, NULL);
  g_autoptr (GError) error = NULL;

  door_never_save_set (never_save, target, server, never, &error);
  g_assert_no_error (error);
}

static void
test_kept (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    DoorTarget target;
    const char *uri;
    gboolean never;
  } rows[] = {
    { DOOR_TARGET_ORIGIN, "https://a.example/", TRUE },
    { DOOR_TARGET_ORIGIN, "https://a.example:443/x", TRUE },
    { DOOR_TARGET_ORIGIN, "http://a.example/", FALSE },
    { DOOR_TARGET_PROXY, "https://a.example/", FALSE },
    { DOOR_TARGET_PROXY, "http://p.example:3128/", TRUE },
    { DOOR_TARGET_ORIGIN, "http://p.example:3128/", FALSE },
    { DOOR_TARGET_ORIGIN, "http://[::1]:8080/", TRUE },
    { DOOR_TARGET_ORIGIN, "http://b.example/", FALSE },
  };
  g_autoptr (DoorNeverSave) first = door_never_save_new (fixture->path);
  g_autoptr (DoorNeverSave) second = NULL;
  g_autoptr (DoorNeverSave) third = NULL;
  GStatBuf status;

  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (first)), ==, 0);
  set (first, DOOR_TARGET_ORIGIN, "https://a.example/", TRUE);
  set (first, DOOR_TARGET_ORIGIN, "https://a.example/again", TRUE);
  set (first, DOOR_TARGET_PROXY, "http://p.example:3128/", TRUE);
  set (first, DOOR_TARGET_ORIGIN, "http://[::1]:8080/", TRUE);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (first)), ==, 3);

  second = door_never_save_new (fixture->path);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_test_message ("%s", rows[i].uri);
      g_assert_cmpint (contains (first, rows[i].target, rows[i].uri), ==, rows[i].never);
      g_assert_cmpint (contains (second, rows[i].target, rows[i].uri), ==, rows[i].never);
    }

  /* Nobody else reads where somebody has been. */
  g_assert_cmpint (g_stat (fixture->path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);

  set (second, DOOR_TARGET_ORIGIN, "https://a.example/", FALSE);
  third = door_never_save_new (fixture->path);
  g_assert_false (contains (third, DOOR_TARGET_ORIGIN, "https://a.example/"));
  g_assert_true (contains (third, DOOR_TARGET_PROXY, "http://p.example:3128/"));
}

/* What somebody broke by hand costs what is broken, and no more. */
static void
test_broken (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = g_path_get_dirname (fixture->path);
  g_autoptr (DoorNeverSave) never_save = NULL;
  g_autoptr (GError) error = NULL;

  g_mkdir (folder, 0700);
  g_file_set_contents (fixture->path, "[Never Save]\nSites=https://a.example;nonsense;", -1,
                       &error);
  g_assert_no_error (error);
  g_test_expect_message ("doorward-session", G_LOG_LEVEL_WARNING, "*never-save*nonsense*Sites*");
  never_save = door_never_save_new (fixture->path);
  g_test_assert_expected_messages ();
  g_assert_true (contains (never_save, DOOR_TARGET_ORIGIN, "https://a.example/"));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (never_save)), ==, 1);
}

/* It holds all the same where it cannot be written. */
static void
test_unwritable (Fixture *fixture, gconstpointer data)
{
  g_autoptr (DoorNeverSave) never_save = door_never_save_new ("/proc/never-save");
  g_autoptr (DoorOrigin) server = door_origin_new_for_uri ("https://a.example", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_false (door_never_save_set (never_save, DOOR_TARGET_ORIGIN, server, TRUE, &error));
  g_assert_nonnull (error);
  g_assert_true (contains (never_save, DOOR_TARGET_ORIGIN, "https://a.example/"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/never-save/kept", Fixture, NULL, set_up, test_kept, tear_down);
  g_test_add ("/never-save/broken", Fixture, NULL, set_up, test_broken, tear_down);
  g_test_add ("/never-save/unwritable", Fixture, NULL, set_up, test_unwritable, tear_down);

  return g_test_run ();
}
