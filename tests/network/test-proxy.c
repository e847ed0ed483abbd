/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "testlib-network.h"

#include <stdio.h>
#include <string.h>

/* A proxy's login goes to the proxy and to nobody else: not into a tunnel, not to a host that
 * bypasses it, not after it is switched off. The proxy and its origins are proxy-server.py. */

static DoorNetworkLink *network_link;

typedef struct
{
  Rig *rig;
  GSubprocess *server;
  GDataInputStream *lines;
  char *proxy; /* URI */
  char *http;
  char *https;
  char *direct; /* the plain origin under a name that bypasses the proxy */
} Fixture;

static void
switch_proxy (Fixture *fixture, gboolean on)
{
  const char *const ignored[] = { "localhost", NULL };
  WebKitNetworkProxySettings *settings
      = webkit_network_proxy_settings_new (fixture->proxy, ignored);

  webkit_network_session_set_proxy_settings (fixture->rig->network_session,
                                             on ? WEBKIT_NETWORK_PROXY_MODE_CUSTOM
                                                : WEBKIT_NETWORK_PROXY_MODE_NO_PROXY,
                                             on ? settings : NULL);
  webkit_network_proxy_settings_free (settings);
}

static void
set_up (Fixture *fixture, gconstpointer scheme)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *line = NULL;
  g_auto (GStrv) ports = NULL;

  fixture->rig = rig_new (network_link);
  fixture->server
      = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error,
                          "/usr/bin/python3", g_getenv ("DOOR_PROXY_SERVER"), scheme, NULL);
  g_assert_no_error (error);
  fixture->lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (fixture->server));
  line = g_data_input_stream_read_line (fixture->lines, NULL, NULL, &error);
  g_assert_no_error (error);

  ports = g_strsplit (line, " ", -1);
  fixture->proxy = g_strconcat ("http://127.0.0.1:", ports[0], NULL);
  fixture->http = g_strconcat ("http://127.0.0.1:", ports[1], NULL);
  fixture->https = g_strconcat ("https://127.0.0.1:", ports[2], NULL);
  fixture->direct = g_strconcat ("http://localhost:", ports[1], NULL);

  webkit_network_session_set_tls_errors_policy (fixture->rig->network_session,
                                                WEBKIT_TLS_ERRORS_POLICY_IGNORE);
  switch_proxy (fixture, TRUE);
}

static void
tear_down (Fixture *fixture, gconstpointer scheme)
{
  rig_free (fixture->rig);
  g_subprocess_force_exit (fixture->server);
  g_subprocess_wait (fixture->server, NULL, NULL);
  g_clear_object (&fixture->lines);
  g_clear_object (&fixture->server);
  g_free (fixture->proxy);
  g_free (fixture->http);
  g_free (fixture->https);
  g_free (fixture->direct);
}

/* What happened since the last time, without the addresses. WebKit connects ahead of what it
 * loads as it sees fit, so of equal connections the first is told. */
static char *
take_log (Fixture *fixture)
{
  g_autoptr (GString) log = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  g_output_stream_write_all (g_subprocess_get_stdin_pipe (fixture->server), "\n", 1, NULL, NULL,
                             &error);
  g_assert_no_error (error);

  while (TRUE)
    {
      g_autofree char *line = g_data_input_stream_read_line (fixture->lines, NULL, NULL, &error);

      g_assert_no_error (error);
      if (strcmp (line, "end") == 0)
        break;
      if (!g_str_has_prefix (line, "proxy CONNECT") || strstr (log->str, line) == NULL)
        g_string_append_printf (log, "%s\n", line);
    }

  g_string_replace (log, fixture->http, "HTTP", 0);
  g_string_replace (log, fixture->https + strlen ("https://"), "HTTPS", 0);

  return g_string_free (g_steal_pointer (&log), FALSE);
}

static void
assert_log (Fixture *fixture, const char *expected)
{
  g_autofree char *log = take_log (fixture);

  g_assert_cmpstr (log, ==, expected);
}

static guint
load (Fixture *fixture, const char *base, const char *path)
{
  g_autofree char *uri = g_strconcat (base, path, NULL);

  return rig_load_uri (fixture->rig, uri);
}

static void
preload (Fixture *fixture, const char *scheme)
{
  g_autoptr (DoorOrigin) server = door_origin_new_for_uri (fixture->proxy, NULL);
  g_autoptr (DoorProtectionSpace) space
      = door_protection_space_new (DOOR_TARGET_PROXY, server, "proxy");

  g_assert_no_error (rig_preload_space (fixture->rig, space, scheme, NULL, NULL, "user", "right"));
}

static void
forget (Fixture *fixture)
{
  g_autoptr (DoorOrigin) server = door_origin_new_for_uri (fixture->proxy, NULL);

  g_assert_no_error (rig_forget_target (fixture->rig, DOOR_TARGET_PROXY, server));
}

/* Declined, the proxy's body is a page; signed in, the page loads. */
static void
test_plain (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpuint (load (fixture, fixture->http, "/one"), ==, 407);
  g_assert_cmpuint (fixture->rig->n_signals, ==, 1);
  preload (fixture, "basic");
  g_assert_cmpuint (rig_reload (fixture->rig), ==, 200);
  g_assert_cmpuint (load (fixture, fixture->http, "/two"), ==, 200);
  assert_log (fixture, "proxy GET HTTP/one 407\n"
                       "proxy GET HTTP/one 200\norigin GET /one\n"
                       "proxy GET HTTP/two 200\norigin GET /two\n");
}

static void
test_tunnel (Fixture *fixture, gconstpointer data)
{
  preload (fixture, "basic");
  g_assert_cmpuint (load (fixture, fixture->https, "/one"), ==, 200);
  g_assert_cmpuint (load (fixture, fixture->https, "/two"), ==, 200);
  assert_log (fixture, "proxy CONNECT HTTPS 200\norigin GET /one\norigin GET /two\n");
}

/* WebKit's signal is answered, as for a login that the shell has at hand. */
static void
test_answered (Fixture *fixture, gconstpointer data)
{
  fixture->rig->username = "user";
  fixture->rig->password = "right";
  g_assert_cmpuint (load (fixture, fixture->https, "/one"), ==, 200);
  g_assert_cmpuint (load (fixture, fixture->http, "/two"), ==, 200);
  g_assert_cmpuint (fixture->rig->n_signals, ==, 1);
  assert_log (fixture, "proxy CONNECT HTTPS 407\nproxy CONNECT HTTPS 200\norigin GET /one\n"
                       "proxy GET HTTP/two 200\norigin GET /two\n");
}

/* libsoup alone never asks again once a proxy's challenge was declined. */
static void
test_declined_is_asked_again (Fixture *fixture, gconstpointer data)
{
  load (fixture, fixture->https, "/one");
  g_assert_cmpuint (fixture->rig->n_signals, ==, 1);
  g_assert_cmpuint (load (fixture, fixture->http, "/two"), ==, 407);
  g_assert_cmpuint (fixture->rig->n_signals, ==, 2);

  fixture->rig->username = "user";
  fixture->rig->password = "wrong";
  g_assert_cmpuint (load (fixture, fixture->http, "/three"), ==, 407);
  fixture->rig->password = "right";
  g_assert_cmpuint (load (fixture, fixture->http, "/four"), ==, 200);
  g_assert_cmpuint (load (fixture, fixture->https, "/five"), ==, 200);
}

/* What was sent by itself and refused is not sent once more when WebKit asks for it: accounts are
 * locked for less. */
static void
test_refused_is_sent_once (Fixture *fixture, gconstpointer scheme)
{
  g_autoptr (DoorOrigin) server = door_origin_new_for_uri (fixture->proxy, NULL);
  g_autoptr (DoorProtectionSpace) space
      = door_protection_space_new (DOOR_TARGET_PROXY, server, "proxy");

  fixture->rig->username = "user";
  fixture->rig->password = "wrong";
  g_assert_no_error (rig_preload_space (fixture->rig, space, scheme, NULL, NULL, "user", "wrong"));
  g_assert_cmpuint (load (fixture, fixture->http, "/one"), ==, 407);
  assert_log (fixture, strcmp (scheme, "basic") == 0
                           ? "proxy GET HTTP/one 407\n"
                           : "proxy GET HTTP/one 407\nproxy GET HTTP/one 407\n");
  fixture->rig->password = "right";
  g_assert_cmpuint (load (fixture, fixture->http, "/two"), ==, 200);
}

static void
test_forget (Fixture *fixture, gconstpointer data)
{
  preload (fixture, "basic");
  g_assert_cmpuint (load (fixture, fixture->http, "/one"), ==, 200);
  forget (fixture);
  g_assert_cmpuint (load (fixture, fixture->http, "/two"), ==, 407);
  preload (fixture, "basic");
  g_assert_cmpuint (load (fixture, fixture->http, "/three"), ==, 200);
}

/* Every way by which the credentials could come to an origin. */
static void
test_no_leak (Fixture *fixture, gconstpointer data)
{
  g_autofree char *away = g_strconcat ("/away?", fixture->direct, "/redirected", NULL);
  g_autofree char *log = NULL;

  fixture->rig->username = "user";
  fixture->rig->password = "right";
  g_assert_cmpuint (load (fixture, fixture->http, "/proxied"), ==, 200);
  g_assert_cmpuint (load (fixture, fixture->https, "/tunnelled"), ==, 200);
  g_assert_cmpuint (load (fixture, fixture->direct, "/bypassing"), ==, 200);
  g_assert_cmpuint (load (fixture, fixture->http, away), ==, 200);
  g_assert_cmpuint (load (fixture, fixture->https, away), ==, 200);
  switch_proxy (fixture, FALSE);
  g_assert_cmpuint (load (fixture, fixture->http, "/switched-off"), ==, 200);
  g_assert_cmpuint (load (fixture, fixture->https, "/switched-off"), ==, 200);
  g_assert_cmpuint (fixture->rig->n_signals, ==, 1);

  log = take_log (fixture);
  g_assert_nonnull (strstr (log, "origin GET /switched-off"));
  g_assert_nonnull (strstr (log, "origin GET /redirected"));
  g_assert_nonnull (strstr (log, "origin GET /bypassing"));
  g_assert_null (strstr (log, "LEAK"));
}

static void
test_digest (Fixture *fixture, gconstpointer data)
{
  preload (fixture, "digest");
  g_assert_cmpuint (load (fixture, fixture->http, "/one?a=b"), ==, 200);
  g_assert_cmpuint (load (fixture, fixture->https, "/two"), ==, 200);
  g_assert_cmpuint (load (fixture, fixture->http, "/three"), ==, 200);
  g_assert_cmpuint (fixture->rig->n_signals, ==, 0);
  assert_log (fixture, "proxy GET HTTP/one?a=b 407\n"
                       "proxy GET HTTP/one?a=b 200\norigin GET /one?a=b\n"
                       "proxy CONNECT HTTPS 200\norigin GET /two\n"
                       "proxy GET HTTP/three 200\norigin GET /three\n");
}

/* A login in the address of the proxy, as the environment or the desktop may have it, is nothing
 * that libsoup may see: it would show the proxy's own “/” for the page. */
static void
test_userinfo (Fixture *fixture, gconstpointer data)
{
  g_autofree char *proxy
      = g_strconcat ("http://user:wrong@", fixture->proxy + strlen ("http://"), NULL);
  WebKitNetworkProxySettings *settings = webkit_network_proxy_settings_new (proxy, NULL);

  webkit_network_session_set_proxy_settings (fixture->rig->network_session,
                                             WEBKIT_NETWORK_PROXY_MODE_CUSTOM, settings);
  webkit_network_proxy_settings_free (settings);

  g_assert_cmpuint (load (fixture, fixture->http, "/one"), ==, 407);
  g_assert_cmpuint (fixture->rig->n_signals, ==, 1);
  assert_log (fixture, "proxy GET HTTP/one 407\n");
  preload (fixture, "basic");
  g_assert_cmpuint (load (fixture, fixture->http, "/two"), ==, 200);
  g_assert_cmpuint (load (fixture, fixture->https, "/three"), ==, 200);
  assert_log (fixture, "proxy GET HTTP/two 200\norigin GET /two\n"
                       "proxy CONNECT HTTPS 200\norigin GET /three\n");
}

/* The page of a WebSocket has as its title what came of that. */
static void
assert_socket (Fixture *fixture, const char *expected)
{
  const char *title = NULL;

  while (g_strcmp0 (title, "hello") != 0 && g_strcmp0 (title, "failed") != 0)
    {
      g_main_context_iteration (NULL, TRUE);
      title = webkit_web_view_get_title (fixture->rig->view);
    }
  g_assert_cmpstr (title, ==, expected);
}

static void
load_socket (Fixture *fixture, const char *base)
{
  g_assert_cmpuint (load (fixture, base, "/socket"), ==, 200);
  assert_socket (fixture, "hello");
}

/* An encrypted WebSocket or not, it goes through a tunnel, and the login no further than to the
 * proxy. libsoup alone would ask the proxy for “ws:”, which none knows. */
static void
test_websocket (Fixture *fixture, gconstpointer scheme)
{
  g_autofree char *log = NULL;

  preload (fixture, scheme);
  load_socket (fixture, fixture->http);
  load_socket (fixture, fixture->https);
  load_socket (fixture, fixture->http);

  log = take_log (fixture);
  g_assert_nonnull (strstr (log, "proxy CONNECT HTTPS 200"));
  g_assert_nonnull (strstr (log, "origin GET /echo"));
  g_assert_null (strstr (log, " ws:"));
  g_assert_null (strstr (log, "LEAK"));
}

/* What nobody is signed in for is an error of the page's own, and holds up nothing. */
static void
test_websocket_without_login (Fixture *fixture, gconstpointer scheme)
{
  preload (fixture, scheme);
  load_socket (fixture, fixture->http);
  forget (fixture);
  webkit_web_view_evaluate_javascript (
      fixture->rig->view,
      "document.title = 'waiting'; const other = new WebSocket ('ws://' + location.host + '/echo');"
      "other.onerror = () => { document.title = 'failed'; };",
      -1, NULL, NULL, NULL, NULL, NULL);
  while (g_strcmp0 (webkit_web_view_get_title (fixture->rig->view), "hello") == 0)
    g_main_context_iteration (NULL, TRUE);
  assert_socket (fixture, "failed");
}

/* What is at the other end of the tunnel is no proxy, whatever it says. */
static void
test_origin_plays_proxy (Fixture *fixture, gconstpointer data)
{
  fixture->rig->username = "user";
  fixture->rig->password = "right";
  g_assert_cmpuint (load (fixture, fixture->https, "/407"), ==, 407);
  g_assert_cmpuint (load (fixture, fixture->direct, "/407"), ==, 407);
  g_assert_cmpuint (fixture->rig->n_signals, ==, 0);
  assert_log (fixture, "proxy CONNECT HTTPS 200\norigin GET /407\norigin GET /407\n");
}

/* NTLM signs in connections by the one SoupAuth that libsoup has for proxies. Declined, refused or
 * forgotten, it is asked for again, also while other messages are under way. */
static void
test_ntlm (Fixture *fixture, gconstpointer data)
{
  Rig *rig = fixture->rig;
  g_autofree char *statuses = NULL;

  g_assert_cmpuint (load (fixture, fixture->http, "/declined"), ==, 407);
  g_assert_cmpuint (rig->n_signals, ==, 1);
  load (fixture, fixture->https, "/declined");
  g_assert_cmpuint (rig->n_signals, ==, 2);

  rig->username = "other";
  rig->password = "right";
  g_assert_cmpuint (load (fixture, fixture->http, "/refused"), ==, 407);

  rig->username = "user";
  rig->n_signals = 0;
  g_assert_cmpuint (load (fixture, fixture->http, "/one"), ==, 200);
  g_assert_cmpuint (load (fixture, fixture->https, "/two"), ==, 200);
  g_assert_cmpuint (load (fixture, fixture->http, "/three"), ==, 200);
  g_assert_cmpuint (rig->n_signals, ==, 1);

  statuses = rig_run_script (rig, "const all = [];"
                                  "for (let i = 0; i < 20; i++) all.push (fetch ('/many?' + i));"
                                  "const done = Promise.all (all);"
                                  "window.many = done.then (r => r.map (x => x.status).join (' '));"
                                  "return '';");
  forget (fixture);
  rig->username = NULL;
  g_free (rig_run_script (rig, "await window.many.catch (e => 0); return 0;"));
  g_assert_cmpuint (load (fixture, fixture->http, "/forgotten"), ==, 407);
  g_assert_cmpuint (load (fixture, fixture->http, "/forgotten"), ==, 407);
  rig->username = "user";
  g_assert_cmpuint (load (fixture, fixture->https, "/again"), ==, 200);
}

static void
tell_server (Fixture *fixture, const char *line)
{
  g_autoptr (GError) error = NULL;

  g_output_stream_write_all (g_subprocess_get_stdin_pipe (fixture->server), line, strlen (line),
                             NULL, NULL, &error);
  g_assert_no_error (error);
}

static gboolean
has_held (gpointer data)
{
  g_autofree char *log = take_log (data);

  return strstr (log, " held\n") != NULL;
}

static gboolean
is_loaded (gpointer data)
{
  return !webkit_web_view_is_loading (data);
}

static gboolean
has_title (gpointer data)
{
  const char *title = webkit_web_view_get_title (data);

  return title != NULL && *title != '\0';
}

static gboolean
is_asked (gpointer data)
{
  return ((Rig *)data)->held != NULL;
}

/* The 407 of one view comes after another view has declined what both are asked for. Nobody has
 * been asked for the first view, though. If its load @begins while the other one is asked, libsoup
 * has sent the first message of NTLM for it. */
static void
load_overtaken (Fixture *fixture,
                WebKitWebView *view,
                const char *base,
                gboolean begins,
                const char *username)
{
  Rig *rig = fixture->rig;
  g_autofree char *uri = g_strconcat (base, "/overtaken", NULL);
  g_autofree char *declined = g_strconcat (fixture->http, "/declined", NULL);

  tell_server (fixture, base == fixture->https ? "hold CONNECT\n" : "hold overtaken\n");
  rig->username = NULL;
  rig->password = "right";
  rig->n_signals = 0;
  rig->hold = TRUE;
  if (begins)
    {
      webkit_web_view_load_uri (rig->view, declined);
      rig_wait_until (is_asked, rig);
    }
  webkit_web_view_load_uri (view, uri);
  rig_wait_until (has_held, fixture);
  if (!begins)
    {
      webkit_web_view_load_uri (rig->view, declined);
      rig_wait_until (is_asked, rig);
    }
  rig->hold = FALSE;
  webkit_authentication_request_authenticate (rig->held, NULL);
  g_clear_object (&rig->held);
  rig_wait_until (is_loaded, rig->view);
  g_assert_cmpuint (rig->n_signals, ==, 1);

  rig->username = username;
  tell_server (fixture, "release\n");
  rig_wait_until (is_loaded, view);
  g_assert_cmpuint (rig->n_signals, ==, 2);
}

static void
test_ntlm_overtaken (Fixture *fixture, gconstpointer data)
{
  g_autoptr (WebKitWebView) view = rig_add_view (fixture->rig);
  const char *const bases[] = { fixture->http, fixture->https };

  for (guint i = 0; i < G_N_ELEMENTS (bases) * 2; i++)
    {
      load_overtaken (fixture, view, bases[i / 2], i % 2 == 1, NULL);
      load_overtaken (fixture, view, bases[i / 2], i % 2 == 1, "user");
      rig_wait_until (has_title, view);
      g_assert_cmpstr (webkit_web_view_get_title (view), ==, "200");
      forget (fixture);
    }
}

int
main (int argc, char **argv)
{
  int status;

  network_link = rig_start_link (NULL);
  gtk_test_init (&argc, &argv);

  g_test_add ("/proxy/plain", Fixture, "basic", set_up, test_plain, tear_down);
  g_test_add ("/proxy/tunnel", Fixture, "basic", set_up, test_tunnel, tear_down);
  g_test_add ("/proxy/answered", Fixture, "basic", set_up, test_answered, tear_down);
  g_test_add ("/proxy/declined-is-asked-again", Fixture, "basic", set_up,
              test_declined_is_asked_again, tear_down);
  g_test_add ("/proxy/refused-is-sent-once", Fixture, "basic", set_up, test_refused_is_sent_once,
              tear_down);
  g_test_add ("/proxy/refused-is-sent-once-digest", Fixture, "digest", set_up,
              test_refused_is_sent_once, tear_down);
  g_test_add ("/proxy/forget", Fixture, "basic", set_up, test_forget, tear_down);
  g_test_add ("/proxy/userinfo", Fixture, "basic", set_up, test_userinfo, tear_down);
  g_test_add ("/proxy/websocket", Fixture, "basic", set_up, test_websocket, tear_down);
  g_test_add ("/proxy/websocket-digest", Fixture, "digest", set_up, test_websocket, tear_down);
  g_test_add ("/proxy/websocket-without-login", Fixture, "basic", set_up,
              test_websocket_without_login, tear_down);
  g_test_add ("/proxy/origin-plays-proxy", Fixture, "open", set_up, test_origin_plays_proxy,
              tear_down);
  g_test_add ("/proxy/no-leak", Fixture, "basic", set_up, test_no_leak, tear_down);
  g_test_add ("/proxy/negotiate-untrusted", Fixture, "negotiate", set_up,
              test_declined_is_asked_again, tear_down);
  g_test_add ("/proxy/ntlm", Fixture, "ntlm", set_up, test_ntlm, tear_down);
  g_test_add ("/proxy/ntlm-overtaken", Fixture, "ntlm", set_up, test_ntlm_overtaken, tear_down);
  g_test_add ("/proxy/no-leak-ntlm", Fixture, "ntlm", set_up, test_no_leak, tear_down);
  g_test_add ("/proxy/no-leak-digest", Fixture, "digest", set_up, test_no_leak, tear_down);
  g_test_add ("/proxy/digest", Fixture, "digest", set_up, test_digest, tear_down);

  status = g_test_run ();
  g_clear_object (&network_link);

  return status;
}
