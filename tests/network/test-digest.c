/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "testlib-network.h"

#include <string.h>

/* Signing in by Digest from a page, with every form that RFC 7616 allows. The server is
 * auth-server.py; what a path means is said there. */

static DoorNetworkLink *network_link;

/* What comes in, and what the server must have seen of a first load that WebKit's signal was
 * answered in, of a POST after it, and of a second load. */
typedef struct
{
  const char *name;
  const char *path; /* /digest/ALGORITHM/QOP/FLAGS */
  const char *username;
  const char *password;
} Case;

static const Case cases[] = {
  { "rfc2069", "/digest/none/none/-", "user", "right" },
  { "md5", "/digest/MD5/auth/-", "user", "right" },
  { "md5-unnamed", "/digest/none/auth/-", "user", "right" },
  { "md5-sess", "/digest/MD5-sess/auth/-", "user", "right" },
  { "sha-256", "/digest/SHA-256/auth/-", "user", "right" },
  { "sha-256-sess", "/digest/SHA-256-sess/auth/-", "user", "right" },
  { "sha-512-256", "/digest/SHA-512-256/auth/-", "user", "right" },
  { "sha-512-256-sess", "/digest/SHA-512-256-sess/auth/-", "user", "right" },
  { "both-qops", "/digest/SHA-256/auth,auth-int/-", "user", "right" },
  { "auth-int", "/digest/SHA-256/auth-int/-", "user", "right" },
  { "auth-int-sess", "/digest/SHA-512-256-sess/auth-int/-", "user", "right" },
  { "userhash", "/digest/SHA-512-256/auth/u", "user", "right" },
  { "userhash-pound", "/digest/SHA-512-256/auth/u", "£", "日本" },
  { "userhash-kanji", "/digest/SHA-256/auth/uc", "日本", "£" },
  { "pound", "/digest/SHA-256/auth/-", "£", "日本" },
  { "pound-charset", "/digest/SHA-256/auth/c", "£", "日本" },
  { "kanji-charset", "/digest/MD5/auth/c", "日本", "£" },
  { "kanji-old-server", "/digest/MD5/auth/-", "日本", "£" },
  { "nextnonce", "/digest/SHA-256/auth/n", "user", "right" },
  { "rspauth", "/digest/SHA-256/auth/p", "user", "right" },
  { "wrong-rspauth", "/digest/SHA-256/auth/w", "user", "right" },
  { "auth-int-rspauth", "/digest/SHA-512-256/auth-int/p", "user", "right" },
  { "everything", "/digest/SHA-512-256-sess/auth-int/uncp", "日本", "£" },
  { "nonce-counts-once", "/digest/SHA-256/auth/1", "user", "right" },
};

static void
check_sign_in (gconstpointer data)
{
  const Case *c = data;
  Rig *rig = rig_new (network_link);
  gboolean once = strstr (c->path, "/1") != NULL;
  gboolean integrity = strstr (c->path, "/auth-int/") != NULL;
  g_autofree char *page = g_strconcat (c->path, "/page?a=b&c", NULL);
  g_autofree char *other = g_strconcat (c->path, "/other", NULL);
  g_autofree char *script = NULL;
  g_autofree char *status = NULL;
  g_autoptr (GString) expected = g_string_new (NULL);
  g_autofree char *stale = g_strconcat (c->username, ":stale", NULL);

  rig->username = c->username;
  rig->password = c->password;
  g_assert_cmpuint (rig_load (rig, page), ==, 200);
  g_assert_cmpuint (rig->n_signals, ==, 1);
  g_string_append_printf (expected, "GET %s 401 - - 0\nGET %s 200 digest %s 0\n", page, page,
                          c->username);

  g_assert_cmpuint (rig_load (rig, other), ==, 200);
  if (once)
    g_string_append_printf (expected, "GET %s 401 digest %s 0\n", other, stale);
  g_string_append_printf (expected, "GET %s 200 digest %s 0\n", other, c->username);

  script = g_strdup_printf (
      "return (await fetch ('%s', { method: 'POST', body: 'x=%%C2%%A3' })).status;", other);
  status = rig_run_script (rig, script);
  g_assert_cmpstr (status, ==, "200");
  if (once)
    g_string_append_printf (expected, "POST %s 401 digest %s 8\n", other, stale);
  if (integrity)
    g_string_append_printf (expected, "POST %s 401 - - 8\n", other);
  g_string_append_printf (expected, "POST %s 200 digest %s 8", other, c->username);

  g_assert_cmpuint (rig->n_signals, ==, 1);
  rig_assert_log (rig, expected->str);
  rig_free (rig);
}

/* A login that is handed over with the challenge goes with the next request already. */
static void
test_preload_with_challenge (void)
{
  Rig *rig = rig_new (network_link);
  g_autofree char *challenge = NULL;

  g_assert_cmpuint (rig_load (rig, "/digest/SHA-512-256/auth/u/page"), ==, 401);
  challenge = rig_dup_challenge (rig);
  g_assert_no_error (rig_preload (rig, "digest", "digest SHA-512-256",
                                  "/digest/SHA-512-256/auth/u/page", challenge, "日本", "£"));
  g_assert_cmpuint (rig_reload (rig), ==, 200);
  g_assert_cmpuint (rig->n_signals, ==, 1);
  rig_assert_log (rig, "GET /digest/SHA-512-256/auth/u/page 401 - - 0\n"
                       "GET /digest/SHA-512-256/auth/u/page 200 digest 日本 0");
  rig_free (rig);
}

/* Without one, Digest needs a nonce first, but nobody is asked. */
static void
test_preload_without_challenge (void)
{
  Rig *rig = rig_new (network_link);

  g_assert_no_error (rig_preload (rig, "digest", "digest SHA-256", NULL, NULL, "user", "right"));
  g_assert_cmpuint (rig_load (rig, "/digest/SHA-256/auth/-/page"), ==, 200);
  g_assert_cmpuint (rig->n_signals, ==, 0);
  rig_assert_log (rig, "GET /digest/SHA-256/auth/-/page 401 - - 0\n"
                       "GET /digest/SHA-256/auth/-/page 200 digest user 0");
  rig_free (rig);
}

/* In the page, and its status. */
static void
post (Rig *rig, const char *path, const char *body, const char *expected)
{
  g_autofree char *script
      = g_strdup_printf ("return (await fetch ('%s', { method: 'POST', body: %s })).status;", path,
                         body);
  g_autofree char *status = rig_run_script (rig, script);

  g_assert_cmpstr (status, ==, expected);
}

/* A form whose 401 was shown is sent again, as it was, and is taken. */
static void
test_returned_body (void)
{
  const char *path = "/digest/SHA-256/auth-int/-/form";
  Rig *rig = rig_new (network_link);

  g_assert_cmpuint (rig_load (rig, "/page"), ==, 200);
  post (rig, path, "'x=1'", "401");
  g_assert_no_error (rig_preload (rig, "digest", "digest SHA-256", path, NULL, "user", "right"));
  post (rig, path, "'x=1'", "200");
  rig_assert_log (rig, "GET /page 200 - - 0\n"
                       "POST /digest/SHA-256/auth-int/-/form 401 - - 3\n"
                       "POST /digest/SHA-256/auth-int/-/form 200 digest user 3");
  rig_free (rig);
}

/* Another one in its place is no wrong password. */
static void
test_other_body (void)
{
  const char *path = "/digest/SHA-256/auth-int/-/form";
  Rig *rig = rig_new (network_link);

  g_assert_cmpuint (rig_load (rig, "/page"), ==, 200);
  post (rig, path, "'x=1'", "401");
  rig->n_signals = 0;
  g_assert_no_error (rig_preload (rig, "digest", "digest SHA-256", path, NULL, "user", "right"));
  post (rig, path, "'x=2'", "200");
  post (rig, path, "'x=2'", "200");
  g_assert_cmpuint (rig->n_signals, ==, 0);
  rig_assert_log (rig, "GET /page 200 - - 0\n"
                       "POST /digest/SHA-256/auth-int/-/form 401 - - 3\n"
                       "POST /digest/SHA-256/auth-int/-/form 401 digest !response 3\n"
                       "POST /digest/SHA-256/auth-int/-/form 200 digest user 3\n"
                       "POST /digest/SHA-256/auth-int/-/form 200 digest user 3");

  /* Nor does it make a wrong one right. */
  g_assert_no_error (rig_preload (rig, "digest", "digest SHA-256", path, NULL, "user", "wrong"));
  post (rig, path, "'x=2'", "401");
  g_assert_cmpuint (rig->n_signals, >, 0);
  rig_free (rig);
}

/* One that is too long to be kept cannot be vouched for. libsoup alone would send it 21 times. */
static void
test_long_body (void)
{
  const char *path = "/digest/SHA-256/auth-int/-/form";
  Rig *rig = rig_new (network_link);

  g_assert_cmpuint (rig_load (rig, "/page"), ==, 200);
  g_assert_no_error (rig_preload (rig, "digest", "digest SHA-256", path, NULL, "user", "right"));
  post (rig, path, "'x'.repeat (9 << 20)", "401");
  rig_assert_log (rig, "GET /page 200 - - 0\n"
                       "POST /digest/SHA-256/auth-int/-/form 401 - - 9437184\n"
                       "POST /digest/SHA-256/auth-int/-/form 401 - - 9437184");
  rig_free (rig);
}

/* RFC 7616 section 3.3: what “domain” lists gets the login unasked, and nothing else. */
static void
test_domain (void)
{
  Rig *rig = rig_new (network_link);

  rig->username = "user";
  rig->password = "right";
  g_assert_cmpuint (rig_load (rig, "/digest/SHA-256/auth/d/page"), ==, 200);
  g_free (rig_take_log (rig));
  rig_load (rig, "/shared/page");
  rig_load (rig, "/else");
  rig_load (rig, "/digest/SHA-256/auth/d/other");
  rig_assert_log (rig, "GET /shared/page 200 digest user 0\n"
                       "GET /else 200 - - 0\n"
                       "GET /digest/SHA-256/auth/d/other 200 digest user 0");
  rig_free (rig);
}

/* A third of all good answers is stale, also those to the answer to a stale one. */
static void
test_stale_at_random (void)
{
  Rig *rig = rig_new (network_link);

  g_assert_no_error (rig_preload (rig, "digest", "digest SHA-256", NULL, NULL, "user", "right"));
  for (guint i = 0; i < 30; i++)
    {
      g_autofree char *path = g_strdup_printf ("/digest/SHA-256/auth/s/%u", i);

      g_assert_cmpuint (rig_load (rig, path), ==, 200);
    }
  g_assert_cmpuint (rig->n_signals, ==, 0);
  rig_free (rig);
}

/* A server that is never content is left alone in the end, and what it says is shown. */
static void
test_always_stale (void)
{
  Rig *rig = rig_new (network_link);
  g_autofree char *log = NULL;
  g_auto (GStrv) parts = NULL;

  g_assert_no_error (rig_preload (rig, "digest", "digest SHA-256", NULL, NULL, "user", "right"));
  g_assert_cmpuint (rig_load (rig, "/digest/SHA-256/auth/a/page"), ==, 401);
  log = rig_take_log (rig);
  parts = g_strsplit (log, "user:stale", -1);
  g_assert_cmpuint (g_strv_length (parts) - 1, ==, 16);
  rig_free (rig);
}

static void
test_wrong_password (void)
{
  Rig *rig = rig_new (network_link);

  rig->username = "user";
  rig->password = "wrong";
  g_assert_cmpuint (rig_load (rig, "/digest/SHA-256/auth/-/page"), ==, 401);
  g_assert_cmpuint (rig->n_signals, ==, 2);
  rig_assert_log (rig, "GET /digest/SHA-256/auth/-/page 401 - - 0\n"
                       "GET /digest/SHA-256/auth/-/page 401 digest !response 0");

  rig->password = "right";
  g_assert_cmpuint (rig_reload (rig), ==, 200);
  rig_free (rig);
}

/* libsoup alone sends 21 requests, and the load fails. */
static void
test_401_without_challenge_ends (void)
{
  Rig *rig = rig_new (network_link);

  rig->username = "user";
  rig->password = "right";
  g_assert_cmpuint (rig_load (rig, "/digest/SHA-256/auth/b/page"), ==, 401);
  rig_assert_log (rig, "GET /digest/SHA-256/auth/b/page 401 - - 0\n"
                       "GET /digest/SHA-256/auth/b/page 401 digest user 0");
  rig_free (rig);
}

/* One nonce, a hundred requests at once: every count is used once (RFC 7616 section 3.4). */
static void
test_parallel (gconstpointer data)
{
  const char *path = data;
  Rig *rig = rig_new (network_link);
  g_autofree char *script = NULL;
  g_autofree char *statuses = NULL;
  g_autofree char *log = NULL;
  g_auto (GStrv) lines = NULL;
  guint accepted = 0;
  guint refused = 0;

  rig->username = "user";
  rig->password = "right";
  g_assert_cmpuint (rig_load (rig, path), ==, 200);
  g_free (rig_take_log (rig));

  script
      = g_strdup_printf ("let all = []; for (let i = 0; i < 100; i++) all.push (fetch ('%s?' + i));"
                         "return (await Promise.all (all)).filter (r => r.status == 200).length;",
                         path);
  statuses = rig_run_script (rig, script);
  g_assert_cmpstr (statuses, ==, "100");
  g_assert_cmpuint (rig->n_signals, ==, 1);

  log = rig_take_log (rig);
  lines = g_strsplit (log, "\n", -1);
  for (gsize i = 0; lines[i] != NULL; i++)
    {
      if (strstr (lines[i], " 200 digest user 0") != NULL)
        accepted++;
      else
        refused++;
    }
  g_assert_cmpuint (accepted, ==, 100);
  g_test_message ("%u were sent again", refused);
  if (strstr (path, "/-/") != NULL)
    g_assert_cmpuint (refused, ==, 0);

  rig_free (rig);
}

int
main (int argc, char **argv)
{
  int status;

  network_link = rig_start_link (NULL);
  gtk_test_init (&argc, &argv);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *name = g_strconcat ("/digest/sign-in/", cases[i].name, NULL);

      g_test_add_data_func (name, &cases[i], check_sign_in);
    }
  g_test_add_func ("/digest/preload-with-challenge", test_preload_with_challenge);
  g_test_add_func ("/digest/preload-without-challenge", test_preload_without_challenge);
  g_test_add_func ("/digest/returned-body", test_returned_body);
  g_test_add_func ("/digest/other-body", test_other_body);
  g_test_add_func ("/digest/long-body", test_long_body);
  g_test_add_func ("/digest/domain", test_domain);
  g_test_add_func ("/digest/stale-at-random", test_stale_at_random);
  g_test_add_func ("/digest/always-stale", test_always_stale);
  g_test_add_func ("/digest/wrong-password", test_wrong_password);
  g_test_add_func ("/digest/401-without-challenge-ends", test_401_without_challenge_ends);
  g_test_add_data_func ("/digest/parallel/one-nonce", "/digest/SHA-256/auth/-/page", test_parallel);
  g_test_add_data_func ("/digest/parallel/stale-at-random", "/digest/SHA-256/auth/s/page",
                        test_parallel);
  g_test_add_data_func ("/digest/parallel/nextnonce", "/digest/SHA-256/auth/n/page", test_parallel);
  g_test_add_data_func ("/digest/parallel/nonce-counts-once", "/digest/SHA-256/auth/1/page",
                        test_parallel);

  status = g_test_run ();
  g_clear_object (&network_link);

  return status;
}
