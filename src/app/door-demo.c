/* SPDX-License-Identifier: LGPL-2.1-or-later */

#define _GNU_SOURCE /* memmem */

#include "door-demo.h"

#include <glib/gi18n.h>
#include <libsoup/soup.h>

#include "door-demo-digest.h"
#include "door-demo-page.h"

#define RESOURCES "/org/doorward/Doorward/demo/"
#define DIGEST_REALM "Reading room, by digest"
#define SHA256_REALM "Reading room, by new digest"

/**
 * DoorDemo:
 *
 * A web server on a free port of the loopback interface whose pages show what Doorward does, each
 * saying what to do and what to expect. It serves as long as the object lives.
 */
struct _DoorDemo
{
  GObject parent_instance;

  SoupServer *server;
  SoupAuthDomain *digest;
  char *nonce;
  char *uri;
};

G_DEFINE_FINAL_TYPE (DoorDemo, door_demo, G_TYPE_OBJECT)

static GString *
load_template (const char *name)
{
  g_autofree char *path = g_strconcat (RESOURCES, name, NULL);
  g_autoptr (GBytes) bytes = g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

  g_assert (bytes != NULL);
  return g_string_new_len (g_bytes_get_data (bytes, NULL), (gssize)g_bytes_get_size (bytes));
}

static void
fill_in (GString *template, const char *name, const char *text)
{
  g_autofree char *placeholder = g_strdup_printf ("{{%s}}", name);
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autofree char *escaped = g_markup_escape_text (valid, -1);

  g_string_replace (template, placeholder, escaped, 0);
}

static void
fill_in_markup (GString *template, const char *name, const char *markup)
{
  g_autofree char *placeholder = g_strdup_printf ("{{%s}}", name);

  g_string_replace (template, placeholder, markup, 0);
}

static void
respond (SoupServerMessage *message, guint status, const char *title, const char *body)
{
  GString *document = load_template ("document.html");
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  gsize length;

  fill_in (document, "title", title);
  fill_in (document, "home", _ ("Doorward demo"));
  fill_in_markup (document, "body", body);

  /* Every look at a page is to be a request, so that what is seen is what the server decides. */
  soup_message_headers_replace (headers, "Cache-Control", "no-store");
  soup_server_message_set_status (message, status, NULL);
  length = document->len;
  soup_server_message_set_response (message, "text/html; charset=utf-8", SOUP_MEMORY_TAKE,
                                    g_string_free (document, FALSE), length);
}

static char *
format_login (const DoorDemoPage *page)
{
  GString *login;

  if (page->username == NULL)
    return g_strdup ("");

  login = load_template ("login.html");
  fill_in (login, "username-label", _ ("Username"));
  fill_in (login, "username", page->username);
  fill_in (login, "password-label", _ ("Password"));
  fill_in (login, "password", page->password);
  return g_string_free (login, FALSE);
}

static char *
format_extra (const DoorDemoPage *page)
{
  GString *extra;

  if (page->extra == NULL)
    return g_strdup ("");

  extra = load_template (page->extra);
  fill_in (extra, "message-label", _ ("Message"));
  fill_in (extra, "file-label", _ ("File"));
  fill_in (extra, "send", _ ("Send"));
  return g_string_free (extra, FALSE);
}

static void
respond_page (SoupServerMessage *message, guint status, const DoorDemoPage *page, const char *state)
{
  GString *body = load_template ("page.html");
  g_autofree char *login = format_login (page);
  /* What makes a page restless or deceptive belongs to the refusal only. */
  gboolean with_extra = status == SOUP_STATUS_UNAUTHORIZED || page->scheme == DOOR_DEMO_SCHEME_NONE;
  g_autofree char *extra = with_extra ? format_extra (page) : g_strdup ("");
  g_autofree char *markup = NULL;

  fill_in (body, "title", _ (page->title));
  fill_in (body, "class", status == SOUP_STATUS_UNAUTHORIZED ? "closed" : "open");
  fill_in (body, "instructions-label", _ ("What to do"));
  fill_in (body, "instructions", _ (page->instructions));
  fill_in (body, "expectation-label", _ ("What to expect"));
  fill_in (body, "expectation", _ (page->expectation));
  fill_in_markup (body, "login", login);
  fill_in_markup (body, "extra", extra);
  /* Last, since it holds what was sent and nothing in it is to be filled in. */
  fill_in (body, "state", state);

  markup = g_string_free (body, FALSE);
  respond (message, status, _ (page->title), markup);
}

static void
respond_list (SoupServerMessage *message)
{
  GString *body = load_template ("list.html");
  g_autoptr (GString) items = g_string_new (NULL);
  g_autofree char *markup = NULL;
  const DoorDemoPage *pages;
  gsize n_pages;

  pages = door_demo_page_list (&n_pages);
  for (gsize i = 0; i < n_pages; i++)
    {
      g_autofree char *title = g_markup_escape_text (_ (pages[i].title), -1);
      g_autofree char *text = g_markup_escape_text (_ (pages[i].instructions), -1);

      if (pages[i].group != NULL)
        {
          g_autofree char *group = g_markup_escape_text (_ (pages[i].group), -1);

          g_string_append_printf (items, "%s<h2>%s</h2>\n<ul class=\"cards\">\n",
                                  i == 0 ? "" : "</ul>\n", group);
        }
      g_string_append_printf (items, "<li><a href=\"%s\"><b>%s</b><span>%s</span></a></li>\n",
                              pages[i].path, title, text);
    }
  g_string_append (items, "</ul>\n");

  fill_in (body, "title", _ ("Doorward demo"));
  fill_in (
      body, "introduction",
      _ ("Each page below shows one thing that Doorward does when a server asks for a login. It "
         "says what to do, what to expect, and the user name and password to use."));
  fill_in_markup (body, "items", items->str);

  markup = g_string_free (body, FALSE);
  respond (message, SOUP_STATUS_OK, _ ("Doorward demo"), markup);
}

static void
respond_style (SoupServerMessage *message)
{
  GString *style = load_template ("style.css");
  gsize length = style->len;

  soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
  soup_server_message_set_response (message, "text/css; charset=utf-8", SOUP_MEMORY_TAKE,
                                    g_string_free (style, FALSE), length);
}

/* The form has one file and nothing else, so its part is the body. SoupMultipart would do, but
 * libsoup 3.2.3 gives its memory back to the wrong allocator. */
static char *
describe_upload (const char *body, gsize length)
{
  const char *name = memmem (body, length, "filename=\"", 10);
  const char *name_end = NULL;
  const char *start = NULL;
  const char *end = body + length;
  g_autofree char *file_name = NULL;
  g_autofree char *size = NULL;

  if (name != NULL)
    {
      name += 10;
      name_end = memchr (name, '"', (gsize)(end - name));
      start = memmem (name, (gsize)(end - name), "\r\n\r\n", 4);
    }
  if (name_end == NULL || start == NULL || name == name_end)
    return g_strdup (_ ("Signed in. No file arrived."));

  start += 4;
  while (end > start && !g_str_has_prefix (end, "\r\n--"))
    end--;

  file_name = g_strndup (name, (gsize)(name_end - name));
  size = g_format_size_full ((guint64)(end - start), G_FORMAT_SIZE_LONG_FORMAT);
  return g_strdup_printf (_ ("Signed in. The file “%s” arrived, with %s."), file_name, size);
}

static char *
describe_form (SoupServerMessage *message)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  g_autoptr (GBytes) bytes = soup_message_body_flatten (body);
  gsize length = g_bytes_get_size (bytes);
  g_autofree char *text = g_malloc0 (length + 1);
  g_autoptr (GHashTable) fields = NULL;
  const char *type = soup_message_headers_get_content_type (headers, NULL);
  const char *sent;

  /* With a NUL behind it, and with those that a file may hold. */
  if (length > 0)
    memcpy (text, g_bytes_get_data (bytes, NULL), length);

  if (g_strcmp0 (type, "multipart/form-data") == 0)
    return describe_upload (text, length);

  fields = soup_form_decode (text);
  sent = g_hash_table_lookup (fields, "message");
  return g_strdup_printf (_ ("Signed in. The message “%s” arrived."), sent != NULL ? sent : "");
}

static gboolean
is_admitted (DoorDemo *self, SoupServerMessage *message, const DoorDemoPage *page)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  const char *authorization = soup_message_headers_get_one (headers, "Authorization");
  g_autofree char *user = NULL;

  switch (page->scheme)
    {
    case DOOR_DEMO_SCHEME_NONE:
      return TRUE;
    case DOOR_DEMO_SCHEME_BASIC:
      return door_demo_page_accepts_basic (page, authorization);
    case DOOR_DEMO_SCHEME_DIGEST:
      user = soup_auth_domain_accepts (self->digest, message);
      return user != NULL;
    case DOOR_DEMO_SCHEME_DIGEST_SHA256:
      return door_demo_digest_accepts (authorization, soup_server_message_get_method (message),
                                       SHA256_REALM, self->nonce, page->username, page->password);
    case DOOR_DEMO_SCHEME_CLOSED:
      return FALSE;
    default:
      g_assert_not_reached ();
    }
}

static void
refuse (DoorDemo *self, SoupServerMessage *message, const DoorDemoPage *page)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  g_autofree char *challenge = door_demo_page_dup_challenge (page);
  g_autofree char *sha256 = door_demo_digest_dup_challenge (SHA256_REALM, self->nonce);

  respond_page (message, SOUP_STATUS_UNAUTHORIZED, page,
                _ ("This is the page that the server sends with its refusal."));
  if (page->scheme == DOOR_DEMO_SCHEME_DIGEST)
    soup_auth_domain_challenge (self->digest, message);
  else if (page->scheme == DOOR_DEMO_SCHEME_DIGEST_SHA256)
    soup_message_headers_append (headers, "WWW-Authenticate", sha256);
  else if (challenge != NULL)
    soup_message_headers_append (headers, "WWW-Authenticate", challenge);
}

static void
handle_request (SoupServer *server,
                SoupServerMessage *message,
                const char *path,
                GHashTable *query,
                gpointer user_data)
{
  DoorDemo *self = user_data;
  const DoorDemoPage *page = door_demo_page_find (path);
  g_autofree char *state = NULL;

  if (g_str_equal (path, "/"))
    {
      respond_list (message);
      return;
    }
  if (g_str_equal (path, "/style.css"))
    {
      respond_style (message);
      return;
    }
  if (page == NULL)
    {
      respond (message, SOUP_STATUS_NOT_FOUND, _ ("Not found"), "");
      return;
    }

  if (g_str_equal (path, "/form/send"))
    {
      /* The form is open to everybody; what takes it in is not. */
      DoorDemoPage desk = *page;

      desk.scheme = DOOR_DEMO_SCHEME_BASIC;
      desk.challenge = "Basic realm=\"Letter box\"";
      desk.extra = NULL;
      if (!is_admitted (self, message, &desk))
        {
          refuse (self, message, &desk);
          return;
        }
      state = describe_form (message);
      respond_page (message, SOUP_STATUS_OK, &desk, state);
      return;
    }

  if (!is_admitted (self, message, page))
    {
      refuse (self, message, page);
      return;
    }

  if (page->scheme == DOOR_DEMO_SCHEME_NONE)
    respond_page (message, SOUP_STATUS_OK, page, _ ("This page is open to everybody."));
  else
    respond_page (message, SOUP_STATUS_OK, page, _ ("Signed in."));
}

static char *
encode_digest_password (SoupAuthDomain *domain,
                        SoupServerMessage *message,
                        const char *username,
                        gpointer user_data)
{
  const DoorDemoPage *page = door_demo_page_find ("/digest/");

  if (!g_str_equal (username, page->username))
    return NULL;
  return soup_auth_domain_digest_encode_password (username, DIGEST_REALM, page->password);
}

static void
door_demo_dispose (GObject *object)
{
  DoorDemo *self = DOOR_DEMO (object);

  if (self->server != NULL)
    {
      soup_server_disconnect (self->server);
      soup_server_remove_handler (self->server, NULL);
    }
  g_clear_object (&self->server);
  g_clear_object (&self->digest);
  g_clear_pointer (&self->nonce, g_free);
  g_clear_pointer (&self->uri, g_free);

  G_OBJECT_CLASS (door_demo_parent_class)->dispose (object);
}

static void
door_demo_class_init (DoorDemoClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = door_demo_dispose;
}

static void
door_demo_init (DoorDemo *self)
{
  self->server = soup_server_new ("server-header", "doorward-demo ", NULL);
  soup_server_add_handler (self->server, NULL, handle_request, self, NULL);

  self->nonce = door_demo_digest_dup_nonce ();
  self->digest = soup_auth_domain_digest_new ("realm", DIGEST_REALM, NULL);
  soup_auth_domain_add_path (self->digest, "/digest/");
  soup_auth_domain_digest_set_auth_callback (self->digest, encode_digest_password, self, NULL);
}

/**
 * door_demo_new:
 * @error: return location for an error
 *
 * Starts the demo on a free port of the loopback interface. It runs in the thread-default main
 * context of the caller.
 *
 * Returns: (transfer full) (nullable): the running demo, or %NULL with @error set from
 *   %G_IO_ERROR when there is no port to listen on
 */
DoorDemo *
door_demo_new (GError **error)
{
  g_autoptr (DoorDemo) self = g_object_new (DOOR_TYPE_DEMO, NULL);
  GSList *uris;

  if (!soup_server_listen_local (self->server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, error))
    return NULL;

  uris = soup_server_get_uris (self->server);
  self->uri = g_uri_to_string (uris->data);
  g_slist_free_full (uris, (GDestroyNotify)g_uri_unref);

  return g_steal_pointer (&self);
}

/**
 * door_demo_get_uri:
 * @self: a demo
 *
 * Returns: (transfer none): the URI of the list of pages
 */
const char *
door_demo_get_uri (DoorDemo *self)
{
  g_return_val_if_fail (DOOR_IS_DEMO (self), NULL);

  return self->uri;
}
