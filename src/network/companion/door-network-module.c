/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-network-names.h"
#include "door-network-peer.h"

#include <dlfcn.h>
#include <gio/gio.h>
#include <gmodule.h>

/* What GIO loads, into every program that inherits the shell's environment. It must be harmless in
 * all of them, and libsoup 3 is not: it ends a program that has libsoup 2 loaded. So the companion
 * itself is another file, whose name makes GIO pass it by, and only the network process loads it.
 */

static char *
find_companion (void)
{
  Dl_info here;
  g_autofree char *directory = NULL;

  if (dladdr ((void *)find_companion, &here) == 0)
    return NULL;

  directory = g_path_get_dirname (here.dli_fname);

  return g_build_filename (directory, DOOR_NETWORK_COMPANION, NULL);
}

G_MODULE_EXPORT void
g_io_module_load (GIOModule *module)
{
  g_autofree char *executable = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *path = NULL;
  GModule *companion;
  gpointer start;

  if (executable == NULL || !door_network_peer_is_network_process (executable))
    return;

  path = find_companion ();
  if (path == NULL)
    return;

  companion = g_module_open (path, G_MODULE_BIND_LAZY | G_MODULE_BIND_LOCAL);
  if (companion == NULL || !g_module_symbol (companion, "door_companion_start", &start))
    {
      g_warning ("The network companion cannot be loaded: %s", g_module_error ());
      return;
    }

  /* Its types are known to GObject from now on. */
  g_module_make_resident (companion);
  ((void (*) (void))start) ();
}

G_MODULE_EXPORT void
g_io_module_unload (GIOModule *module)
{
}

G_MODULE_EXPORT char **
g_io_module_query (void)
{
  return g_new0 (char *, 1);
}
