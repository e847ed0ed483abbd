/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-origin.h"

typedef struct
{
  const char *uri;
  const char *origin; /* NULL: none */
  gboolean loopback;
} OriginCase;

/* clang-format off */
static const OriginCase cases[] = {
  { "http://example.com/a?b#c", "http://example.com", FALSE },
  { "HTTP://EXAMPLE.com:80/", "http://example.com", FALSE },
  { "https://example.com:443", "https://example.com", FALSE },
  { "https://example.com:80", "https://example.com:80", FALSE },
  { "ws://example.com/", "http://example.com", FALSE },
  { "wss://example.com:8443/", "https://example.com:8443", FALSE },
  { "http://user:pass@example.com/", "http://example.com", FALSE },
  { "http://[2001:DB8:0:0::1]:8080/", "http://[2001:db8::1]:8080", FALSE },
  { "http://b\xc3\xbc" "cher.example/", "http://xn--bcher-kva.example", FALSE },
  { "http://localhost:81", "http://localhost:81", TRUE },
  { "http://a.localhost", "http://a.localhost", TRUE },
  { "http://notlocalhost", "http://notlocalhost", FALSE },
  { "http://127.9.8.7", "http://127.9.8.7", TRUE },
  { "http://128.0.0.1", "http://128.0.0.1", FALSE },
  { "http://127.0.0.1.example", "http://127.0.0.1.example", FALSE },
  { "http://[::1]", "http://[::1]", TRUE },
  { "http://[::ffff:127.0.0.1]", "http://[::ffff:127.0.0.1]", TRUE },
  { "http://[::ffff:10.0.0.1]", "http://[::ffff:10.0.0.1]", FALSE },
  { "ftp://example.com/", NULL, FALSE },
  { "about:blank", NULL, FALSE },
  { "http:///", NULL, FALSE },
  { "not a URI", NULL, FALSE },
};
/* clang-format on */

static void
test_uri (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (DoorOrigin) origin = door_origin_new_for_uri (cases[i].uri, &error);

      g_test_message ("%s", cases[i].uri);
      if (cases[i].origin == NULL)
        {
          g_assert_null (origin);
          g_assert_true (error != NULL && error->domain == DOOR_ORIGIN_ERROR);
          continue;
        }

      g_assert_no_error (error);
      g_assert_cmpstr (door_origin_to_string (origin), ==, cases[i].origin);
      g_assert_cmpint (door_origin_is_loopback (origin), ==, cases[i].loopback);
    }
}

static void
test_new (void)
{
  g_autoptr (DoorOrigin) webkit = door_origin_new ("http", "example.com", 0);
  g_autoptr (DoorOrigin) bracketed = door_origin_new ("https", "[::1]", 443);
  g_autoptr (DoorOrigin) bare = door_origin_new ("https", "0:0::1", -1);

  g_assert_cmpint (door_origin_get_port (webkit), ==, 80);
  g_assert_true (door_origin_is_default_port (webkit));
  g_assert_true (door_origin_equal (bracketed, bare));
  g_assert_cmpuint (door_origin_hash (bracketed), ==, door_origin_hash (bare));
  g_assert_cmpstr (door_origin_get_host (bare), ==, "::1");
  g_assert_true (door_origin_is_secure (bare));
  g_assert_null (door_origin_new ("http", "", 80));
  g_assert_null (door_origin_new ("http",
                                  "b\xc3\xbc"
                                  "cher.example\xe2\x80",
                                  80));
  g_assert_null (door_origin_new ("http", "a:b", 80));
  g_assert_null (door_origin_new ("http", "example.com", 65536));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/origin/uri", test_uri);
  g_test_add_func ("/origin/new", test_new);

  return g_test_run ();
}
