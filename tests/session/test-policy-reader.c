/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "broken-policies.h"
#include "door-policy-reader.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

static char *
find_line (const char *message, guint n)
{
  g_auto (GStrv) lines = g_strsplit (message, "\n", -1);

  return n < g_strv_length (lines) ? g_strdup (lines[n]) : NULL;
}

/* The key of a line KEY=VALUE of @text, or NULL. */
static char *
dup_key (const char *text, guint line)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  const char *key = lines[line - 1];
  const char *equals = strchr (key, '=');

  return g_ascii_isalpha (*key) && equals != NULL ? g_strndup (key, equals - key) : NULL;
}

/* What makes a line no line of a policy is told without looking into it. */
static gboolean
is_about_line (const Mistake *mistake)
{
  return strstr (mistake->complaint, "UTF-8") != NULL
         || strstr (mistake->complaint, "control character") != NULL
         || strstr (mistake->complaint, "byte order mark") != NULL;
}

static void
test_broken (gconstpointer data)
{
  gsize i = GPOINTER_TO_SIZE (data);
  g_autoptr (GError) error = NULL;
  g_autoptr (DoorPolicy) policy
      = door_policy_new_from_data (broken[i].text, strlen (broken[i].text), "/etc/p", &error);
  g_autofree char *rest = NULL;
  guint n = 0;

  g_assert_null (policy);
  g_assert_error (error, DOOR_POLICY_ERROR, DOOR_POLICY_ERROR_INVALID);
  g_test_message ("%s", error->message);

  for (; n < MAX_MISTAKES && broken[i].mistakes[n].line > 0; n++)
    {
      const Mistake *mistake = &broken[i].mistakes[n];
      g_autofree char *line = find_line (error->message, n);
      g_autofree char *place = g_strdup_printf ("/etc/p:%u: ", mistake->line);
      g_autofree char *key
          = is_about_line (mistake) ? NULL : dup_key (broken[i].text, mistake->line);

      g_assert_nonnull (line);
      if (key != NULL)
        g_assert_nonnull (strstr (line, key));
      g_assert_true (g_str_has_prefix (line, place));
      g_assert_nonnull (strstr (line, mistake->complaint));
    }

  rest = find_line (error->message, n);
  g_assert_null (rest);
  /* What may be a password is not repeated in a log. */
  g_assert_null (strstr (error->message, "hunter2"));
}

static void
test_nul (void)
{
  static const char text[] = "[Doorward]\nHome=https://a.example/\0evil\nKiosk=1\n";
  g_autoptr (GError) error = NULL;

  g_assert_null (door_policy_new_from_data (text, sizeof text - 1, "p", &error));
  g_assert_cmpstr (error->message, ==,
                   "p:2: [Doorward] there is a NUL byte in this line; a policy is plain text\n"
                   "p:3: [Doorward] Kiosk: “1” is neither true nor false");
}

static DoorPolicy *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  DoorPolicy *policy = door_policy_new_from_data (text, strlen (text), "p", &error);

  g_assert_no_error (error);

  return policy;
}

static gboolean
allows (DoorPolicy *policy, const char *uri)
{
  g_autoptr (DoorOrigin) origin = door_origin_new_for_uri (uri, NULL);

  return door_policy_allows_origin (policy, origin);
}

/* The file that people copy from. */
static const char whole[]
    = "# The kiosk in the hall\n"
      "[Doorward]\n"
      "Home=https://intranet.example/\n"
      "Kiosk=true\n"
      "AllowedOrigins=https://intranet.example;https://*.cdn.example\n"
      "Schemes=negotiate;digest;basic        # what may be answered, strongest first\n"
      "InsecureBasic=deny                    # allow | warn | deny\n"
      "Prompt=never                          # allow | never (401 bodies only)\n"
      "IdleReset=300                         # seconds\n"
      "Control=true\n"
      "CrossOrigin=deny\n"
      "TrustedServers=https://intranet.example;http://kdc.example:8080;\n"
      "Proxy=http://proxy.example:3128\n"
      "Downloads=true\n"
      "Printing=false\n"
      "\n"
      "[Login staff]\n"
      "Server=https://intranet.example       # origin, or proxy:HOST:PORT\n"
      "Realm=Staff                           # left out: every realm\n"
      "Username=kiosk-7\n"
      "PasswordFrom=credential:staff         # keyring | file:PATH\n"
      "Submit=auto                           # auto | prefill\n"
      "\n"
      "[Login proxy]\n"
      "Server=proxy:proxy.example:3128\n"
      "Username=DOMAIN\\\\kiosk\n"
      "PasswordFrom=file:/run/secrets/proxy\n"
      "Submit=prefill\n";

static void
test_whole (void)
{
  g_autoptr (DoorPolicy) policy = parse (whole);
  g_autoptr (DoorOrigin) trusted = door_origin_new ("http", "kdc.example", 8080);
  g_autoptr (DoorOrigin) other = door_origin_new ("https", "kdc.example", 0);
  g_autofree char *schemes = g_strjoinv (" ", (char **)door_policy_get_schemes (policy));
  GPtrArray *logins = door_policy_get_logins (policy);
  DoorPolicyLogin *login;

  g_assert_cmpstr (door_policy_get_home (policy), ==, "https://intranet.example/");
  g_assert_true (door_policy_is_kiosk (policy));
  g_assert_true (allows (policy, "https://intranet.example/a"));
  g_assert_true (allows (policy, "https://a.cdn.example/a"));
  g_assert_false (allows (policy, "https://cdn.example/a"));
  g_assert_cmpstr (schemes, ==, "negotiate digest basic");
  g_assert_true (door_policy_allows_scheme (policy, "basic"));
  g_assert_false (door_policy_allows_scheme (policy, "ntlm"));
  g_assert_cmpint (door_policy_get_insecure_basic (policy), ==, DOOR_INSECURE_BASIC_DENY);
  g_assert_false (door_policy_may_prompt (policy));
  g_assert_cmpuint (door_policy_get_idle_reset (policy), ==, 300);
  g_assert_true (door_policy_get_control (policy));
  g_assert_cmpint (door_policy_get_cross_origin (policy), ==, DOOR_CROSS_ORIGIN_DENY);
  g_assert_true (door_policy_trusts (policy, trusted));
  g_assert_false (door_policy_trusts (policy, other));
  g_assert_cmpuint (door_policy_get_trusted_servers (policy)->len, ==, 2);
  g_assert_cmpstr (door_policy_get_proxy (policy), ==, "http://proxy.example:3128");
  g_assert_true (door_policy_allows_feature (policy, DOOR_FEATURE_DOWNLOADS));
  g_assert_false (door_policy_allows_feature (policy, DOOR_FEATURE_PRINTING));
  g_assert_false (door_policy_allows_feature (policy, DOOR_FEATURE_INSPECTOR));

  g_assert_cmpuint (logins->len, ==, 2);
  login = g_ptr_array_index (logins, 0);
  g_assert_cmpstr (door_policy_login_get_name (login), ==, "staff");
  g_assert_cmpint (door_policy_login_get_target (login), ==, DOOR_TARGET_ORIGIN);
  g_assert_cmpstr (door_origin_pattern_to_string (door_policy_login_get_server (login)), ==,
                   "https://intranet.example");
  g_assert_cmpstr (door_policy_login_get_realm (login), ==, "Staff");
  g_assert_cmpstr (door_policy_login_get_username (login), ==, "kiosk-7");
  g_assert_cmpint (door_secret_source_get_kind (door_policy_login_get_source (login)), ==,
                   DOOR_SECRET_SOURCE_CREDENTIAL);
  g_assert_cmpstr (door_secret_source_get_name (door_policy_login_get_source (login)), ==, "staff");
  g_assert_cmpint (door_policy_login_get_submit (login), ==, DOOR_SUBMIT_AUTO);

  login = g_ptr_array_index (logins, 1);
  g_assert_cmpint (door_policy_login_get_target (login), ==, DOOR_TARGET_PROXY);
  g_assert_cmpstr (door_origin_pattern_to_string (door_policy_login_get_server (login)), ==,
                   "http://proxy.example:3128");
  g_assert_null (door_policy_login_get_realm (login));
  g_assert_cmpstr (door_policy_login_get_username (login), ==, "DOMAIN\\kiosk");
  g_assert_cmpstr (door_secret_source_get_name (door_policy_login_get_source (login)), ==,
                   "/run/secrets/proxy");
  g_assert_cmpint (door_policy_login_get_submit (login), ==, DOOR_SUBMIT_PREFILL);
}

/* What holds where nothing is said, in any of these spellings of nothing. */
static void
test_default (void)
{
  static const char *const texts[]
      = { "", "\n", "# nothing\n", "  \t\r\n[Doorward]", "[Doorward]   # all as it comes\n" };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (DoorPolicy) policy = parse (texts[i]);

      g_assert_null (door_policy_get_home (policy));
      g_assert_false (door_policy_is_kiosk (policy));
      g_assert_true (allows (policy, "http://anywhere.example"));
      g_assert_null (door_policy_get_schemes (policy));
      g_assert_true (door_policy_allows_scheme (policy, "ntlm"));
      g_assert_cmpint (door_policy_get_insecure_basic (policy), ==, DOOR_INSECURE_BASIC_WARN);
      g_assert_true (door_policy_may_prompt (policy));
      g_assert_cmpuint (door_policy_get_idle_reset (policy), ==, 0);
      g_assert_false (door_policy_get_control (policy));
      g_assert_cmpint (door_policy_get_cross_origin (policy), ==, DOOR_CROSS_ORIGIN_OFFER);
      g_assert_null (door_policy_get_proxy (policy));
      g_assert_true (door_policy_allows_feature (policy, DOOR_FEATURE_DOWNLOADS));
      g_assert_true (door_policy_allows_feature (policy, DOOR_FEATURE_INSPECTOR));
      g_assert_cmpuint (door_policy_get_logins (policy)->len, ==, 0);
    }
}

/* Spellings of a value, and what they mean. */
static void
test_realm (void)
{
  static const struct
  {
    const char *written;
    const char *meant;
  } realms[] = {
    { "Staff", "Staff" },
    { "  Staff  ", "Staff" },
    { "Staff \t# every morning", "Staff" },
    { "Staff #", "Staff" },
    { "Room #7", "Room #7" },
    { "#7", "#7" },
    { "C# and F#", "C# and F#" },
    { "Staff\\s# 7", "Staff # 7" },
    { "\\sStaff\\s", " Staff " },
    { "a;b", "a;b" },
    { "a=b", "a=b" },
    { "[a]", "[a]" },
    { "\"Staff\"", "\"Staff\"" },
    { "a\\\\b", "a\\b" },
    { "\\t\\n\\r\\;", "\t\n\r;" },
    { "Räume", "Räume" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (realms); i++)
    {
      g_autofree char *text = g_strconcat (LOGIN "Realm=", realms[i].written, "\n", NULL);
      g_autoptr (DoorPolicy) policy = parse (text);
      DoorPolicyLogin *login = g_ptr_array_index (door_policy_get_logins (policy), 0);

      g_assert_cmpstr (door_policy_login_get_realm (login), ==, realms[i].meant);
    }
}

static const char *
find (DoorPolicy *policy, DoorTarget target, const char *server, const char *realm)
{
  g_autoptr (DoorOrigin) origin = door_origin_new_for_uri (server, NULL);
  g_autoptr (DoorProtectionSpace) space = door_protection_space_new (target, origin, realm);
  DoorPolicyLogin *login = door_policy_find_login (policy, space);

  return login != NULL ? door_policy_login_get_name (login) : NULL;
}

/* The most specific one wins, whatever the order in the file. */
static void
test_find (void)
{
  g_autoptr (DoorPolicy) policy = parse (
      "[Login glob]\nServer=https://*.a.example\nPasswordFrom=keyring\n"
      "[Login glob-realm]\nServer=https://*.a.example\nRealm=Staff\nPasswordFrom=keyring\n"
      "[Login closer]\nServer=https://x-*.a.example\nPasswordFrom=keyring\n"
      "[Login exact]\nServer=https://www.a.example\nPasswordFrom=keyring\n"
      "[Login exact-realm]\nServer=https://www.a.example\nRealm=Staff\nPasswordFrom=keyring\n"
      "[Login same]\nServer=https://*-1.a.example\nPasswordFrom=keyring\n"
      "[Login proxy]\nServer=proxy:www.a.example:443\nPasswordFrom=keyring\n");

  g_assert_cmpstr (find (policy, DOOR_TARGET_ORIGIN, "https://b.a.example", "x"), ==, "glob");
  g_assert_cmpstr (find (policy, DOOR_TARGET_ORIGIN, "https://b.a.example", "Staff"), ==,
                   "glob-realm");
  g_assert_cmpstr (find (policy, DOOR_TARGET_ORIGIN, "https://b.a.example", "staff"), ==, "glob");
  g_assert_cmpstr (find (policy, DOOR_TARGET_ORIGIN, "https://b.a.example", "Staff "), ==, "glob");
  g_assert_cmpstr (find (policy, DOOR_TARGET_ORIGIN, "https://x-1.a.example", "x"), ==, "closer");
  g_assert_cmpstr (find (policy, DOOR_TARGET_ORIGIN, "https://www.a.example", "x"), ==, "exact");
  g_assert_cmpstr (find (policy, DOOR_TARGET_ORIGIN, "https://www.a.example", "Staff"), ==,
                   "exact-realm");
  g_assert_cmpstr (find (policy, DOOR_TARGET_ORIGIN, "https://a.example", "x"), ==, NULL);
  g_assert_cmpstr (find (policy, DOOR_TARGET_ORIGIN, "http://www.a.example", "x"), ==, NULL);
  g_assert_cmpstr (find (policy, DOOR_TARGET_PROXY, "https://www.a.example", "x"), ==, NULL);
  g_assert_cmpstr (find (policy, DOOR_TARGET_PROXY, "http://www.a.example:443", "x"), ==, "proxy");
}

static void
test_kiosk (void)
{
  g_autoptr (DoorPolicy) policy = parse ("[Doorward]\nPrinting=true\nDownloads=false\n" LOGIN);
  g_autoptr (DoorPolicy) kiosk = door_policy_dup_as_kiosk (policy, TRUE);

  g_assert_false (door_policy_is_kiosk (policy));
  g_assert_true (door_policy_is_kiosk (kiosk));
  g_assert_true (door_policy_allows_feature (policy, DOOR_FEATURE_INSPECTOR));
  g_assert_false (door_policy_allows_feature (kiosk, DOOR_FEATURE_INSPECTOR));
  g_assert_true (door_policy_allows_feature (kiosk, DOOR_FEATURE_PRINTING));
  g_assert_false (door_policy_allows_feature (policy, DOOR_FEATURE_DOWNLOADS));
  g_assert_cmpuint (door_policy_get_logins (kiosk)->len, ==, 1);
}

static void
assert_unreadable (const char *path, const char *complaint)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (door_policy_new_from_file (path, &error));
  g_assert_error (error, DOOR_POLICY_ERROR, DOOR_POLICY_ERROR_UNREADABLE);
  g_test_message ("%s", error->message);
  g_assert_true (g_str_has_prefix (error->message, path));
  g_assert_nonnull (strstr (error->message, complaint));
}

static void
test_file (void)
{
  g_autofree char *folder = g_dir_make_tmp ("policy-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "policy.conf", NULL);
  g_autofree char *pipe = g_build_filename (folder, "pipe", NULL);
  g_autofree char *large = g_strnfill (DOOR_POLICY_MAX_LENGTH, '\n');
  g_autoptr (GError) error = NULL;
  g_autoptr (DoorPolicy) policy = NULL;

  assert_unreadable (path, "No such file");
  assert_unreadable (folder, "no regular file");
  assert_unreadable ("/dev/zero", "no regular file");
  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  assert_unreadable (pipe, "no regular file");

  g_assert_true (g_file_set_contents (path, large, DOOR_POLICY_MAX_LENGTH, NULL));
  policy = door_policy_new_from_file (path, &error);
  g_assert_no_error (error);
  g_clear_pointer (&policy, door_policy_unref);

  g_free (large);
  large = g_strnfill (DOOR_POLICY_MAX_LENGTH + 1, '\n');
  g_assert_true (g_file_set_contents (path, large, DOOR_POLICY_MAX_LENGTH + 1, NULL));
  assert_unreadable (path, "longer than 65536 bytes");

  g_assert_true (g_file_set_contents (path, whole, -1, NULL));
  policy = door_policy_new_from_file (path, &error);
  g_assert_no_error (error);
  g_assert_true (door_policy_is_kiosk (policy));

  g_unlink (pipe);
  g_unlink (path);
  g_rmdir (folder);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  G_STATIC_ASSERT (G_N_ELEMENTS (broken) >= 60);
  for (gsize i = 0; i < G_N_ELEMENTS (broken); i++)
    {
      g_autofree char *path = g_strdup_printf ("/policy-reader/broken/%s", broken[i].name);

      g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_broken);
    }
  g_test_add_func ("/policy-reader/nul", test_nul);
  g_test_add_func ("/policy-reader/whole", test_whole);
  g_test_add_func ("/policy-reader/default", test_default);
  g_test_add_func ("/policy-reader/realm", test_realm);
  g_test_add_func ("/policy-reader/find", test_find);
  g_test_add_func ("/policy-reader/kiosk", test_kiosk);
  g_test_add_func ("/policy-reader/file", test_file);

  return g_test_run ();
}
