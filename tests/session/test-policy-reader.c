/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-policy-reader.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#define LOGIN "[Login a]\nServer=https://a.example\nUsername=u\nPasswordFrom=env:P\n"

/* A mistake: its line, and part of what is said about it. */
typedef struct
{
  guint line;
  const char *complaint;
} Mistake;

#define MAX_MISTAKES 6

/* clang-format off */
static const struct
{
  const char *name;
  const char *text;
  Mistake mistakes[MAX_MISTAKES]; /* all there are */
} broken[] = {
  /* Lines */
  { "no-equals", "[Doorward]\nKiosk\n", { { 2, "[Doorward] this is neither" } } },
  { "no-key", "[Doorward]\n=true\n", { { 2, "neither" } } },
  { "prose", "Dear kiosk,\nplease be nice.\n", { { 1, "neither" }, { 2, "neither" } } },
  { "semicolon-comment", "; no comment\n", { { 1, "begins with “#”" } } },
  { "key-before-group", "Kiosk=true\n[Doorward]\n", { { 1, "Kiosk: this key is in no group; write [Doorward]" } } },
  { "group-open", "[Doorward\nKiosk=true\n", { { 1, "[NAME]" } } },
  { "group-bracket", "[Door[ward]\n", { { 1, "[NAME]" } } },
  { "group-tail", "[Doorward] Kiosk=true\n", { { 1, "[NAME]" } } },
  { "group-half", "[\n", { { 1, "[NAME]" } } },
  { "group-empty", "[]\n", { { 1, "no such group" } } },
  { "utf-16", "\xff\xfe[\n", { { 1, "not UTF-8" } } },
  { "latin-1", "[Doorward]\nHome=https://caf\xe9.example/\n", { { 2, "not UTF-8" } } },
  { "latin-1-comment", "# caf\xe9\n", { { 1, "not UTF-8" } } },
  { "truncated-utf-8", LOGIN "Realm=caf\xc3", { { 5, "not UTF-8" } } },
  { "byte-order-mark", "\xef\xbb\xbf[Doorward]\nKiosk=true\n", { { 1, "byte order mark" } } },
  { "escape-character", LOGIN "Realm=\x1b[31mred\n", { { 5, "[Login a] there is a control character" } } },
  { "old-mac-lines", "[Doorward]\rKiosk=true\r", { { 1, "control character" } } },

  /* Groups and keys */
  { "group-unknown", "[Kiosk]\nKiosk=true\n", { { 1, "[Kiosk] there is no such group; write [Doorward] or [Login NAME]" } } },
  { "group-case", "[doorward]\n", { { 1, "no such group" } } },
  { "login-nameless", "[Login]\nServer=https://a.example\n", { { 1, "no such group" } } },
  { "login-blank", "[Login ]\n", { { 1, "no such group" } } },
  { "group-twice", "[Doorward]\nKiosk=true\n\n[Doorward]\nKiosk=false\n", { { 4, "already, in line 1" } } },
  { "login-twice", LOGIN "\n" LOGIN, { { 6, "already, in line 1" }, { 6, "same server and realm" } } },
  { "key-unknown", "[Doorward]\nColour=red\n", { { 2, "[Doorward] Colour: there is no such key; this group can have Home, Kiosk, " } } },
  { "key-case", "[Doorward]\nkiosk=true\n", { { 2, "[Doorward] kiosk: there is no such key; write Kiosk" } } },
  { "key-of-login", "[Doorward]\nRealm=Staff\n", { { 2, "no such key" } } },
  { "key-of-doorward", LOGIN "Kiosk=true\n", { { 5, "this group can have Server, Realm, " } } },
  { "key-localized", "[Doorward]\nHome[de]=https://a.example/\n", { { 2, "Home[de]: there is no such key" } } },
  { "key-twice", "[Doorward]\nKiosk=true\nKiosk=true\n", { { 3, "Kiosk: this key is there already, in line 2" } } },
  { "password", LOGIN "Password=hunter2\n", { { 5, "Password: there is no such key" } } },

  /* Booleans, numbers, words */
  { "boolean-yes", "[Doorward]\nKiosk=yes\n", { { 2, "“yes” is neither true nor false" } } },
  { "boolean-upper", "[Doorward]\nControl=TRUE\n", { { 2, "neither true nor false" } } },
  { "boolean-number", "[Doorward]\nDownloads=2\n", { { 2, "neither true nor false" } } },
  { "boolean-empty", "[Doorward]\nPrinting=\n", { { 2, "neither true nor false" } } },
  { "boolean-two", "[Doorward]\nFileChooser=true;false\n", { { 2, "neither true nor false" } } },
  { "boolean-comment", "[Doorward]\nInspector=true#for tests\n", { { 2, "neither true nor false" } } },
  { "boolean-quoted", "[Doorward]\nViewSource=\"true\"\n", { { 2, "neither true nor false" } } },
  { "number-negative", "[Doorward]\nIdleReset=-1\n", { { 2, "“-1” is not a whole number from 0 to 604800" } } },
  { "number-large", "[Doorward]\nIdleReset=604801\n", { { 2, "whole number" } } },
  { "number-overflow-32", "[Doorward]\nIdleReset=4294967296\n", { { 2, "whole number" } } },
  { "number-overflow-64", "[Doorward]\nIdleReset=18446744073709551616\n", { { 2, "whole number" } } },
  { "number-fraction", "[Doorward]\nIdleReset=1.5\n", { { 2, "whole number" } } },
  { "number-unit", "[Doorward]\nIdleReset=5min\n", { { 2, "whole number" } } },
  { "number-hex", "[Doorward]\nIdleReset=0x10\n", { { 2, "whole number" } } },
  { "number-empty", "[Doorward]\nIdleReset=\n", { { 2, "whole number" } } },
  { "prompt", "[Doorward]\nPrompt=no\n", { { 2, "“no” is none of: allow, never" } } },
  { "insecure-basic", "[Doorward]\nInsecureBasic=maybe\n", { { 2, "“maybe” is none of: warn, allow, deny" } } },
  { "insecure-basic-case", "[Doorward]\nInsecureBasic=Deny\n", { { 2, "none of" } } },
  { "cross-origin", "[Doorward]\nCrossOrigin=\n", { { 2, "“” is none of: offer, deny" } } },
  { "submit", LOGIN "Submit=now\n", { { 5, "“now” is none of: auto, prefill" } } },

  /* Lists */
  { "schemes-unknown", "[Doorward]\nSchemes=digest;bearer;hoba\n", { { 2, "“bearer” is not a scheme" }, { 2, "“hoba” is not a scheme" } } },
  { "schemes-twice", "[Doorward]\nSchemes=basic;digest;BASIC\n", { { 2, "“basic” is there twice" } } },
  { "schemes-commas", "[Doorward]\nSchemes=digest,basic\n", { { 2, "“digest,basic” is not a scheme" } } },
  { "schemes-empty", "[Doorward]\nSchemes=\n", { { 2, "the list is empty" } } },
  { "schemes-gap", "[Doorward]\nSchemes=digest;;basic\n", { { 2, "nothing between two semicolons" } } },
  { "schemes-only-gap", "[Doorward]\nSchemes=;\n", { { 2, "nothing between two semicolons" } } },
  { "list-escape", "[Doorward]\nAllowedOrigins=https:\\/\\/a.example\n", { { 2, "after a backslash" } } },

  /* Origins, addresses, proxies */
  { "origins-mixed", "[Doorward]\nAllowedOrigins=https://a.example;a.example;ftp://a.example;https://a.example/b\n",
    { { 2, "“a.example” is not an origin" }, { 2, "“ftp://a.example” begins with neither" }, { 2, "“https://a.example/b” has more than" } } },
  { "origins-star", "[Doorward]\nAllowedOrigins=*\n", { { 2, "“*” is not an origin" } } },
  { "origins-star-end", "[Doorward]\nAllowedOrigins=https://intranet.*\n", { { 2, "star in the last part" } } },
  { "origins-star-port", "[Doorward]\nAllowedOrigins=https://a.example:*\n", { { 2, "no port" } } },
  { "origins-empty", "[Doorward]\nAllowedOrigins=\n", { { 2, "the list is empty" } } },
  { "origins-password", "[Doorward]\nAllowedOrigins=https://ada:hunter2@a.example\n", { { 2, "no user information" } } },
  { "trusted-star", "[Doorward]\nTrustedServers=https://*.a.example\n", { { 2, "has a star; write each" } } },
  { "trusted-host", "[Doorward]\nTrustedServers=a.example\n", { { 2, "is not an origin" } } },
  { "home-host", "[Doorward]\nHome=intranet.example\n", { { 2, "Home: this is no address of a page; write https://HOST/PATH" } } },
  { "home-file", "[Doorward]\nHome=file:///etc/passwd\n", { { 2, "no address of a page" } } },
  { "home-about", "[Doorward]\nHome=about:blank\n", { { 2, "no address of a page" } } },
  { "home-script", "[Doorward]\nHome=javascript:alert(1)\n", { { 2, "no address of a page" } } },
  { "home-empty", "[Doorward]\nHome=\n", { { 2, "the value is missing" } } },
  { "home-no-host", "[Doorward]\nHome=https:///a\n", { { 2, "no address of a page" } } },
  { "home-port", "[Doorward]\nHome=https://a.example:99999/\n", { { 2, "no address of a page" } } },
  { "home-password", "[Doorward]\nHome=https://ada:hunter2@a.example/\n", { { 2, "user information; write a group [Login NAME]" } } },
  { "home-elsewhere", "[Doorward]\nHome=http://a.example/\nAllowedOrigins=https://a.example;https://*.a.example\n",
    { { 2, "Home: the page is of none of the AllowedOrigins; add http://a.example to them" } } },
  { "proxy-host", "[Doorward]\nProxy=proxy.example:3128\n", { { 2, "this is no proxy; write http://HOST:PORT" } } },
  { "proxy-socks", "[Doorward]\nProxy=socks5://proxy.example:1080\n", { { 2, "no proxy" } } },
  { "proxy-https", "[Doorward]\nProxy=https://proxy.example:3128\n", { { 2, "no proxy" } } },
  { "proxy-password", "[Doorward]\nProxy=http://ada:hunter2@proxy.example:3128\n", { { 2, "user information" } } },

  /* Logins */
  { "login-empty", "[Doorward]\n\n[Login a]\n", { { 3, "[Login a] Server: the key is missing" }, { 3, "[Login a] PasswordFrom: the key is missing" } } },
  { "server-missing", "[Login a]\nUsername=u\nPasswordFrom=env:P\n", { { 1, "Server: the key is missing" } } },
  { "server-host", "[Login a]\nServer=a.example\nPasswordFrom=keyring\n", { { 2, "is not an origin" } } },
  { "server-path", "[Login a]\nServer=https://a.example/staff\nPasswordFrom=keyring\n", { { 2, "more than scheme" } } },
  { "server-password", "[Login a]\nServer=https://ada:hunter2@a.example\nPasswordFrom=keyring\n", { { 2, "no user information" } } },
  { "server-proxy-port", "[Login a]\nServer=proxy:proxy.example\nPasswordFrom=keyring\n", { { 2, "write proxy:HOST:PORT" } } },
  { "server-proxy-port-word", "[Login a]\nServer=proxy:proxy.example:http\nPasswordFrom=keyring\n", { { 2, "write proxy:HOST:PORT" } } },
  { "server-proxy-ipv6", "[Login a]\nServer=proxy:[::1]\nPasswordFrom=keyring\n", { { 2, "write proxy:HOST:PORT" } } },
  { "server-proxy-uri", "[Login a]\nServer=proxy:http://proxy.example:3128\nPasswordFrom=keyring\n", { { 2, "write proxy:HOST:PORT" } } },
  { "server-proxy-star", "[Login a]\nServer=proxy:*.example:3128\nPasswordFrom=keyring\n", { { 2, "write proxy:HOST:PORT" } } },
  { "realm-empty", LOGIN "Realm=\n", { { 5, "Realm: the value is missing; write one, or leave the key out" } } },
  { "realm-escape", LOGIN "Realm=a\\b\n", { { 5, "after a backslash" } } },
  { "realm-backslash", LOGIN "Realm=a\\", { { 5, "after a backslash" } } },
  { "username-missing", "[Login a]\nServer=https://a.example\nPasswordFrom=env:P\n", { { 1, "Username: the key is missing; only the keyring" } } },
  { "username-domain", "[Login a]\nServer=https://a.example\nUsername=DOMAIN\\user\nPasswordFrom=env:P\n", { { 3, "write \\\\ for a backslash" } } },
  { "username-newline", "[Login a]\nServer=https://a.example\nUsername=a\\nb\nPasswordFrom=env:P\n", { { 3, "no control characters" } } },
  { "source-missing", "[Login a]\nServer=https://a.example\nUsername=u\n", { { 1, "PasswordFrom: the key is missing" } } },
  { "source-password", "[Login a]\nServer=https://a.example\nUsername=u\nPasswordFrom=hunter2\n", { { 4, "no place for a password; write keyring, file:PATH" } } },
  { "source-empty", "[Login a]\nServer=https://a.example\nUsername=u\nPasswordFrom=\n", { { 4, "the value is missing" } } },
  { "source-case", "[Login a]\nServer=https://a.example\nUsername=u\nPasswordFrom=Keyring\n", { { 4, "no place for a password" } } },
  { "source-keyring-name", "[Login a]\nServer=https://a.example\nUsername=u\nPasswordFrom=keyring:x\n", { { 4, "nothing comes after “keyring”" } } },
  { "source-file-relative", "[Login a]\nServer=https://a.example\nUsername=u\nPasswordFrom=file:secret\n", { { 4, "no absolute path" } } },
  { "source-file-home", "[Login a]\nServer=https://a.example\nUsername=u\nPasswordFrom=file:~/secret\n", { { 4, "no absolute path" } } },
  { "source-file-empty", "[Login a]\nServer=https://a.example\nUsername=u\nPasswordFrom=file:\n", { { 4, "no absolute path" } } },
  { "source-credential-path", "[Login a]\nServer=https://a.example\nUsername=u\nPasswordFrom=credential:../shadow\n", { { 4, "the credential has no name" } } },
  { "source-credential-dots", "[Login a]\nServer=https://a.example\nUsername=u\nPasswordFrom=credential:..\n", { { 4, "the credential has no name" } } },
  { "source-env-empty", "[Login a]\nServer=https://a.example\nUsername=u\nPasswordFrom=env:\n", { { 4, "the variable has no name" } } },
  { "source-env-dollar", "[Login a]\nServer=https://a.example\nUsername=u\nPasswordFrom=env:$P\n", { { 4, "the variable has no name" } } },
  { "login-repeated", LOGIN "[Login b]\nServer=https://a.example:443/\nUsername=v\nPasswordFrom=keyring\n",
    { { 5, "[Login b] [Login a] is for the same server and realm" } } },

  /* All of them together, in the order of their lines */
  { "together",
    "[Doorward]\n"
    "Kiosk=perhaps\n"
    "# a comment does not count\n"
    "IdleReset=-3\n"
    "IdleReset=3\n"
    "\n"
    "[Login a]\n"
    "Server=nowhere\n"
    "Colour=red\n",
    { { 2, "Kiosk: “perhaps”" }, { 4, "IdleReset: “-3”" }, { 5, "IdleReset: this key is there already, in line 4" },
      { 7, "PasswordFrom: the key is missing" }, { 8, "Server: “nowhere”" }, { 9, "Colour: there is no such key" } } },
  { "windows-lines", "[Doorward]\r\nKiosk=perhaps\r\n", { { 2, "“perhaps” is" } } },
};
/* clang-format on */

static char *
find_line (const char *message, guint n)
{
  g_auto (GStrv) lines = g_strsplit (message, "\n", -1);

  return n < g_strv_length (lines) ? g_strdup (lines[n]) : NULL;
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

      g_assert_nonnull (line);
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
