/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <glib/gi18n.h>
#include <locale.h>
#include <signal.h>

#include "door-application.h"

/* A program that was not installed finds its companion beside it in the build tree. */
static char *
find_network_module_directory (void)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *directory = program != NULL ? g_path_get_dirname (program) : g_strdup (".");
  g_autofree char *built = g_build_filename (directory, "..", "network", "companion", NULL);
  g_autofree char *module = g_build_filename (built, "libdoorward-network.so", NULL);

  if (g_file_test (module, G_FILE_TEST_EXISTS))
    return g_canonicalize_filename (built, NULL);

  return g_strdup (NETWORK_MODULE_DIRECTORY);
}

int
main (int argc, char *argv[])
{
  g_autofree char *module_directory = find_network_module_directory ();
  g_autoptr (DoorNetworkLink) link = door_network_link_new (module_directory);
  g_autoptr (DoorApplication) application = NULL;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  /* A reader of the event log may go away. */
  signal (SIGPIPE, SIG_IGN);

  application = door_application_new (link);

  return g_application_run (G_APPLICATION (application), argc, argv);
}
