/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <glib/gi18n.h>
#include <locale.h>
#include <signal.h>

#include "door-application.h"
#include "door-command-line.h"
#include "door-installation.h"

int
main (int argc, char *argv[])
{
  g_autofree char *module_directory = door_installation_find_modules (NETWORK_MODULE_DIRECTORY);
  g_autoptr (DoorNetworkLink) link = door_network_link_new (module_directory);
  g_autoptr (DoorApplication) application = NULL;
  g_auto (GStrv) arguments = door_command_line_take (argv);

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  /* A reader of the event log may go away. */
  signal (SIGPIPE, SIG_IGN);

  application = door_application_new (link);

  return g_application_run (G_APPLICATION (application), argc, arguments);
}
