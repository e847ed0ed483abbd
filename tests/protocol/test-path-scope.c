/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-challenge-list.h"
#include "door-path-scope.h"

typedef struct
{
  const char *uri;
  const char *query;
  gboolean covered;
} BasicCase;

/* clang-format off */
static const BasicCase basic_cases[] = {
  /* RFC 7617 section 2.2 */
  { "http://example.com/docs/index.html", "http://example.com/docs/", TRUE },
  { "http://example.com/docs/index.html", "http://example.com/docs/test.doc", TRUE },
  { "http://example.com/docs/index.html", "http://example.com/docs/?page=1", TRUE },
  { "http://example.com/docs/index.html", "http://example.com/other/", FALSE },
  { "http://example.com/docs/index.html", "https://example.com/docs/", FALSE },
  /* by segment */
  { "http://example.com/docs/index.html", "http://example.com/docs/a/b", TRUE },
  { "http://example.com/docs/index.html", "http://example.com/docs2/x", FALSE },
  { "http://example.com/docs/index.html", "http://example.com/docs-old", FALSE },
  { "http://example.com/docs/index.html", "http://example.com/docs", FALSE },
  { "http://example.com/docs/index.html", "http://example.com/", FALSE },
  { "http://example.com/docs/index.html", "http://example.com//docs/x", FALSE },
  { "http://example.com/docs/index.html", "http://example.com/Docs/x", FALSE },
  { "http://example.com/docs%2Findex.html", "http://example.com/anything", TRUE },
  { "http://example.com/docs", "http://example.com/other?a#b", TRUE },
  { "http://example.com/a?b=/c/d", "http://example.com/x", TRUE },
  { "http://example.com", "http://example.com/x", TRUE },
  { "http://example.com/x", "http://example.com", TRUE },
  { "http://example.com/docs/", "http://example.com/docs/", TRUE },
  /* dot segments */
  { "http://example.com/docs/x", "http://example.com/docs/../other/", FALSE },
  { "http://example.com/docs/x", "http://example.com/docs/%2E./other/", FALSE },
  { "http://example.com/docs/x", "http://example.com/docs/..", FALSE },
  { "http://example.com/docs/x", "http://example.com/docs/a/%2e%2e", TRUE },
  { "http://example.com/docs/x", "http://example.com/other/../docs/x", TRUE },
  { "http://example.com/docs/x", "http://example.com/docs/./x", TRUE },
  { "http://example.com/docs/x", "http://example.com/docs/.../x", TRUE },
  { "http://example.com/docs/x", "http://example.com/../../docs/x", TRUE },
  { "http://example.com/docs/..", "http://example.com/x", TRUE },
  /* hosts and ports */
  { "http://example.com/docs/x", "http://EXAMPLE.com:80/docs/x", TRUE },
  { "http://example.com/docs/x", "http://example.com:8080/docs/x", FALSE },
  { "http://example.com/docs/x", "http://example.com.evil.test/docs/x", FALSE },
  { "http://example.com/docs/x", "http://user@example.com/docs/x", TRUE },
  { "http://[::1]/a/x", "http://[0::1]/a/y", TRUE },
  { "http://b\xc3\xbc" "cher.example/a/x", "http://xn--bcher-kva.example/a/", TRUE },
  { "https://example.com/a/x", "wss://example.com/a/socket", TRUE },
  { "https://example.com/a/x", "not a URI", FALSE },
};
/* clang-format on */

static void
test_basic (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (basic_cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (DoorPathScope) scope = door_path_scope_new_for_basic (basic_cases[i].uri, &error);

      g_assert_no_error (error);
      g_test_message ("%s, %s", basic_cases[i].uri, basic_cases[i].query);
      g_assert_cmpint (door_path_scope_covers (scope, basic_cases[i].query), ==,
                       basic_cases[i].covered);
    }
}

typedef struct
{
  const char *domain;
  const char *query;
  gboolean covered;
} DigestCase;

/* clang-format off */
static const DigestCase digest_cases[] = {
  { NULL, "http://www.example.com/", TRUE },
  { NULL, "http://other.example.com/", FALSE },
  { "", "http://www.example.com/anything/else", TRUE },
  { " ", "http://www.example.com/anything/else", TRUE },
  { "/private", "http://www.example.com/private", TRUE },
  { "/private", "http://www.example.com/private?x", TRUE },
  { "/private", "http://www.example.com/private/x", TRUE },
  { "/private", "http://www.example.com/privateer", FALSE },
  { "/private", "http://www.example.com/a/b/index.html", FALSE },
  { "/private/", "http://www.example.com/private", FALSE },
  { "/private /public/x", "http://www.example.com/public/x/y", TRUE },
  { "/private  /public/x", "http://www.example.com/public/", FALSE },
  { "/x/../private", "http://www.example.com/private/y", TRUE },
  { "http://www.example.com/p/", "http://www.example.com/p/q", TRUE },
  { "http://www.example.com", "http://www.example.com/p/q", TRUE },
  { "http://www.example.com:8080/p/", "http://www.example.com/p/q", FALSE },
  { "http://www.example.com:8080/p/", "http://www.example.com:8080/p/q", FALSE },
  { "https://www.example.com/p/ /q", "http://www.example.com/q", TRUE },
  { "//other.example.com/", "http://www.example.com/a/b/index.html", FALSE },
  { "nonsense", "http://www.example.com/a/b/index.html", FALSE },
};
/* clang-format on */

static void
test_digest (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (digest_cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (DoorPathScope) scope
          = door_path_scope_new_for_digest ("http://www.example.com/a/b/index.html",
                                            digest_cases[i].domain, &error);

      g_assert_no_error (error);
      g_test_message ("%s, %s", digest_cases[i].domain, digest_cases[i].query);
      g_assert_cmpint (door_path_scope_covers (scope, digest_cases[i].query), ==,
                       digest_cases[i].covered);
    }
}

static void
test_challenge (void)
{
  const char *lines[]
      = { "Basic realm=r", "Digest realm=r, nonce=n, domain=\"/x /y/\"", "NTLM", NULL };
  const char *const expected[][3] = { { "/a/" }, { "/x", "/y/" }, { "/a/" } };
  g_autoptr (DoorChallengeList) list = door_challenge_list_parse (lines);

  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (DoorPathScope) scope = door_path_scope_new (door_challenge_list_get (list, i),
                                                             "https://example.com/a/b", &error);

      g_assert_no_error (error);
      g_assert_cmpstrv (door_path_scope_get_paths (scope), expected[i]);
      g_assert_cmpstr (door_origin_to_string (door_path_scope_get_origin (scope)), ==,
                       "https://example.com");
      g_assert_null (door_path_scope_new (door_challenge_list_get (list, i), "data:,", NULL));
    }
}

/* The closest of several. */
static void
test_match (void)
{
  g_autoptr (DoorPathScope) scope
      = door_path_scope_new_for_digest ("http://example.com/", "/a /a/b", NULL);

  g_assert_cmpint (door_path_scope_match (scope, "http://example.com/a/b/c"), ==, 4);
  g_assert_cmpint (door_path_scope_match (scope, "http://example.com/a/x"), ==, 2);
  g_assert_cmpint (door_path_scope_match (scope, "http://example.com/x"), ==,
                   DOOR_PATH_SCOPE_OUTSIDE);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/path-scope/basic", test_basic);
  g_test_add_func ("/path-scope/digest", test_digest);
  g_test_add_func ("/path-scope/challenge", test_challenge);
  g_test_add_func ("/path-scope/match", test_match);

  return g_test_run ();
}
