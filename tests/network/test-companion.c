/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "testlib-network.h"

#include <stdlib.h>
#include <string.h>

/* The companion inside WebKit's network process, against a server of its own. What is checked is
 * what that server counted. */

static DoorNetworkLink *network_link;

static void
set_up (Rig **rig, gconstpointer data)
{
  *rig = rig_new (network_link);
}

static void
tear_down (Rig **rig, gconstpointer data)
{
  rig_free (*rig);
}

/* RFC 9110 section 11.6: declined, the 401 is a page; preloaded, the next request is the last. */
static void
test_sign_in_takes_two_requests (Rig **fixture, gconstpointer data)
{
  Rig *rig = *fixture;

  g_assert_cmpuint (rig_load (rig, "/basic/-/page"), ==, 401);
  g_assert_cmpuint (rig->n_signals, ==, 1);
  g_assert_no_error (rig_preload (rig, "basic", "basic", "/basic/-/page", "Basic realm=\"basic\"",
                                  "user", "right"));
  g_assert_cmpuint (rig_reload (rig), ==, 200);
  g_assert_cmpuint (rig->n_signals, ==, 1);
  rig_assert_log (rig, "GET /basic/-/page 401 - - 0\n"
                       "GET /basic/-/page 200 basic user 0");
}

static void
test_known_login_takes_one (Rig **fixture, gconstpointer data)
{
  Rig *rig = *fixture;

  g_assert_no_error (rig_preload (rig, "basic", "basic", "/basic/-/page", NULL, "user", "right"));
  g_assert_cmpuint (rig_load (rig, "/basic/-/page"), ==, 200);
  rig_assert_log (rig, "GET /basic/-/page 200 basic user 0");
}

/* RFC 7617 section 2.2: the path is compared by segment. */
static void
test_basic_path_scope (Rig **fixture, gconstpointer data)
{
  Rig *rig = *fixture;

  rig->username = "user";
  rig->password = "right";
  g_assert_cmpuint (rig_load (rig, "/basic/-/page"), ==, 200);
  g_free (rig_take_log (rig));

  rig_load (rig, "/basic/-/below/page");
  rig_load (rig, "/basic/-more/page");
  rig_load (rig, "/basicpage");
  rig_load (rig, "/page");
  g_assert_cmpuint (rig->n_signals, ==, 1);
  rig_assert_log (rig, "GET /basic/-/below/page 200 basic user 0\n"
                       "GET /basic/-more/page 401 - - 0\n"
                       "GET /basic/-more/page 200 basic user 0\n"
                       "GET /basicpage 200 - - 0\n"
                       "GET /page 200 - - 0");
}

static void
test_basic_charset (Rig **fixture, gconstpointer data)
{
  static const char *const users[][2] = { { "£", "日本" }, { "日本", "£" } };
  static const char *const paths[] = { "/basic/-/page", "/basic/c/page" };

  for (gsize i = 0; i < G_N_ELEMENTS (users); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (paths); j++)
      {
        Rig *rig = rig_new (network_link);
        g_autofree char *expected = g_strdup_printf ("GET %s 401 - - 0\nGET %s 200 basic %s 0",
                                                     paths[j], paths[j], users[i][0]);

        rig->username = users[i][0];
        rig->password = users[i][1];
        g_assert_cmpuint (rig_load (rig, paths[j]), ==, 200);
        rig_assert_log (rig, expected);
        rig_free (rig);
      }
}

/* A login that is known beforehand, before the server said in which charset it wants it. */
static void
test_basic_charset_afterwards (Rig **fixture, gconstpointer data)
{
  Rig *rig = *fixture;

  rig->username = "user";
  rig->password = "right";
  g_assert_no_error (rig_preload (rig, "basic", "basic", "/basic/c/page", NULL, "æther", "£"));
  g_assert_cmpuint (rig_load (rig, "/basic/c/page"), ==, 200);
  g_assert_cmpuint (rig_load (rig, "/basic/c/other"), ==, 200);
  g_assert_cmpuint (rig->n_signals, ==, 0);
  rig_assert_log (rig, "GET /basic/c/page 401 basic æther 0\n"
                       "GET /basic/c/page 200 basic æther 0\n"
                       "GET /basic/c/other 200 basic æther 0");
}

static void
test_basic_refused (Rig **fixture, gconstpointer data)
{
  Rig *rig = *fixture;

  rig->username = "user";
  rig->password = "wrong";
  g_assert_cmpuint (rig_load (rig, "/basic/-/page"), ==, 401);
  g_assert_cmpuint (rig->n_signals, ==, 2);
  rig_assert_log (rig, "GET /basic/-/page 401 - - 0\nGET /basic/-/page 401 basic user 0");

  g_assert_no_error (rig_preload (rig, "basic", "basic", "/basic/-/page", "Basic realm=\"basic\"",
                                  "user", "right"));
  g_assert_cmpuint (rig_reload (rig), ==, 200);
  rig_assert_log (rig, "GET /basic/-/page 200 basic user 0");
}

/* A POST whose 401 was shown is sent twice in all. */
static void
test_post_is_sent_twice (Rig **fixture, gconstpointer data)
{
  Rig *rig = *fixture;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  rig_load (rig, "/page");
  first = rig_run_script (
      rig, "return (await fetch ('/basic/-/post', { method: 'POST', body: 'abc' })).status;");
  g_assert_cmpstr (first, ==, "401");
  g_assert_no_error (rig_preload (rig, "basic", "basic", "/basic/-/post", "Basic realm=\"basic\"",
                                  "user", "right"));
  second = rig_run_script (
      rig, "return (await fetch ('/basic/-/post', { method: 'POST', body: 'abc' })).status;");
  g_assert_cmpstr (second, ==, "200");
  rig_assert_log (rig, "GET /page 200 - - 0\n"
                       "POST /basic/-/post 401 - - 3\n"
                       "POST /basic/-/post 200 basic user 3");
}

/* A fetch with credentials "omit" neither sends a login nor takes one. */
static void
test_stateless (Rig **fixture, gconstpointer data)
{
  Rig *rig = *fixture;
  g_autofree char *status = NULL;

  g_assert_no_error (rig_preload (rig, "basic", "basic", "/basic/-/page", NULL, "user", "right"));
  rig_load (rig, "/page");
  status
      = rig_run_script (rig,
                        "return (await fetch ('/basic/-/page', { credentials: 'omit' })).status;");
  g_assert_cmpstr (status, ==, "401");
  rig_assert_log (rig, "GET /page 200 - - 0\nGET /basic/-/page 401 - - 0");
}

static void
test_sessions_are_apart (Rig **fixture, gconstpointer data)
{
  Rig *rig = *fixture;
  Rig *other = rig_new (network_link);
  g_autofree char *uri = rig_uri (rig, "/basic/-/page");

  g_assert_no_error (rig_preload (rig, "basic", "basic", "/basic/-/page", NULL, "user", "right"));
  g_assert_cmpuint (rig_load_uri (other, uri), ==, 401);
  g_assert_cmpuint (rig_load_uri (rig, uri), ==, 200);
  rig_assert_log (rig, "GET /basic/-/page 401 - - 0\nGET /basic/-/page 200 basic user 0");
  rig_free (other);
}

/* The marker is a cookie that nobody ever gets to see. */
static void
test_marker_is_taken_out (Rig **fixture, gconstpointer data)
{
  Rig *rig = *fixture;

  g_assert_cmpuint (rig_count_cookies (rig), ==, 0);
}

/* Signing out of one of three origins: it asks again, the others do not, and nothing else ends. */
static void
test_forget_one_of_three (Rig **fixture, gconstpointer data)
{
  Rig *rig = *fixture;
  Rig *others[] = { rig_new (NULL), rig_new (NULL) };
  const char *path = "/digest/MD5/auth/-/page";
  const char *again = "GET /digest/MD5/auth/-/page 200 digest user 0";
  g_autofree char *one = rig_uri (others[0], path);
  g_autofree char *two = rig_uri (others[1], path);
  g_autofree char *ready = NULL;
  g_autofree char *length = NULL;

  rig->username = "user";
  rig->password = "right";
  g_assert_cmpuint (rig_load_uri (rig, one), ==, 200);
  g_assert_cmpuint (rig_load_uri (rig, two), ==, 200);
  g_assert_cmpuint (rig_load (rig, path), ==, 200);
  g_assert_cmpuint (rig->n_signals, ==, 3);

  ready = rig_run_script (rig, "document.cookie = 'kept=1'; window.slow = fetch ('/slow')"
                               ".then (r => r.arrayBuffer ()).then (b => b.byteLength); return 1;");
  rig_wait_for_request (rig, "GET /slow");
  g_assert_no_error (rig_forget_server (rig));
  g_assert_cmpuint (rig_count_cookies (rig), ==, 1);

  length = rig_run_script (rig, "await fetch ('/release'); return await window.slow;");
  g_assert_cmpint (atoi (length), >, 0);

  rig->username = NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    g_free (rig_take_log (others[i]));
  g_free (rig_take_log (rig));
  g_assert_cmpuint (rig_load_uri (rig, one), ==, 200);
  g_assert_cmpuint (rig_load_uri (rig, two), ==, 200);
  g_assert_cmpuint (rig_load (rig, path), ==, 401);
  rig_assert_log (others[0], again);
  rig_assert_log (others[1], again);
  rig_assert_log (rig, "GET /digest/MD5/auth/-/page 401 - - 0");
  g_assert_cmpuint (rig->n_signals, ==, 4);

  rig_free (others[0]);
  rig_free (others[1]);
}

/* One realm of two on a server. */
static void
test_forget_one_space (Rig **fixture, gconstpointer data)
{
  Rig *rig = *fixture;

  g_assert_no_error (rig_preload (rig, "basic", "basic", "/basic/-/page", NULL, "user", "right"));
  g_assert_no_error (rig_preload (rig, "digest", "digest MD5", NULL, NULL, "user", "right"));
  g_assert_cmpuint (rig_load (rig, "/basic/-/page"), ==, 200);
  g_assert_cmpuint (rig_load (rig, "/digest/MD5/auth/d/page"), ==, 200);
  g_assert_no_error (rig_forget (rig, "basic"));
  g_assert_cmpuint (rig_load (rig, "/basic/-/page"), ==, 401);
  g_assert_cmpuint (rig_load (rig, "/digest/MD5/auth/d/page"), ==, 200);
  g_assert_cmpuint (rig->n_signals, ==, 1);
}

static void
test_forget_all (Rig **fixture, gconstpointer data)
{
  Rig *rig = *fixture;

  g_assert_no_error (rig_preload (rig, "basic", "basic", "/basic/-/page", NULL, "user", "right"));
  g_assert_no_error (rig_preload (rig, "digest", "digest MD5", NULL, NULL, "user", "right"));
  g_assert_cmpuint (rig_load (rig, "/basic/-/page"), ==, 200);
  g_assert_cmpuint (rig_load (rig, "/digest/MD5/auth/d/page"), ==, 200);
  g_assert_no_error (rig_forget_all (rig));
  g_assert_cmpuint (rig_load (rig, "/basic/-/page"), ==, 401);
  g_assert_cmpuint (rig_load (rig, "/digest/MD5/auth/d/page"), ==, 401);

  rig->username = "user";
  rig->password = "right";
  g_assert_cmpuint (rig_load (rig, "/digest/MD5/auth/d/page"), ==, 200);
}

/* NTLM signs in a connection: it has to be closed, and the login that libsoup itself keeps to go.
 */
static void
test_forget_ntlm (Rig **fixture, gconstpointer data)
{
  Rig *rig = *fixture;

  rig->username = "user";
  rig->password = "right";
  g_assert_cmpuint (rig_load (rig, "/ntlm/one"), ==, 200);
  g_assert_cmpuint (rig_load (rig, "/ntlm/two"), ==, 200);
  g_assert_cmpuint (rig->n_signals, ==, 1);

  g_assert_no_error (rig_forget_server (rig));
  rig->username = NULL;
  g_free (rig_take_log (rig));
  g_assert_cmpuint (rig_load (rig, "/ntlm/three"), ==, 401);
  g_assert_cmpuint (rig->n_signals, ==, 2);
  rig_assert_log (rig, "GET /ntlm/three 401 - - 0");

  rig->username = "user";
  g_assert_cmpuint (rig_load (rig, "/ntlm/four"), ==, 200);
}

static void
assert_may_be_kept (Rig *rig, const char *path, gboolean expected)
{
  g_autofree char *script
      = g_strdup_printf ("return (await fetch ('%s?cacheable')).headers.get ('Cache-Control');",
                         path);
  g_autofree char *said = rig_run_script (rig, script);

  g_assert_cmpstr (said, ==, expected ? "public, max-age=86400" : "no-store");
}

/* What a server gives to somebody who is signed in, and to nobody else, is in no cache after they
 * have signed out, whatever the server allows (RFC 9111 section 3). */
static void
test_no_cache_keeps_protected (Rig **fixture, gconstpointer data)
{
  Rig *rig = *fixture;

  rig->username = "user";
  rig->password = "right";
  g_assert_cmpuint (rig_load (rig, "/basic/-/page"), ==, 200);
  assert_may_be_kept (rig, "/basic/-/part", FALSE);
  assert_may_be_kept (rig, "/part", TRUE);

  /* The second one carries nothing: it is the connection that is signed in. */
  g_assert_cmpuint (rig_load (rig, "/ntlm/one"), ==, 200);
  assert_may_be_kept (rig, "/ntlm/two", FALSE);

  g_assert_no_error (rig_forget_server (rig));
  g_assert_no_error (rig_preload (rig, "digest", "digest MD5", NULL, NULL, "user", "right"));
  g_assert_cmpuint (rig_load (rig, "/digest/MD5/auth/d/page"), ==, 200);
  assert_may_be_kept (rig, "/digest/MD5/auth/d/part", FALSE);
  assert_may_be_kept (rig, "/other", TRUE);
}

static gboolean
is_held (gpointer data)
{
  return ((Rig *)data)->held != NULL;
}

/* Somebody signs out while a request waits for its login, on a connection that is to be closed
 * then. It goes on, and is answered. */
static void
test_forget_while_asked (Rig **fixture, gconstpointer data)
{
  Rig *rig = *fixture;
  WebKitCredential *credential
      = webkit_credential_new ("user", "right", WEBKIT_CREDENTIAL_PERSISTENCE_NONE);

  g_assert_cmpuint (rig_load (rig, "/page"), ==, 200);
  for (guint i = 0; i < 8; i++)
    {
      g_autofree char *script
          = g_strdup_printf ("window.status = '';"
                             "fetch ('/basic/-/%u/x').then (r => window.status = r.status,"
                             "                              e => window.status = e.name);"
                             "return 0;",
                             i);
      g_autofree char *status = NULL;

      rig->hold = TRUE;
      g_free (rig_run_script (rig, script));
      rig_wait_until (is_held, rig);
      g_assert_no_error (rig_forget_server (rig));
      webkit_authentication_request_authenticate (rig->held, credential);
      g_clear_object (&rig->held);
      status = rig_run_script (rig, "while (window.status === '')"
                                    "  await new Promise (r => setTimeout (r, 10));"
                                    "return window.status;");
      g_assert_cmpstr (status, ==, "200");
      g_assert_no_error (rig_forget_server (rig));
    }

  webkit_credential_free (credential);
}

/* Whatever arrives, without waiting for it. */
static gssize
read_now (GSocket *socket, GError **error)
{
  char octets[4096];

  return g_socket_receive_with_blocking (socket, octets, sizeof octets, FALSE, NULL, error);
}

static gboolean
is_greeted (gpointer socket)
{
  return g_socket_condition_check (socket, G_IO_IN) != 0;
}

static void
keep_connection (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GSocketConnection **)user_data
      = g_socket_listener_accept_finish (G_SOCKET_LISTENER (source), result, NULL, NULL);
}

static gboolean
is_connected (gpointer data)
{
  return *(GSocketConnection **)data != NULL;
}

/* A connection that is just being made has somebody who waits for it. */
static void
test_forget_during_handshake (Rig **fixture, gconstpointer data)
{
  Rig *rig = *fixture;
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();
  g_autoptr (GSocketConnection) connection = NULL;
  guint16 port = g_socket_listener_add_any_inet_port (listener, NULL, NULL);
  g_autofree char *uri = g_strdup_printf ("https://127.0.0.1:%u/", port);
  g_autoptr (DoorOrigin) origin = door_origin_new_for_uri (uri, NULL);
  g_autoptr (GError) error = NULL;
  GSocket *socket;

  g_socket_listener_accept_async (listener, NULL, keep_connection, &connection);
  webkit_web_view_load_uri (rig->view, uri);
  rig_wait_until (is_connected, &connection);
  socket = g_socket_connection_get_socket (connection);

  /* It says hello, and is not answered. */
  rig_wait_until (is_greeted, socket);
  g_assert_cmpint (read_now (socket, NULL), >, 0);
  g_assert_no_error (rig_forget_target (rig, DOOR_TARGET_ORIGIN, origin));
  g_assert_cmpint (read_now (socket, &error), ==, -1);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK);
}

/* There is no way to write a colon in a user name (RFC 7617 section 2). libsoup alone would send
 * the request 21 times. */
static void
test_what_cannot_be_sent_ends (Rig **fixture, gconstpointer data)
{
  Rig *rig = *fixture;

  g_assert_no_error (rig_preload (rig, "basic", "basic", "/basic/-/page", NULL, "a:b", "right"));
  g_assert_cmpuint (rig_load (rig, "/basic/-/page"), ==, 401);
  rig_assert_log (rig, "GET /basic/-/page 401 - - 0\nGET /basic/-/page 401 - - 0");
}

/* More questions than are kept, since their names are long, that nobody answers. */
static void
invent_realms (Rig *rig)
{
  g_free (rig_run_script (rig, "const all = [];"
                               "for (let i = 0; i < 100; i++) {"
                               "  const field = `Basic realm=\"${'x'.repeat (8000)}${i}\"`;"
                               "  all.push (fetch ('/offer/?' + encodeURIComponent (field)));"
                               "}"
                               "return (await Promise.all (all)).length;"));
}

/* What nobody is signed in for is dropped some time, and nothing else. */
static void
test_invented_realms (Rig **fixture, gconstpointer data)
{
  Rig *rig = *fixture;
  WebKitCredential *credential
      = webkit_credential_new ("user", "right", WEBKIT_CREDENTIAL_PERSISTENCE_NONE);
  g_autofree char *status = NULL;

  g_assert_no_error (rig_preload (rig, "basic", "basic", "/basic/-/page", NULL, "user", "right"));
  g_assert_cmpuint (rig_load (rig, "/basic/-/page"), ==, 200);

  /* One question is open meanwhile. */
  rig->hold = TRUE;
  g_free (rig_run_script (rig, "window.held = fetch ('/digest/SHA-256/auth/-/x')"
                               "  .then (r => r.status); return 0;"));
  rig_wait_until (is_held, rig);
  rig->hold = FALSE;
  invent_realms (rig);
  webkit_authentication_request_authenticate (rig->held, credential);
  g_clear_object (&rig->held);
  webkit_credential_free (credential);
  status = rig_run_script (rig, "return await window.held;");
  g_assert_cmpstr (status, ==, "200");

  /* The one that was answered is known, and so is the other. */
  g_free (rig_take_log (rig));
  rig->n_signals = 0;
  g_assert_cmpuint (rig_load (rig, "/basic/-/page"), ==, 200);
  g_assert_cmpuint (rig_load (rig, "/digest/SHA-256/auth/-/page"), ==, 200);
  g_assert_cmpuint (rig->n_signals, ==, 0);
  rig_assert_log (rig, "GET /basic/-/page 200 basic user 0\n"
                       "GET /digest/SHA-256/auth/-/page 200 digest user 0");

  /* And is signed out of. */
  g_assert_no_error (rig_forget_server (rig));
  g_assert_cmpuint (rig_load (rig, "/basic/-/page"), ==, 401);
  g_assert_cmpuint (rig_load (rig, "/digest/SHA-256/auth/-/page"), ==, 401);
}

/* Of what a server offers, what policy wants most is answered; the page sees all of it. */
static void
test_schemes (Rig **fixture, gconstpointer data)
{
#define BASIC "Basic realm=\"b\""
#define DIGEST "Digest realm=\"d\", nonce=\"n\", qop=\"auth\", algorithm=SHA-256"
  static const struct
  {
    const char *schemes; /* in this order, or NULL: all */
    const char *offered;
    guint asked; /* the scheme that WebKit asks for, or 0: none */
  } rows[] = {
    { NULL, BASIC ", " DIGEST, WEBKIT_AUTHENTICATION_SCHEME_HTTP_DIGEST },
    { "basic", BASIC ", " DIGEST, WEBKIT_AUTHENTICATION_SCHEME_HTTP_BASIC },
    { "basic", DIGEST ", " BASIC, WEBKIT_AUTHENTICATION_SCHEME_HTTP_BASIC },
    { "basic;digest", DIGEST ", " BASIC, WEBKIT_AUTHENTICATION_SCHEME_HTTP_BASIC },
    { "digest;basic", BASIC ", " DIGEST, WEBKIT_AUTHENTICATION_SCHEME_HTTP_DIGEST },
    { "ntlm;digest", "NTLM, " BASIC ", " DIGEST, WEBKIT_AUTHENTICATION_SCHEME_NTLM },
    { "digest", BASIC ", NTLM, " DIGEST, WEBKIT_AUTHENTICATION_SCHEME_HTTP_DIGEST },
    { "basic", "Newauth realm=\"x\", " BASIC, WEBKIT_AUTHENTICATION_SCHEME_HTTP_BASIC },
    { "negotiate;basic", "Negotiate, " DIGEST ", " BASIC, WEBKIT_AUTHENTICATION_SCHEME_HTTP_BASIC },
    { "basic;negotiate", "Negotiate, " DIGEST ", " BASIC, WEBKIT_AUTHENTICATION_SCHEME_HTTP_BASIC },
    /* The shell is asked all the same, and says no. */
    { "digest", BASIC, WEBKIT_AUTHENTICATION_SCHEME_HTTP_BASIC },
    { "basic", DIGEST, WEBKIT_AUTHENTICATION_SCHEME_HTTP_DIGEST },
    { "basic", "Negotiate", 0 },
  };
  Rig *rig = *fixture;

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_auto (GStrv) schemes
          = rows[i].schemes != NULL ? g_strsplit (rows[i].schemes, ";", -1) : NULL;
      g_autofree char *escaped = g_uri_escape_string (rows[i].offered, NULL, FALSE);
      g_autofree char *path = g_strconcat ("/offer?", escaped, NULL);
      g_autofree char *seen = NULL;

      g_test_message ("%s: %s", rows[i].schemes, rows[i].offered);
      g_clear_pointer (&rig->last_scheme, g_free);
      g_assert_no_error (rig_set_schemes (rig, (const char *const *)schemes));
      g_assert_cmpuint (rig_load (rig, path), ==, 401);
      g_assert_cmpuint (rig->last_scheme != NULL ? (guint)atoi (rig->last_scheme) : 0, ==,
                        rows[i].asked);
      seen = rig_dup_challenge (rig);
      g_assert_cmpstr (seen, ==, rows[i].offered);
    }
#undef BASIC
#undef DIGEST
}

/* An answer that comes when its load has ended makes WebKit cancel libsoup's SoupAuth, which all
 * tabs share. The login itself stays. */
static void
test_cancelled_auth_keeps_login (Rig **fixture, gconstpointer data)
{
  Rig *rig = *fixture;

  g_assert_cmpuint (rig_load (rig, "/page"), ==, 200);
  rig->hold = TRUE;
  g_free (rig_run_script (rig, "fetch ('/basic/-/x'); return 0;"));
  rig_wait_until (is_held, rig);
  g_assert_no_error (rig_preload (rig, "basic", "basic", "/basic/-/page", NULL, "user", "right"));
  g_assert_cmpuint (rig_load (rig, "/page"), ==, 200);
  webkit_authentication_request_authenticate (rig->held, NULL);
  g_clear_object (&rig->held);

  g_assert_cmpuint (rig_load (rig, "/basic/-/page"), ==, 200);
  g_assert_cmpuint (rig_load (rig, "/basic/-/page"), ==, 200);
  g_assert_cmpuint (rig->n_signals, ==, 1);
}

/* Somebody signs in on another page while WebKit is asked about a request of this one. It goes on
 * with that, whether its own answer comes or not. */
static void
test_signed_in_while_asked (Rig **fixture, gconstpointer data)
{
  Rig *rig = *fixture;
  WebKitCredential *credential
      = webkit_credential_new ("user", "right", WEBKIT_CREDENTIAL_PERSISTENCE_NONE);
  g_autofree char *status = NULL;

  g_assert_cmpuint (rig_load (rig, "/page"), ==, 200);
  rig->hold = TRUE;
  g_free (rig_run_script (rig, "window.asked = fetch ('/basic/-/x').then (r => r.status);"
                               "return 0;"));
  rig_wait_until (is_held, rig);
  g_assert_no_error (rig_preload (rig, "basic", "basic", "/basic/-/page", NULL, "user", "right"));
  status = rig_run_script (rig, "return await window.asked;");
  g_assert_cmpstr (status, ==, "200");

  webkit_authentication_request_authenticate (rig->held, credential);
  g_clear_object (&rig->held);
  webkit_credential_free (credential);
  g_assert_cmpuint (rig_load (rig, "/basic/-/page"), ==, 200);
  g_assert_cmpuint (rig->n_signals, ==, 1);
}

/* User information that a page brings does not take the place of the login. */
static void
test_userinfo_is_left_out (Rig **fixture, gconstpointer data)
{
  Rig *rig = *fixture;
  g_autofree char *status = NULL;

  g_assert_no_error (rig_preload (rig, "basic", "basic", "/basic/-/page", NULL, "user", "right"));
  g_assert_cmpuint (rig_load (rig, "/basic/-/page"), ==, 200);
  status = rig_run_script (rig, "const x = new XMLHttpRequest ();"
                                "x.open ('GET', '/basic/-/x', true, 'user', 'wrong');"
                                "await new Promise (d => { x.onloadend = d; x.send (); });"
                                "return x.status;");
  g_assert_cmpstr (status, ==, "200");
  rig_assert_log (rig, "GET /basic/-/page 200 basic user 0\n"
                       "GET /basic/-/x 200 basic user 0");
}

static const struct
{
  const char *name;
  void (*function) (Rig **fixture, gconstpointer data);
} tests[] = {
  { "/companion/sign-in-takes-two-requests", test_sign_in_takes_two_requests },
  { "/companion/known-login-takes-one", test_known_login_takes_one },
  { "/companion/basic-path-scope", test_basic_path_scope },
  { "/companion/basic-charset", test_basic_charset },
  { "/companion/basic-charset-afterwards", test_basic_charset_afterwards },
  { "/companion/basic-refused", test_basic_refused },
  { "/companion/post-is-sent-twice", test_post_is_sent_twice },
  { "/companion/stateless", test_stateless },
  { "/companion/sessions-are-apart", test_sessions_are_apart },
  { "/companion/marker-is-taken-out", test_marker_is_taken_out },
  { "/companion/forget-one-of-three", test_forget_one_of_three },
  { "/companion/forget-one-space", test_forget_one_space },
  { "/companion/forget-all", test_forget_all },
  { "/companion/forget-ntlm", test_forget_ntlm },
  { "/companion/no-cache-keeps-protected", test_no_cache_keeps_protected },
  { "/companion/forget-while-asked", test_forget_while_asked },
  { "/companion/forget-during-handshake", test_forget_during_handshake },
  { "/companion/what-cannot-be-sent-ends", test_what_cannot_be_sent_ends },
  { "/companion/invented-realms", test_invented_realms },
  { "/companion/schemes", test_schemes },
  { "/companion/cancelled-auth-keeps-login", test_cancelled_auth_keeps_login },
  { "/companion/signed-in-while-asked", test_signed_in_while_asked },
  { "/companion/userinfo-is-left-out", test_userinfo_is_left_out },
};

int
main (int argc, char **argv)
{
  int status;

  network_link = rig_start_link (NULL);
  gtk_test_init (&argc, &argv);

  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].name, Rig *, NULL, set_up, tests[i].function, tear_down);

  status = g_test_run ();
  g_clear_object (&network_link);

  return status;
}
