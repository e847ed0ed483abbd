/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "door-download-name.h"

static const struct
{
  const char *suggested;
  const char *name;
} names[] = {
  { "report.pdf", "report.pdf" },
  { "Jahresbericht 2026.pdf", "Jahresbericht 2026.pdf" },
  { "日本語.txt", "日本語.txt" },
  { "archive.tar.gz", "archive.tar.gz" },

  /* Out of the folder. */
  { "../../.bashrc", "bashrc" },
  { "/etc/passwd", "passwd" },
  { "a/b/c.txt", "c.txt" },
  { "..\\..\\autoexec.bat", "_.._autoexec.bat" },
  { "..", "download" },
  { ".", "download" },
  { "", "download" },
  { "dir/", "download" },

  /* Hidden, or not what it looks like. */
  { ".profile", "profile" },
  { "...x", "x" },
  { "invoice.", "invoice" },
  { "photo\u202egpj.exe", "photo_gpj.exe" },
  { "a\u200bb.txt", "a_b.txt" },
  { "line\nbreak\x01.txt", "line_break_.txt" },
  { "  spaces.txt  ", "spaces.txt" },
  { "what?*<>|\":.txt", "what_______.txt" },
};

static void
test_sanitize (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *name = door_download_name_sanitize (names[i].suggested);

      g_assert_cmpstr (name, ==, names[i].name);
    }
}

static void
test_long (void)
{
  g_autofree char *long_name = g_strnfill (5000, 'a');
  g_autofree char *suggested = g_strconcat (long_name, ".pdf", NULL);
  g_autofree char *name = door_download_name_sanitize (suggested);
  g_autofree char *plain = door_download_name_sanitize (long_name);
  g_autoptr (GString) wide = g_string_new (NULL);
  g_autofree char *cut = NULL;

  g_assert_cmpuint (strlen (name), <=, 230);
  g_assert_true (g_str_has_suffix (name, "a.pdf"));
  g_assert_cmpuint (strlen (plain), <=, 230);

  /* Not cut inside a character. */
  for (int i = 0; i < 300; i++)
    g_string_append (wide, "ü€");
  cut = door_download_name_sanitize (wide->str);
  g_assert_true (g_utf8_validate (cut, -1, NULL));
  g_assert_cmpuint (strlen (cut), <=, 230);
  g_assert_cmpuint (strlen (cut), >, 200);
}

static void
test_invalid (void)
{
  g_autofree char *name = door_download_name_sanitize ("caf\xe9.txt");

  g_assert_true (g_utf8_validate (name, -1, NULL));
  g_assert_true (g_str_has_suffix (name, ".txt"));
}

static void
take (const char *path)
{
  g_assert_true (g_file_set_contents (path, "", 0, NULL));
}

static void
test_choose (void)
{
  g_autofree char *folder = g_dir_make_tmp ("doorward-XXXXXX", NULL);
  g_autofree char *first = door_download_name_choose (folder, "a.tar.gz");
  g_autofree char *second = NULL;
  g_autofree char *third = NULL;
  g_autofree char *partial = NULL;
  g_autofree char *fourth = NULL;
  g_autofree char *link = NULL;
  g_autofree char *name = NULL;

  g_assert_true (g_str_has_prefix (first, folder));
  take (first);

  second = door_download_name_choose (folder, "../a.tar.gz");
  name = g_path_get_basename (second);
  g_assert_cmpstr (name, ==, "a.tar (1).gz");
  g_assert_true (g_str_has_prefix (second, folder));

  /* A download that is under way holds its name as well. */
  partial = g_strconcat (second, ".wkdownload", NULL);
  take (partial);
  third = door_download_name_choose (folder, "a.tar.gz");
  g_assert_true (g_str_has_suffix (third, "a.tar (2).gz"));

  /* And so does a link to nowhere. */
  link = g_build_filename (folder, "b", NULL);
  g_assert_cmpint (symlink ("/nowhere", link), ==, 0);
  fourth = door_download_name_choose (folder, "b");
  g_assert_true (g_str_has_suffix (fourth, "/b (1)"));

  g_unlink (first);
  g_unlink (partial);
  g_unlink (link);
  g_rmdir (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/download-name/sanitize", test_sanitize);
  g_test_add_func ("/download-name/long", test_long);
  g_test_add_func ("/download-name/invalid", test_invalid);
  g_test_add_func ("/download-name/choose", test_choose);

  return g_test_run ();
}
