/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-options.h"

#include <glib/gi18n.h>
#include <string.h>

#include "door-location.h"

static const GOptionEntry entries[] = {
  { "private", 0, 0, G_OPTION_ARG_NONE, NULL,
    N_ ("No history, no keyring, no disk cache; forgotten on close"), NULL },
  { "policy", 0, 0, G_OPTION_ARG_FILENAME, NULL,
    N_ ("Read this policy; default: /etc/doorward/policy.conf, if that exists"), N_ ("FILE") },
  { "check-policy", 0, 0, G_OPTION_ARG_FILENAME, NULL,
    N_ ("Print what is wrong with a policy and exit"), N_ ("FILE") },
  { "kiosk", 0, 0, G_OPTION_ARG_NONE, NULL,
    N_ ("Full screen, and nothing that leads away from the pages that policy allows"), NULL },
  { "proxy", 0, 0, G_OPTION_ARG_STRING, NULL,
    N_ ("HTTP proxy for this session (“direct” for none); default: the system’s"), N_ ("URI") },
  { "automation", 0, 0, G_OPTION_ARG_NONE, NULL,
    N_ ("Accept a WebDriver session (WebKitWebDriver)"), NULL },
  { "control", 0, 0, G_OPTION_ARG_NONE, NULL,
    N_ ("Export org.doorward.Auth1 on the session bus, for doorwardctl"), NULL },
  { "keyring", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("With --automation: use saved logins, too"),
    NULL },
  { "login", 0, 0, G_OPTION_ARG_STRING_ARRAY, NULL,
    N_ ("Sign in by itself, to an origin or to proxy:HOST:PORT; the login is what the --login-from "
        "beside it says"),
    N_ ("SERVER[=REALM]") },
  { "login-from", 0, 0, G_OPTION_ARG_STRING_ARRAY, NULL,
    N_ ("Where the --login before it has USER:PASSWORD from; default: env:DOORWARD_LOGIN"),
    N_ ("file:PATH|env:NAME") },
  { "event-log", 0, 0, G_OPTION_ARG_FILENAME, NULL,
    N_ ("Append one JSON object a line to FILE; “-” is standard output"), N_ ("FILE") },
  { "demo", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Serve the demo pages on loopback and open them"),
    NULL },
  { "new-window", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Open a new window"), NULL },
  { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_ ("Print the version and exit"), NULL },
  { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, NULL, NULL, N_ ("[URL…]") },
  { NULL },
};

/**
 * door_options_add_to:
 * @application: gets to know all options
 */
void
door_options_add_to (GApplication *application)
{
  g_application_add_main_option_entries (application, entries);
}

gboolean
door_options_have (GVariantDict *given, const char *name)
{
  return g_variant_dict_contains (given, name);
}

/**
 * door_options_need_own_process:
 *
 * Returns: whether there are options that concern a process, and so cannot be asked of one that
 *   runs already
 */
gboolean
door_options_need_own_process (GVariantDict *given)
{
  static const char *const names[]
      = { "policy", "event-log", "automation", "control", "login", "demo", "proxy" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (door_options_have (given, names[i]))
      return TRUE;

  return FALSE;
}

static char *
uri_for_argument (GApplicationCommandLine *command_line, const char *argument)
{
  g_autofree char *scheme = g_uri_parse_scheme (argument);
  g_autoptr (GFile) file = NULL;

  /* “localhost:8080” has the looks of a scheme. */
  if (scheme != NULL && strstr (argument, "://") != NULL)
    return g_strdup (argument);

  file = g_application_command_line_create_file_for_arg (command_line, argument);
  if (g_file_query_exists (file, NULL))
    return g_file_get_uri (file);

  return door_location_uri_from_text (argument);
}

/**
 * door_options_dup_uris:
 * @command_line: where files are named from
 *
 * Returns: (transfer full) (nullable): what to open, %NULL if nothing was said
 */
char **
door_options_dup_uris (GVariantDict *given, GApplicationCommandLine *command_line)
{
  g_autofree char **arguments = NULL;
  g_autoptr (GStrvBuilder) uris = g_strv_builder_new ();

  if (!g_variant_dict_lookup (given, G_OPTION_REMAINING, "^a&ay", &arguments))
    return NULL;

  for (gsize i = 0; arguments[i] != NULL; i++)
    {
      g_autofree char *uri = uri_for_argument (command_line, arguments[i]);

      g_strv_builder_add (uris, uri);
    }

  return g_strv_builder_end (uris);
}
