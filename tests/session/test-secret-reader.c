/* SPDX-License-Identifier: LGPL-2.1-or-later */

#define _GNU_SOURCE

#include "door-secret-reader.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct
{
  char *folder;
  char *path; /* of the file “secret” in it */
  DoorSecretReader *reader;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("secret-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "secret", NULL);
  fixture->reader = door_secret_reader_new ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_unlink (fixture->path);
  g_rmdir (fixture->folder);
  g_free (fixture->path);
  g_free (fixture->folder);
  g_object_unref (fixture->reader);
}

static void
write_secret (Fixture *fixture, const char *text, gssize length, int mode)
{
  g_assert_true (g_file_set_contents_full (fixture->path, text, length,
                                           G_FILE_SET_CONTENTS_CONSISTENT, mode, NULL));
  g_assert_cmpint (g_chmod (fixture->path, mode), ==, 0);
}

static SecretValue *
read_source (Fixture *fixture, const char *prefix, const char *name, GError **error)
{
  g_autofree char *text = g_strconcat (prefix, name, NULL);
  g_autoptr (DoorSecretSource) source = door_secret_source_new (text, NULL);

  return door_secret_reader_read (fixture->reader, source, error);
}

static void
assert_file (Fixture *fixture, const char *secret)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SecretValue) value = read_source (fixture, "file:", fixture->path, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (secret_value_get_text (value), ==, secret);
}

static void
assert_fails (Fixture *fixture, const char *prefix, const char *name, const char *complaint)
{
  g_autofree char *beginning = g_strconcat (prefix, name, ": ", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (read_source (fixture, prefix, name, &error));
  g_test_message ("%s", error->message);
  g_assert_true (g_str_has_prefix (error->message, beginning));
  g_assert_nonnull (strstr (error->message, complaint));
  g_assert_null (strstr (error->message, "hunter2"));
}

/* What a file holds, and which secret that is. */
static void
test_contents (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *contents;
    gssize length;
    const char *secret;
    const char *complaint;
  } rows[] = {
    { "hunter2", -1, "hunter2", NULL },
    { "hunter2\n", -1, "hunter2", NULL },
    { "hunter2\r\n", -1, "hunter2", NULL },
    { " hunter2 \n", -1, " hunter2 ", NULL },
    { "Schl\xc3\xbcssel\n", -1, "Schl\xc3\xbcssel", NULL },
    { "", -1, NULL, "it is empty" },
    { "\n", -1, NULL, "it is empty" },
    { "\r\n", -1, NULL, "it is empty" },
    { "hunter2\n\n", -1, NULL, "more than one line" },
    { "hunter2\nhunter3", -1, NULL, "more than one line" },
    { "\nhunter2", -1, NULL, "more than one line" },
    { "hunter2\0x", 9, NULL, "not text" },
    { "hunter2\xff", -1, NULL, "not text" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      write_secret (fixture, rows[i].contents, rows[i].length, 0600);
      if (rows[i].secret != NULL)
        assert_file (fixture, rows[i].secret);
      else
        assert_fails (fixture, "file:", fixture->path, rows[i].complaint);
    }
}

static void
test_length (Fixture *fixture, gconstpointer data)
{
  static const gsize too_long[] = { DOOR_SECRET_MAX_LENGTH + 3, 10 * 1024 * 1024 };
  g_autofree char *longest = g_strnfill (DOOR_SECRET_MAX_LENGTH, 'x');

  write_secret (fixture, longest, -1, 0600);
  assert_file (fixture, longest);

  for (gsize i = 0; i < G_N_ELEMENTS (too_long); i++)
    {
      g_autofree char *text = g_strnfill (too_long[i], 'x');

      write_secret (fixture, text, -1, 0600);
      assert_fails (fixture, "file:", fixture->path, "longer than any password");
    }
}

static void
test_mode (Fixture *fixture, gconstpointer data)
{
  static const int wrong[] = { 0640, 0604, 0620, 0602, 0610, 0601, 0644, 0666, 0777 };
  static const int right[] = { 0600, 0400, 0700 };

  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      write_secret (fixture, "hunter2", -1, wrong[i]);
      assert_fails (fixture, "file:", fixture->path, "not for its owner alone; run chmod 0600");
    }
  for (gsize i = 0; i < G_N_ELEMENTS (right); i++)
    {
      write_secret (fixture, "hunter2", -1, right[i]);
      assert_file (fixture, "hunter2");
    }
}

static void
test_owner (Fixture *fixture, gconstpointer data)
{
  if (geteuid () != 0)
    {
      g_test_skip ("only root can give a file away");
      return;
    }

  write_secret (fixture, "hunter2", -1, 0600);
  g_assert_cmpint (chown (fixture->path, 65534, 65534), ==, 0);
  assert_fails (fixture, "file:", fixture->path, "belongs to somebody else");
}

static void
test_kind (Fixture *fixture, gconstpointer data)
{
  g_autofree char *link = g_build_filename (fixture->folder, "link", NULL);
  g_autofree char *beyond = g_build_filename (fixture->path, "more", NULL);

  assert_fails (fixture, "file:", fixture->path, "No such file");
  assert_fails (fixture, "file:", fixture->folder, "no regular file");
  assert_fails (fixture, "file:", "/dev/null", "no regular file");
  assert_fails (fixture, "file:", "/dev/zero", "no regular file");

  /* Nobody writes to it, and nobody waits for that. */
  g_assert_cmpint (mkfifo (fixture->path, 0600), ==, 0);
  assert_fails (fixture, "file:", fixture->path, "no regular file");
  g_unlink (fixture->path);

  write_secret (fixture, "hunter2", -1, 0600);
  g_assert_cmpint (symlink (fixture->path, link), ==, 0);
  assert_fails (fixture, "file:", link, "symbolic link");
  g_unlink (link);
  assert_fails (fixture, "file:", beyond, "Not a directory");
}

/* A link on the way is the administrator's own: /run and /var/run are one. */
static void
test_folder_link (Fixture *fixture, gconstpointer data)
{
  g_autofree char *link = g_strconcat (fixture->folder, "-link", NULL);
  g_autofree char *path = g_build_filename (link, "secret", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (SecretValue) secret = NULL;

  write_secret (fixture, "hunter2", -1, 0600);
  g_assert_cmpint (symlink (fixture->folder, link), ==, 0);
  secret = read_source (fixture, "file:", path, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (secret_value_get_text (secret), ==, "hunter2");
  g_unlink (link);
}

/* The file is another one each time, as when a password is rotated. */
static void
test_changed (Fixture *fixture, gconstpointer data)
{
  write_secret (fixture, "hunter2\n", -1, 0600);
  assert_file (fixture, "hunter2");
  write_secret (fixture, "hunter3\n", -1, 0600);
  assert_file (fixture, "hunter3");
  g_unlink (fixture->path);
  assert_fails (fixture, "file:", fixture->path, "No such file");
}

static void
test_credential (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SecretValue) secret = NULL;
  g_autofree char *link = g_build_filename (fixture->folder, "link", NULL);

  g_unsetenv ("CREDENTIALS_DIRECTORY");
  assert_fails (fixture, "credential:", "secret", "no systemd unit");

  g_setenv ("CREDENTIALS_DIRECTORY", fixture->folder, TRUE);
  assert_fails (fixture, "credential:", "secret", "No such file");

  /* As systemd makes them where it needs access control lists. */
  write_secret (fixture, "hunter2\n", -1, 0440);
  secret = read_source (fixture, "credential:", "secret", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (secret_value_get_text (secret), ==, "hunter2");

  g_assert_cmpint (symlink (fixture->path, link), ==, 0);
  assert_fails (fixture, "credential:", "link", "symbolic link");
  g_unlink (link);
  g_unsetenv ("CREDENTIALS_DIRECTORY");
}

static gboolean
environment_has (const char *text)
{
  g_autofree char *contents = NULL;
  gsize length = 0;

  g_assert_true (g_file_get_contents ("/proc/self/environ", &contents, &length, NULL));

  return memmem (contents, length, text, strlen (text)) != NULL;
}

static void
test_variable (Fixture *fixture, gconstpointer data)
{
  g_autoptr (DoorSecretSource) source = door_secret_source_new ("env:DOORWARD_TEST_SECRET", NULL);
  g_autoptr (DoorSecretSource) file = door_secret_source_new ("file:/secret", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (SecretValue) secret = NULL;

  /* Set by the build, so that it is in the environment that the kernel shows. */
  g_assert_true (environment_has ("hunter2"));
  assert_fails (fixture, "env:", "DOORWARD_TEST_SECRET", "no such variable");

  door_secret_reader_take_variable (fixture->reader, file);
  door_secret_reader_take_variable (fixture->reader, source);
  g_assert_null (g_getenv ("DOORWARD_TEST_SECRET"));
  g_assert_false (environment_has ("hunter2"));

  /* It is there as often as it is needed, also when the policy is read again. */
  door_secret_reader_take_variable (fixture->reader, source);
  secret = door_secret_reader_read (fixture->reader, source, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (secret_value_get_text (secret), ==, "hunter2");

  g_setenv ("DOORWARD_TEST_EMPTY", "", TRUE);
  g_clear_pointer (&source, door_secret_source_unref);
  source = door_secret_source_new ("env:DOORWARD_TEST_EMPTY", NULL);
  door_secret_reader_take_variable (fixture->reader, source);
  assert_fails (fixture, "env:", "DOORWARD_TEST_EMPTY", "it is empty");
}

/* What a policy that is read again names, while there are threads that read the environment. */
static void
test_variable_while_running (Fixture *fixture, gconstpointer data)
{
  g_autoptr (DoorSecretSource) source = door_secret_source_new ("env:DOORWARD_TEST_LATER", NULL);
  g_auto (GStrv) names = NULL;
  g_auto (GStrv) names_after = NULL;

  g_assert_true (environment_has ("tr0ub4dor"));
  names = g_listenv ();

  /* Each time the policy is read. */
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (SecretValue) secret = NULL;

      door_secret_reader_cover_variable (fixture->reader, source);
      secret = read_source (fixture, "env:", "DOORWARD_TEST_LATER", &error);
      g_assert_no_error (error);
      g_assert_cmpstr (secret_value_get_text (secret), ==, "tr0ub4dor");
      g_assert_false (environment_has ("tr0ub4dor"));
      g_assert_cmpstr (g_getenv ("DOORWARD_TEST_LATER"), ==, "");
    }

  /* Each variable is where it was. */
  names_after = g_listenv ();
  g_assert_true (g_strv_equal ((const char *const *)names, (const char *const *)names_after));
}

static void
test_keyring (Fixture *fixture, gconstpointer data)
{
  assert_fails (fixture, "keyring", "", "no such login, or is locked");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name)                                                                                  \
  g_test_add ("/secret-reader/" #name, Fixture, NULL, set_up, test_##name, tear_down)
  ADD (contents);
  ADD (length);
  ADD (mode);
  ADD (owner);
  ADD (kind);
  ADD (folder_link);
  ADD (changed);
  ADD (credential);
  ADD (variable);
  ADD (variable_while_running);
  ADD (keyring);
#undef ADD

  return g_test_run ();
}
