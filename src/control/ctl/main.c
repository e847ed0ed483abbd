/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <glib/gi18n.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "door-control.h"
#include "door-display-text.h"
#include "door-json-line.h"
#include "door-password-source.h"

#define INTERFACE "org.doorward.Auth1"

enum
{
  EXIT_REFUSED = 1, /* Doorward says no */
  EXIT_USAGE = 2,
  EXIT_NOT_THERE = 3, /* no Doorward that can be controlled */
};

static gboolean json;
static gboolean all;
static gboolean remember;
static gboolean version;
static int password_fd = STDIN_FILENO;

static const GOptionEntry options[] = {
  { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_ ("Print one JSON object a line"), NULL },
  { "password-fd", 0, 0, G_OPTION_ARG_INT, &password_fd,
    N_ ("submit: read the password from file descriptor N, rather than from standard input"),
    N_ ("N") },
  { "remember", 0, 0, G_OPTION_ARG_NONE, &remember,
    N_ ("submit: keep the login once the server has taken it"), NULL },
  { "all", 0, 0, G_OPTION_ARG_NONE, &all, N_ ("forget: sign out everywhere"), NULL },
  { "version", 0, 0, G_OPTION_ARG_NONE, &version, N_ ("Print the version and exit"), NULL },
  { NULL },
};

static const char summary[]
    = N_ ("Commands:\n"
          "  prompts                List the logins that pages wait for\n"
          "  submit ID USERNAME     Answer one; the password is the first line of standard input\n"
          "  cancel ID              Cancel one\n"
          "  sessions               List the logins that are in use\n"
          "  forget SERVER | --all  Sign out\n"
          "  watch                  Print events as they happen, until Doorward ends");

static int
complain (const char *message)
{
  g_printerr ("doorwardctl: %s\n", message);

  return EXIT_USAGE;
}

static void
print_json (GVariant *object)
{
  g_autofree char *text = door_json_line_new (object);

  puts (text);
}

/* Much of it was chosen by a server: it must not be able to write to the terminal as it likes. */
static void
print_text (GVariant *object, const char *const *keys)
{
  const char *separator = "";

  for (gsize i = 0; keys[i] != NULL; i++)
    {
      g_autoptr (GVariant) value = g_variant_lookup_value (object, keys[i], NULL);
      g_autofree char *text = NULL;

      if (value == NULL)
        continue;

      if (g_variant_is_of_type (value, G_VARIANT_TYPE_STRING))
        text = door_display_text_for_realm (g_variant_get_string (value, NULL));
      else
        text = g_variant_print (value, FALSE);
      printf (strcmp (keys[i], "realm") == 0 ? "%s“%s”" : "%s%s", separator, text);
      separator = "\t";
    }
  putchar ('\n');
}

static void
print_object (GVariant *object, const char *const *keys)
{
  if (json)
    print_json (object);
  else
    print_text (object, keys);
  fflush (stdout);
}

static int
call (GDBusConnection *bus, const char *method, GVariant *arguments, GVariant **result)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply
      = g_dbus_connection_call_sync (bus, APPLICATION_ID, DOOR_CONTROL_OBJECT_PATH, INTERFACE,
                                     method, arguments, NULL, G_DBUS_CALL_FLAGS_NO_AUTO_START, -1,
                                     NULL, &error);

  if (reply == NULL)
    {
      gboolean not_there = g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_SERVICE_UNKNOWN)
                           || g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_NAME_HAS_NO_OWNER)
                           || g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_METHOD)
                           || g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_OBJECT);

      g_dbus_error_strip_remote_error (error);
      g_printerr ("doorwardctl: %s\n",
                  not_there ? _ ("No Doorward runs with --control") : error->message);
      return not_there ? EXIT_NOT_THERE : EXIT_REFUSED;
    }

  if (result != NULL)
    *result = g_steal_pointer (&reply);

  return EXIT_SUCCESS;
}

static int
list (GDBusConnection *bus, const char *method, const char *const *keys)
{
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GVariant) objects = NULL;
  int status = call (bus, method, NULL, &reply);

  if (status != EXIT_SUCCESS)
    return status;

  if (!g_variant_is_of_type (reply, G_VARIANT_TYPE ("(aa{sv})")))
    return EXIT_REFUSED;

  objects = g_variant_get_child_value (reply, 0);
  for (gsize i = 0; i < g_variant_n_children (objects); i++)
    {
      g_autoptr (GVariant) object = g_variant_get_child_value (objects, i);

      print_object (object, keys);
    }

  return EXIT_SUCCESS;
}

static int
prompts (GDBusConnection *bus, char **arguments)
{
  static const char *const keys[] = { "id", "state", "server", "realm", "scheme", NULL };

  return list (bus, "ListPrompts", keys);
}

static int
sessions (GDBusConnection *bus, char **arguments)
{
  static const char *const keys[] = { "server", "realm", "scheme", "username", "since", NULL };

  return list (bus, "ListSessions", keys);
}

static gboolean
parse_id (const char *text, guint64 *id)
{
  return g_ascii_string_to_unsigned (text, 10, 1, G_MAXUINT64, id, NULL);
}

static int
submit (GDBusConnection *bus, char **arguments)
{
  g_autoptr (SecretValue) password = NULL;
  g_autoptr (GError) error = NULL;
  guint64 id;

  if (!parse_id (arguments[0], &id))
    return complain (_ ("An ID is a number"));

  password = door_password_source_read (password_fd, &error);
  if (password == NULL)
    return complain (error->message);

  return call (bus, "Submit",
               g_variant_new ("(tssb)", id, arguments[1], secret_value_get_text (password),
                              remember),
               NULL);
}

static int
cancel (GDBusConnection *bus, char **arguments)
{
  guint64 id;

  if (!parse_id (arguments[0], &id))
    return complain (_ ("An ID is a number"));

  return call (bus, "Cancel", g_variant_new ("(t)", id), NULL);
}

static int
forget (GDBusConnection *bus, char **arguments)
{
  if (all)
    return call (bus, "ForgetAll", NULL, NULL);

  return call (bus, "Forget", g_variant_new ("(s)", arguments[0]), NULL);
}

typedef struct
{
  GMainLoop *loop;
  gboolean seen;
} Watch;

static void
on_event (GDBusConnection *bus,
          const char *sender,
          const char *path,
          const char *interface,
          const char *signal,
          GVariant *parameters,
          gpointer user_data)
{
  static const char *const keys[] = { "time",    "event",   "id",      "server", "realm", "scheme",
                                      "attempt", "verdict", "outcome", "reason", NULL };
  g_autoptr (GVariant) event = g_variant_get_child_value (parameters, 0);

  print_object (event, keys);
}

static void
on_name_appeared (GDBusConnection *bus, const char *name, const char *owner, gpointer user_data)
{
  ((Watch *)user_data)->seen = TRUE;
}

static void
on_name_vanished (GDBusConnection *bus, const char *name, gpointer user_data)
{
  g_main_loop_quit (((Watch *)user_data)->loop);
}

static int
watch (GDBusConnection *bus, char **arguments)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Watch state = { .loop = loop };
  guint subscription
      = g_dbus_connection_signal_subscribe (bus, APPLICATION_ID, INTERFACE, "Event",
                                            DOOR_CONTROL_OBJECT_PATH, NULL,
                                            G_DBUS_SIGNAL_FLAGS_NONE, on_event, NULL, NULL);
  guint name = g_bus_watch_name_on_connection (bus, APPLICATION_ID, G_BUS_NAME_WATCHER_FLAGS_NONE,
                                               on_name_appeared, on_name_vanished, &state, NULL);

  g_main_loop_run (loop);
  g_bus_unwatch_name (name);
  g_dbus_connection_signal_unsubscribe (bus, subscription);

  if (!state.seen)
    {
      complain (_ ("No Doorward runs with --control"));
      return EXIT_NOT_THERE;
    }

  return EXIT_SUCCESS;
}

static const struct
{
  const char *name;
  int n_arguments;
  int (*run) (GDBusConnection *bus, char **arguments);
} commands[] = {
  { "prompts", 0, prompts },   { "submit", 2, submit }, { "cancel", 1, cancel },
  { "sessions", 0, sessions }, { "forget", 1, forget }, { "watch", 0, watch },
};

static int
run (int argc, char *argv[])
{
  g_autoptr (GDBusConnection) bus = NULL;
  g_autoptr (GError) error = NULL;

  if (argc < 2)
    return complain (_ ("Which command? See --help"));

  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      gboolean forget_all = all && commands[i].run == forget;

      if (strcmp (argv[1], commands[i].name) != 0)
        continue;

      if (argc - 2 != (forget_all ? 0 : commands[i].n_arguments))
        return complain (_ ("Wrong number of arguments; see --help"));

      bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);
      if (bus == NULL)
        {
          complain (error->message);
          return EXIT_NOT_THERE;
        }

      return commands[i].run (bus, argv + 2);
    }

  return complain (_ ("No such command; see --help"));
}

int
main (int argc, char *argv[])
{
  g_autoptr (GOptionContext) context = NULL;
  g_autoptr (GError) error = NULL;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  context = g_option_context_new (_ ("COMMAND [ARGUMENT…]"));
  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  g_option_context_set_summary (context, _ (summary));
  g_option_context_add_main_entries (context, options, GETTEXT_PACKAGE);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    return complain (error->message);

  if (version)
    {
      g_print ("doorwardctl %s\n", PACKAGE_VERSION);
      return EXIT_SUCCESS;
    }

  return run (argc, argv);
}
