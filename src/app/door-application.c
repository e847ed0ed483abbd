/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-application.h"

#include <glib-unix.h>
#include <glib/gi18n.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "door-automation.h"
#include "door-control.h"
#include "door-demo.h"
#include "door-event-log.h"
#include "door-kiosk.h"
#include "door-location.h"
#include "door-login-option.h"
#include "door-policy-file.h"
#include "door-policy-reader.h"
#include "door-proxy-environment.h"
#include "door-secret-keyring.h"
#include "door-service.h"
#include "door-settings.h"
#include "door-web-context.h"
#include "door-window.h"

struct _DoorApplication
{
  AdwApplication parent_instance;

  DoorClock *clock;
  GSettings *settings;
  DoorPolicyFile *policy; /* NULL before the command line was read */
  gboolean policy_named;  /* on the command line */
  DoorNetworkLink *link;
  DoorEventLog *log;
  DoorKeyring *keyring;
  DoorNeverSave *never_save;
  DoorIdle *idle;
  guint hang_up_source;
  gboolean wants_control;
  gboolean wants_keyring;
  DoorSecretReader *secrets;
  DoorAutoLogins *auto_logins; /* NULL before the first context */
  DoorControl *control;
  guint control_name;
  DoorDemo *demo;
  DoorService *service;
  DoorKiosk *kiosk;                /* NULL: there are windows */
  DoorWebContext *context;         /* of all windows that are not private */
  DoorWebContext *private_context; /* while there is a private window */
  char *proxy;                     /* of the command line, NULL: the system's */
  GPtrArray *proxy_logins; /* of DoorProxyAddress: of the environment and the command line */
  gboolean automation;
  DoorAutomation *driver;
  DoorPage *blank; /* weak: the tab that a WebDriver session begins with */
};

G_DEFINE_FINAL_TYPE (DoorApplication, door_application, ADW_TYPE_APPLICATION)

static const GOptionEntry options[] = {
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

static void
door_application_finalize (GObject *object)
{
  DoorApplication *self = DOOR_APPLICATION (object);

  g_clear_object (&self->kiosk);
  g_clear_object (&self->service);
  g_clear_object (&self->auto_logins);
  g_clear_object (&self->secrets);
  g_clear_object (&self->settings);
  g_clear_weak_pointer (&self->blank);
  g_clear_object (&self->driver);
  g_clear_handle_id (&self->control_name, g_bus_unown_name);
  g_clear_object (&self->control);
  g_clear_weak_pointer (&self->private_context);
  g_clear_object (&self->context);
  g_clear_object (&self->demo);
  g_clear_handle_id (&self->hang_up_source, g_source_remove);
  g_clear_object (&self->log);
  g_clear_object (&self->keyring);
  g_clear_object (&self->never_save);
  g_clear_object (&self->idle);
  g_clear_object (&self->link);
  g_free (self->proxy);
  g_clear_pointer (&self->proxy_logins, g_ptr_array_unref);
  g_clear_object (&self->clock);
  g_clear_object (&self->policy);

  G_OBJECT_CLASS (door_application_parent_class)->finalize (object);
}

static gboolean
is_kiosk (DoorApplication *self)
{
  return door_policy_is_kiosk (door_policy_file_get_policy (self->policy));
}

static void
on_policy_changed (DoorSession *session, DoorApplication *self)
{
  DoorPolicy *policy = door_session_get_policy (session);
  /* A test that is slow on one machine must not be another one there. */
  gboolean counts = !self->automation || self->policy_named;

  /* A kiosk counts by itself, since more than logins ends there. */
  door_idle_set_timeout (self->idle,
                         counts && !is_kiosk (self) ? door_policy_get_idle_reset (policy) : 0);
}

static DoorWebContext *
create_context (DoorApplication *self, gboolean private_session)
{
  DoorPolicy *policy = door_policy_file_get_policy (self->policy);
  g_autoptr (DoorSession) session = door_session_new (self->clock, policy, private_session);
  const char *proxy = self->proxy != NULL ? self->proxy : door_policy_get_proxy (policy);
  DoorWebContext *other = private_session ? self->context : self->private_context;
  /* A test that finds what another one has saved is not the same test. */
  gboolean has_keyring = !self->automation || self->wants_keyring;
  DoorWebContext *context;

  if (self->log != NULL)
    door_event_log_watch (self->log, session);
  if (self->auto_logins == NULL)
    {
      self->auto_logins = door_auto_logins_new (self->clock, policy);
      door_auto_logins_set_reader (self->auto_logins, self->secrets);
      if (has_keyring)
        door_auto_logins_set_keyring (self->auto_logins, self->keyring);
    }
  door_session_set_auto_logins (session, self->auto_logins);
  if (self->control != NULL)
    door_control_watch (self->control, session);
  if (has_keyring && !private_session)
    door_session_set_keyring (session, self->keyring, self->never_save);
  door_session_set_idle (session, self->idle);
  g_signal_connect_object (session, "policy-changed", G_CALLBACK (on_policy_changed), self, 0);
  on_policy_changed (session, self);

  context = door_web_context_new (session, self->link, self->automation && !private_session);
  if (other != NULL)
    door_web_context_share_network_process (context, other);
  for (guint i = 0; i < self->proxy_logins->len; i++)
    door_proxy_logins_add (door_web_context_get_proxy_logins (context),
                           g_ptr_array_index (self->proxy_logins, i));
  if (proxy != NULL)
    door_web_context_set_proxy (context, proxy, NULL);

  return context;
}

static DoorWebContext *
get_context (DoorApplication *self, gboolean private_session)
{
  DoorWebContext *context;

  if (!private_session)
    {
      if (self->context == NULL)
        self->context = create_context (self, FALSE);
      return g_object_ref (self->context);
    }

  /* The private context lives exactly as long as its windows. */
  if (self->private_context != NULL)
    return g_object_ref (self->private_context);

  context = create_context (self, TRUE);
  g_set_weak_pointer (&self->private_context, context);

  return context;
}

/* The login in its address is kept apart: a private window needs it as well. */
static gboolean
set_proxy (DoorApplication *self, const char *proxy, GApplicationCommandLine *command_line)
{
  g_autoptr (DoorWebContext) context = NULL;
  g_autoptr (GError) error = NULL;
  DoorProxyAddress *address = NULL;

  if (strcmp (proxy, "direct") != 0)
    {
      address = door_proxy_address_parse (proxy, &error);
      if (address == NULL)
        {
          g_application_command_line_printerr (command_line, "doorward: --proxy: %s\n",
                                               error->message);
          return FALSE;
        }
      g_ptr_array_add (self->proxy_logins, address);
    }

  g_free (self->proxy);
  self->proxy = g_strdup (address != NULL ? address->uri : proxy);

  /* A kiosk has no context before its window. */
  if (is_kiosk (self))
    return TRUE;

  context = get_context (self, FALSE);
  if (address != NULL)
    door_proxy_logins_add (door_web_context_get_proxy_logins (context), address);
  door_web_context_set_proxy (context, self->proxy, NULL);

  return TRUE;
}

static DoorWindow *
create_window (DoorApplication *self, gboolean private_session)
{
  g_autoptr (DoorWebContext) context = get_context (self, private_session);
  DoorWindow *window = door_window_new (GTK_APPLICATION (self), context, self->settings);

  gtk_window_present (GTK_WINDOW (window));

  return window;
}

static DoorWindow *
find_window (DoorApplication *self, gboolean private_session)
{
  for (GList *link = gtk_application_get_windows (GTK_APPLICATION (self)); link != NULL;
       link = link->next)
    if (DOOR_IS_WINDOW (link->data)
        && door_web_context_is_private (door_window_get_context (link->data)) == private_session)
      return link->data;

  return NULL;
}

/* The administrator's word comes before the person's. */
static char *
get_home (DoorApplication *self)
{
  const char *home = door_policy_get_home (door_policy_file_get_policy (self->policy));
  g_autofree char *start_page = g_settings_get_string (self->settings, "start-page");

  if (home != NULL || *start_page == '\0')
    return g_strdup (home);

  return g_steal_pointer (&start_page);
}

static void
open_window (DoorApplication *self, gboolean private_session)
{
  g_autofree char *home = get_home (self);

  door_window_open (create_window (self, private_session), home, TRUE);
}

static void
activate_new_window (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  open_window (user_data, FALSE);
}

static void
activate_private_window (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  open_window (user_data, TRUE);
}

static void
activate_about (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (user_data));

  if (DOOR_IS_WINDOW (window))
    door_window_show_about (DOOR_WINDOW (window));
}

static void
activate_quit (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  DoorApplication *self = user_data;
  GList *windows = g_list_copy (gtk_application_get_windows (GTK_APPLICATION (user_data)));

  g_clear_object (&self->kiosk);
  for (GList *link = windows; link != NULL; link = link->next)
    gtk_window_destroy (link->data);
  g_list_free (windows);
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
  { .name = "new-window", .activate = activate_new_window },
  { .name = "private-window", .activate = activate_private_window },
  { .name = "about", .activate = activate_about },
  { .name = "quit", .activate = activate_quit },
};

static void
update_style (DoorApplication *self)
{
  static const AdwColorScheme schemes[]
      = { ADW_COLOR_SCHEME_DEFAULT, ADW_COLOR_SCHEME_FORCE_LIGHT, ADW_COLOR_SCHEME_FORCE_DARK };

  adw_style_manager_set_color_scheme (
      adw_style_manager_get_default (),
      schemes[g_settings_get_enum (self->settings, "color-scheme")]);
}

static void
door_application_startup (GApplication *application)
{
  static const struct
  {
    const char *action;
    const char *accelerators[2];
  } accelerators[] = {
    { "app.new-window", { "<Primary>n", NULL } },
    { "app.private-window", { "<Primary><Shift>n", NULL } },
    { "app.quit", { "<Primary>q", NULL } },
  };

  G_APPLICATION_CLASS (door_application_parent_class)->startup (application);

  g_signal_connect_object (DOOR_APPLICATION (application)->settings, "changed::color-scheme",
                           G_CALLBACK (update_style), application, G_CONNECT_SWAPPED);
  update_style (DOOR_APPLICATION (application));
  gtk_window_set_default_icon_name (g_application_get_application_id (application));
  g_unix_signal_add (SIGTERM, on_terminate, application);
  g_unix_signal_add (SIGINT, on_terminate, application);

  /* No key, no menu and no other program has any of these in a kiosk. */
  if (is_kiosk (DOOR_APPLICATION (application)))
    return;

  g_action_map_add_action_entries (G_ACTION_MAP (application), actions, G_N_ELEMENTS (actions),
                                   application);
  for (gsize i = 0; i < G_N_ELEMENTS (accelerators); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (application), accelerators[i].action,
                                           accelerators[i].accelerators);
}

static void
door_application_activate (GApplication *application)
{
  DoorApplication *self = DOOR_APPLICATION (application);
  DoorWindow *window = find_window (self, FALSE);

  if (window != NULL)
    gtk_window_present (GTK_WINDOW (window));
  else
    open_window (self, FALSE);
}

static gboolean
has_option (GVariantDict *given, const char *name)
{
  return g_variant_dict_contains (given, name);
}

static void
take_variables (DoorApplication *self)
{
  GPtrArray *logins = door_policy_get_logins (door_policy_file_get_policy (self->policy));

  for (guint i = 0; i < logins->len; i++)
    door_secret_reader_take_variable (self->secrets,
                                      door_policy_login_get_source (g_ptr_array_index (logins, i)));
}

/* Whoever gives a login with the command line waits to hear what is wrong with it. */
static gboolean
try_logins (DoorApplication *self, GPtrArray *logins, GError **error)
{
  for (guint i = 0; i < logins->len; i++)
    {
      DoorPolicyLogin *login = g_ptr_array_index (logins, i);
      g_autoptr (SecretValue) secret
          = door_secret_reader_read (self->secrets, door_policy_login_get_source (login), error);
      g_autoptr (DoorAutoLogin) read
          = secret != NULL ? door_auto_login_new (login, secret, error) : NULL;

      if (read == NULL)
        {
          g_prefix_error (error, "--login=%s: ", door_policy_login_get_name (login));
          return FALSE;
        }
    }

  return TRUE;
}

static gboolean
read_policy (DoorApplication *self, GVariantDict *given, GError **error)
{
  g_autofree const char **spaces = NULL;
  g_autofree const char **sources = NULL;
  g_autoptr (GPtrArray) logins = NULL;
  const char *path = NULL;

  self->policy_named = g_variant_dict_lookup (given, "policy", "^&ay", &path);
  g_variant_dict_lookup (given, "login", "^a&s", &spaces);
  g_variant_dict_lookup (given, "login-from", "^a&s", &sources);

  logins = door_login_option_parse (spaces, sources, error);
  if (logins == NULL)
    return FALSE;

  self->policy = door_policy_file_new (path, logins, has_option (given, "kiosk"), error);
  if (self->policy == NULL)
    return FALSE;

  take_variables (self);

  return try_logins (self, logins, error);
}

static char **
dup_trusted_servers (DoorApplication *self)
{
  GPtrArray *trusted = door_policy_get_trusted_servers (door_policy_file_get_policy (self->policy));
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < trusted->len; i++)
    g_strv_builder_add (builder, door_origin_to_string (g_ptr_array_index (trusted, i)));

  return g_strv_builder_end (builder);
}

/* While there is one thread, which alone may change what WebKit's processes inherit. */
static void
prepare_environment (DoorApplication *self)
{
  g_auto (GStrv) trusted = dup_trusted_servers (self);

  self->proxy_logins = door_proxy_environment_take ();

  /* Where it fails, the first page that misses the companion says so. */
  door_network_link_prepare_environment (self->link, (const char *const *)trusted, NULL);
}

static int
door_application_handle_local_options (GApplication *application, GVariantDict *given)
{
  DoorApplication *self = DOOR_APPLICATION (application);
  g_autoptr (GError) error = NULL;
  const char *path = NULL;

  if (has_option (given, "version"))
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
  prepare_environment (self);

  if (is_kiosk (self) && has_option (given, "automation"))
    {
      g_printerr ("doorward: a kiosk cannot be automated: leave out --automation\n");
      return EXIT_FAILURE;
    }

  /* What concerns this process cannot be asked of one that runs already. */
  if (is_kiosk (self) || has_option (given, "policy") || has_option (given, "event-log")
      || has_option (given, "automation") || has_option (given, "control")
      || has_option (given, "login") || has_option (given, "demo") || has_option (given, "proxy"))
    g_application_set_flags (application,
                             g_application_get_flags (application) | G_APPLICATION_NON_UNIQUE);

  /* A run that a program drives is like every other one, and changes nothing for the person. */
  self->settings = door_settings_open (!has_option (given, "automation"), &error);
  if (self->settings == NULL)
    {
      g_printerr ("doorward: %s\n", error->message);
      return EXIT_FAILURE;
    }

  self->wants_control = has_option (given, "control");
  self->wants_keyring = has_option (given, "keyring");

  return -1;
}

static void
on_name_lost (GDBusConnection *connection, const char *name, gpointer user_data)
{
  if (connection != NULL)
    g_message ("Another program has the name %s: this one is controlled as %s", name,
               g_dbus_connection_get_unique_name (connection));
}

static gboolean
wants_control (DoorApplication *self)
{
  return self->wants_control
         || door_policy_get_control (door_policy_file_get_policy (self->policy));
}

static gboolean
start_control (DoorApplication *self, GDBusConnection *connection, GError **error)
{
  self->control = door_control_new (connection, error);
  if (self->control == NULL)
    return FALSE;

  self->control_name
      = g_bus_own_name_on_connection (connection, APPLICATION_ID, G_BUS_NAME_OWNER_FLAGS_NONE, NULL,
                                      on_name_lost, NULL, NULL);

  return TRUE;
}

/* The interface is there before the name is: whoever waits for the name finds it. */
static gboolean
door_application_dbus_register (GApplication *application,
                                GDBusConnection *connection,
                                const char *object_path,
                                GError **error)
{
  DoorApplication *self = DOOR_APPLICATION (application);

  if (wants_control (self) && !start_control (self, connection, error))
    return FALSE;

  return G_APPLICATION_CLASS (door_application_parent_class)
      ->dbus_register (application, connection, object_path, error);
}

static void
watch_by_control (DoorApplication *self, DoorWebContext *context)
{
  if (context != NULL)
    door_control_watch (self->control, door_web_context_get_session (context));
}

static void
apply_control (DoorApplication *self, GDBusConnection *connection)
{
  g_autoptr (GError) error = NULL;

  if (wants_control (self) == (self->control != NULL) || connection == NULL)
    return;

  if (self->control != NULL)
    {
      g_clear_handle_id (&self->control_name, g_bus_unown_name);
      g_clear_object (&self->control);
      return;
    }

  if (!start_control (self, connection, &error))
    {
      g_warning ("%s", error->message);
      return;
    }
  watch_by_control (self, self->context);
  watch_by_control (self, self->private_context);
}

static void
apply_policy (DoorApplication *self, DoorWebContext *context)
{
  DoorPolicy *policy = door_policy_file_get_policy (self->policy);

  if (context == NULL)
    return;

  /* What the command line says holds for as long as the program runs. */
  if (self->proxy == NULL)
    door_web_context_set_proxy (context, door_policy_get_proxy (policy), NULL);
  door_session_set_policy (door_web_context_get_session (context), policy);
}

/* All contexts share one network process. */
static void
apply_trusted_servers (DoorApplication *self, char **before)
{
  DoorWebContext *context = self->context != NULL ? self->context : self->private_context;
  g_auto (GStrv) trusted = dup_trusted_servers (self);
  g_autoptr (GError) error = NULL;

  if (g_strv_equal ((const char *const *)before, (const char *const *)trusted))
    return;

  if (!door_network_link_set_negotiate_servers (self->link, (const char *const *)trusted, &error))
    g_warning ("TrustedServers= holds from the next start on: %s", error->message);
  else if (context != NULL)
    door_web_context_renew_network_process (context);
}

static void
read_policy_again (DoorApplication *self)
{
  g_auto (GStrv) trusted = dup_trusted_servers (self);
  g_autoptr (GError) error = NULL;

  if (!door_policy_file_read_again (self->policy, &error))
    {
      g_warning ("The policy stays what it was:\n%s", error->message);
      return;
    }

  take_variables (self);
  if (self->auto_logins != NULL)
    door_auto_logins_set_policy (self->auto_logins, door_policy_file_get_policy (self->policy));
  apply_control (self, g_application_get_dbus_connection (G_APPLICATION (self)));
  apply_trusted_servers (self, trusted);
  apply_policy (self, self->context);
  apply_policy (self, self->private_context);
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

static DoorPage *
on_create_page (DoorAutomation *driver, gboolean new_window, DoorApplication *self)
{
  DoorWindow *window = new_window ? NULL : find_window (self, FALSE);
  DoorPage *page = self->blank;

  if (page != NULL && door_page_get_uri (page) == NULL)
    {
      g_clear_weak_pointer (&self->blank);
      return g_object_ref (page);
    }

  if (window == NULL)
    window = create_window (self, FALSE);

  return g_object_ref (door_window_open (window, NULL, TRUE));
}

static void
accept_automation (DoorApplication *self)
{
  g_autoptr (DoorWebContext) context = NULL;

  if (self->driver != NULL)
    return;

  self->automation = TRUE;
  /* What moves by itself makes one run unlike the other. */
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, "gtk-cursor-blink",
                FALSE, NULL);
  context = get_context (self, FALSE);
  self->driver = door_automation_new (context);
  g_signal_connect_object (self->driver, "create-page", G_CALLBACK (on_create_page), self, 0);
}

static gboolean
open_event_log (DoorApplication *self, const char *path, GApplicationCommandLine *command_line)
{
  g_autoptr (GError) error = NULL;

  self->log = door_event_log_new (path, &error);
  if (self->log == NULL)
    {
      g_application_command_line_printerr (command_line, "doorward: %s\n", error->message);
      return FALSE;
    }

  if (strcmp (path, "-") != 0)
    watch_hang_up (self);

  return TRUE;
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

static DoorWebContext *
on_create_context (DoorKiosk *kiosk, DoorApplication *self)
{
  DoorWebContext *context = create_context (self, TRUE);

  g_set_weak_pointer (&self->private_context, context);

  return context;
}

static int
start_kiosk (DoorApplication *self, GVariantDict *given, GApplicationCommandLine *command_line)
{
  g_autofree char **arguments = NULL;
  g_autofree char *home = NULL;

  g_variant_dict_lookup (given, G_OPTION_REMAINING, "^a&ay", &arguments);
  if (arguments != NULL && arguments[1] != NULL)
    {
      g_application_command_line_printerr (command_line,
                                           "doorward: a kiosk has one Home, not also “%s”\n",
                                           arguments[1]);
      return EXIT_FAILURE;
    }

  if (self->demo != NULL)
    home = g_strdup (door_demo_get_uri (self->demo));
  else if (arguments != NULL)
    home = uri_for_argument (command_line, arguments[0]);
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

static int
door_application_command_line (GApplication *application, GApplicationCommandLine *command_line)
{
  DoorApplication *self = DOOR_APPLICATION (application);
  GVariantDict *given = g_application_command_line_get_options_dict (command_line);
  /* What is automated leaves nothing behind anyway. */
  gboolean private_session = has_option (given, "private") && !has_option (given, "automation");
  g_autofree char **arguments = NULL;
  const char *log = NULL;
  const char *proxy = NULL;
  DoorWindow *window;

  if (door_policy_file_get_path (self->policy) != NULL)
    watch_hang_up (self);

  if (self->log == NULL && g_variant_dict_lookup (given, "event-log", "^&ay", &log)
      && !open_event_log (self, log, command_line))
    return EXIT_FAILURE;

  if (has_option (given, "automation"))
    accept_automation (self);

  if (g_variant_dict_lookup (given, "proxy", "&s", &proxy)
      && !set_proxy (self, proxy, command_line))
    return EXIT_FAILURE;

  if (has_option (given, "demo") && self->demo == NULL)
    {
      g_autoptr (GError) error = NULL;

      self->demo = door_demo_new (&error);
      if (self->demo == NULL)
        {
          g_application_command_line_printerr (command_line, "doorward: %s\n", error->message);
          return EXIT_FAILURE;
        }
    }

  if (is_kiosk (self))
    return start_kiosk (self, given, command_line);

  window = has_option (given, "new-window") ? NULL : find_window (self, private_session);
  if (window == NULL)
    window = create_window (self, private_session);

  g_variant_dict_lookup (given, G_OPTION_REMAINING, "^a&ay", &arguments);
  for (gsize i = 0; arguments != NULL && arguments[i] != NULL; i++)
    {
      g_autofree char *uri = uri_for_argument (command_line, arguments[i]);

      door_window_open (window, uri, i == 0);
    }

  if (self->demo != NULL)
    door_window_open (window, door_demo_get_uri (self->demo), TRUE);
  else if (arguments == NULL)
    {
      g_autofree char *home = self->automation ? NULL : get_home (self);

      g_set_weak_pointer (&self->blank, door_window_open (window, home, TRUE));
    }

  gtk_window_present (GTK_WINDOW (window));

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
  g_autofree char *never_save
      = g_build_filename (g_get_user_data_dir (), "doorward", "never-save", NULL);

  self->clock = door_system_clock_new ();
  self->secrets = door_secret_reader_new ();
  self->service = door_service_new ();
  self->keyring = door_secret_keyring_new (DOOR_SECRET_KEYRING_PATIENCE_MS);
  self->never_save = door_never_save_new (never_save);
  self->idle = door_idle_new (self->clock);
  g_application_add_main_option_entries (G_APPLICATION (self), options);
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
