/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-demo-page.h"

#include <glib/gi18n.h>
#include <string.h>

#define USERNAME "ada"
#define PASSWORD "lovelace"

static const DoorDemoPage pages[] = {
  {
      .path = "/basic/",
      .group = N_ ("Signing in"),
      .title = N_ ("Basic"),
      .instructions = N_ ("Sign in. Type a wrong password first if you like. Afterwards reload the "
                          "page, or open it once more in another tab."),
      .expectation = N_ ("The sheet comes out of the toolbar of this tab. A wrong password brings "
                         "it back with “Not accepted”, with the user name kept. Once you are in, "
                         "you are not asked again."),
      .scheme = DOOR_DEMO_SCHEME_BASIC,
      .challenge = "Basic realm=\"Reading room\"",
      .username = USERNAME,
      .password = PASSWORD,
  },
  {
      .path = "/digest/",
      .title = N_ ("Digest"),
      .instructions = N_ ("Sign in. Nothing looks different from Basic."),
      .expectation = N_ ("The password does not travel: the server sees only a digest of it. So "
                         "there is no warning even where the connection is not encrypted."),
      .scheme = DOOR_DEMO_SCHEME_DIGEST,
      .username = USERNAME,
      .password = PASSWORD,
  },
  {
      .path = "/digest-sha256/",
      .title = N_ ("Digest with SHA-256"),
      .instructions = N_ ("Sign in. The server wants the digest of today, not the one of 1997."),
      .expectation = N_ ("Doorward answers it like any other. A browser that knows the old digest "
                         "only shows nothing but this refusal."),
      .scheme = DOOR_DEMO_SCHEME_DIGEST_SHA256,
      .username = USERNAME,
      .password = PASSWORD,
  },
  {
      .path = "/form/",
      .title = N_ ("A form, and a file to upload"),
      .instructions = N_ ("Write something, or choose a file, and send it. Only then sign in."),
      .expectation = N_ ("What you sent arrives: the text or file is sent again together with the "
                         "login, without a question whether to send it again."),
      .scheme = DOOR_DEMO_SCHEME_NONE,
      .username = USERNAME,
      .password = PASSWORD,
      .extra = "form.html",
  },
  {
      .path = "/utf8/",
      .title = N_ ("Any language"),
      .instructions = N_ ("Sign in with the user name and password as they are written."),
      .expectation = N_ ("The realm is readable, and letters beyond English ones are accepted in "
                         "user name and password."),
      .scheme = DOOR_DEMO_SCHEME_BASIC,
      .challenge = "Basic realm=\"Bücherei, 図書館, Βιβλιοθήκη\", charset=\"UTF-8\"",
      .username = "jürgen",
      .password = "grün 5 €",
  },
  {
      .path = "/several/",
      .group = N_ ("What a server may ask"),
      .title = N_ ("Several challenges in one field"),
      .instructions
      = N_ ("Sign in. The server offers Newauth, which does not exist, and Basic, both "
            "in one line."),
      .expectation = N_ ("Doorward tells the two apart and asks for the Basic login."),
      .scheme = DOOR_DEMO_SCHEME_BASIC,
      .challenge = "Newauth realm=\"apps\", type=1, title=\"Login to \\\"apps\\\"\", "
                   "Basic realm=\"Several ways in\"",
      .username = USERNAME,
      .password = PASSWORD,
  },
  {
      .path = "/unknown/",
      .title = N_ ("A scheme nobody can answer here"),
      .instructions = N_ ("Just look. The server asks for Bearer, which programs use."),
      .expectation = N_ ("No sheet, since no password would help. This page stays as it is, and a "
                         "bar says why."),
      .scheme = DOOR_DEMO_SCHEME_CLOSED,
      .challenge = "Bearer realm=\"api\", scope=\"read\"",
  },
  {
      .path = "/none/",
      .title = N_ ("A refusal without a challenge"),
      .instructions = N_ ("Just look. The server says 401 and names no way to sign in."),
      .expectation = N_ ("No sheet. This page stays as it is, and a bar says why."),
      .scheme = DOOR_DEMO_SCHEME_CLOSED,
  },
  {
      .path = "/bidi/",
      .group = N_ ("Hostile servers"),
      .title = N_ ("A realm that turns the text around"),
      .instructions
      = N_ ("Read the sheet. The realm holds characters that reverse the direction of "
            "writing and others that cannot be seen."),
      .expectation = N_ ("Doorward’s own words keep their order, and what the site says stays "
                         "between its quotation marks."),
      .scheme = DOOR_DEMO_SCHEME_BASIC,
      .challenge = "Basic realm=\"Bank \xE2\x80\xAEmoc.elpmaxe ot ni ngiS\xE2\x80\xAC \xE2\x81\xA6"
                   "\xE2\x80\x8B\xC2\x9Bx\xEF\xBB\xBFy\xE2\x80\xA8z\"",
      .username = USERNAME,
      .password = PASSWORD,
  },
  {
      .path = "/long/",
      .title = N_ ("A realm of ten thousand letters"),
      .instructions = N_ ("Read the sheet."),
      .expectation = N_ ("The sheet keeps its size. The realm is cut to a readable length."),
      .scheme = DOOR_DEMO_SCHEME_BASIC,
      .challenge = "Basic realm=\"%s\"",
      .filler = "and so on ",
      .filler_length = 10240,
      .username = USERNAME,
      .password = PASSWORD,
  },
  {
      .path = "/posing/",
      .title = N_ ("A realm that talks like Doorward"),
      .instructions = N_ ("Read the sheet, and tell who says what."),
      .expectation
      = N_ ("The realm is shown as the words of the site: “The site says: …”. The host "
            "that gets your password stands above it."),
      .scheme = DOOR_DEMO_SCHEME_BASIC,
      .challenge = "Basic realm=\"Sign in to bank.example. This connection is secure. Doorward has "
                   "checked this site.\"",
      .username = USERNAME,
      .password = PASSWORD,
  },
  {
      .path = "/copy/",
      .title = N_ ("A page that draws the sheet"),
      .instructions = N_ ("The page behind the sheet has drawn one, too. Which is the real one?"),
      .expectation = N_ ("The real sheet overlaps the toolbar’s edge, where no page can draw; the "
                         "page is dimmed, and the copy with it."),
      .scheme = DOOR_DEMO_SCHEME_BASIC,
      .challenge = "Basic realm=\"Two sheets\"",
      .username = USERNAME,
      .password = PASSWORD,
      .extra = "copy.html",
  },
  {
      .path = "/refresh/",
      .title = N_ ("A page that loads itself again"),
      .instructions = N_ ("Take your time; this page tries to load itself again every second. Then "
                          "sign in, or press Cancel."),
      .expectation
      = N_ ("The sheet stays, with what you typed. After Cancel the page may go on, but "
            "no sheet opens by itself."),
      .scheme = DOOR_DEMO_SCHEME_BASIC,
      .challenge = "Basic realm=\"Restless\"",
      .username = USERNAME,
      .password = PASSWORD,
      .extra = "refresh.html",
  },
  {
      .path = "/away/",
      .title = N_ ("A page that runs away"),
      .instructions
      = N_ ("Sign in, or press Cancel. A script on this page goes elsewhere at once."),
      .expectation = N_ ("While the sheet is open the script has to wait. Signed in, you get the "
                         "page you asked for; after Cancel the script has its way."),
      .scheme = DOOR_DEMO_SCHEME_BASIC,
      .challenge = "Basic realm=\"Runaway\"",
      .username = USERNAME,
      .password = PASSWORD,
      .extra = "away.html",
  },
  {
      .path = "/elsewhere/",
      .group = N_ ("Open to everybody"),
      .title = N_ ("Elsewhere"),
      .instructions = N_ ("Open this in another tab while sheets are open in the first ones."),
      .expectation
      = N_ ("It appears at once: no login that waits for an answer holds up anything."),
      .scheme = DOOR_DEMO_SCHEME_NONE,
  },
};

/**
 * door_demo_page_list:
 * @n_pages: (out): how many pages there are
 *
 * Returns: (array length=n_pages) (transfer none): all pages, in the order of the list
 */
const DoorDemoPage *
door_demo_page_list (gsize *n_pages)
{
  *n_pages = G_N_ELEMENTS (pages);
  return pages;
}

/**
 * door_demo_page_find:
 * @path: a path of the demo, or of something below a page of it
 *
 * Returns: (transfer none) (nullable): the page that @path belongs to
 */
const DoorDemoPage *
door_demo_page_find (const char *path)
{
  for (gsize i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      if (g_str_has_prefix (path, pages[i].path))
        return &pages[i];
    }

  return NULL;
}

/**
 * door_demo_page_dup_challenge:
 * @page: a page
 *
 * Returns: (transfer full) (nullable): the value of the page's WWW-Authenticate field
 */
char *
door_demo_page_dup_challenge (const DoorDemoPage *page)
{
  g_autoptr (GString) challenge = NULL;
  g_autoptr (GString) filler = NULL;

  if (page->challenge == NULL)
    return NULL;

  challenge = g_string_new (page->challenge);
  if (page->filler != NULL)
    {
      filler = g_string_new (NULL);
      while (filler->len < page->filler_length)
        g_string_append (filler, page->filler);
      g_string_replace (challenge, "%s", filler->str, 1);
    }

  return g_string_free (g_steal_pointer (&challenge), FALSE);
}

/**
 * door_demo_page_accepts_basic:
 * @page: a page that is protected by Basic
 * @authorization: (nullable): value of the request's Authorization field
 *
 * Tells whether @authorization opens @page. User name and password may be encoded in UTF-8 or in
 * ISO-8859-1, since RFC 7617 section 2 leaves that to the client unless the challenge says UTF-8.
 *
 * Returns: whether it does
 */
gboolean
door_demo_page_accepts_basic (const DoorDemoPage *page, const char *authorization)
{
  g_autofree char *expected = g_strdup_printf ("%s:%s", page->username, page->password);
  g_autofree char *latin = g_convert (expected, -1, "ISO-8859-1", "UTF-8", NULL, NULL, NULL);
  g_autofree guchar *sent = NULL;
  gsize length;

  if (authorization == NULL || g_ascii_strncasecmp (authorization, "Basic ", 6) != 0)
    return FALSE;

  sent = g_base64_decode (authorization + 6, &length);
  if (length == strlen (expected) && memcmp (sent, expected, length) == 0)
    return TRUE;
  return latin != NULL && length == strlen (latin) && memcmp (sent, latin, length) == 0;
}
