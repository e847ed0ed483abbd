/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "door-secret-string.h"

/* A lead octet announces more than is there. */
static const char *const cut_off[] = {
  "\xc3", "\xe2\x82", "\xf0",         "\xf0\x9f\x98", "\xf8",
  "\xfc", "a\xfd",    "\xc3\xa9\xe2", "\xff",         "\x80",
};

/* Puts strings where nothing may be read behind their end. */
typedef struct
{
  char *pages;
  gsize page;
} Edge;

static void
edge_init (Edge *edge)
{
  edge->page = (gsize)sysconf (_SC_PAGESIZE);
  edge->pages
      = mmap (NULL, 2 * edge->page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  g_assert_true (edge->pages != MAP_FAILED);
  g_assert_cmpint (mprotect (edge->pages + edge->page, edge->page, PROT_NONE), ==, 0);
}

static const char *
edge_put (Edge *edge, const char *text)
{
  gsize size = strlen (text) + 1;

  return memcpy (edge->pages + edge->page - size, text, size);
}

static void
edge_clear (Edge *edge)
{
  g_assert_cmpint (munmap (edge->pages, 2 * edge->page), ==, 0);
}

static void
test_cut_off (void)
{
  Edge edge;

  edge_init (&edge);
  for (gsize i = 0; i < G_N_ELEMENTS (cut_off); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (door_secret_string_normalise (edge_put (&edge, cut_off[i]), &error));
      g_assert_error (error, DOOR_CREDENTIALS_ERROR, DOOR_CREDENTIALS_ERROR_ENCODING);
    }
  edge_clear (&edge);
}

static void
test_whole (void)
{
  Edge edge;

  edge_init (&edge);
  {
    g_autoptr (DoorSecretString) empty = door_secret_string_normalise (edge_put (&edge, ""), NULL);
    g_autoptr (DoorSecretString) ascii
        = door_secret_string_normalise (edge_put (&edge, "abc"), NULL);
    g_autoptr (DoorSecretString) composed
        = door_secret_string_normalise (edge_put (&edge, "e\xcc\x81"), NULL);
    g_autoptr (DoorSecretString) widest
        = door_secret_string_normalise (edge_put (&edge, "\xf0\x9f\x98\x80"), NULL);

    g_assert_cmpstr (empty, ==, "");
    g_assert_cmpstr (ascii, ==, "abc");
    g_assert_cmpstr (composed, ==, "\xc3\xa9");
    g_assert_cmpstr (widest, ==, "\xf0\x9f\x98\x80");
  }
  edge_clear (&edge);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/secret-string/cut-off", test_cut_off);
  g_test_add_func ("/secret-string/whole", test_whole);

  return g_test_run ();
}
