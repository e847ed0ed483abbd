/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-origin-pattern.h"

/* clang-format off */
static const struct
{
  const char *pattern;
  const char *origin;
  gboolean matches;
} matches[] = {
  { "https://intranet.example", "https://intranet.example", TRUE },
  { "https://intranet.example/", "https://intranet.example", TRUE },
  { "HTTPS://Intranet.Example:443", "https://intranet.example", TRUE },
  { "https://intranet.example", "http://intranet.example", FALSE },
  { "https://intranet.example", "https://intranet.example:8443", FALSE },
  { "https://intranet.example", "https://intranet.example.", FALSE },
  { "https://intranet.example", "https://intranet.example.evil.example", FALSE },
  { "https://intranet.example", "https://evil-intranet.example", FALSE },
  { "http://127.0.0.1:8081", "http://127.0.0.1:8081", TRUE },
  { "http://127.0.0.1:8081", "http://127.0.0.1:8082", FALSE },
  { "http://[::1]:8081", "http://[0:0::1]:8081", TRUE },
  { "http://bücher.example", "http://xn--bcher-kva.example", TRUE },
  { "https://*.bücher.example", "https://a.xn--bcher-kva.example", TRUE },

  { "https://*.cdn.example", "https://a.cdn.example", TRUE },
  { "https://*.cdn.example", "https://A.CDN.EXAMPLE", TRUE },
  { "https://*.cdn.example", "https://cdn.example", FALSE },
  { "https://*.cdn.example", "https://.cdn.example", FALSE },
  { "https://*.cdn.example", "https://a.b.cdn.example", FALSE },
  { "https://*.cdn.example", "https://evil.example/.cdn.example", FALSE },
  { "https://*.cdn.example", "https://evilcdn.example", FALSE },
  { "https://*.cdn.example", "https://a.cdn.example.evil.example", FALSE },
  { "https://*.cdn.example", "http://a.cdn.example", FALSE },
  { "https://*.cdn.example", "https://a.cdn.example:8443", FALSE },
  { "https://*.cdn.example", "https://a.cdn.example.", FALSE },
  { "https://*.cdn.example:8443", "https://a.cdn.example:8443", TRUE },
  { "https://*.cdn.example:8443", "https://a.cdn.example", FALSE },
  { "https://*.*.cdn.example", "https://a.b.cdn.example", TRUE },
  { "https://*.*.cdn.example", "https://a.cdn.example", FALSE },
  { "https://cdn-*.example", "https://cdn-7.example", TRUE },
  { "https://cdn-*.example", "https://cdn-.example", FALSE },
  { "https://cdn-*.example", "https://cdn-7.evil.example", FALSE },
  { "https://*-cdn-*.example", "https://a-cdn-cdn-b.example", TRUE },
  { "https://*-cdn-*.example", "https://a-cdn-.example", FALSE },
  { "https://*a.example", "https://aaaaaaaaaaaaaaaab.example", FALSE },
  { "https://*a.example", "https://aaba.example", TRUE },
  { "https://*.example", "https://[::1]", FALSE },
  { "http://*.localhost", "http://kiosk.localhost", TRUE },
};

static const struct
{
  const char *text;
  const char *complaint; /* part of it */
} bad[] = {
  { "", "is not an origin" },
  { "*", "is not an origin" },
  { "intranet.example", "is not an origin" },
  { "https:intranet.example", "is not an origin" },
  { "ftp://intranet.example", "neither http:// nor https://" },
  { "file:///etc/passwd", "neither http:// nor https://" },
  { "ws://intranet.example", "neither http:// nor https://" },
  { "*://intranet.example", "neither http:// nor https://" },
  { "http*://intranet.example", "neither http:// nor https://" },
  { "https://", "no host" },
  { "https:///", "no host" },
  { "https://intranet.example/a", "more than scheme, host and port" },
  { "https://intranet.example//", "more than scheme, host and port" },
  { "https://intranet.example?", "more than scheme, host and port" },
  { "https://intranet.example#a", "more than scheme, host and port" },
  { "https://ada@intranet.example", "no user information" },
  { "https://ada:lovelace@intranet.example", "no user information" },
  { "ftp://ada:lovelace@intranet.example", "no user information" },
  { "ada:lovelace@intranet.example", "no user information" },
  { "https://intranet.example\\evil.example", "more than scheme, host and port" },
  { "https://intranet.example:", "no port" },
  { "https://intranet.example:0", "no port" },
  { "https://intranet.example:*", "no port" },
  { "https://intranet.example:65536", "no port" },
  { "https://intranet.example:4294967739", "no port" },
  { "https://intranet.example:-1", "no port" },
  { "https://intranet.example:8443x", "no port" },
  { "https://[::1", "no host" },
  { "https://[::g]", "no host" },
  { "https://::1", "no port" },
  { "https://in tranet.example", "no host" },
  { "https://in%74ranet.example", "no host" },
  { "https://intranet..example", "no host" },
  { "https://.example", "no host" },
  { "https://intranet.example.", "no host" },
  { "https://*", "last part" },
  { "https://intranet.*", "last part" },
  { "https://**.example", "two stars" },
  { "http://192.168.*.1", "IP address" },
  { "http://192.168.0.*", "last part" },
  { "http://[*::1]", "no host" },
  { "https://\xff.example", "no host" },
};

static const struct
{
  const char *specific;
  const char *general;
} orders[] = {
  { "https://a.cdn.example", "https://*.cdn.example" },
  { "https://a-*.cdn.example", "https://*.cdn.example" },
  { "https://*.a.cdn.example", "https://*.*.cdn.example" },
};
/* clang-format on */

static void
test_matches (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (matches); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (DoorOriginPattern) pattern = door_origin_pattern_new (matches[i].pattern, &error);
      g_autoptr (DoorOrigin) origin = NULL;

      g_test_message ("%s and %s", matches[i].pattern, matches[i].origin);
      g_assert_no_error (error);
      origin = door_origin_new_for_uri (matches[i].origin, &error);
      g_assert_no_error (error);
      g_assert_cmpint (door_origin_pattern_matches (pattern, origin), ==, matches[i].matches);
      g_assert_cmpint (door_origin_pattern_get_origin (pattern) == NULL, ==,
                       strchr (matches[i].pattern, '*') != NULL);
    }
}

static void
test_bad (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (DoorOriginPattern) pattern = door_origin_pattern_new (bad[i].text, &error);

      g_assert_null (pattern);
      g_assert_error (error, DOOR_ORIGIN_ERROR, DOOR_ORIGIN_ERROR_INVALID);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      g_test_message ("%s", error->message);
      g_assert_nonnull (strstr (error->message, bad[i].complaint));
      g_assert_null (strstr (error->message, "lovelace"));
    }
}

static void
test_order (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (orders); i++)
    {
      g_autoptr (DoorOriginPattern) specific = door_origin_pattern_new (orders[i].specific, NULL);
      g_autoptr (DoorOriginPattern) general = door_origin_pattern_new (orders[i].general, NULL);

      g_test_message ("%s before %s", orders[i].specific, orders[i].general);
      g_assert_cmpint (door_origin_pattern_compare (specific, general), <, 0);
      g_assert_cmpint (door_origin_pattern_compare (general, specific), >, 0);
      g_assert_cmpint (door_origin_pattern_compare (general, general), ==, 0);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/origin-pattern/matches", test_matches);
  g_test_add_func ("/origin-pattern/bad", test_bad);
  g_test_add_func ("/origin-pattern/order", test_order);

  return g_test_run ();
}
