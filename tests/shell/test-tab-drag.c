/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-tab-drag.h"

/* On Wayland nobody has made a surface yet when the first window is to come, and here nobody has
 * opened a display. A critical ends the test. */
static void
test_before_any_surface (void)
{
  door_tab_drag_watch ();
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/tab-drag/before-any-surface", test_before_any_surface);

  return g_test_run ();
}
