/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <libsoup/soup.h>

#include "door-demo-digest.h"
#include "door-demo-page.h"
#include "door-demo.h"

typedef struct
{
  DoorDemo *demo;
  SoupSession *session;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->demo = door_demo_new (&error);
  g_assert_no_error (error);
  fixture->session = soup_session_new ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_object (&fixture->session);
  g_clear_object (&fixture->demo);
}

typedef struct
{
  GBytes *body;
  GError *error;
  gboolean done;
} Reply;

static void
on_replied (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Reply *reply = user_data;

  reply->body = soup_session_send_and_read_finish (SOUP_SESSION (object), result, &reply->error);
  reply->done = TRUE;
}

static char *
send (Fixture *fixture, SoupMessage *message)
{
  Reply reply = { NULL, NULL, FALSE };
  g_autoptr (GBytes) body = NULL;

  soup_session_send_and_read_async (fixture->session, message, G_PRIORITY_DEFAULT, NULL, on_replied,
                                    &reply);
  while (!reply.done)
    g_main_context_iteration (NULL, TRUE);

  g_assert_no_error (reply.error);
  body = reply.body;
  return g_strndup (g_bytes_get_data (body, NULL), g_bytes_get_size (body));
}

static SoupMessage *
message_for (Fixture *fixture, const char *method, const char *path)
{
  g_autofree char *uri = g_strconcat (door_demo_get_uri (fixture->demo), path + 1, NULL);

  return soup_message_new (method, uri);
}

static void
assert_contains (const char *text, const char *part)
{
  g_autofree char *escaped = g_markup_escape_text (part, -1);

  if (strstr (text, escaped) == NULL)
    g_error ("“%s” is not in: %s", escaped, text);
}

static void
test_list (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SoupMessage) message = message_for (fixture, "GET", "/");
  g_autofree char *body = send (fixture, message);
  const DoorDemoPage *pages;
  gsize n_pages;

  g_assert_cmpint (soup_message_get_status (message), ==, SOUP_STATUS_OK);
  pages = door_demo_page_list (&n_pages);
  for (gsize i = 0; i < n_pages; i++)
    {
      assert_contains (body, pages[i].path);
      assert_contains (body, pages[i].title);
    }
  g_assert_null (strstr (body, "{{"));
}

static void
test_refusals (Fixture *fixture, gconstpointer data)
{
  const DoorDemoPage *pages;
  gsize n_pages;

  pages = door_demo_page_list (&n_pages);
  for (gsize i = 0; i < n_pages; i++)
    {
      g_autoptr (SoupMessage) message = message_for (fixture, "GET", pages[i].path);
      g_autofree char *body = send (fixture, message);
      g_autofree char *challenge = door_demo_page_dup_challenge (&pages[i]);
      const char *sent = soup_message_headers_get_one (soup_message_get_response_headers (message),
                                                       "WWW-Authenticate");

      g_test_message ("%s", pages[i].path);
      g_assert_cmpint (soup_message_get_status (message), ==,
                       pages[i].scheme == DOOR_DEMO_SCHEME_NONE ? SOUP_STATUS_OK
                                                                : SOUP_STATUS_UNAUTHORIZED);
      if (pages[i].scheme == DOOR_DEMO_SCHEME_DIGEST
          || pages[i].scheme == DOOR_DEMO_SCHEME_DIGEST_SHA256)
        g_assert_true (g_str_has_prefix (sent, "Digest realm="));
      else
        g_assert_cmpstr (sent, ==, challenge);

      assert_contains (body, pages[i].instructions);
      assert_contains (body, pages[i].expectation);
      if (pages[i].username != NULL)
        {
          assert_contains (body, pages[i].username);
          assert_contains (body, pages[i].password);
        }
      g_assert_null (strstr (body, "{{"));
    }
}

static gboolean
on_authenticate (SoupMessage *message, SoupAuth *auth, gboolean retrying, gpointer user_data)
{
  const DoorDemoPage *page = user_data;

  if (retrying)
    return FALSE;
  soup_auth_authenticate (auth, page->username, page->password);
  return TRUE;
}

static void
test_sign_in (Fixture *fixture, gconstpointer data)
{
  const DoorDemoPage *pages;
  gsize n_pages;
  guint n_tried = 0;

  pages = door_demo_page_list (&n_pages);
  for (gsize i = 0; i < n_pages; i++)
    {
      g_autoptr (SoupMessage) message = message_for (fixture, "GET", pages[i].path);
      g_autofree char *body = NULL;

      if (pages[i].scheme != DOOR_DEMO_SCHEME_BASIC && pages[i].scheme != DOOR_DEMO_SCHEME_DIGEST)
        continue;

      g_test_message ("%s", pages[i].path);
      g_signal_connect (message, "authenticate", G_CALLBACK (on_authenticate), (gpointer)&pages[i]);
      body = send (fixture, message);
      g_assert_cmpint (soup_message_get_status (message), ==, SOUP_STATUS_OK);
      assert_contains (body, "Signed in.");
      n_tried++;
    }
  g_assert_cmpuint (n_tried, >=, 5);
}

/* What comes in as Authorization for /utf8/, and whether it opens the page. */
static const struct
{
  const char *credentials;
  gboolean admitted;
} credentials[] = {
  { "j\xC3\xBCrgen:gr\xC3\xBCn 5 \xE2\x82\xAC", TRUE },
  { "j\xC3\xBCrgen:gr\xC3\xBCn 5", FALSE },
  { "j\xFCrgen:gr\xFCn 5 \x80", FALSE },
  { "", FALSE },
};

static void
test_accepts_basic (void)
{
  const DoorDemoPage *page = door_demo_page_find ("/utf8/");

  for (gsize i = 0; i < G_N_ELEMENTS (credentials); i++)
    {
      const char *text = credentials[i].credentials;
      g_autofree char *encoded = g_base64_encode ((const guchar *)text, strlen (text));
      g_autofree char *authorization = g_strconcat ("basic ", encoded, NULL);

      g_assert_cmpint (door_demo_page_accepts_basic (page, authorization), ==,
                       credentials[i].admitted);
    }
  g_assert_false (door_demo_page_accepts_basic (page, NULL));
  g_assert_false (door_demo_page_accepts_basic (page, "Bearer abc"));
}

/* RFC 7616 section 3.9.1, and what must not pass. */
#define MUFASA                                                                                     \
  "Digest username=\"Mufasa\", realm=\"http-auth@example.org\", uri=\"/dir/index.html\", "
#define NONCE "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v"
#define CNONCE "nc=00000001, cnonce=\"f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ\", "
#define RESPONSE "response=\"753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1\""

static const struct
{
  const char *authorization;
  const char *password;
  gboolean admitted;
} digests[] = {
  { MUFASA "nonce=\"" NONCE "\", " CNONCE "qop=auth, " RESPONSE, "Circle of Life", TRUE },
  { MUFASA "nonce=\"" NONCE "\", " CNONCE "qop=auth, " RESPONSE, "Circle of Lies", FALSE },
  { MUFASA "nonce=\"other\", " CNONCE "qop=auth, " RESPONSE, "Circle of Life", FALSE },
  { MUFASA "nonce=\"" NONCE "\", " CNONCE RESPONSE, "Circle of Life", FALSE },
  { MUFASA "nonce=\"" NONCE "\", qop=auth, " RESPONSE, "Circle of Life", FALSE },
  { "Basic YTpi", "Circle of Life", FALSE },
  { NULL, "Circle of Life", FALSE },
};

static void
test_accepts_digest (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (digests); i++)
    g_assert_cmpint (door_demo_digest_accepts (digests[i].authorization, "GET",
                                               "http-auth@example.org", NONCE, "Mufasa",
                                               digests[i].password),
                     ==, digests[i].admitted);
}

static void
post (Fixture *fixture, const char *type, const char *body, gsize length, const char *expected)
{
  const DoorDemoPage *page = door_demo_page_find ("/form/");
  g_autoptr (SoupMessage) message = message_for (fixture, "POST", "/form/send");
  g_autoptr (GBytes) bytes = g_bytes_new_static (body, length);
  g_autofree char *login = g_strconcat (page->username, ":", page->password, NULL);
  g_autofree char *encoded = g_base64_encode ((const guchar *)login, strlen (login));
  g_autofree char *authorization = g_strconcat ("Basic ", encoded, NULL);
  g_autofree char *response = NULL;

  soup_message_headers_append (soup_message_get_request_headers (message), "Authorization",
                               authorization);
  soup_message_set_request_body_from_bytes (message, type, bytes);
  response = send (fixture, message);
  g_assert_cmpint (soup_message_get_status (message), ==, SOUP_STATUS_OK);
  assert_contains (response, expected);
}

#define BODY(text) text, sizeof (text) - 1

/* What is sent to /form/send, and what the page says then. */
static const struct
{
  const char *type;
  const char *body;
  gsize length;
  const char *expected;
} forms[] = {
  { "application/x-www-form-urlencoded", BODY ("message=a+%3Cb%3E+%7B%7Bhome%7D%7D"),
    "The message “a <b> {{home}}” arrived." },
  { "application/x-www-form-urlencoded", BODY (""), "The message “” arrived." },
  { "multipart/form-data; boundary=x",
    BODY ("--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"n.txt\"\r\n\r\n"
          "1\0003\r\n5\r\n--x--\r\n"),
    "The file “n.txt” arrived, with 6 bytes." },
  { "multipart/form-data; boundary=x",
    BODY (
        "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"\"\r\n\r\n\r\n--x--\r\n"),
    "No file arrived." },
  { "multipart/form-data; boundary=x", BODY ("--x\r\nfilename=\"n"), "No file arrived." },
  { "multipart/form-data; boundary=x", BODY (""), "No file arrived." },
};

static void
test_form (Fixture *fixture, gconstpointer data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (forms); i++)
    post (fixture, forms[i].type, forms[i].body, forms[i].length, forms[i].expected);
}

static void
test_not_found (Fixture *fixture, gconstpointer data)
{
  g_autoptr (SoupMessage) message = message_for (fixture, "GET", "/nowhere");
  g_autofree char *body = send (fixture, message);

  g_assert_cmpint (soup_message_get_status (message), ==, SOUP_STATUS_NOT_FOUND);
  assert_contains (body, "Not found");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/demo/list", Fixture, NULL, set_up, test_list, tear_down);
  g_test_add ("/demo/refusals", Fixture, NULL, set_up, test_refusals, tear_down);
  g_test_add ("/demo/sign-in", Fixture, NULL, set_up, test_sign_in, tear_down);
  g_test_add_func ("/demo/accepts-basic", test_accepts_basic);
  g_test_add_func ("/demo/accepts-digest", test_accepts_digest);
  g_test_add ("/demo/form", Fixture, NULL, set_up, test_form, tear_down);
  g_test_add ("/demo/not-found", Fixture, NULL, set_up, test_not_found, tear_down);

  return g_test_run ();
}
