/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "testlib-network.h"

#include <libsoup/soup.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PATIENCE_SECONDS 30

static gboolean
give_up (gpointer what)
{
  g_error ("Nothing happened: %s", (const char *)what);

  return G_SOURCE_REMOVE;
}

/* Runs the main loop until @condition holds; fails the test when it does not come to that. */
static void
wait_for (gboolean (*condition) (gpointer data), gpointer data, const char *what)
{
  guint timeout = g_timeout_add_seconds (PATIENCE_SECONDS, give_up, (gpointer)what);

  while (!condition (data))
    g_main_context_iteration (NULL, TRUE);

  g_source_remove (timeout);
}

void
rig_wait_until (gboolean (*condition) (gpointer data), gpointer data)
{
  wait_for (condition, data, "rig_wait_until");
}

static gboolean
is_set (gpointer data)
{
  return *(gpointer *)data != NULL;
}

static void
keep_result (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **)user_data = g_object_ref (result);
}

DoorNetworkLink *
rig_start_link (const char *const *negotiate_servers)
{
  DoorNetworkLink *link = door_network_link_new (g_getenv ("DOOR_NETWORK_MODULE_DIRECTORY"));
  g_autoptr (GError) error = NULL;

  door_network_link_prepare_environment (link, negotiate_servers, &error);
  g_assert_no_error (error);

  return link;
}

static void
add_marker (WebKitCookieManager *manager, const char *marker, GAsyncReadyCallback callback)
{
  g_autoptr (SoupCookie) cookie
      = soup_cookie_new (DOOR_NETWORK_MARKER_NAME, marker, DOOR_NETWORK_MARKER_DOMAIN, "/", -1);

  webkit_cookie_manager_add_cookie (manager, cookie, NULL, callback, g_strdup (marker));
}

static void
on_marked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_free (user_data);
}

static void
on_marked_perhaps (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree char *marker = user_data;

  add_marker (WEBKIT_COOKIE_MANAGER (source), marker, on_marked);
}

static void
mark_session (Rig *rig)
{
  g_autofree char *marker = door_network_link_get_marker (rig->link, rig->session);

  add_marker (webkit_network_session_get_cookie_manager (rig->network_session), marker, on_marked);
}

/* WebKit starts a network process when it needs one, and a cookie is enough for that. But the one
 * that ended gets the first cookie, as long as WebKit has not noticed. */
static void
on_available (Rig *rig)
{
  g_autofree char *marker = door_network_link_get_marker (rig->link, rig->session);

  if (!door_network_link_is_available (rig->link))
    add_marker (webkit_network_session_get_cookie_manager (rig->network_session), marker,
                on_marked_perhaps);
}

static void
on_attached (DoorNetworkLink *link, const char *session, gpointer user_data)
{
  Rig *rig = user_data;

  if (strcmp (session, rig->session) == 0)
    rig->n_attached++;
}

static gboolean
on_authenticate (WebKitWebView *view, WebKitAuthenticationRequest *request, gpointer user_data)
{
  Rig *rig = user_data;
  g_autoptr (WebKitCredential) credential = NULL;

  rig->n_signals++;
  g_free (rig->last_realm);
  rig->last_realm = g_strdup (webkit_authentication_request_get_realm (request));
  g_free (rig->last_scheme);
  rig->last_scheme = g_strdup_printf ("%d", webkit_authentication_request_get_scheme (request));

  if (rig->hold)
    {
      g_set_object (&rig->held, request);
      return TRUE;
    }

  if (rig->username != NULL && !webkit_authentication_request_is_retry (request))
    credential
        = webkit_credential_new (rig->username, rig->password, WEBKIT_CREDENTIAL_PERSISTENCE_NONE);
  webkit_authentication_request_authenticate (request, credential);

  return TRUE;
}

static char *
start_server (GSubprocess **server)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDataInputStream) lines = NULL;
  g_autofree char *port = NULL;

  *server = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE,
                              &error, "/usr/bin/python3", g_getenv ("DOOR_AUTH_SERVER"), NULL);
  g_assert_no_error (error);

  lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (*server));
  port = g_data_input_stream_read_line (lines, NULL, NULL, &error);
  g_assert_no_error (error);

  return g_strconcat ("http://127.0.0.1:", port, NULL);
}

/* Another view of the session, whose signals are answered and counted as those of the first. It
 * lives as long as its reference. */
WebKitWebView *
rig_add_view (Rig *rig)
{
  WebKitWebView *view
      = g_object_new (WEBKIT_TYPE_WEB_VIEW, "network-session", rig->network_session, NULL);

  g_signal_connect (view, "authenticate", G_CALLBACK (on_authenticate), rig);

  return g_object_ref_sink (view);
}

static Rig *
rig_new_for_session (DoorNetworkLink *link, WebKitNetworkSession *network_session)
{
  static guint serial;
  Rig *rig = g_new0 (Rig, 1);

  rig->session = g_strdup_printf ("rig-%u", ++serial);
  rig->base = start_server (&rig->server);
  rig->network_session = network_session;
  webkit_network_session_set_proxy_settings (rig->network_session,
                                             WEBKIT_NETWORK_PROXY_MODE_NO_PROXY, NULL);

  rig->view = g_object_new (WEBKIT_TYPE_WEB_VIEW, "network-session", rig->network_session, NULL);
  g_signal_connect (rig->view, "authenticate", G_CALLBACK (on_authenticate), rig);
  rig->window = GTK_WINDOW (gtk_window_new ());
  gtk_window_set_child (rig->window, GTK_WIDGET (rig->view));
  gtk_window_present (rig->window);

  if (link != NULL)
    {
      rig->link = g_object_ref (link);
      g_signal_connect_swapped (link, "connected", G_CALLBACK (mark_session), rig);
      g_signal_connect_swapped (link, "notify::available", G_CALLBACK (on_available), rig);
      g_signal_connect (link, "attached", G_CALLBACK (on_attached), rig);
      mark_session (rig);
      rig_wait_attached (rig);
    }

  return rig;
}

Rig *
rig_new (DoorNetworkLink *link)
{
  return rig_new_for_session (link, webkit_network_session_new_ephemeral ());
}

/* Only in such a session does WebKit know Negotiate. */
Rig *
rig_new_persistent (DoorNetworkLink *link)
{
  g_autofree char *data = g_build_filename (g_get_user_data_dir (), "rig", NULL);
  g_autofree char *cache = g_build_filename (g_get_user_cache_dir (), "rig", NULL);
  WebKitNetworkSession *network_session = webkit_network_session_new (data, cache);

  webkit_network_session_set_persistent_credential_storage_enabled (network_session, FALSE);

  return rig_new_for_session (link, network_session);
}

void
rig_free (Rig *rig)
{
  if (rig->link != NULL)
    g_signal_handlers_disconnect_by_data (rig->link, rig);
  g_clear_object (&rig->link);
  gtk_window_destroy (rig->window);
  g_clear_object (&rig->network_session);
  g_subprocess_force_exit (rig->server);
  g_subprocess_wait (rig->server, NULL, NULL);
  g_clear_object (&rig->server);
  g_free (rig->session);
  g_free (rig->base);
  g_free (rig->last_realm);
  g_free (rig->last_scheme);
  g_free (rig);
}

char *
rig_uri (Rig *rig, const char *path)
{
  return g_strconcat (rig->base, path, NULL);
}

typedef struct
{
  gboolean done;
  guint status;
} Load;

static void
on_load_changed (WebKitWebView *view, WebKitLoadEvent event, gpointer user_data)
{
  Load *load = user_data;
  WebKitWebResource *resource = webkit_web_view_get_main_resource (view);
  WebKitURIResponse *response
      = resource != NULL ? webkit_web_resource_get_response (resource) : NULL;

  if (event == WEBKIT_LOAD_STARTED)
    load->status = 0;
  if (event != WEBKIT_LOAD_FINISHED)
    return;

  load->done = TRUE;
  if (load->status == 0 && response != NULL)
    load->status = webkit_uri_response_get_status_code (response);
}

static gboolean
on_load_failed (WebKitWebView *view,
                WebKitLoadEvent event,
                const char *uri,
                GError *error,
                gpointer user_data)
{
  Load *load = user_data;

  load->status = 1;

  return TRUE;
}

static gboolean
is_loaded (gpointer data)
{
  return ((Load *)data)->done;
}

/* The status of the main resource, or 1 if the load failed. */
static guint
finish_load (Rig *rig, const char *uri)
{
  Load load = { FALSE, 0 };

  g_signal_connect (rig->view, "load-changed", G_CALLBACK (on_load_changed), &load);
  g_signal_connect (rig->view, "load-failed", G_CALLBACK (on_load_failed), &load);

  if (uri != NULL)
    webkit_web_view_load_uri (rig->view, uri);
  else
    webkit_web_view_reload (rig->view);
  wait_for (is_loaded, &load, uri != NULL ? uri : "reload");

  g_signal_handlers_disconnect_by_data (rig->view, &load);

  return load.status;
}

guint
rig_load_uri (Rig *rig, const char *uri)
{
  return finish_load (rig, uri);
}

guint
rig_load (Rig *rig, const char *path)
{
  g_autofree char *uri = rig_uri (rig, path);

  return finish_load (rig, uri);
}

guint
rig_reload (Rig *rig)
{
  return finish_load (rig, NULL);
}

/* Runs @body, which may await, in the page, and gives what it returns as a string. */
char *
rig_run_script (Rig *rig, const char *body)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (JSCValue) value = NULL;

  webkit_web_view_call_async_javascript_function (rig->view, body, -1, NULL, NULL, NULL, NULL,
                                                  keep_result, &result);
  wait_for (is_set, &result, body);
  value = webkit_web_view_call_async_javascript_function_finish (rig->view, result, &error);
  g_assert_no_error (error);

  return jsc_value_to_string (value);
}

/* The WWW-Authenticate field of the page that is shown. */
char *
rig_dup_challenge (Rig *rig)
{
  WebKitWebResource *resource = webkit_web_view_get_main_resource (rig->view);
  WebKitURIResponse *response = webkit_web_resource_get_response (resource);

  return g_strdup (soup_message_headers_get_list (webkit_uri_response_get_http_headers (response),
                                                  "WWW-Authenticate"));
}

char *
rig_take_log (Rig *rig)
{
  g_autoptr (SoupSession) soup = soup_session_new_with_options ("proxy-resolver", NULL, NULL);
  g_autofree char *uri = rig_uri (rig, "/log");
  g_autoptr (SoupMessage) message = soup_message_new ("GET", uri);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = soup_session_send_and_read (soup, message, NULL, &error);

  g_assert_no_error (error);

  return g_bytes_get_size (bytes) > 0
             ? g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes))
             : g_strdup ("");
}

/* How many cookies the session has. */
guint
rig_count_cookies (Rig *rig)
{
  WebKitCookieManager *manager = webkit_network_session_get_cookie_manager (rig->network_session);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GList *cookies;
  guint n;

  webkit_cookie_manager_get_all_cookies (manager, NULL, keep_result, &result);
  wait_for (is_set, &result, "cookies");
  cookies = webkit_cookie_manager_get_all_cookies_finish (manager, result, &error);
  g_assert_no_error (error);
  n = g_list_length (cookies);
  g_list_free_full (cookies, (GDestroyNotify)soup_cookie_free);

  return n;
}

/* Waits until the server has counted a request that its log tells with @prefix. */
void
rig_wait_for_request (Rig *rig, const char *prefix)
{
  gint64 end = g_get_monotonic_time () + PATIENCE_SECONDS * G_USEC_PER_SEC;

  while (TRUE)
    {
      g_autofree char *log = rig_take_log (rig);

      if (strstr (log, prefix) != NULL)
        return;
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_main_context_iteration (NULL, FALSE);
    }
}

void
rig_assert_log (Rig *rig, const char *expected)
{
  g_autofree char *log = rig_take_log (rig);

  g_assert_cmpstr (log, ==, expected);
}

void
rig_wait_attached (Rig *rig)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  door_network_link_wait_attached_async (rig->link, rig->session, PATIENCE_SECONDS * 1000, NULL,
                                         keep_result, &result);
  wait_for (is_set, &result, "attached");
  door_network_link_wait_attached_finish (rig->link, result, &error);
  g_assert_no_error (error);
}

static DoorProtectionSpace *
make_space (Rig *rig, const char *realm)
{
  g_autoptr (DoorOrigin) origin = door_origin_new_for_uri (rig->base, NULL);

  return door_protection_space_new (DOOR_TARGET_ORIGIN, origin, realm);
}

GError *
rig_preload_space (Rig *rig,
                   DoorProtectionSpace *space,
                   const char *scheme,
                   const char *path,
                   const char *challenge,
                   const char *username,
                   const char *password)
{
  g_autofree char *uri = path != NULL ? rig_uri (rig, path) : NULL;
  g_autoptr (GAsyncResult) result = NULL;
  SecretValue *secret = secret_value_new (password, -1, "text/plain");
  GError *error = NULL;

  door_network_link_preload_async (rig->link, rig->session, space, scheme, uri, challenge, username,
                                   secret, NULL, keep_result, &result);
  secret_value_unref (secret);
  wait_for (is_set, &result, "preload");
  door_network_link_preload_finish (rig->link, result, &error);

  return error;
}

GError *
rig_preload (Rig *rig,
             const char *scheme,
             const char *realm,
             const char *path,
             const char *challenge,
             const char *username,
             const char *password)
{
  g_autoptr (DoorProtectionSpace) space = make_space (rig, realm);

  return rig_preload_space (rig, space, scheme, path, challenge, username, password);
}

GError *
rig_set_schemes (Rig *rig, const char *const *schemes)
{
  GAsyncResult *result = NULL;
  GError *error = NULL;

  door_network_link_set_schemes_async (rig->link, rig->session, schemes, NULL, keep_result,
                                       &result);
  wait_for (is_set, &result, "schemes");
  door_network_link_set_schemes_finish (rig->link, result, &error);
  g_clear_object (&result);

  return error;
}

static GError *
finish_forget (Rig *rig, GAsyncResult **result)
{
  GError *error = NULL;

  wait_for (is_set, result, "forget");
  door_network_link_forget_finish (rig->link, *result, &error);
  g_clear_object (result);

  return error;
}

GError *
rig_forget (Rig *rig, const char *realm)
{
  g_autoptr (DoorProtectionSpace) space = make_space (rig, realm);
  GAsyncResult *result = NULL;

  door_network_link_forget_async (rig->link, rig->session, space, NULL, keep_result, &result);

  return finish_forget (rig, &result);
}

GError *
rig_forget_target (Rig *rig, DoorTarget target, DoorOrigin *server)
{
  GAsyncResult *result = NULL;

  door_network_link_forget_server_async (rig->link, rig->session, target, server, NULL, keep_result,
                                         &result);

  return finish_forget (rig, &result);
}

GError *
rig_forget_server (Rig *rig)
{
  g_autoptr (DoorOrigin) origin = door_origin_new_for_uri (rig->base, NULL);

  return rig_forget_target (rig, DOOR_TARGET_ORIGIN, origin);
}

GError *
rig_forget_all (Rig *rig)
{
  GAsyncResult *result = NULL;

  door_network_link_forget_async (rig->link, rig->session, NULL, NULL, keep_result, &result);

  return finish_forget (rig, &result);
}

/* The network process among the children of this one, or 0. */
GPid
rig_find_network_process (void)
{
  g_autoptr (GDir) proc = g_dir_open ("/proc", 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (proc)) != NULL)
    {
      g_autofree char *stat = g_build_filename ("/proc", name, "stat", NULL);
      g_autofree char *text = NULL;
      int parent;

      if (g_file_get_contents (stat, &text, NULL, NULL) && strstr (text, "(WebKitNetworkPr") != NULL
          && sscanf (strrchr (text, ')'), ") %*c %d", &parent) == 1 && parent == getpid ())
        return atoi (name);
    }

  return 0;
}
