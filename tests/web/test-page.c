/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-network-link.h"
#include "door-page.h"

#include <glib/gstdio.h>
#include <libsoup/soup.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

/* A page in a real window against a real server. Each test says what the server counted, what the
 * log said, and what the person would see. */

/* One for the whole program, as in the shell; NULL in the run without companion. */
static DoorNetworkLink *network_link;

typedef struct
{
  DoorClock *clock;
  DoorSession *session;
  DoorWebContext *context;
  GtkWindow *window;
  DoorPage *page;
  GString *log; /* "event" or "verdict:reason", one a line */
  SoupServer *server;
  char *base;
  int port;
  GPtrArray *requests; /* "METHOD path user body-length" */
  SoupServerMessage *silent;
} Fixture;

static char *
user_of (SoupServerMessage *message)
{
  const char *field
      = soup_message_headers_get_one (soup_server_message_get_request_headers (message),
                                      "Authorization");
  g_autofree guchar *decoded = NULL;
  gsize length;

  if (field == NULL || !g_str_has_prefix (field, "Basic "))
    return g_strdup ("-");

  decoded = g_base64_decode (field + strlen ("Basic "), &length);

  return g_strndup ((char *)decoded, length);
}

static void
challenge (SoupServerMessage *message, const char *field, const char *body)
{
  soup_server_message_set_status (message, SOUP_STATUS_UNAUTHORIZED, NULL);
  if (field != NULL)
    soup_message_headers_append (soup_server_message_get_response_headers (message),
                                 "WWW-Authenticate", field);
  soup_server_message_set_response (message, "text/html", SOUP_MEMORY_COPY, body, strlen (body));
}

/* Until fixture->silent is cleared, the next one is answered. */
static gboolean
hold_once (Fixture *fixture, SoupServerMessage *message)
{
  if (fixture->silent != NULL)
    return FALSE;

  fixture->silent = g_object_ref (message);
  soup_server_message_pause (message);

  return TRUE;
}

static void
handle (SoupServer *server,
        SoupServerMessage *message,
        const char *path,
        GHashTable *query,
        gpointer user_data)
{
  Fixture *fixture = user_data;
  g_autofree char *user = user_of (message);
  SoupMessageBody *request_body = soup_server_message_get_request_body (message);
  const char *ok = "<title>ok</title><p>Signed in.";

  g_ptr_array_add (fixture->requests,
                   g_strdup_printf ("%s %s %s %d", soup_server_message_get_method (message), path,
                                    user, (int)request_body->length));

  if (g_str_has_prefix (path, "/basic"))
    {
      if (strcmp (user, "user:right") != 0)
        {
          challenge (message, "Basic realm=\"Test\"", "<title>asks</title><p>Who are you?");
          return;
        }
    }
  else if (g_str_equal (path, "/bearer"))
    {
      challenge (message, "Bearer realm=\"api\"", "<title>bearer</title>");
      return;
    }
  else if (g_str_equal (path, "/none"))
    {
      challenge (message, NULL, "<title>none</title>");
      return;
    }
  else if (g_str_equal (path, "/leaves"))
    {
      challenge (message, "Basic realm=\"Test\"",
                 "<title>leaves</title><script>location = '/public';</script>");
      return;
    }
  else if (g_str_equal (path, "/form"))
    {
      ok = "<title>form</title><form method=post action=/basic/post>"
           "<input name=a value=b></form>";
    }
  else if (g_str_equal (path, "/407"))
    {
      soup_server_message_set_status (message, SOUP_STATUS_PROXY_AUTHENTICATION_REQUIRED, NULL);
      soup_message_headers_append (soup_server_message_get_response_headers (message),
                                   "Proxy-Authenticate", "Basic realm=\"Test\"");
      soup_server_message_set_response (message, "text/html", SOUP_MEMORY_STATIC,
                                        "<title>mallory</title>", 22);
      return;
    }
  else if (g_str_equal (path, "/portal"))
    {
      ok = "<title>portal</title><form><input name=a></form><img src=/basic/image>";
    }
  else if (g_str_equal (path, "/image"))
    {
      ok = "<title>image</title><img src=/basic/image>";
    }
  else if (g_str_equal (path, "/attachment"))
    {
      challenge (message, "Basic realm=\"Test\"", "PK");
      soup_message_headers_replace (soup_server_message_get_response_headers (message),
                                    "Content-Type", "application/zip");
      soup_message_headers_replace (soup_server_message_get_response_headers (message),
                                    "Content-Disposition", "attachment; filename=a.zip");
      return;
    }
  else if (g_str_equal (path, "/redirect"))
    {
      soup_server_message_set_redirect (message, SOUP_STATUS_FOUND, "/basic/target");
      return;
    }
  else if (g_str_has_prefix (path, "/realm/"))
    {
      g_autofree char *field = g_strdup_printf ("Basic realm=\"%s\"", path + strlen ("/realm/"));

      challenge (message, field, "<title>realm</title>");
      return;
    }
  else if (g_str_equal (path, "/rotate"))
    {
      /* A new realm each time, and off to the next one at once. */
      g_autofree char *field = g_strdup_printf ("Basic realm=\"%u\"", fixture->requests->len);
      const char *body = fixture->requests->len > 8 ? "<title>dizzy</title>"
                                                    : "<title>rotates</title><script>onload = "
                                                      "() => location.reload ();</script>";

      challenge (message, field, body);
      return;
    }
  else if (g_str_equal (path, "/refreshes"))
    {
      const char *body = fixture->requests->len > 8 ? "<title>tired</title>"
                                                    : "<title>refreshes</title><meta "
                                                      "http-equiv=refresh content=0>";

      challenge (message, "Basic realm=\"Test\"", body);
      return;
    }
  else if (g_str_equal (path, "/utf-8/"))
    {
      if (strcmp (user, "user:right") != 0)
        {
          challenge (message, "Basic realm=\"Übung 日本\", charset=\"UTF-8\"",
                     "<title>utf-8</title>");
          return;
        }
    }
  else if (g_str_equal (path, "/latin-1/"))
    {
      if (strcmp (user, "user:right") != 0)
        {
          challenge (message,
                     "Basic realm=\"\xdc"
                     "bung\"",
                     "<title>latin-1</title>");
          return;
        }
    }
  else if (g_str_equal (path, "/many"))
    {
      for (guint i = 0; i < 300; i++)
        {
          g_autofree char *field = g_strdup_printf ("Scheme%u realm=\"r%u\", x=\"a,b\"", i, i);

          soup_message_headers_append (soup_server_message_get_response_headers (message),
                                       "WWW-Authenticate", field);
        }
      challenge (message, "Basic realm=\"last\"", "<title>many</title>");
      return;
    }
  else if (g_str_equal (path, "/then-bare"))
    {
      /* Credentials are answered by a 401 that asks for nothing any more. */
      challenge (message, strcmp (user, "-") == 0 ? "Basic realm=\"Test\"" : NULL,
                 "<title>bare</title>");
      return;
    }
  else if (g_str_equal (path, "/then-broken"))
    {
      if (strcmp (user, "-") == 0)
        {
          challenge (message, "Basic realm=\"Test\"", "<title>asks</title>");
          return;
        }
      soup_server_message_set_status (message, SOUP_STATUS_BAD_GATEWAY, NULL);
      soup_server_message_set_response (message, "text/html", SOUP_MEMORY_STATIC,
                                        "<title>broken</title>", 21);
      return;
    }
  else if (g_str_equal (path, "/then-silent"))
    {
      if (strcmp (user, "-") == 0)
        {
          challenge (message, "Basic realm=\"Test\"", "<title>asks</title>");
          return;
        }
      if (hold_once (fixture, message))
        return;
    }
  else if (g_str_equal (path, "/silent"))
    {
      if (hold_once (fixture, message))
        return;
    }
  else if (g_str_equal (path, "/form-then-silent"))
    {
      ok = "<title>form</title><form method=post action=/then-silent><input name=a value=b></form>";
    }
  else if (g_str_equal (path, "/link"))
    {
      g_autofree char *body = g_strdup_printf (
          "<title>link</title><img src='http://mallory:x@127.0.0.1:%d/basic/image'>"
          "<a href='http://mallory:x@127.0.0.1:%d/basic/linked'>",
          fixture->port, fixture->port);

      soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
      soup_server_message_set_response (message, "text/html", SOUP_MEMORY_COPY, body,
                                        strlen (body));
      return;
    }
  else if (g_str_equal (path, "/frame"))
    {
      ok = "<title>frame</title><iframe src=/basic/frame></iframe>";
    }
  else if (g_str_equal (path, "/set-cookies"))
    {
      SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);

      soup_message_headers_append (headers, "Set-Cookie", "session=1; HttpOnly");
      soup_message_headers_append (headers, "Set-Cookie", "lasting=2; Max-Age=600");
      ok = "<title>set</title>";
    }
  else if (g_str_equal (path, "/cookies"))
    {
      const char *field
          = soup_message_headers_get_one (soup_server_message_get_request_headers (message),
                                          "Cookie");
      g_autofree char *body = g_strdup_printf ("<title>%s</title>", field != NULL ? field : "none");

      soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
      soup_server_message_set_response (message, "text/html", SOUP_MEMORY_COPY, body,
                                        strlen (body));
      return;
    }
  else if (g_str_equal (path, "/favicon.ico"))
    {
      g_ptr_array_remove_index (fixture->requests, fixture->requests->len - 1);
      soup_server_message_set_status (message, SOUP_STATUS_NOT_FOUND, NULL);
      return;
    }

  soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
  soup_server_message_set_response (message, "text/html", SOUP_MEMORY_COPY, ok, strlen (ok));
}

static void
on_event (DoorSession *session, GVariant *event, Fixture *fixture)
{
  const char *kind = NULL;
  const char *detail = NULL;

  g_variant_lookup (event, "event", "&s", &kind);
  if (g_str_equal (kind, "verdict"))
    {
      g_variant_lookup (event, "verdict", "&s", &kind);
      g_variant_lookup (event, "reason", "&s", &detail);
      g_string_append_printf (fixture->log, "%s:%s ", kind, detail);
      return;
    }

  if (g_variant_lookup (event, "outcome", "&s", &detail))
    g_string_append_printf (fixture->log, "%s:%s ", kind, detail);
  else if (!g_str_equal (kind, "challenge"))
    g_string_append_printf (fixture->log, "%s ", kind);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (DoorPolicy) policy = door_policy_new_default ();
  g_autoptr (GError) error = NULL;
  g_autoslist (GUri) uris = NULL;

  fixture->requests = g_ptr_array_new_with_free_func (g_free);
  fixture->log = g_string_new (NULL);
  fixture->server = g_object_new (SOUP_TYPE_SERVER, NULL);
  soup_server_add_handler (fixture->server, NULL, handle, fixture, NULL);
  g_assert_true (
      soup_server_listen_local (fixture->server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &error));
  uris = soup_server_get_uris (fixture->server);
  fixture->port = g_uri_get_port (uris->data);
  fixture->base = g_strdup_printf ("http://127.0.0.1:%d", fixture->port);

  fixture->clock = door_system_clock_new ();
  fixture->session = door_session_new (fixture->clock, policy, TRUE);
  fixture->context = door_web_context_new (fixture->session, network_link, FALSE);
  g_signal_connect (fixture->session, "event", G_CALLBACK (on_event), fixture);
  fixture->page = door_page_new (fixture->context);
  fixture->window = GTK_WINDOW (gtk_window_new ());
  gtk_window_set_child (fixture->window, GTK_WIDGET (door_page_get_view (fixture->page)));
  gtk_window_present (fixture->window);
  door_page_set_in_front (fixture->page, TRUE);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (fixture->window);
  g_clear_object (&fixture->page);
  g_clear_object (&fixture->silent);
  g_object_unref (fixture->context);
  g_object_unref (fixture->session);
  g_object_unref (fixture->clock);
  g_object_unref (fixture->server);
  g_string_free (fixture->log, TRUE);
  g_ptr_array_unref (fixture->requests);
  g_free (fixture->base);
}

static gboolean
on_late (gpointer user_data)
{
  Fixture *fixture = user_data;
  g_autofree char *requests = NULL;

  g_ptr_array_add (fixture->requests, NULL);
  requests = g_strjoinv ("\n", (char **)fixture->requests->pdata);
  g_error ("Waited in vain. Log: %s\nTitle: %s\nRequests:\n%s", fixture->log->str,
           webkit_web_view_get_title (door_page_get_view (fixture->page)), requests);

  return G_SOURCE_REMOVE;
}

#define WAIT_FOR(fixture, condition)                                                               \
  G_STMT_START                                                                                     \
  {                                                                                                \
    guint late = g_timeout_add_seconds (60, on_late, fixture);                                     \
    while (!(condition))                                                                           \
      g_main_context_iteration (NULL, TRUE);                                                       \
    g_source_remove (late);                                                                        \
  }                                                                                                \
  G_STMT_END

static gboolean
has_title (Fixture *fixture, const char *title)
{
  WebKitWebView *view = door_page_get_view (fixture->page);

  return g_strcmp0 (webkit_web_view_get_title (view), title) == 0
         && !webkit_web_view_is_loading (view);
}

static void
open (Fixture *fixture, const char *path)
{
  g_autofree char *uri = g_strconcat (fixture->base, path, NULL);

  door_page_open (fixture->page, uri);
}

static gboolean
is_asking (Fixture *fixture, guint attempt)
{
  DoorPrompt *prompt = door_page_get_prompt (fixture->page);

  return prompt != NULL && door_prompt_get_state (prompt) == DOOR_PROMPT_OPEN
         && door_prompt_get_attempt (prompt) == attempt;
}

static void
submit (Fixture *fixture, const char *username, const char *password)
{
  g_autoptr (SecretValue) secret = secret_value_new (password, -1, "text/plain");
  g_autoptr (GError) error = NULL;

  g_assert_true (
      door_prompt_submit (door_page_get_prompt (fixture->page), username, secret, FALSE, &error));
}

static void
assert_requests (Fixture *fixture, const char *first, ...)
{
  va_list arguments;
  guint i = 0;

  va_start (arguments, first);
  for (const char *expected = first; expected != NULL; expected = va_arg (arguments, const char *))
    {
      g_assert_cmpuint (i, <, fixture->requests->len);
      g_assert_cmpstr (g_ptr_array_index (fixture->requests, i), ==, expected);
      i++;
    }
  va_end (arguments);
  g_assert_cmpuint (i, ==, fixture->requests->len);
}

static void
test_sign_in (Fixture *fixture, gconstpointer data)
{
  open (fixture, "/basic/a");
  WAIT_FOR (fixture, is_asking (fixture, 1) && has_title (fixture, "asks"));

  submit (fixture, "user", "wrong");
  WAIT_FOR (fixture, is_asking (fixture, 2));
  g_assert_cmpstr (door_prompt_get_username (door_page_get_prompt (fixture->page)), ==, "user");

  submit (fixture, "user", "right");
  WAIT_FOR (fixture, has_title (fixture, "ok") && door_page_get_prompt (fixture->page) == NULL);

  if (network_link != NULL)
    {
      g_assert_cmpstr (fixture->log->str, ==,
                       "prompt:known-challenge prompt-opened prompt-closed:submit "
                       "refused prompt:refused prompt-opened prompt-closed:submit accepted ");
      assert_requests (fixture, "GET /basic/a - 0", "GET /basic/a user:wrong 0",
                       "GET /basic/a user:right 0", NULL);
    }
  else
    {
      g_assert_cmpstr (fixture->log->str, ==,
                       "prompt:known-challenge prompt-opened prompt-closed:submit "
                       "answer:credentials-at-hand refused prompt:refused prompt-opened "
                       "prompt-closed:submit answer:credentials-at-hand accepted ");
      assert_requests (fixture, "GET /basic/a - 0", "GET /basic/a - 0", "GET /basic/a user:wrong 0",
                       "GET /basic/a - 0", "GET /basic/a user:right 0", NULL);
    }
}

static void
test_cancel (Fixture *fixture, gconstpointer data)
{
  open (fixture, "/basic/a");
  WAIT_FOR (fixture, is_asking (fixture, 1));
  door_prompt_cancel (door_page_get_prompt (fixture->page));
  g_assert_null (door_page_get_prompt (fixture->page));
  g_assert_cmpint (door_notice_get_kind (door_page_get_notice (fixture->page)), ==,
                   DOOR_NOTICE_SUPPRESSED);

  /* The page itself may not make it ask again. */
  webkit_web_view_evaluate_javascript (door_page_get_view (fixture->page), "location = '/basic/b';",
                                       -1, NULL, NULL, NULL, NULL, NULL);
  WAIT_FOR (fixture, strstr (fixture->log->str, "suppress") != NULL);
  g_assert_null (door_page_get_prompt (fixture->page));

  /* The person may. */
  WAIT_FOR (fixture, has_title (fixture, "asks") && door_page_get_notice (fixture->page) != NULL);
  door_page_sign_in (fixture->page);
  g_assert_true (is_asking (fixture, 1));
  door_prompt_cancel (door_page_get_prompt (fixture->page));

  door_page_reload (fixture->page, FALSE);
  WAIT_FOR (fixture, is_asking (fixture, 1));

  g_assert_cmpstr (fixture->log->str, ==,
                   "prompt:known-challenge prompt-opened prompt-closed:cancel "
                   "suppress:cancelled-before prompt-opened prompt-closed:cancel "
                   "prompt:known-challenge prompt-opened ");
}

static void
test_body (Fixture *fixture, gconstpointer data)
{
  open (fixture, "/bearer");
  WAIT_FOR (fixture, has_title (fixture, "bearer") && door_page_get_notice (fixture->page) != NULL);
  g_assert_cmpint (door_notice_get_kind (door_page_get_notice (fixture->page)), ==,
                   DOOR_NOTICE_UNKNOWN_SCHEME);
  g_assert_cmpstr (door_notice_get_scheme (door_page_get_notice (fixture->page)), ==, "bearer");

  open (fixture, "/none");
  WAIT_FOR (fixture, has_title (fixture, "none") && door_page_get_notice (fixture->page) != NULL);
  g_assert_cmpint (door_notice_get_kind (door_page_get_notice (fixture->page)), ==,
                   DOOR_NOTICE_NO_CHALLENGE);

  g_assert_null (door_page_get_prompt (fixture->page));
  g_assert_cmpstr (fixture->log->str, ==, "body:no-known-challenge body:no-challenge ");
}

static void
send_form (Fixture *fixture)
{
  webkit_web_view_evaluate_javascript (door_page_get_view (fixture->page),
                                       "document.forms[0].submit ();", -1, NULL, NULL, NULL, NULL,
                                       NULL);
}

static void
test_post (Fixture *fixture, gconstpointer data)
{
  WebKitBackForwardList *list
      = webkit_web_view_get_back_forward_list (door_page_get_view (fixture->page));

  open (fixture, "/form");
  WAIT_FOR (fixture, has_title (fixture, "form"));
  send_form (fixture);
  WAIT_FOR (fixture, is_asking (fixture, 1));
  g_assert_cmpuint (webkit_back_forward_list_get_length (list), ==, 2);

  submit (fixture, "user", "right");
  WAIT_FOR (fixture, has_title (fixture, "ok"));
  g_assert_cmpuint (webkit_back_forward_list_get_length (list), ==, 2);
  if (network_link != NULL)
    assert_requests (fixture, "GET /form - 0", "POST /basic/post - 3",
                     "POST /basic/post user:right 3", NULL);
  else
    assert_requests (fixture, "GET /form - 0", "POST /basic/post - 3", "POST /basic/post - 3",
                     "POST /basic/post user:right 3", NULL);
}

static void
test_leaves (Fixture *fixture, gconstpointer data)
{
  open (fixture, "/leaves");
  WAIT_FOR (fixture, is_asking (fixture, 1) && has_title (fixture, "leaves"));
  assert_requests (fixture, "GET /leaves - 0", NULL);

  /* What the page wanted to do happens once nobody is asked any more. */
  door_prompt_cancel (door_page_get_prompt (fixture->page));
  WAIT_FOR (fixture, has_title (fixture, "ok"));
  assert_requests (fixture, "GET /leaves - 0", "GET /public - 0", NULL);
}

static void
test_subresource (Fixture *fixture, gconstpointer data)
{
  open (fixture, "/image");
  WAIT_FOR (fixture, door_page_get_notice (fixture->page) != NULL);
  g_assert_cmpint (door_notice_get_kind (door_page_get_notice (fixture->page)), ==,
                   DOOR_NOTICE_PART);
  g_assert_null (door_page_get_prompt (fixture->page));

  door_page_sign_in (fixture->page);
  g_assert_true (is_asking (fixture, 1));
  submit (fixture, "user", "right");
  WAIT_FOR (fixture, strstr (fixture->log->str, "accepted") != NULL);
  g_assert_null (door_page_get_prompt (fixture->page));
  g_assert_cmpstr (fixture->log->str, ==,
                   network_link != NULL
                       ? "offer:subresource prompt-opened prompt-closed:submit accepted "
                       : "offer:subresource prompt-opened prompt-closed:submit "
                         "answer:credentials-at-hand accepted ");
}

static void
test_attachment (Fixture *fixture, gconstpointer data)
{
  open (fixture, "/attachment");
  WAIT_FOR (fixture, is_asking (fixture, 1));
  g_assert_cmpint (door_page_get_failure (fixture->page), ==, DOOR_PAGE_FAILURE_BODY);
}

static void
test_redirect (Fixture *fixture, gconstpointer data)
{
  open (fixture, "/redirect");
  WAIT_FOR (fixture, is_asking (fixture, 1));
  submit (fixture, "user", "right");
  WAIT_FOR (fixture, has_title (fixture, "ok") && door_page_get_prompt (fixture->page) == NULL);
  g_assert_true (g_str_has_suffix (door_page_get_uri (fixture->page), "/basic/target"));
}

static void
test_userinfo (Fixture *fixture, gconstpointer data)
{
  g_autofree char *uri
      = g_strdup_printf ("http://user:right@%s/basic/a", fixture->base + strlen ("http://"));

  door_page_open (fixture->page, uri);
  WAIT_FOR (fixture, has_title (fixture, "ok"));
  g_assert_null (strstr (webkit_web_view_get_uri (door_page_get_view (fixture->page)), "right"));
  g_assert_cmpstr (fixture->log->str, ==, "answer:credentials-at-hand accepted ");
}

static void
test_other_page (Fixture *fixture, gconstpointer data)
{
  g_autoptr (DoorPage) other = door_page_new (fixture->context);
  g_autofree char *uri = g_strconcat (fixture->base, "/basic/b", NULL);

  open (fixture, "/basic/a");
  WAIT_FOR (fixture, is_asking (fixture, 1));

  door_page_open (other, uri);
  WAIT_FOR (fixture, door_page_get_prompt (other) != NULL);
  g_assert_true (door_page_get_needs_attention (other));
  g_assert_cmpint (door_prompt_get_state (door_page_get_prompt (other)), ==, DOOR_PROMPT_WAITING);

  submit (fixture, "user", "right");
  WAIT_FOR (fixture,
            has_title (fixture, "ok") && door_page_get_prompt (other) == NULL
                && g_strcmp0 (webkit_web_view_get_title (door_page_get_view (other)), "ok") == 0);
}

static void
test_realms (Fixture *fixture, gconstpointer data)
{
  static const char *const paths[] = { "/utf-8/", "/latin-1/" };
  static const char *const titles[] = { "utf-8", "latin-1" };
  static const char *const realms[] = { "Übung 日本", "\xef\xbf\xbd"
                                                      "bung" };

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      DoorProtectionSpace *space;

      open (fixture, paths[i]);
      WAIT_FOR (fixture, is_asking (fixture, 1) && has_title (fixture, titles[i]));
      space = door_prompt_get_space (door_page_get_prompt (fixture->page));
      /* What is no UTF-8 has lost a character on its way through libsoup; it works all the same. */
      g_assert_cmpstr (door_protection_space_get_realm (space), ==, realms[i]);
      submit (fixture, "user", "right");
      WAIT_FOR (fixture, has_title (fixture, "ok") && door_page_get_prompt (fixture->page) == NULL);
    }
}

static void
test_many (Fixture *fixture, gconstpointer data)
{
  open (fixture, "/many");
  WAIT_FOR (fixture, is_asking (fixture, 1) && has_title (fixture, "many"));
  g_assert_cmpstr (door_prompt_get_scheme (door_page_get_prompt (fixture->page)), ==, "basic");
}

static guint
count_in_log (Fixture *fixture, const char *word)
{
  g_auto (GStrv) words = g_strsplit (fixture->log->str, " ", -1);
  guint n = 0;

  for (guint i = 0; words[i] != NULL; i++)
    n += g_str_equal (words[i], word);

  return n;
}

static guint
count_requests (Fixture *fixture, const char *request)
{
  guint n = 0;

  for (guint i = 0; i < fixture->requests->len; i++)
    n += g_str_equal (g_ptr_array_index (fixture->requests, i), request);

  return n;
}

static void
test_rotate (Fixture *fixture, gconstpointer data)
{
  open (fixture, "/rotate");
  WAIT_FOR (fixture, is_asking (fixture, 1) && has_title (fixture, "rotates"));
  door_prompt_cancel (door_page_get_prompt (fixture->page));
  WAIT_FOR (fixture, has_title (fixture, "dizzy"));
  g_assert_cmpuint (count_in_log (fixture, "prompt-opened"), ==, 1);
  g_assert_cmpuint (count_in_log (fixture, "suppress:asked-before"), ==, 8);
  g_assert_null (door_page_get_prompt (fixture->page));
}

static void
test_refreshes (Fixture *fixture, gconstpointer data)
{
  open (fixture, "/refreshes");
  WAIT_FOR (fixture, is_asking (fixture, 1) && has_title (fixture, "refreshes"));
  g_assert_cmpuint (fixture->requests->len, ==, 1);
  door_prompt_cancel (door_page_get_prompt (fixture->page));
  WAIT_FOR (fixture, has_title (fixture, "tired"));
  g_assert_cmpuint (count_in_log (fixture, "prompt-opened"), ==, 1);
}

static void
test_then_bare (Fixture *fixture, gconstpointer data)
{
  open (fixture, "/then-bare");
  WAIT_FOR (fixture, is_asking (fixture, 1));
  submit (fixture, "user", "right");
  WAIT_FOR (fixture,
            count_in_log (fixture, "refused") == 1 && door_page_get_notice (fixture->page) != NULL);
  g_assert_null (door_page_get_prompt (fixture->page));
  g_assert_cmpint (door_notice_get_kind (door_page_get_notice (fixture->page)), ==,
                   DOOR_NOTICE_NO_CHALLENGE);
  g_assert_cmpuint (fixture->requests->len, <=, 3);
}

static void
test_then_broken (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) kept = NULL;

  open (fixture, "/then-broken");
  WAIT_FOR (fixture, is_asking (fixture, 1));
  submit (fixture, "user", "right");
  WAIT_FOR (fixture, has_title (fixture, "broken") && door_page_get_prompt (fixture->page) == NULL);

  /* Neither accepted nor refused: nothing is kept. */
  g_assert_cmpuint (count_in_log (fixture, "accepted"), ==, 0);
  g_assert_cmpuint (count_in_log (fixture, "refused"), ==, 0);
  kept = door_vault_list (door_session_get_vault (fixture->session));
  g_assert_cmpuint (kept->len, ==, 0);
}

static void
test_stop (Fixture *fixture, gconstpointer data)
{
  open (fixture, "/then-silent");
  WAIT_FOR (fixture, is_asking (fixture, 1) && has_title (fixture, "asks"));
  submit (fixture, "user", "right");
  WAIT_FOR (fixture, fixture->silent != NULL);
  door_page_stop (fixture->page);

  /* The page that asked is still there, and so is its question. */
  WAIT_FOR (fixture, is_asking (fixture, 1));
  g_assert_cmpstr (door_prompt_get_username (door_page_get_prompt (fixture->page)), ==, "user");
  g_assert_cmpstr (webkit_web_view_get_title (door_page_get_view (fixture->page)), ==, "asks");
}

static void
test_cancel_signing_in (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) kept = NULL;

  open (fixture, "/then-silent");
  WAIT_FOR (fixture, is_asking (fixture, 1) && has_title (fixture, "asks"));
  submit (fixture, "user", "right");
  WAIT_FOR (fixture, fixture->silent != NULL);
  door_prompt_cancel (door_page_get_prompt (fixture->page));
  WAIT_FOR (fixture, !webkit_web_view_is_loading (door_page_get_view (fixture->page)));

  g_assert_null (door_page_get_prompt (fixture->page));
  g_assert_cmpint (door_notice_get_kind (door_page_get_notice (fixture->page)), ==,
                   DOOR_NOTICE_SUPPRESSED);
  kept = door_vault_list (door_session_get_vault (fixture->session));
  g_assert_cmpuint (kept->len, ==, 0);
}

static void
test_frame (Fixture *fixture, gconstpointer data)
{
  open (fixture, "/frame");
  WAIT_FOR (fixture, door_page_get_notice (fixture->page) != NULL && has_title (fixture, "frame"));
  g_assert_null (door_page_get_prompt (fixture->page));
  g_assert_cmpuint (count_in_log (fixture, "offer:frame"), ==, 1);
  g_assert_cmpuint (count_in_log (fixture, "offer:subresource"), ==, 0);

  door_page_sign_in (fixture->page);
  submit (fixture, "user", "right");
  WAIT_FOR (fixture, count_in_log (fixture, "accepted") == 1);

  /* The rest of the page was left alone. */
  g_assert_null (door_page_get_prompt (fixture->page));
  g_assert_cmpuint (count_requests (fixture, "GET /frame - 0"), ==, 1);
}

static void
test_link_userinfo (Fixture *fixture, gconstpointer data)
{
  WebKitWebView *view = door_page_get_view (fixture->page);

  if (network_link == NULL)
    {
      g_test_skip ("libsoup alone takes it for a login");
      return;
    }

  open (fixture, "/basic/a");
  WAIT_FOR (fixture, is_asking (fixture, 1));
  submit (fixture, "user", "right");
  WAIT_FOR (fixture, has_title (fixture, "ok"));

  open (fixture, "/link");
  WAIT_FOR (fixture, has_title (fixture, "link"));
  webkit_web_view_evaluate_javascript (view, "document.links[0].click ();", -1, NULL, NULL, NULL,
                                       NULL, NULL);
  WAIT_FOR (fixture, has_title (fixture, "ok") && door_page_get_notice (fixture->page) != NULL);
  g_assert_cmpint (door_notice_get_kind (door_page_get_notice (fixture->page)), ==,
                   DOOR_NOTICE_USERINFO);
  g_assert_null (strstr (door_page_get_uri (fixture->page), "mallory"));
  g_assert_cmpuint (count_requests (fixture, "GET /basic/linked user:right 0"), ==, 1);
  g_assert_cmpuint (count_requests (fixture, "GET /basic/image user:right 0"), ==, 1);
}

static void
test_edits (Fixture *fixture, gconstpointer data)
{
  g_autoptr (DoorPage) other = door_page_new (fixture->context);
  g_autofree char *uri = g_strconcat (fixture->base, "/portal", NULL);
  WebKitWebView *view = door_page_get_view (other);

  /* Somebody fills in a form on a page of which only a part waits for a login. */
  door_page_open (other, uri);
  WAIT_FOR (fixture, door_page_get_notice (other) != NULL
                         && g_strcmp0 (webkit_web_view_get_title (view), "portal") == 0);
  webkit_web_view_evaluate_javascript (view, "document.forms[0].a.value = 'typed';", -1, NULL, NULL,
                                       NULL, NULL, NULL);

  open (fixture, "/basic/a");
  WAIT_FOR (fixture, is_asking (fixture, 1));
  submit (fixture, "user", "right");
  WAIT_FOR (fixture,
            door_page_get_notice (other) != NULL
                && door_notice_get_kind (door_page_get_notice (other)) == DOOR_NOTICE_SIGNED_IN);
  g_assert_cmpuint (count_requests (fixture, "GET /portal - 0"), ==, 1);

  door_page_resend (other);
  WAIT_FOR (fixture, count_requests (fixture, "GET /portal - 0") == 2);
}

static void
handle_proxy (SoupServer *server,
              SoupServerMessage *message,
              const char *path,
              GHashTable *query,
              gpointer user_data)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  const char *field = soup_message_headers_get_one (headers, "Proxy-Authorization");

  if (g_strcmp0 (field, "Basic dXNlcjpyaWdodA==") != 0)
    {
      soup_server_message_set_status (message, SOUP_STATUS_PROXY_AUTHENTICATION_REQUIRED, NULL);
      soup_message_headers_append (soup_server_message_get_response_headers (message),
                                   "Proxy-Authenticate", "Basic realm=\"Way out\"");
      soup_server_message_set_response (message, "text/html", SOUP_MEMORY_STATIC,
                                        "<title>407</title>", 18);
      return;
    }

  soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
  soup_server_message_set_response (message, "text/html", SOUP_MEMORY_STATIC, "<title>out</title>",
                                    18);
}

static void
test_proxy (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SoupServer) proxy = g_object_new (SOUP_TYPE_SERVER, NULL);
  g_autoptr (DoorPage) other = NULL;
  g_autofree char *uri = NULL;
  g_autofree char *login_uri = NULL;
  g_autoptr (GError) error = NULL;
  g_autoslist (GUri) uris = NULL;

  soup_server_add_handler (proxy, NULL, handle_proxy, NULL, NULL);
  g_assert_true (soup_server_listen_local (proxy, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &error));
  uris = soup_server_get_uris (proxy);
  uri = g_strdup_printf ("http://127.0.0.1:%d", g_uri_get_port (uris->data));
  g_assert_true (door_web_context_set_proxy (fixture->context, uri, &error));

  door_page_open (fixture->page, "http://a.example/");
  if (network_link == NULL)
    {
      /* Every server would be told the proxy's password. */
      WAIT_FOR (fixture, count_in_log (fixture, "deny:proxy-unsupported") == 1
                             && door_page_get_notice (fixture->page) != NULL);
      g_assert_cmpint (door_notice_get_kind (door_page_get_notice (fixture->page)), ==,
                       DOOR_NOTICE_PROXY);
      return;
    }

  WAIT_FOR (fixture, is_asking (fixture, 1) && has_title (fixture, "407"));
  g_assert_cmpint (door_protection_space_get_target (
                       door_prompt_get_space (door_page_get_prompt (fixture->page))),
                   ==, DOOR_TARGET_PROXY);
  door_prompt_cancel (door_page_get_prompt (fixture->page));

  /* Cancelled once, it can be given later, by one sheet for all tabs. */
  other = door_page_new (fixture->context);
  door_page_open (other, "http://b.example/");
  WAIT_FOR (fixture, door_page_get_prompt (other) != NULL);
  door_page_sign_in (fixture->page);
  WAIT_FOR (fixture, is_asking (fixture, 1));
  submit (fixture, "user", "wrong");
  WAIT_FOR (fixture, is_asking (fixture, 2));
  submit (fixture, "user", "right");
  WAIT_FOR (fixture, has_title (fixture, "out") && door_page_get_prompt (fixture->page) == NULL);
  WAIT_FOR (fixture,
            g_strcmp0 (webkit_web_view_get_title (door_page_get_view (other)), "out") == 0);

  login_uri = g_strdup_printf ("http://user:right@127.0.0.1:%d", g_uri_get_port (uris->data));
  g_assert_true (door_web_context_set_proxy (fixture->context, login_uri, &error));
  g_assert_true (door_web_context_set_proxy (fixture->context, "direct", &error));
  g_assert_false (door_web_context_set_proxy (fixture->context, "nonsense", &error));
  g_assert_error (error, G_URI_ERROR, G_URI_ERROR_FAILED);
}

/* WebKit does not say which IPv6 address asks. */
static void
test_ipv6 (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SoupServer) server = g_object_new (SOUP_TYPE_SERVER, NULL);
  g_autofree char *uri = NULL;
  g_autoslist (GUri) uris = NULL;

  soup_server_add_handler (server, NULL, handle, fixture, NULL);
  if (!soup_server_listen_local (server, 0, SOUP_SERVER_LISTEN_IPV6_ONLY, NULL))
    {
      g_test_skip ("no IPv6 loopback");
      return;
    }

  uris = soup_server_get_uris (server);
  uri = g_strdup_printf ("http://[::1]:%d/basic/a", g_uri_get_port (uris->data));
  door_page_open (fixture->page, uri);
  WAIT_FOR (fixture, is_asking (fixture, 1) && has_title (fixture, "asks"));
  g_assert_cmpstr (door_origin_get_host (door_protection_space_get_server (
                       door_prompt_get_space (door_page_get_prompt (fixture->page)))),
                   ==, "::1");
  submit (fixture, "user", "wrong");
  WAIT_FOR (fixture, is_asking (fixture, 2));
  submit (fixture, "user", "right");
  WAIT_FOR (fixture, has_title (fixture, "ok") && door_page_get_prompt (fixture->page) == NULL);
}

/* An origin that plays the proxy gets neither an answer nor a question. */
static void
test_unsolicited_proxy (Fixture *fixture, gconstpointer data)
{
  open (fixture, "/407");
  WAIT_FOR (fixture,
            has_title (fixture, "mallory") && door_page_get_notice (fixture->page) != NULL);
  g_assert_null (door_page_get_prompt (fixture->page));
  g_assert_cmpstr (fixture->log->str, ==, "deny:unsolicited-proxy ");
}

static void
test_crash (Fixture *fixture, gconstpointer data)
{
  open (fixture, "/basic/a");
  WAIT_FOR (fixture, is_asking (fixture, 1));
  webkit_web_view_terminate_web_process (door_page_get_view (fixture->page));
  WAIT_FOR (fixture, door_page_get_failure (fixture->page) == DOOR_PAGE_FAILURE_CRASHED);
  g_assert_null (door_page_get_prompt (fixture->page));
  g_assert_cmpuint (count_in_log (fixture, "prompt-closed:gone"), ==, 1);

  door_page_reload (fixture->page, FALSE);
  WAIT_FOR (fixture, is_asking (fixture, 1));
}

static guint
find_network_process (void)
{
  g_autoptr (GDir) proc = g_dir_open ("/proc", 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (proc)) != NULL)
    {
      g_autofree char *status = g_build_filename ("/proc", name, "status", NULL);
      g_autofree char *program = g_build_filename ("/proc", name, "exe", NULL);
      g_autofree char *target = g_file_read_link (program, NULL);
      g_autofree char *parent = g_strdup_printf ("\nPPid:\t%d\n", (int)getpid ());
      g_autofree char *text = NULL;

      if (target != NULL && g_str_has_suffix (target, "/WebKitNetworkProcess")
          && g_file_get_contents (status, &text, NULL, NULL) && strstr (text, parent) != NULL)
        return (guint)strtoul (name, NULL, 10);
    }

  return 0;
}

/* The network process ends, and comes back with what the session knows. */
static void
test_network_process (Fixture *fixture, gconstpointer data)
{
  if (network_link == NULL)
    {
      g_test_skip ("libsoup forgets");
      return;
    }

  open (fixture, "/basic/a");
  WAIT_FOR (fixture, is_asking (fixture, 1));
  submit (fixture, "user", "right");
  WAIT_FOR (fixture, has_title (fixture, "ok") && door_page_get_prompt (fixture->page) == NULL);

  kill ((pid_t)find_network_process (), SIGKILL);
  WAIT_FOR (fixture, !door_web_context_is_ready (fixture->context));
  WAIT_FOR (fixture, door_web_context_is_ready (fixture->context));
  open (fixture, "/basic/b");
  WAIT_FOR (fixture, count_requests (fixture, "GET /basic/b user:right 0") == 1
                         && has_title (fixture, "ok"));
  g_assert_cmpuint (count_in_log (fixture, "prompt-opened"), ==, 1);
}

static void
kill_network_process (void)
{
  guint pid = find_network_process ();

  g_assert_cmpuint (pid, !=, 0);
  kill ((pid_t)pid, SIGKILL);
}

static void
lose (Fixture *fixture)
{
  WAIT_FOR (fixture, fixture->silent != NULL);
  g_clear_object (&fixture->silent);
  kill_network_process ();
}

/* A page comes of itself when the network process has ended while it was loaded, unless it ends
 * time and again. */
static void
test_lost (Fixture *fixture, gconstpointer data)
{
  open (fixture, "/public");
  WAIT_FOR (fixture, has_title (fixture, "ok"));
  open (fixture, "/silent");
  for (guint i = 0; i < 3; i++)
    lose (fixture);
  WAIT_FOR (fixture, fixture->silent != NULL);
  g_assert_cmpint (door_page_get_failure (fixture->page), ==, DOOR_PAGE_FAILURE_NONE);
  lose (fixture);
  WAIT_FOR (fixture, door_page_get_failure (fixture->page) == DOOR_PAGE_FAILURE_LOAD);
  g_assert_null (fixture->silent);

  door_page_reload (fixture->page, FALSE);
  WAIT_FOR (fixture, fixture->silent != NULL);
  kill_network_process ();
  WAIT_FOR (fixture, count_requests (fixture, "GET /silent - 0") == 6 && has_title (fixture, "ok"));
}

/* Nobody is asked twice by that either. */
static void
test_sign_in_lost (Fixture *fixture, gconstpointer data)
{
  open (fixture, "/then-silent");
  WAIT_FOR (fixture, is_asking (fixture, 1) && has_title (fixture, "asks"));
  submit (fixture, "user", "right");
  WAIT_FOR (fixture, fixture->silent != NULL);
  kill_network_process ();
  WAIT_FOR (fixture, has_title (fixture, "ok") && door_page_get_prompt (fixture->page) == NULL);
  g_assert_cmpuint (count_in_log (fixture, "prompt-opened"), ==, 1);
  g_assert_cmpuint (count_in_log (fixture, "accepted"), ==, 1);
}

/* Without a word from the person nothing that may have been done already is done once more. */
static void
test_form_lost (Fixture *fixture, gconstpointer data)
{
  open (fixture, "/form-then-silent");
  WAIT_FOR (fixture, has_title (fixture, "form"));
  send_form (fixture);
  WAIT_FOR (fixture, is_asking (fixture, 1) && has_title (fixture, "asks"));
  submit (fixture, "user", "right");
  WAIT_FOR (fixture, fixture->silent != NULL);
  kill_network_process ();
  WAIT_FOR (fixture, door_page_get_notice (fixture->page) != NULL);
  g_assert_cmpint (door_notice_get_kind (door_page_get_notice (fixture->page)), ==,
                   DOOR_NOTICE_RESEND);
  g_assert_null (door_page_get_prompt (fixture->page));
  g_assert_true (has_title (fixture, "asks"));
  g_assert_cmpuint (count_requests (fixture, "POST /then-silent user:right 3"), ==, 1);

  door_page_resend (fixture->page);
  WAIT_FOR (fixture, has_title (fixture, "ok"));
  g_assert_cmpuint (count_requests (fixture, "POST /then-silent user:right 3"), ==, 2);
  g_assert_cmpuint (count_in_log (fixture, "prompt-opened"), ==, 1);
  g_assert_cmpuint (count_in_log (fixture, "accepted"), ==, 1);
}

static void
count_attached (DoorNetworkLink *link, const char *session, guint *n)
{
  (*n)++;
}

/* Whenever it ends while somebody signs in. WebKit itself aborts when it ends while it starts. */
static void
test_lost_often (Fixture *fixture, gconstpointer data)
{
  const guint rounds = g_test_slow () ? 100 : 20;
  g_autoptr (DoorOrigin) origin = door_origin_new_for_uri (fixture->base, NULL);
  guint n_attached = 0;

  if (network_link == NULL)
    {
      g_test_skip ("nobody tells when the process serves");
      return;
    }

  g_signal_connect (network_link, "attached", G_CALLBACK (count_attached), &n_attached);
  open (fixture, "/basic/a");
  for (guint i = 0; i < rounds; i++)
    {
      WAIT_FOR (fixture, is_asking (fixture, 1) && has_title (fixture, "asks"));
      submit (fixture, "user", "right");
      for (guint turns = 0; turns < i * 7 % 50; turns++)
        g_main_context_iteration (NULL, FALSE);
      n_attached = 0;
      kill_network_process ();
      WAIT_FOR (fixture, n_attached > 0 && has_title (fixture, "ok")
                             && door_page_get_prompt (fixture->page) == NULL);
      g_assert_cmpuint (count_in_log (fixture, "prompt-opened"), ==, i + 1);
      g_assert_cmpuint (count_in_log (fixture, "accepted"), ==, i + 1);
      door_session_forget_server (fixture->session, DOOR_TARGET_ORIGIN, origin, DOOR_FORGET_USER);
    }
  g_signal_handlers_disconnect_by_data (network_link, &n_attached);
}

static void
assert_cookies (Fixture *fixture)
{
  open (fixture, "/cookies");
  WAIT_FOR (fixture, has_title (fixture, "session=1; lasting=2")
                         || has_title (fixture, "lasting=2; session=1"));
}

static void
sign_in_at (Fixture *fixture, const char *base)
{
  g_autofree char *uri = g_strconcat (base, "/basic/a", NULL);

  door_page_open (fixture->page, uri);
  WAIT_FOR (fixture, is_asking (fixture, 1));
  submit (fixture, "user", "right");
  WAIT_FOR (fixture, has_title (fixture, "ok") && door_page_get_prompt (fixture->page) == NULL);
}

/* Signed out of one server, the session asks there again, and nowhere else; cookies stay, those of
 * a private session beside it too. Without companion the network process ends for that. */
static void
test_sign_out (Fixture *fixture, gconstpointer data)
{
  g_autofree char *other_base = g_strdup_printf ("http://localhost:%d", fixture->port);
  g_autofree char *other_uri = g_strconcat (other_base, "/basic/a", NULL);
  g_autoptr (DoorOrigin) origin = door_origin_new_for_uri (fixture->base, NULL);
  Fixture beside = { 0 };
  guint process;
  guint before;

  set_up (&beside, NULL);
  door_web_context_share_network_process (beside.context, fixture->context);
  open (&beside, "/set-cookies");
  WAIT_FOR (&beside, has_title (&beside, "set"));

  open (fixture, "/set-cookies");
  WAIT_FOR (fixture, has_title (fixture, "set"));
  sign_in_at (fixture, other_base);
  sign_in_at (fixture, fixture->base);

  before = fixture->requests->len;
  process = find_network_process ();
  door_session_forget_server (fixture->session, DOOR_TARGET_ORIGIN, origin, DOOR_FORGET_USER);
  /* Asked for again while that is under way: it is done once more, or at once. */
  door_session_forget_server (fixture->session, DOOR_TARGET_ORIGIN, origin, DOOR_FORGET_USER);
  WAIT_FOR (fixture, is_asking (fixture, 1));
  g_assert_cmpstr (g_ptr_array_index (fixture->requests, before), ==, "GET /basic/a - 0");
  g_assert_cmpuint (count_in_log (fixture, "prompt-opened"), ==, 3);

  door_page_open (fixture->page, other_uri);
  WAIT_FOR (fixture, has_title (fixture, "ok"));
  g_assert_cmpuint (count_in_log (fixture, "prompt-opened"), ==, 3);

  if (network_link != NULL)
    g_assert_cmpuint (find_network_process (), ==, process);
  else
    g_assert_cmpuint (find_network_process (), !=, process);

  assert_cookies (fixture);
  assert_cookies (&beside);
  tear_down (&beside, NULL);
}

static void
test_close (Fixture *fixture, gconstpointer data)
{
  open (fixture, "/then-silent");
  WAIT_FOR (fixture, is_asking (fixture, 1));
  submit (fixture, "user", "right");
  WAIT_FOR (fixture, fixture->silent != NULL);
  gtk_window_set_child (fixture->window, NULL);
  g_clear_object (&fixture->page);
  g_assert_cmpuint (g_list_model_get_n_items (door_session_get_prompts (fixture->session)), ==, 0);
}

static gboolean
on_decide_destination (WebKitDownload *download, const char *suggested, char *path)
{
  webkit_download_set_destination (download, path);

  return TRUE;
}

static void
on_finished (WebKitDownload *download, gboolean *finished)
{
  *finished = TRUE;
}

static void
on_download_started (DoorWebContext *context, WebKitDownload *download, gpointer *data)
{
  g_signal_connect (download, "decide-destination", G_CALLBACK (on_decide_destination), data[0]);
  g_signal_connect (download, "finished", G_CALLBACK (on_finished), data[1]);
}

static void
test_download (Fixture *fixture, gconstpointer data)
{
  g_autofree char *directory = g_dir_make_tmp ("doorward-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (directory, "file", NULL);
  g_autofree char *uri = g_strconcat (fixture->base, "/basic/file", NULL);
  g_autofree char *content = NULL;
  g_autoptr (WebKitDownload) download = NULL;
  gboolean finished = FALSE;
  gpointer destination[] = { path, &finished };

  g_signal_connect (fixture->context, "download-started", G_CALLBACK (on_download_started),
                    destination);
  open (fixture, "/public");
  WAIT_FOR (fixture, has_title (fixture, "ok"));
  download = webkit_web_view_download_uri (door_page_get_view (fixture->page), uri);
  WAIT_FOR (fixture, door_page_get_prompt (fixture->page) != NULL && finished);
  g_assert_cmpstr (fixture->log->str, ==, "prompt:known-challenge prompt-opened ");
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));

  finished = FALSE;
  submit (fixture, "user", "right");
  WAIT_FOR (fixture, finished);
  g_assert_cmpuint (count_in_log (fixture, "accepted"), ==, 1);
  g_assert_true (g_file_get_contents (path, &content, NULL, NULL));
  g_assert_cmpstr (content, ==, "<title>ok</title><p>Signed in.");
  g_assert_null (door_page_get_prompt (fixture->page));
  g_unlink (path);
  g_rmdir (directory);
}

static void
on_create_page (DoorPage *opener, DoorPage *page, DoorPage **popup)
{
  *popup = g_object_ref (page);
}

/* What policy says of the inspector holds for a page that is there, and for one that it opens. */
static void
test_inspector (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    DoorPolicySettings settings;
    gboolean allowed;
  } cases[] = {
    { { .denied_features = DOOR_FEATURE_INSPECTOR }, FALSE },
    { { .denied_features = DOOR_FEATURE_PRINTING }, TRUE },
    { { .kiosk = TRUE }, FALSE },
    { { .kiosk = TRUE, .allowed_features = DOOR_FEATURE_INSPECTOR }, TRUE },
    { { .kiosk = TRUE, .allowed_features = DOOR_FEATURE_PRINTING }, FALSE },
  };
  WebKitWebView *view = door_page_get_view (fixture->page);
  g_autoptr (DoorPage) popup = NULL;
  WebKitSettings *settings[2];

  g_signal_connect (fixture->page, "create-page", G_CALLBACK (on_create_page), &popup);
  settings[0] = webkit_web_view_get_settings (view);
  webkit_settings_set_javascript_can_open_windows_automatically (settings[0], TRUE);
  open (fixture, "/public");
  WAIT_FOR (fixture, has_title (fixture, "ok"));
  webkit_web_view_evaluate_javascript (view, "window.open ('/public');", -1, NULL, NULL, NULL, NULL,
                                       NULL);
  WAIT_FOR (fixture, popup != NULL);
  settings[1] = webkit_web_view_get_settings (door_page_get_view (popup));

  for (gsize i = 0; i < G_N_ELEMENTS (settings); i++)
    g_assert_true (webkit_settings_get_enable_developer_extras (settings[i]));

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (DoorPolicy) policy = door_policy_new (&cases[i].settings);

      door_session_set_policy (fixture->session, policy);
      for (gsize j = 0; j < G_N_ELEMENTS (settings); j++)
        g_assert_cmpint (webkit_settings_get_enable_developer_extras (settings[j]), ==,
                         cases[i].allowed);
    }
}

int
main (int argc, char *argv[])
{
  static const struct
  {
    const char *name;
    void (*test) (Fixture *, gconstpointer);
  } tests[] = {
    { "/page/sign-in", test_sign_in },
    { "/page/cancel", test_cancel },
    { "/page/body", test_body },
    { "/page/post", test_post },
    { "/page/leaves", test_leaves },
    { "/page/subresource", test_subresource },
    { "/page/attachment", test_attachment },
    { "/page/redirect", test_redirect },
    { "/page/userinfo", test_userinfo },
    { "/page/other-page", test_other_page },
    { "/page/realms", test_realms },
    { "/page/many-challenges", test_many },
    { "/page/rotating-realms", test_rotate },
    { "/page/refreshes", test_refreshes },
    { "/page/then-bare", test_then_bare },
    { "/page/then-broken", test_then_broken },
    { "/page/stop", test_stop },
    { "/page/cancel-signing-in", test_cancel_signing_in },
    { "/page/frame", test_frame },
    { "/page/link-userinfo", test_link_userinfo },
    { "/page/edits", test_edits },
    { "/page/ipv6", test_ipv6 },
    { "/page/proxy", test_proxy },
    { "/page/unsolicited-proxy", test_unsolicited_proxy },
    { "/page/crash", test_crash },
    { "/page/network-process", test_network_process },
    { "/page/lost", test_lost },
    { "/page/sign-in-lost", test_sign_in_lost },
    { "/page/form-lost", test_form_lost },
    { "/page/lost-often", test_lost_often },
    { "/page/sign-out", test_sign_out },
    { "/page/close", test_close },
    { "/page/download", test_download },
    { "/page/inspector", test_inspector },
  };

  g_autoptr (GError) error = NULL;
  int result;

  if (g_getenv ("DOOR_NETWORK_MODULE_DIRECTORY") != NULL)
    {
      network_link = door_network_link_new (g_getenv ("DOOR_NETWORK_MODULE_DIRECTORY"));
      door_network_link_prepare_environment (network_link, NULL, &error);
      g_assert_no_error (error);
    }

  gtk_init ();
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].name, Fixture, NULL, set_up, tests[i].test, tear_down);

  result = g_test_run ();
  g_clear_object (&network_link);

  return result;
}
