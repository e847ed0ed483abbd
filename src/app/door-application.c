/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-application.h"

#include <glib-unix.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "door-bus-control.h"
#include "door-contexts.h"
#include "door-demo.h"
#include "door-driven-windows.h"
#include "door-event-log.h"
#include "door-kiosk.h"
#include "door-login-option.h"
#include "door-open-dialogs.h"
#include "door-options.h"
#include "door-policy-reader.h"
#include "door-service.h"
#include "door-settings.h"
#include "door-windows.h"

struct _DoorApplication
{
  AdwApplication parent_instance;

  DoorClock *clock;
  DoorNetworkLink *link;
  DoorService *service;

  /* NULL before the command line was read. */
  DoorPolicyFile *policy;
  DoorContexts *contexts;
  GSettings *settings;
  DoorWindows *windows;
  gboolean wants_control; /* on the command line */

  DoorEventLog *log;
  DoorBusControl *control;
  DoorDemo *demo;
  DoorDrivenWindows *driven; /* NULL: no program drives this one */
  DoorKiosk *kiosk;          /* NULL: there are windows */
  guint hang_up_source;
  guint quit_source;
};

G_DEFINE_FINAL_TYPE (DoorApplication, door_application, ADW_TYPE_APPLICATION)

static void
door_application_finalize (GObject *object)
{
  DoorApplication *self = DOOR_APPLICATION (object);

  g_clear_handle_id (&self->hang_up_source, g_source_remove);
  g_clear_handle_id (&self->quit_source, g_source_remove);
  g_clear_object (&self->kiosk);
  g_clear_object (&self->service);
  g_clear_object (&self->driven);
  g_clear_object (&self->control);
  g_clear_object (&self->windows);
  g_clear_object (&self->contexts);
  g_clear_object (&self->settings);
  g_clear_object (&self->demo);
  g_clear_object (&self->log);
  g_clear_object (&self->policy);
  g_clear_object (&self->link);
  g_clear_object (&self->clock);

  G_OBJECT_CLASS (door_application_parent_class)->finalize (object);
}

static gboolean
is_kiosk (DoorApplication *self)
{
  return door_policy_is_kiosk (door_policy_file_get_policy (self->policy));
}

/* Start */

static void
update_style (DoorApplication *self)
{
  static const AdwColorScheme schemes[]
      = { ADW_COLOR_SCHEME_DEFAULT, ADW_COLOR_SCHEME_FORCE_LIGHT, ADW_COLOR_SCHEME_FORCE_DARK };

  adw_style_manager_set_color_scheme (
      adw_style_manager_get_default (),
      schemes[g_settings_get_enum (self->settings, "color-scheme")]);
}

static gboolean
quit (gpointer user_data)
{
  DoorApplication *self = user_data;
  GList *windows = g_list_copy (gtk_application_get_windows (GTK_APPLICATION (user_data)));

  self->quit_source = 0;
  g_clear_object (&self->kiosk);
  for (GList *link = windows; link != NULL; link = link->next)
    gtk_window_destroy (link->data);
  g_list_free (windows);

  return G_SOURCE_REMOVE;
}

/* WebKit may be waiting for a dialog, from within the page that is to go, and the program does not
 * end before that has ended. */
static void
activate_quit (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  DoorApplication *self = user_data;

  door_open_dialogs_cancel ();
  if (self->quit_source == 0)
    self->quit_source = g_idle_add_full (G_PRIORITY_DEFAULT, quit, self, NULL);
}

/* A service manager, or a person at a terminal. */
static gboolean
on_terminate (gpointer user_data)
{
  DoorApplication *self = user_data;

  door_service_stopping (self->service);
  activate_quit (NULL, NULL, self);

  return G_SOURCE_CONTINUE;
}

static const GActionEntry actions[] = {
  { .name = "quit", .activate = activate_quit },
};

static void
door_application_startup (GApplication *application)
{
  DoorApplication *self = DOOR_APPLICATION (application);

  G_APPLICATION_CLASS (door_application_parent_class)->startup (application);

  self->windows = door_windows_new (GTK_APPLICATION (application), self->contexts, self->policy,
                                    self->settings);
  g_signal_connect_object (self->settings, "changed::color-scheme", G_CALLBACK (update_style), self,
                           G_CONNECT_SWAPPED);
  update_style (self);
  gtk_window_set_default_icon_name (g_application_get_application_id (application));
  g_unix_signal_add (SIGTERM, on_terminate, application);
  g_unix_signal_add (SIGINT, on_terminate, application);

  /* No key, no menu and no other program has any of these in a kiosk. */
  if (is_kiosk (self))
    return;

  door_windows_add_actions (self->windows);
  g_action_map_add_action_entries (G_ACTION_MAP (application), actions, G_N_ELEMENTS (actions),
                                   application);
  gtk_application_set_accels_for_action (GTK_APPLICATION (application), "app.quit",
                                         (const char *[]){ "<Primary>q", NULL });
}

static void
door_application_activate (GApplication *application)
{
  DoorApplication *self = DOOR_APPLICATION (application);
  DoorWindow *window = door_windows_find (self->windows, FALSE);

  if (window != NULL)
    gtk_window_present (GTK_WINDOW (window));
  else
    door_windows_open_home (self->windows, door_windows_create (self->windows, FALSE));
}

/* What every process decides about its own command line */

static void
on_session_created (DoorApplication *self, DoorSession *session)
{
  if (self->log != NULL)
    door_event_log_watch (self->log, session);
  door_bus_control_watch (self->control, session);
}

static gboolean
read_policy (DoorApplication *self, GVariantDict *given, GError **error)
{
  g_autofree const char **spaces = NULL;
  g_autofree const char **sources = NULL;
  g_autoptr (GPtrArray) logins = NULL;
  const char *path = NULL;

  g_variant_dict_lookup (given, "policy", "^&ay", &path);
  g_variant_dict_lookup (given, "login", "^a&s", &spaces);
  g_variant_dict_lookup (given, "login-from", "^a&s", &sources);

  logins = door_login_option_parse (spaces, sources, error);
  if (logins == NULL)
    return FALSE;

  self->policy = door_policy_file_new (path, logins, door_options_have (given, "kiosk"), error);
  if (self->policy == NULL)
    return FALSE;

  self->contexts = door_contexts_new (self->clock, self->link, self->policy);
  g_signal_connect_object (self->contexts, "session-created", G_CALLBACK (on_session_created), self,
                           G_CONNECT_SWAPPED);

  return door_contexts_try_logins (self->contexts, logins, error);
}

static int
door_application_handle_local_options (GApplication *application, GVariantDict *given)
{
  DoorApplication *self = DOOR_APPLICATION (application);
  gboolean automation = door_options_have (given, "automation");
  g_autoptr (GError) error = NULL;
  const char *path = NULL;

  if (door_options_have (given, "version"))
    {
      g_print ("Doorward %s\n", PACKAGE_VERSION);
      return EXIT_SUCCESS;
    }

  if (g_variant_dict_lookup (given, "check-policy", "^&ay", &path))
    return door_policy_file_check (path);

  if (!read_policy (self, given, &error))
    {
      gboolean policy = error->domain == DOOR_POLICY_ERROR;

      g_printerr ("%s%s\n", policy ? "" : "doorward: ", error->message);
      return policy ? EX_CONFIG : EXIT_FAILURE;
    }
  door_contexts_prepare_environment (self->contexts);

  if (is_kiosk (self) && automation)
    {
      g_printerr ("doorward: a kiosk cannot be automated: leave out --automation\n");
      return EXIT_FAILURE;
    }

  if (is_kiosk (self) || door_options_need_own_process (given))
    g_application_set_flags (application,
                             g_application_get_flags (application) | G_APPLICATION_NON_UNIQUE);

  /* A run that a program drives is like every other one, and changes nothing for the person. */
  self->settings = door_settings_open (!automation, &error);
  if (self->settings == NULL)
    {
      g_printerr ("doorward: %s\n", error->message);
      return EXIT_FAILURE;
    }

  self->wants_control = door_options_have (given, "control");

  return -1;
}

/* Control by other programs */

static gboolean
wants_control (DoorApplication *self)
{
  return self->wants_control
         || door_policy_get_control (door_policy_file_get_policy (self->policy));
}

/* The interface is there before the application's own name is. */
static gboolean
door_application_dbus_register (GApplication *application,
                                GDBusConnection *connection,
                                const char *object_path,
                                GError **error)
{
  DoorApplication *self = DOOR_APPLICATION (application);

  if (wants_control (self) && !door_bus_control_start (self->control, connection, error))
    return FALSE;

  return G_APPLICATION_CLASS (door_application_parent_class)
      ->dbus_register (application, connection, object_path, error);
}

static void
watch_by_control (gpointer session, gpointer control)
{
  door_bus_control_watch (control, session);
}

static void
apply_control (DoorApplication *self)
{
  GDBusConnection *connection = g_application_get_dbus_connection (G_APPLICATION (self));
  g_autoptr (GError) error = NULL;

  if (wants_control (self) == door_bus_control_is_running (self->control) || connection == NULL)
    return;

  if (!wants_control (self))
    door_bus_control_stop (self->control);
  else if (door_bus_control_start (self->control, connection, &error))
    door_contexts_foreach_session (self->contexts, watch_by_control, self->control);
  else
    g_warning ("%s", error->message);
}

/* SIGHUP */

static void
read_policy_again (DoorApplication *self)
{
  g_autoptr (GError) error = NULL;

  if (!door_contexts_read_policy_again (self->contexts, &error))
    {
      g_warning ("The policy stays what it was:\n%s", error->message);
      return;
    }

  apply_control (self);
  g_message ("The policy in %s was read again", door_policy_file_get_path (self->policy));
}

static gboolean
on_hang_up (gpointer user_data)
{
  DoorApplication *self = user_data;
  g_autoptr (GError) error = NULL;

  if (self->log != NULL && !door_event_log_reopen (self->log, &error))
    g_warning ("%s", error->message);
  if (door_policy_file_get_path (self->policy) != NULL)
    read_policy_again (self);

  return G_SOURCE_CONTINUE;
}

/* Where there is nothing to be read or written anew, the signal means that the terminal is gone. */
static void
watch_hang_up (DoorApplication *self)
{
  if (self->hang_up_source == 0)
    self->hang_up_source = g_unix_signal_add (SIGHUP, on_hang_up, self);
}

/* What the first process does for each command line */

static gboolean
open_event_log (DoorApplication *self, const char *path, GError **error)
{
  self->log = door_event_log_new (path, error);
  if (self->log == NULL)
    return FALSE;

  if (strcmp (path, "-") != 0)
    watch_hang_up (self);

  return TRUE;
}

/* Only a process of its own has such options, and so one command line. */
static gboolean
prepare (DoorApplication *self, GVariantDict *given, GError **error)
{
  const char *path = NULL;
  const char *proxy = NULL;

  if (self->log == NULL && g_variant_dict_lookup (given, "event-log", "^&ay", &path)
      && !open_event_log (self, path, error))
    return FALSE;

  if (g_variant_dict_lookup (given, "proxy", "&s", &proxy)
      && !door_contexts_set_proxy (self->contexts, proxy, error))
    {
      g_prefix_error (error, "--proxy: ");
      return FALSE;
    }

  if (self->driven == NULL && door_options_have (given, "automation"))
    {
      door_contexts_set_driven (self->contexts, door_options_have (given, "keyring"),
                                door_options_have (given, "policy"));
      self->driven = door_driven_windows_new (self->windows, self->contexts);
    }

  if (self->demo == NULL && door_options_have (given, "demo"))
    self->demo = door_demo_new (error);

  return self->demo != NULL || !door_options_have (given, "demo");
}

static DoorWebContext *
on_create_context (DoorKiosk *kiosk, DoorApplication *self)
{
  return door_contexts_create_visit (self->contexts);
}

static int
start_kiosk (DoorApplication *self, char **uris, GApplicationCommandLine *command_line)
{
  const char *home = uris != NULL ? uris[0] : NULL;

  if (home != NULL && uris[1] != NULL)
    {
      g_application_command_line_printerr (command_line,
                                           "doorward: a kiosk has one Home, not also “%s”\n",
                                           uris[1]);
      return EXIT_FAILURE;
    }

  if (self->demo != NULL)
    home = door_demo_get_uri (self->demo);
  if (home == NULL && door_policy_get_home (door_policy_file_get_policy (self->policy)) == NULL)
    {
      g_application_command_line_printerr (
          command_line, "doorward: a kiosk needs an address: say Home= in the policy, or a URL\n");
      return EXIT_FAILURE;
    }

  self->kiosk = door_kiosk_new (self->clock, self->link, self->service);
  g_signal_connect_object (self->kiosk, "create-context", G_CALLBACK (on_create_context), self, 0);
  door_kiosk_start (self->kiosk, GTK_APPLICATION (self), home);

  return EXIT_SUCCESS;
}

static void
open_uris (DoorApplication *self, GVariantDict *given, char **uris)
{
  /* What is automated leaves nothing behind anyway. */
  gboolean private_session = door_options_have (given, "private") && self->driven == NULL;
  DoorWindow *window = door_options_have (given, "new-window")
                           ? NULL
                           : door_windows_find (self->windows, private_session);

  if (window == NULL)
    window = door_windows_create (self->windows, private_session);

  for (gsize i = 0; uris != NULL && uris[i] != NULL; i++)
    door_window_open (window, uris[i], i == 0);

  if (self->demo != NULL)
    door_window_open (window, door_demo_get_uri (self->demo), TRUE);
  else if (uris == NULL && self->driven != NULL)
    door_driven_windows_set_blank (self->driven, door_window_open (window, NULL, TRUE));
  else if (uris == NULL)
    door_windows_open_home (self->windows, window);

  gtk_window_present (GTK_WINDOW (window));
}

static int
door_application_command_line (GApplication *application, GApplicationCommandLine *command_line)
{
  DoorApplication *self = DOOR_APPLICATION (application);
  GVariantDict *given = g_application_command_line_get_options_dict (command_line);
  g_auto (GStrv) uris = door_options_dup_uris (given, command_line);
  g_autoptr (GError) error = NULL;

  if (door_policy_file_get_path (self->policy) != NULL)
    watch_hang_up (self);

  if (!prepare (self, given, &error))
    {
      g_application_command_line_printerr (command_line, "doorward: %s\n", error->message);
      return EXIT_FAILURE;
    }

  if (is_kiosk (self))
    return start_kiosk (self, uris, command_line);

  open_uris (self, given, uris);

  return EXIT_SUCCESS;
}

static void
door_application_class_init (DoorApplicationClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  object_class->finalize = door_application_finalize;

  application_class->startup = door_application_startup;
  application_class->activate = door_application_activate;
  application_class->dbus_register = door_application_dbus_register;
  application_class->handle_local_options = door_application_handle_local_options;
  application_class->command_line = door_application_command_line;
}

static void
door_application_init (DoorApplication *self)
{
  self->clock = door_system_clock_new ();
  self->service = door_service_new ();
  self->control = door_bus_control_new ();
  door_options_add_to (G_APPLICATION (self));
}

/**
 * door_application_new:
 * @link: the link to the companion in the network process
 *
 * Returns: (transfer full): the application, which has no window yet
 */
DoorApplication *
door_application_new (DoorNetworkLink *link)
{
  DoorApplication *self = g_object_new (DOOR_TYPE_APPLICATION, "application-id", APPLICATION_ID,
                                        "flags", G_APPLICATION_HANDLES_COMMAND_LINE, NULL);

  self->link = g_object_ref (link);

  return self;
}
