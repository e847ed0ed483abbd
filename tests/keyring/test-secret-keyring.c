/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-secret-keyring.h"

#include <glib/gstdio.h>
#include <string.h>

/* Against gnome-keyring-daemon on a bus of its own, and against services that fail. */

#define PATIENCE_MS 1500

/* Nothing that is bounded takes longer, even on a machine with other things to do. */
#define BOUND_S 6.0

static GTestDBus *bus;

typedef struct
{
  char *home;
  GSubprocess *daemon;
  GDBusConnection *service; /* a service that this program plays itself */
  guint name;
  DoorKeyring *keyring;
  GMainLoop *loop;
  GAsyncResult *result;
} Fixture;

/* What a service does with each call, if it does not keep quiet. */
typedef struct
{
  gboolean fails;
} Trouble;

static void
on_result (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fixture *fixture = user_data;

  fixture->result = g_object_ref (result);
  g_main_loop_quit (fixture->loop);
}

static GAsyncResult *
wait_for_result (Fixture *fixture)
{
  g_main_loop_run (fixture->loop);

  return g_steal_pointer (&fixture->result);
}

static void
on_appeared (GDBusConnection *connection, const char *name, const char *owner, gpointer loop)
{
  g_main_loop_quit (loop);
}

static void
start_daemon (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocessLauncher) launcher
      = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_SILENCE
                                   | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  GOutputStream *input;
  guint watch;

  g_subprocess_launcher_setenv (launcher, "XDG_DATA_HOME", fixture->home, TRUE);
  g_subprocess_launcher_setenv (launcher, "XDG_RUNTIME_DIR", fixture->home, TRUE);
  g_subprocess_launcher_setenv (launcher, "HOME", fixture->home, TRUE);
  fixture->daemon
      = g_subprocess_launcher_spawn (launcher, &error, "gnome-keyring-daemon", "--foreground",
                                     "--unlock", "--components=secrets", NULL);
  g_assert_no_error (error);

  input = g_subprocess_get_stdin_pipe (fixture->daemon);
  g_assert_true (g_output_stream_write_all (input, "opensesame", 10, NULL, NULL, &error));
  g_assert_true (g_output_stream_close (input, NULL, &error));

  watch = g_bus_watch_name (G_BUS_TYPE_SESSION, "org.freedesktop.secrets",
                            G_BUS_NAME_WATCHER_FLAGS_NONE, on_appeared, NULL, fixture->loop, NULL);
  g_main_loop_run (fixture->loop);
  g_bus_unwatch_name (watch);
}

static void
on_vanished (GDBusConnection *connection, const char *name, gpointer loop)
{
  g_main_loop_quit (loop);
}

static void
stop_daemon (Fixture *fixture)
{
  guint watch;

  if (fixture->daemon == NULL)
    return;

  g_subprocess_force_exit (fixture->daemon);
  g_subprocess_wait (fixture->daemon, NULL, NULL);
  g_clear_object (&fixture->daemon);

  watch = g_bus_watch_name (G_BUS_TYPE_SESSION, "org.freedesktop.secrets",
                            G_BUS_NAME_WATCHER_FLAGS_NONE, NULL, on_vanished, fixture->loop, NULL);
  g_main_loop_run (fixture->loop);
  g_bus_unwatch_name (watch);
}

static void
set_up_without (Fixture *fixture, gconstpointer data)
{
  fixture->loop = g_main_loop_new (NULL, FALSE);
  fixture->home = g_dir_make_tmp ("doorward-keyring-XXXXXX", NULL);
  fixture->keyring = door_secret_keyring_new (PATIENCE_MS);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  set_up_without (fixture, data);
  start_daemon (fixture);
}

static GDBusMessage *
on_message (GDBusConnection *connection, GDBusMessage *message, gboolean incoming, gpointer data)
{
  const Trouble *trouble = data;

  if (!incoming || g_dbus_message_get_message_type (message) != G_DBUS_MESSAGE_TYPE_METHOD_CALL)
    return message;

  if (trouble->fails)
    {
      g_autoptr (GDBusMessage) reply
          = g_dbus_message_new_method_error_literal (message, "org.freedesktop.DBus.Error.Failed",
                                                     "out of order");

      g_dbus_connection_send_message (connection, reply, G_DBUS_SEND_MESSAGE_FLAGS_NONE, NULL,
                                      NULL);
    }
  g_object_unref (message);

  return NULL;
}

static void
on_owned (GDBusConnection *connection, const char *name, gpointer loop)
{
  g_main_loop_quit (loop);
}

static void
set_up_trouble (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  set_up_without (fixture, data);
  fixture->service = g_dbus_connection_new_for_address_sync (
      g_test_dbus_get_bus_address (bus),
      G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT
          | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
      NULL, NULL, &error);
  g_assert_no_error (error);
  g_dbus_connection_add_filter (fixture->service, on_message, (gpointer)data, NULL);
  fixture->name = g_bus_own_name_on_connection (fixture->service, "org.freedesktop.secrets",
                                                G_BUS_NAME_OWNER_FLAGS_NONE, on_owned, NULL,
                                                fixture->loop, NULL);
  g_main_loop_run (fixture->loop);
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_tree (child);
    }
  g_remove (path);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  secret_service_disconnect ();
  stop_daemon (fixture);
  if (fixture->service != NULL)
    {
      g_bus_unown_name (fixture->name);
      g_assert_true (g_dbus_connection_close_sync (fixture->service, NULL, NULL));
      g_clear_object (&fixture->service);
    }
  g_clear_object (&fixture->keyring);
  g_main_loop_unref (fixture->loop);
  remove_tree (fixture->home);
  g_free (fixture->home);
}

static DoorProtectionSpace *
space_for (const char *uri, const char *realm)
{
  g_autoptr (DoorOrigin) server = door_origin_new_for_uri (uri, NULL);

  return door_protection_space_new (DOOR_TARGET_ORIGIN, server, realm);
}

static GPtrArray *
search (Fixture *fixture,
        DoorProtectionSpace *space,
        const char *scheme,
        gboolean *locked,
        GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  door_keyring_search_async (fixture->keyring, space, scheme, FALSE, NULL, on_result, fixture);
  result = wait_for_result (fixture);

  return door_keyring_search_finish (fixture->keyring, result, locked, error);
}

static GPtrArray *
find (Fixture *fixture, const char *uri, const char *realm)
{
  g_autoptr (DoorProtectionSpace) space = space_for (uri, realm);
  g_autoptr (GError) error = NULL;
  GPtrArray *logins = search (fixture, space, "basic", NULL, &error);

  g_assert_no_error (error);

  return logins;
}

/* “user:password” of each, in the order in which they are proposed; “!” if refused. */
static char *
describe (GPtrArray *logins)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < logins->len; i++)
    {
      DoorSavedLogin *login = g_ptr_array_index (logins, i);

      g_string_append_printf (text, "%s%s:%s%s", i > 0 ? " " : "",
                              door_saved_login_get_username (login),
                              secret_value_get_text (door_saved_login_get_password (login)),
                              door_saved_login_is_refused (login) ? "!" : "");
    }

  return g_string_free (text, FALSE);
}

static void
assert_found (Fixture *fixture, const char *uri, const char *realm, const char *expected)
{
  g_autoptr (GPtrArray) logins = find (fixture, uri, realm);
  g_autofree char *found = describe (logins);

  g_assert_cmpstr (found, ==, expected);
}

static gboolean
finish_change (Fixture *fixture, GError **error)
{
  g_autoptr (GAsyncResult) result = wait_for_result (fixture);

  return door_keyring_change_finish (fixture->keyring, result, error);
}

static gboolean
save_for (Fixture *fixture,
          DoorProtectionSpace *space,
          const char *scheme,
          const char *username,
          const char *password,
          DoorSavedLogin *replaced,
          GError **error)
{
  SecretValue *secret = secret_value_new (password, -1, "text/plain");
  g_autoptr (DoorSavedLogin) login = door_saved_login_new (&(DoorSavedLoginInfo){
      .space = space,
      .scheme = scheme,
      .username = username,
      .password = secret,
  });

  secret_value_unref (secret);
  door_keyring_save_async (fixture->keyring, login, replaced, NULL, on_result, fixture);

  return finish_change (fixture, error);
}

static void
save (Fixture *fixture,
      const char *uri,
      const char *realm,
      const char *username,
      const char *password)
{
  g_autoptr (DoorProtectionSpace) space = space_for (uri, realm);
  g_autoptr (GError) error = NULL;

  save_for (fixture, space, "basic", username, password, NULL, &error);
  g_assert_no_error (error);
}

static void
mark (Fixture *fixture, DoorSavedLogin *login, DoorKeyringMark what)
{
  g_autoptr (GError) error = NULL;

  door_keyring_mark_async (fixture->keyring, login, what, NULL, on_result, fixture);
  finish_change (fixture, &error);
  g_assert_no_error (error);
}

static void
test_save_and_search (Fixture *fixture, gconstpointer data)
{
  save (fixture, "http://a.example/", "Staff", "anna", "one");
  save (fixture, "http://a.example/", "Guests", "gerd", "two");
  save (fixture, "https://a.example/", "Staff", "anna", "three");
  save (fixture, "http://a.example:8080/", "Staff", "anna", "four");
  save (fixture, "http://b.example/", "", "bert", "five");

  assert_found (fixture, "http://a.example/", "Staff", "anna:one");
  assert_found (fixture, "http://a.example:80/x", "Staff", "anna:one");
  assert_found (fixture, "http://a.example/", "Guests", "gerd:two");
  assert_found (fixture, "https://a.example/", "Staff", "anna:three");
  assert_found (fixture, "http://a.example:8080/", "Staff", "anna:four");
  assert_found (fixture, "http://b.example/", "", "bert:five");
  assert_found (fixture, "http://b.example/", NULL, "bert:five");
  assert_found (fixture, "http://b.example/", "Staff", "");
  assert_found (fixture, "http://c.example/", "Staff", "");

  /* Saved once more it is the same one. */
  save (fixture, "http://a.example/", "Staff", "anna", "six");
  assert_found (fixture, "http://a.example/", "Staff", "anna:six");
}

static void
test_proxy (Fixture *fixture, gconstpointer data)
{
  g_autoptr (DoorOrigin) server = door_origin_new ("http", "a.example", 3128);
  g_autoptr (DoorProtectionSpace) proxy
      = door_protection_space_new (DOOR_TARGET_PROXY, server, "Staff");
  g_autoptr (GPtrArray) logins = NULL;
  g_autofree char *found = NULL;
  g_autoptr (GError) error = NULL;

  save (fixture, "http://a.example:3128/", "Staff", "anna", "origin");
  save_for (fixture, proxy, "basic", "anna", "proxy", NULL, &error);
  g_assert_no_error (error);

  assert_found (fixture, "http://a.example:3128/", "Staff", "anna:origin");
  logins = search (fixture, proxy, "basic", NULL, &error);
  g_assert_no_error (error);
  found = describe (logins);
  g_assert_cmpstr (found, ==, "anna:proxy");
}

static void
test_digest_is_not_for_basic (Fixture *fixture, gconstpointer data)
{
  g_autoptr (DoorProtectionSpace) space = space_for ("http://a.example/", "Staff");
  g_autoptr (GPtrArray) logins = NULL;
  g_autoptr (GError) error = NULL;

  save_for (fixture, space, "digest", "anna", "one", NULL, &error);
  g_assert_no_error (error);
  assert_found (fixture, "http://a.example/", "Staff", "");

  logins = search (fixture, space, "digest", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (logins->len, ==, 1);
}

static void
test_last_used_first (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) before = NULL;
  g_autoptr (GPtrArray) after = NULL;
  DoorSavedLogin *other;
  gint64 start = g_get_real_time () / G_USEC_PER_SEC;

  save (fixture, "http://a.example/", "Staff", "anna", "one");
  save (fixture, "http://a.example/", "Staff", "bert", "two");
  before = find (fixture, "http://a.example/", "Staff");
  g_assert_cmpuint (before->len, ==, 2);

  /* The keyring's clock counts in seconds: in the next one, use whichever came second. */
  while (g_get_real_time () / G_USEC_PER_SEC <= start + 1)
    g_main_context_iteration (NULL, FALSE);
  other = g_ptr_array_index (before, 1);
  mark (fixture, other, DOOR_KEYRING_MARK_USED);

  after = find (fixture, "http://a.example/", "Staff");
  g_assert_cmpuint (after->len, ==, 2);
  g_assert_cmpstr (door_saved_login_get_username (g_ptr_array_index (after, 0)), ==,
                   door_saved_login_get_username (other));
}

static void
test_refused_and_updated (Fixture *fixture, gconstpointer data)
{
  g_autoptr (DoorProtectionSpace) space = space_for ("http://a.example/", "Staff");
  g_autoptr (GPtrArray) logins = NULL;
  g_autoptr (GError) error = NULL;

  save (fixture, "http://a.example/", "Staff", "anna", "old");
  logins = find (fixture, "http://a.example/", "Staff");
  mark (fixture, g_ptr_array_index (logins, 0), DOOR_KEYRING_MARK_REFUSED);
  assert_found (fixture, "http://a.example/", "Staff", "anna:old!");

  save_for (fixture, space, "basic", "anna", "new", g_ptr_array_index (logins, 0), &error);
  g_assert_no_error (error);
  assert_found (fixture, "http://a.example/", "Staff", "anna:new");
}

static GObject *
remove_login (Fixture *fixture, DoorSavedLogin *login, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  door_keyring_remove_async (fixture->keyring, login, NULL, on_result, fixture);
  result = wait_for_result (fixture);

  return door_keyring_remove_finish (fixture->keyring, result, error);
}

static void
restore (Fixture *fixture, GObject *removed)
{
  g_autoptr (GError) error = NULL;

  door_keyring_restore_async (fixture->keyring, removed, NULL, on_result, fixture);
  finish_change (fixture, &error);
  g_assert_no_error (error);
}

static void
take_found (GPtrArray *logins, gpointer all)
{
  for (guint i = 0; i < logins->len; i++)
    {
      g_assert_null (door_saved_login_get_password (g_ptr_array_index (logins, i)));
      g_ptr_array_add (all, door_saved_login_ref (g_ptr_array_index (logins, i)));
    }
}

static GPtrArray *
list (Fixture *fixture, gboolean *locked)
{
  GPtrArray *logins = g_ptr_array_new_with_free_func ((GDestroyNotify)door_saved_login_unref);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  door_keyring_list_async (fixture->keyring, FALSE, take_found, logins, NULL, on_result, fixture);
  result = wait_for_result (fixture);
  g_assert_true (door_keyring_list_finish (fixture->keyring, result, locked, &error));
  g_assert_no_error (error);

  return logins;
}

static void
test_remove (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) logins = NULL;
  g_autoptr (GObject) removed = NULL;
  g_autoptr (GError) error = NULL;

  save (fixture, "http://a.example/", "Staff", "anna", "one");
  logins = find (fixture, "http://a.example/", "Staff");
  save (fixture, "http://a.example/", "Staff", "bert", "two");
  removed = remove_login (fixture, g_ptr_array_index (logins, 0), &error);
  g_assert_no_error (error);
  assert_found (fixture, "http://a.example/", "Staff", "bert:two");
}

/* What somebody else wrote comes back with all that is theirs. */
static void
test_restore (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GHashTable) attributes = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) after = NULL;
  g_autoptr (GPtrArray) logins = NULL;
  g_autoptr (GPtrArray) restored = NULL;
  g_autoptr (GObject) removed = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *label = NULL;
  SecretItem *item;

  g_hash_table_insert (attributes, (gpointer) "xdg:schema",
                       (gpointer) "org.gnome.keyring.NetworkPassword");
  g_hash_table_insert (attributes, (gpointer) "server", (gpointer) "a.example");
  g_hash_table_insert (attributes, (gpointer) "protocol", (gpointer) "http");
  g_hash_table_insert (attributes, (gpointer) "user", (gpointer) "anna");
  g_hash_table_insert (attributes, (gpointer) "theirs", (gpointer) "too");
  secret_password_storev_sync (NULL, attributes, NULL, "a label", "one", NULL, &error);
  g_assert_no_error (error);

  logins = list (fixture, NULL);
  g_assert_cmpuint (logins->len, ==, 1);
  removed = remove_login (fixture, g_ptr_array_index (logins, 0), &error);
  g_assert_no_error (error);
  assert_found (fixture, "http://a.example/", "Staff", "");

  restore (fixture, removed);
  assert_found (fixture, "http://a.example/", "Staff", "anna:one");
  restored = find (fixture, "http://a.example/", "Staff");
  item = SECRET_ITEM (door_saved_login_get_handle (g_ptr_array_index (restored, 0)));
  label = secret_item_get_label (item);
  g_assert_cmpstr (label, ==, "a label");
  after = secret_item_get_attributes (item);
  g_assert_cmpuint (g_hash_table_size (after), ==, g_hash_table_size (attributes));
  g_assert_cmpstr (g_hash_table_lookup (after, "theirs"), ==, "too");
}

/* Another name, and what the person called the login stays theirs. */
static void
test_edit (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *label; /* NULL: ours */
    const char *after;
  } rows[] = {
    { NULL, "carla@a.example" },
    { "my label", "my label" },
  };
  g_autoptr (DoorProtectionSpace) space = space_for ("http://a.example/", "Staff");

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GPtrArray) logins = NULL;
      g_autoptr (GPtrArray) after = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *label = NULL;
      g_autoptr (GObject) removed = NULL;
      SecretItem *item;

      save (fixture, "http://a.example/", "Staff", "anna", "one");
      if (rows[i].label != NULL)
        {
          logins = find (fixture, "http://a.example/", "Staff");
          item = SECRET_ITEM (door_saved_login_get_handle (g_ptr_array_index (logins, 0)));
          secret_item_set_label_sync (item, rows[i].label, NULL, &error);
          g_assert_no_error (error);
          g_clear_pointer (&logins, g_ptr_array_unref);
        }

      logins = list (fixture, NULL);
      g_assert_cmpuint (logins->len, ==, 1);
      save_for (fixture, space, "basic", "carla", "two", g_ptr_array_index (logins, 0), &error);
      g_assert_no_error (error);
      assert_found (fixture, "http://a.example/", "Staff", "carla:two");

      after = find (fixture, "http://a.example/", "Staff");
      item = SECRET_ITEM (door_saved_login_get_handle (g_ptr_array_index (after, 0)));
      label = secret_item_get_label (item);
      g_assert_cmpstr (label, ==, rows[i].after);
      removed = remove_login (fixture, g_ptr_array_index (after, 0), &error);
      g_assert_no_error (error);
    }
}

static const SecretSchema other_schema = {
  "org.example.Form",
  SECRET_SCHEMA_NONE,
  { { "server", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { "protocol", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { "user", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { NULL, 0 } },
};

static const SecretSchema no_schema = {
  "org.freedesktop.Secret.Generic",
  SECRET_SCHEMA_DONT_MATCH_NAME,
  { { "server", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { "protocol", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { "user", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { NULL, 0 } },
};

/* What others write is found, and what is ours is found by what they ask for. */
static void
test_other_programs (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  char *password;

  /* As WebKitGTK saves it: the usual port is 0. */
  secret_password_store_sync (SECRET_SCHEMA_COMPAT_NETWORK, NULL, "WebKitGTK password", "w", NULL,
                              &error, "domain", "Staff", "server", "w.example", "port", 0,
                              "protocol", "http", "authtype", "Basic", "user", "anna", NULL);
  g_assert_no_error (error);
  assert_found (fixture, "http://w.example/", "Staff", "anna:w");
  assert_found (fixture, "http://w.example/", "Guests", "");

  /* As somebody writes it by hand. */
  secret_password_store_sync (SECRET_SCHEMA_COMPAT_NETWORK, NULL, "by hand", "h", NULL, &error,
                              "server", "h.example", "protocol", "https", "user", "bert", NULL);
  g_assert_no_error (error);
  assert_found (fixture, "https://h.example/", "Staff", "bert:h");
  assert_found (fixture, "https://h.example/", "", "bert:h");
  assert_found (fixture, "http://h.example/", "", "");

  /* Of another protocol: not for us. */
  secret_password_store_sync (SECRET_SCHEMA_COMPAT_NETWORK, NULL, "share", "s", NULL, &error,
                              "server", "h.example", "protocol", "smb", "user", "carl", NULL);
  g_assert_no_error (error);
  assert_found (fixture, "https://h.example/", "Staff", "bert:h");

  /* Of another schema, or of none and without a word about what it is for. */
  secret_password_store_sync (&other_schema, NULL, "form", "f", NULL, &error, "server", "h.example",
                              "protocol", "https", "user", "dora", NULL);
  g_assert_no_error (error);
  secret_password_store_sync (&no_schema, NULL, "nothing", "n", NULL, &error, "server", "h.example",
                              "user", "emil", NULL);
  g_assert_no_error (error);
  assert_found (fixture, "https://h.example/", "Staff", "bert:h");

  save (fixture, "http://o.example/", "Staff", "anna", "ours");
  password = secret_password_lookup_sync (SECRET_SCHEMA_COMPAT_NETWORK, NULL, &error, "domain",
                                          "Staff", "server", "o.example", "port", 0, "protocol",
                                          "http", "authtype", "Basic", NULL);
  g_assert_no_error (error);
  g_assert_cmpstr (password, ==, "ours");
  secret_password_free (password);
}

static void
test_label_and_schema (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) logins = NULL;
  g_autofree char *label = NULL;
  g_autofree char *schema = NULL;
  SecretItem *item;

  save (fixture, "http://a.example:8080/", "Staff", "anna", "one");
  logins = find (fixture, "http://a.example:8080/", "Staff");
  item = SECRET_ITEM (door_saved_login_get_handle (g_ptr_array_index (logins, 0)));
  label = secret_item_get_label (item);
  schema = secret_item_get_schema_name (item);
  g_assert_cmpstr (label, ==, "anna@a.example:8080");
  g_assert_cmpstr (schema, ==, "org.gnome.keyring.NetworkPassword");
}

static int
compare_by_username (gconstpointer a, gconstpointer b)
{
  return strcmp (door_saved_login_get_username (*(DoorSavedLogin *const *)a),
                 door_saved_login_get_username (*(DoorSavedLogin *const *)b));
}

static void
assert_password (Fixture *fixture, DoorSavedLogin *login, const char *expected)
{
  g_autoptr (GAsyncResult) loaded = NULL;
  g_autoptr (GError) error = NULL;
  SecretValue *password;

  door_keyring_load_async (fixture->keyring, login, NULL, on_result, fixture);
  loaded = wait_for_result (fixture);
  password = door_keyring_load_finish (fixture->keyring, loaded, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (secret_value_get_text (password), ==, expected);
  secret_value_unref (password);
}

static void
test_list (Fixture *fixture, gconstpointer data)
{
  static const char *const passwords[] = { "one", "two", "three" };
  g_autoptr (GPtrArray) logins = NULL;
  g_autoptr (GPtrArray) left = NULL;
  g_autoptr (GObject) removed = NULL;
  g_autoptr (GError) error = NULL;

  save (fixture, "http://a.example/", "Staff", "anna", "one");
  save (fixture, "https://b.example/", "", "bert", "two");
  secret_password_store_sync (SECRET_SCHEMA_NOTE, NULL, "note", "n", NULL, &error, NULL);
  g_assert_no_error (error);
  /* By hand and of no schema, but it says what it is for; and one that does not. */
  secret_password_store_sync (&no_schema, NULL, "by hand", "three", NULL, &error, "server",
                              "c.example", "protocol", "https", "user", "carl", NULL);
  g_assert_no_error (error);
  secret_password_store_sync (&no_schema, NULL, "nothing", "four", NULL, &error, "server",
                              "d.example", "user", "dora", NULL);
  g_assert_no_error (error);

  logins = list (fixture, NULL);
  g_assert_cmpuint (logins->len, ==, G_N_ELEMENTS (passwords));
  g_ptr_array_sort (logins, compare_by_username);
  for (guint i = 0; i < logins->len; i++)
    assert_password (fixture, g_ptr_array_index (logins, i), passwords[i]);

  /* It is removed and comes back like any other, as it was. */
  removed = remove_login (fixture, g_ptr_array_index (logins, 2), &error);
  g_assert_no_error (error);
  left = list (fixture, NULL);
  g_assert_cmpuint (left->len, ==, 2);
  restore (fixture, removed);
  assert_found (fixture, "https://c.example/", "Staff", "carl:three");
}

static void
lock_default (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GList) collections = NULL;
  SecretService *service = secret_service_get_sync (SECRET_SERVICE_NONE, NULL, &error);
  SecretCollection *collection;

  g_assert_no_error (error);
  collection = secret_collection_for_alias_sync (service, SECRET_COLLECTION_DEFAULT,
                                                 SECRET_COLLECTION_NONE, NULL, &error);
  g_assert_no_error (error);
  collections = g_list_append (NULL, collection);
  secret_service_lock_sync (service, collections, NULL, NULL, &error);
  g_assert_no_error (error);
  g_object_unref (collection);
  g_object_unref (service);
}

static void
test_locked (Fixture *fixture, gconstpointer data)
{
  g_autoptr (DoorProtectionSpace) space = space_for ("http://a.example/", "Staff");
  g_autoptr (DoorProtectionSpace) other = space_for ("http://b.example/", "Staff");
  g_autoptr (GPtrArray) logins = NULL;
  g_autoptr (GPtrArray) others = NULL;
  g_autoptr (GError) error = NULL;
  gboolean locked = FALSE;

  save (fixture, "http://a.example/", "Staff", "anna", "one");
  lock_default ();

  logins = search (fixture, space, "basic", &locked, &error);
  g_assert_no_error (error);
  g_assert_true (locked);
  g_assert_cmpuint (logins->len, ==, 0);

  others = search (fixture, other, "basic", &locked, &error);
  g_assert_no_error (error);
  g_assert_false (locked);
  g_assert_cmpuint (others->len, ==, 0);
}

static void
assert_search_fails (Fixture *fixture, int code)
{
  g_autoptr (DoorProtectionSpace) space = space_for ("http://a.example/", "Staff");
  g_autoptr (GTimer) timer = g_timer_new ();
  g_autoptr (GError) error = NULL;

  g_assert_null (search (fixture, space, "basic", NULL, &error));
  g_assert_error (error, DOOR_KEYRING_ERROR, code);
  g_assert_cmpfloat (g_timer_elapsed (timer, NULL), <, BOUND_S);
}

static void
assert_save_fails (Fixture *fixture, int code)
{
  g_autoptr (DoorProtectionSpace) space = space_for ("http://a.example/", "Staff");
  g_autoptr (GTimer) timer = g_timer_new ();
  g_autoptr (GError) error = NULL;

  g_assert_false (save_for (fixture, space, "basic", "anna", "one", NULL, &error));
  g_assert_error (error, DOOR_KEYRING_ERROR, code);
  g_assert_cmpfloat (g_timer_elapsed (timer, NULL), <, BOUND_S);
}

static void
test_absent (Fixture *fixture, gconstpointer data)
{
  assert_search_fails (fixture, DOOR_KEYRING_ERROR_UNAVAILABLE);
  assert_save_fails (fixture, DOOR_KEYRING_ERROR_UNAVAILABLE);
}

/* A keyring that comes back is used again, without anybody doing anything. */
static void
test_killed_and_back (Fixture *fixture, gconstpointer data)
{
  save (fixture, "http://a.example/", "Staff", "anna", "one");
  stop_daemon (fixture);
  assert_search_fails (fixture, DOOR_KEYRING_ERROR_UNAVAILABLE);
  start_daemon (fixture);
  assert_found (fixture, "http://a.example/", "Staff", "anna:one");
}

/* Nor does anybody have to have missed it. */
static void
test_killed_and_back_unnoticed (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) logins = NULL;

  save (fixture, "http://a.example/", "Staff", "anna", "one");
  logins = find (fixture, "http://a.example/", "Staff");
  stop_daemon (fixture);
  start_daemon (fixture);
  save (fixture, "http://b.example/", "Staff", "bert", "two");
  assert_found (fixture, "http://b.example/", "Staff", "bert:two");
}

/* Between finding a login and doing something with it. */
static void
test_killed_meanwhile (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) logins = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GTimer) timer = g_timer_new ();
  DoorSavedLogin *login;

  save (fixture, "http://a.example/", "Staff", "anna", "one");
  logins = find (fixture, "http://a.example/", "Staff");
  login = g_ptr_array_index (logins, 0);
  stop_daemon (fixture);
  g_timer_start (timer);

  door_keyring_mark_async (fixture->keyring, login, DOOR_KEYRING_MARK_USED, NULL, on_result,
                           fixture);
  g_assert_false (finish_change (fixture, &error));
  g_assert_error (error, DOOR_KEYRING_ERROR, DOOR_KEYRING_ERROR_UNAVAILABLE);
  g_clear_error (&error);

  g_assert_null (remove_login (fixture, login, &error));
  g_assert_error (error, DOOR_KEYRING_ERROR, DOOR_KEYRING_ERROR_UNAVAILABLE);
  g_assert_cmpfloat (g_timer_elapsed (timer, NULL), <, BOUND_S);
}

static void
test_hangs (Fixture *fixture, gconstpointer data)
{
  assert_search_fails (fixture, DOOR_KEYRING_ERROR_TIMED_OUT);
  assert_save_fails (fixture, DOOR_KEYRING_ERROR_TIMED_OUT);
}

static void
test_fails (Fixture *fixture, gconstpointer data)
{
  assert_search_fails (fixture, DOOR_KEYRING_ERROR_FAILED);
  assert_save_fails (fixture, DOOR_KEYRING_ERROR_FAILED);
}

static gboolean
on_cancel (gpointer cancellable)
{
  g_cancellable_cancel (cancellable);

  return G_SOURCE_REMOVE;
}

static void
test_cancelled (Fixture *fixture, gconstpointer data)
{
  g_autoptr (DoorProtectionSpace) space = space_for ("http://a.example/", "Staff");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  door_keyring_search_async (fixture->keyring, space, "basic", FALSE, cancellable, on_result,
                             fixture);
  g_idle_add (on_cancel, cancellable);
  result = wait_for_result (fixture);
  g_assert_null (door_keyring_search_finish (fixture->keyring, result, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* Without a Secret Service, where libsecret keeps a file of its own. */
static void
test_file (Fixture *fixture, gconstpointer data)
{
  g_autoptr (DoorProtectionSpace) space = space_for ("http://a.example/", "Staff");
  g_autoptr (GPtrArray) logins = NULL;
  g_autoptr (GPtrArray) listed = NULL;
  g_autoptr (GObject) removed = NULL;
  g_autoptr (GObject) by_hand = NULL;
  g_autoptr (GError) error = NULL;

  save (fixture, "http://a.example/", "Staff", "anna", "one");
  save (fixture, "http://b.example/", "", "bert", "two");
  assert_found (fixture, "http://a.example:80/", "Staff", "anna:one");
  assert_found (fixture, "http://b.example/", NULL, "bert:two");
  assert_found (fixture, "http://b.example/", "Staff", "");
  save (fixture, "http://a.example/", "Staff", "anna", "three");
  assert_found (fixture, "http://a.example/", "Staff", "anna:three");

  logins = list (fixture, NULL);
  g_assert_cmpuint (logins->len, ==, 2);
  g_ptr_array_sort (logins, compare_by_username);
  save_for (fixture, space, "basic", "carla", "four", g_ptr_array_index (logins, 0), &error);
  g_assert_no_error (error);
  assert_found (fixture, "http://a.example/", "Staff", "carla:four");

  removed = remove_login (fixture, g_ptr_array_index (logins, 1), &error);
  g_assert_no_error (error);
  assert_found (fixture, "http://b.example/", "", "");
  restore (fixture, removed);
  assert_found (fixture, "http://b.example/", "", "bert:two");

  /* What is written by hand says less, and is listed once and removed all the same. */
  secret_password_store_sync (SECRET_SCHEMA_COMPAT_NETWORK, NULL, "by hand", "five", NULL, &error,
                              "server", "c.example", "protocol", "https", "user", "dora", NULL);
  g_assert_no_error (error);
  listed = list (fixture, NULL);
  g_assert_cmpuint (listed->len, ==, 3);
  g_ptr_array_sort (listed, compare_by_username);
  by_hand = remove_login (fixture, g_ptr_array_index (listed, 2), &error);
  g_assert_no_error (error);
  assert_found (fixture, "https://c.example/", "", "");
}

static int
run_with_file (void)
{
  g_autofree char *folder = g_dir_make_tmp ("doorward-keyring-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "logins.keyring", NULL);
  int status;

  g_setenv ("SECRET_BACKEND", "file", TRUE);
  g_setenv ("SECRET_FILE_TEST_PATH", path, TRUE);
  g_setenv ("SECRET_FILE_TEST_PASSWORD", "opensesame", TRUE);
  g_test_add ("/keyring/file", Fixture, NULL, set_up_without, test_file, tear_down);
  status = g_test_run ();
  remove_tree (folder);

  return status;
}

int
main (int argc, char *argv[])
{
  static const Trouble hanging = { FALSE };
  static const Trouble failing = { TRUE };
  static const struct
  {
    const char *path;
    void (*test) (Fixture *, gconstpointer);
  } with_daemon[] = {
    { "/keyring/save-and-search", test_save_and_search },
    { "/keyring/proxy", test_proxy },
    { "/keyring/digest-is-not-for-basic", test_digest_is_not_for_basic },
    { "/keyring/last-used-first", test_last_used_first },
    { "/keyring/refused-and-updated", test_refused_and_updated },
    { "/keyring/remove", test_remove },
    { "/keyring/restore", test_restore },
    { "/keyring/edit", test_edit },
    { "/keyring/other-programs", test_other_programs },
    { "/keyring/label-and-schema", test_label_and_schema },
    { "/keyring/list", test_list },
    { "/keyring/locked", test_locked },
    { "/keyring/killed-and-back", test_killed_and_back },
    { "/keyring/killed-and-back-unnoticed", test_killed_and_back_unnoticed },
    { "/keyring/killed-meanwhile", test_killed_meanwhile },
  };

  g_test_init (&argc, &argv, NULL);
  if (argc > 1 && g_str_equal (argv[1], "file"))
    return run_with_file ();

  bus = g_test_dbus_new (G_TEST_DBUS_NONE);
  g_test_dbus_up (bus);

  for (gsize i = 0; i < G_N_ELEMENTS (with_daemon); i++)
    g_test_add (with_daemon[i].path, Fixture, NULL, set_up, with_daemon[i].test, tear_down);
  g_test_add ("/keyring/absent", Fixture, NULL, set_up_without, test_absent, tear_down);
  g_test_add ("/keyring/hangs", Fixture, &hanging, set_up_trouble, test_hangs, tear_down);
  g_test_add ("/keyring/fails", Fixture, &failing, set_up_trouble, test_fails, tear_down);
  g_test_add ("/keyring/cancelled", Fixture, &hanging, set_up_trouble, test_cancelled, tear_down);

  /* The bus is not stopped in an orderly way, which would wait for what libsecret still holds of a
   * service that never answered: it goes with this process. */
  return g_test_run ();
}
