/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <string.h>

#include "door-location.h"

static const struct
{
  const char *typed;
  const char *uri;
} completions[] = {
  /* A scheme of one's own stays. */
  { "https://example.org/", "https://example.org/" },
  { "HTTP://example.org", "HTTP://example.org" },
  { "about:blank", "about:blank" },
  { "file:///etc/hosts", "file:///etc/hosts" },
  { "x-scheme://thing", "x-scheme://thing" },

  /* Far away: https. */
  { "example.org", "https://example.org" },
  { "  example.org/a b  ", "https://example.org/a b" },
  { "example.org:8443/x", "https://example.org:8443/x" },
  { "anna:geheim@example.org", "https://anna:geheim@example.org" },
  { "bücher.example", "https://bücher.example" },
  { "93.184.216.34", "https://93.184.216.34" },
  { "[2001:db8::1]/", "https://[2001:db8::1]/" },

  /* Near: http. */
  { "localhost", "http://localhost" },
  { "localhost:8080", "http://localhost:8080" },
  { "app.localhost:3000/x?y#z", "http://app.localhost:3000/x?y#z" },
  { "wiki/Main", "http://wiki/Main" },
  { "127.0.0.1:631", "http://127.0.0.1:631" },
  { "192.168.1.1", "http://192.168.1.1" },
  { "[::1]:8080", "http://[::1]:8080" },

  { "/etc/hosts", "file:///etc/hosts" },

  /* No address at all. */
  { "", NULL },
  { "   ", NULL },
  { "how do i sign in", NULL },
  { "?x", NULL },
  { "[::1", NULL },
};

static void
test_complete (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (completions); i++)
    {
      g_autofree char *uri = door_location_uri_from_text (completions[i].typed);

      g_test_message ("%s", completions[i].typed);
      g_assert_cmpstr (uri, ==, completions[i].uri);
    }
}

static const struct
{
  const char *uri;
  const char *text;
  const char *host;
} displays[] = {
  { NULL, "", "" },
  { "about:blank", "", "" },
  { "about:gpu", "about:gpu", "" },
  { "https://example.org/", "https://example.org/", "example.org" },
  { "http://127.0.0.1:8080/a?b=c#d", "http://127.0.0.1:8080/a?b=c#d", "127.0.0.1" },
  { "http://[::1]:8080/", "http://[::1]:8080/", "[::1]" },
  { "https://xn--bcher-kva.example/", "https://bücher.example/", "bücher.example" },
  { "https://anna:geheim@example.org/x", "https://example.org/x", "example.org" },
  { "https://example.org/a%2Fb?%3D", "https://example.org/a%2Fb?%3D", "example.org" },
  { "file:///etc/hosts", "file:///etc/hosts", "" },
};

static void
test_display (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (displays); i++)
    {
      gsize start, end;
      g_autofree char *text = door_location_text_for_uri (displays[i].uri, &start, &end);
      g_autofree char *host = g_strndup (text + start, end - start);

      g_assert_cmpstr (text, ==, displays[i].text);
      g_assert_cmpstr (host, ==, displays[i].host);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/location/complete", test_complete);
  g_test_add_func ("/location/display", test_display);

  return g_test_run ();
}
