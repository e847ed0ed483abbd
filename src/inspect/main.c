/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <glib/gi18n.h>
#include <locale.h>
#include <string.h>
#include <sysexits.h>

#include "door-inspection-json.h"
#include "door-inspection-text.h"
#include "door-installation.h"
#include "door-probe.h"
#include "door-vector-file.h"

typedef struct
{
  gboolean json;
  gboolean version;
  gboolean proxy; /* --proxy was there */
  char *proxy_uri;
  char *vectors;
  GStrv headers;
  GStrv uris;
} Options;

static gboolean
take_proxy (const char *name, const char *value, gpointer data, GError **error)
{
  Options *options = data;

  options->proxy = TRUE;
  g_free (options->proxy_uri);
  options->proxy_uri = g_strdup (value);

  return TRUE;
}

static gboolean
parse_options (Options *options, int *argc, char ***argv, GError **error)
{
  const GOptionEntry entries[] = {
    { "json", 'j', 0, G_OPTION_ARG_NONE, &options->json, N_ ("Print one JSON object"), NULL },
    { "header", 'H', 0, G_OPTION_ARG_FILENAME_ARRAY, &options->headers,
      N_ ("Inspect this value of a WWW-Authenticate field; may be given several times, once for "
          "each field line"),
      N_ ("VALUE") },
    { "proxy", 'p', G_OPTION_FLAG_OPTIONAL_ARG, G_OPTION_ARG_CALLBACK, take_proxy,
      N_ ("Ask through this HTTP proxy (“direct” for none); with --header and without a URI, the "
          "values are of a Proxy-Authenticate field"),
      N_ ("URI") },
    { "vectors", 0, 0, G_OPTION_ARG_FILENAME, &options->vectors,
      N_ ("Compare the cases of a JSON file with what Doorward makes of them"), N_ ("FILE") },
    { "version", 0, 0, G_OPTION_ARG_NONE, &options->version, N_ ("Print the version"), NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options->uris, NULL, N_ ("[URL]") },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GOptionGroup) group = g_option_group_new ("inspect", "", "", options, NULL);

  g_option_group_add_entries (group, entries);
  g_option_group_set_translation_domain (group, GETTEXT_PACKAGE);
  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  g_option_context_set_summary (
      context, N_ ("Says how Doorward reads a server's 401 or 407: each challenge, which one it "
                   "would answer, and why. Credentials are never sent."));
  g_option_context_set_description (
      context, N_ ("Exit status: 0 if a challenge is known, 3 if none is, 4 if something is "
                   "malformed, 1 if there is no response."));
  g_option_context_set_main_group (context, g_steal_pointer (&group));

  return g_option_context_parse (context, argc, argv, error);
}

/* An option whose argument may be left out takes the URI that comes after it. */
static void
settle_proxy (Options *options)
{
  if (options->proxy_uri == NULL)
    return;

  if (options->headers == NULL && options->uris == NULL)
    {
      options->uris = g_new0 (char *, 2);
      options->uris[0] = g_steal_pointer (&options->proxy_uri);
    }
  else if (strcmp (options->proxy_uri, "direct") != 0 && strstr (options->proxy_uri, "://") == NULL)
    {
      g_autofree char *host = g_steal_pointer (&options->proxy_uri);

      options->proxy_uri = g_strconcat ("http://", host, NULL);
    }
}

static void
inspect_headers (DoorInspection *inspection, Options *options)
{
  DoorTarget target = options->proxy ? DOOR_TARGET_PROXY : DOOR_TARGET_ORIGIN;
  g_autoptr (DoorChallengeList) challenges
      = door_challenge_list_parse ((const char *const *)options->headers);
  g_autoptr (DoorOrigin) server = NULL;

  if (options->proxy_uri != NULL)
    server = door_origin_new_for_uri (options->proxy_uri, NULL);
  door_inspection_take_challenges (inspection, target, server, challenges);
}

static int
run_vectors (const char *path)
{
  g_autoptr (GError) error = NULL;
  gboolean differs = FALSE;

  if (!door_vector_file_run (path, &differs, &error))
    {
      g_printerr ("doorward-inspect: %s\n", error->message);
      return EX_NOINPUT;
    }

  return differs ? 1 : 0;
}

static int
inspect (Options *options)
{
  g_autoptr (DoorPolicy) policy = door_policy_new_default ();
  g_autofree char *modules = door_installation_find_modules (NETWORK_MODULE_DIRECTORY);
  g_autoptr (DoorInspection) inspection
      = door_inspection_new (policy, door_installation_has_companion (modules));
  g_autofree char *told = NULL;

  if (options->headers != NULL)
    inspect_headers (inspection, options);
  else
    door_probe_uri (inspection, options->uris[0], options->proxy_uri);

  told
      = options->json ? door_inspection_to_json (inspection) : door_inspection_to_text (inspection);
  g_print ("%s", told);
  if (options->json)
    g_print ("\n");

  return door_inspection_get_result (inspection);
}

static void
options_clear (Options *options)
{
  g_free (options->proxy_uri);
  g_free (options->vectors);
  g_strfreev (options->headers);
  g_strfreev (options->uris);
}

int
main (int argc, char *argv[])
{
  Options options = { 0 };
  g_autoptr (GError) error = NULL;
  int status;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  if (!parse_options (&options, &argc, &argv, &error))
    {
      g_printerr ("doorward-inspect: %s\n", error->message);
      options_clear (&options);
      return EX_USAGE;
    }

  settle_proxy (&options);
  if (options.version)
    {
      g_print ("doorward-inspect %s\n", VERSION);
      status = EX_OK;
    }
  else if (options.vectors != NULL)
    {
      status = run_vectors (options.vectors);
    }
  else if ((options.headers != NULL) == (options.uris != NULL)
           || (options.uris != NULL && options.uris[1] != NULL))
    {
      g_printerr ("doorward-inspect: %s\n", _ ("Give one address, or values with --header."));
      status = EX_USAGE;
    }
  else
    {
      status = inspect (&options);
    }

  options_clear (&options);

  return status;
}
