/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "broken-policies.h"
#include "door-policy-file.h"
#include "door-policy-reader.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct
{
  char *folder;
  char *path;
  DoorPolicyFile *file;
} Fixture;

#define GOOD                                                                                       \
  "[Doorward]\nHome=https://a.example/\nSchemes=digest\nIdleReset=7\nPrompt=never\n"               \
  "[Login staff]\nServer=https://a.example\nUsername=u\nPasswordFrom=env:P\n"

static void
write_policy (Fixture *fixture, const char *text, gsize length)
{
  g_assert_true (g_file_set_contents (fixture->path, text, (gssize)length, NULL));
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("policy-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "policy.conf", NULL);
  write_policy (fixture, GOOD, strlen (GOOD));
  fixture->file = door_policy_file_new (fixture->path, none, FALSE, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_unlink (fixture->path);
  g_rmdir (fixture->path);
  g_rmdir (fixture->folder);
  g_object_unref (fixture->file);
  g_free (fixture->path);
  g_free (fixture->folder);
}

/* All of GOOD, and nothing else. */
static void
assert_good (Fixture *fixture)
{
  DoorPolicy *policy = door_policy_file_get_policy (fixture->file);

  g_assert_cmpstr (door_policy_get_home (policy), ==, "https://a.example/");
  g_assert_false (door_policy_allows_scheme (policy, "basic"));
  g_assert_cmpuint (door_policy_get_idle_reset (policy), ==, 7);
  g_assert_false (door_policy_may_prompt (policy));
  g_assert_false (door_policy_is_kiosk (policy));
  g_assert_cmpuint (door_policy_get_logins (policy)->len, ==, 1);
}

static void
assert_stays (Fixture *fixture)
{
  DoorPolicy *before = door_policy_file_get_policy (fixture->file);
  g_autoptr (GError) error = NULL;

  g_assert_false (door_policy_file_read_again (fixture->file, &error));
  g_assert_nonnull (error);
  g_assert_true (g_str_has_prefix (error->message, fixture->path));
  g_assert_true (door_policy_file_get_policy (fixture->file) == before);
  assert_good (fixture);
}

/* Whatever is wrong with the new one, the old one stays, and at the start there is none. */
static void
test_broken (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) none = g_ptr_array_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (broken); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", broken[i].name);
      write_policy (fixture, broken[i].text, strlen (broken[i].text));
      assert_stays (fixture);
      g_assert_null (door_policy_file_new (fixture->path, none, FALSE, &error));
      g_assert_error (error, DOOR_POLICY_ERROR, DOOR_POLICY_ERROR_INVALID);
    }

  write_policy (fixture, "[Doorward]\n", strlen ("[Doorward]\n"));
  g_assert_true (door_policy_file_read_again (fixture->file, NULL));
  g_assert_true (door_policy_may_prompt (door_policy_file_get_policy (fixture->file)));
}

/* What is no file that could be read. */
static void
test_unreadable (Fixture *fixture, gconstpointer data)
{
  const gsize length = 10 * 1024 * 1024;
  g_autofree char *large = g_strnfill (length, '\n');

  write_policy (fixture, large, length);
  assert_stays (fixture);
  g_unlink (fixture->path);
  assert_stays (fixture);
  g_assert_cmpint (g_mkdir (fixture->path, 0700), ==, 0);
  assert_stays (fixture);
  g_rmdir (fixture->path);
  g_assert_cmpint (mkfifo (fixture->path, 0600), ==, 0);
  assert_stays (fixture);
}

/* Changed while it runs, also by putting a link in its place. */
static void
test_changed (Fixture *fixture, gconstpointer data)
{
  g_autofree char *other = g_build_filename (fixture->folder, "other", NULL);

  g_assert_true (g_file_set_contents (other, "[Doorward]\nIdleReset=8", -1, NULL));
  g_unlink (fixture->path);
  g_assert_cmpint (symlink (other, fixture->path), ==, 0);
  g_assert_true (door_policy_file_read_again (fixture->file, NULL));
  g_assert_cmpuint (door_policy_get_idle_reset (door_policy_file_get_policy (fixture->file)), ==,
                    8);
  g_unlink (other);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/policy-file/broken", Fixture, NULL, set_up, test_broken, tear_down);
  g_test_add ("/policy-file/unreadable", Fixture, NULL, set_up, test_unreadable, tear_down);
  g_test_add ("/policy-file/changed", Fixture, NULL, set_up, test_changed, tear_down);

  return g_test_run ();
}
