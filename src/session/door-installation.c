/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-installation.h"

#define COMPANION_MODULE "libdoorward-network.so"

/**
 * door_installation_find_modules:
 * @installed: where the modules for the network process are installed
 *
 * Returns: (transfer full): that, or where they were built, for a program that was not installed
 */
char *
door_installation_find_modules (const char *installed)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *directory = program != NULL ? g_path_get_dirname (program) : g_strdup (".");
  g_autofree char *built = g_build_filename (directory, "..", "network", "companion", NULL);
  g_autofree char *module = g_build_filename (built, COMPANION_MODULE, NULL);

  if (g_file_test (module, G_FILE_TEST_EXISTS))
    return g_canonicalize_filename (built, NULL);

  return g_strdup (installed);
}

/**
 * door_installation_has_companion:
 * @directory: what door_installation_find_modules() returned
 *
 * Returns: whether the companion is there, so that a network process can load it
 */
gboolean
door_installation_has_companion (const char *directory)
{
  g_autofree char *module = g_build_filename (directory, COMPANION_MODULE, NULL);

  return g_file_test (module, G_FILE_TEST_IS_REGULAR);
}
