/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-plain-uri.h"

typedef struct
{
  const char *uri;
  const char *plain;
} Case;

/* clang-format off */
static const Case cases[] = {
  /* RFC 3986 section 3.2.1 */
  { "http://user:pass@a.example/x?y#z", "http://a.example/x?y#z" },
  { "http://user@a.example:8080/", "http://a.example:8080/" },
  { "http://:pass@a.example/", "http://a.example/" },
  { "http://@a.example/", "http://a.example/" },
  { "http://u%40s:p%3ass@[::1]:81/x", "http://[::1]:81/x" },
  { "http://a:b@c@a.example/", "http://a.example/" },
  /* elsewhere an @ is no user information */
  { "http://a.example/x@y?u:p@z", "http://a.example/x@y?u:p@z" },
  { "mailto:user@a.example", "mailto:user@a.example" },
  { "http://a.example/a%20b", "http://a.example/a%20b" },
  { "about:blank", "about:blank" },
  { "not a URI", NULL },
  { "http://user:pass@[::1/", NULL },
};
/* clang-format on */

static void
test_plain (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *plain = door_plain_uri_new (cases[i].uri);

      g_test_message ("%s", cases[i].uri);
      g_assert_cmpstr (plain, ==, cases[i].plain);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plain-uri/table", test_plain);

  return g_test_run ();
}
