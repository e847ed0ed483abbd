/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-boundary.h"

#include "door-origin-pattern.h"

#define PAGE DOOR_BOUNDARY_PAGE
#define PROGRAM DOOR_BOUNDARY_PROGRAM

/* Whether it is within, for a kiosk without a list of origins, for one with a.example and
 * *.b.example over https, and for a desktop with that list. A desktop without one allows
 * everything. */
static const struct
{
  const char *uri;
  DoorBoundaryParty party;
  gboolean kiosk;
  gboolean listed;
} table[] = {
  { "https://a.example/", PAGE, TRUE, TRUE },
  { "HTTPS://A.Example:443/x?y#z", PAGE, TRUE, TRUE },
  { "https://user:password@a.example/", PAGE, TRUE, TRUE },
  { "https://x.b.example/", PAGE, TRUE, TRUE },
  { "https://b.example/", PAGE, TRUE, FALSE },
  { "https://c.example/", PAGE, TRUE, FALSE },
  { "https://c.example/", PROGRAM, TRUE, FALSE },
  { "http://a.example/", PAGE, TRUE, FALSE },
  { "https://a.example:8443/", PAGE, TRUE, FALSE },
  { "https://a.example.c.example/", PAGE, TRUE, FALSE },
  { "https://a.example@c.example/", PAGE, TRUE, FALSE },
  { "https://c.example/?https://a.example/", PAGE, TRUE, FALSE },
  { "https://c.example\\@a.example/", PAGE, FALSE, FALSE },
  { "https:///", PAGE, FALSE, FALSE },
  { "blob:https://a.example/1b9d6bcd", PAGE, TRUE, TRUE },
  { "blob:https://c.example/1b9d6bcd", PAGE, TRUE, FALSE },
  { "blob:null/1b9d6bcd", PAGE, FALSE, FALSE },
  { "blob:file:///1b9d6bcd", PAGE, FALSE, FALSE },
  { "about:srcdoc", PAGE, TRUE, TRUE },
  { "about:blank", PAGE, FALSE, FALSE },
  { "about:blank", PROGRAM, TRUE, TRUE },
  { "about:memory", PROGRAM, FALSE, FALSE },
  { "data:text/html,x", PAGE, FALSE, FALSE },
  { "data:text/html,x", PROGRAM, FALSE, FALSE },
  { "file:///etc/passwd", PAGE, FALSE, FALSE },
  { "FILE:///etc/passwd", PAGE, FALSE, FALSE },
  { "file:///usr/share/kiosk/index.html", PROGRAM, TRUE, FALSE },
  { "ftp://a.example/", PAGE, FALSE, FALSE },
  { "mailto:a@a.example", PAGE, FALSE, FALSE },
  { "view-source:https://a.example/", PAGE, FALSE, FALSE },
  { "javascript:alert(1)", PAGE, FALSE, FALSE },
  { "webkit://gpu", PAGE, FALSE, FALSE },
  { "resource:///org/doorward", PAGE, FALSE, FALSE },
  { "inspector://x", PROGRAM, FALSE, FALSE },
  { "x", PAGE, FALSE, FALSE },
  { "", PAGE, FALSE, FALSE },
};

static DoorPolicy *
make_policy (gboolean kiosk, gboolean listed)
{
  g_autoptr (GPtrArray) origins
      = g_ptr_array_new_with_free_func ((GDestroyNotify)door_origin_pattern_unref);

  g_ptr_array_add (origins, door_origin_pattern_new ("https://a.example", NULL));
  g_ptr_array_add (origins, door_origin_pattern_new ("https://*.b.example", NULL));

  return door_policy_new (&(DoorPolicySettings){
      .kiosk = kiosk,
      .allowed_origins = listed ? origins : NULL,
  });
}

static void
test_table (void)
{
  g_autoptr (DoorPolicy) open = make_policy (FALSE, FALSE);
  g_autoptr (DoorPolicy) desktop = make_policy (FALSE, TRUE);
  g_autoptr (DoorPolicy) kiosk = make_policy (TRUE, FALSE);
  g_autoptr (DoorPolicy) listed = make_policy (TRUE, TRUE);

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      const char *uri = table[i].uri;
      DoorBoundaryParty party = table[i].party;

      g_test_message ("“%s” by %s", uri, party == PAGE ? "a page" : "the program");
      g_assert_true (door_boundary_allows (open, uri, party));
      g_assert_cmpint (door_boundary_allows (desktop, uri, party), ==, table[i].listed);
      g_assert_cmpint (door_boundary_allows (kiosk, uri, party), ==, table[i].kiosk);
      g_assert_cmpint (door_boundary_allows (listed, uri, party), ==, table[i].listed);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/boundary/table", test_table);

  return g_test_run ();
}
