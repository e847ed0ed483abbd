/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-login-field.h"

typedef struct
{
  const char *realm;
  const char *value;
} Written;

/* clang-format off */
static const Written written[] = {
  { "", "realm=\"\"" },
  { "Staff", "realm=\"Staff\"" },
  { "Basic room", "realm=\"Basic%20room\"" },
  /* nothing of it ends the value, or the field */
  { "a\"b\\c", "realm=\"a%22b%5Cc\"" },
  { "a\r\nSet-Cookie: b", "realm=\"a%0D%0ASet-Cookie%3A%20b\"" },
  { "100%", "realm=\"100%25\"" },
  { "B\303\274ro", "realm=\"B%C3%BCro\"" },
  { "B\374ro", "realm=\"B%FCro\"" },
};

static const char *const malformed[] = {
  NULL, "", "Staff", "realm=", "realm=\"", "realm=Staff", "realm=\"Staff", "realm=\"%zz\"",
  "realm=\"%00\"", " realm=\"\"", "REALM=\"\"",
};
/* clang-format on */

static void
test_written (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (written); i++)
    {
      g_autofree char *value = door_login_field_new (written[i].realm);
      g_autofree char *realm = door_login_field_read (value);

      g_assert_cmpstr (value, ==, written[i].value);
      g_assert_cmpstr (realm, ==, written[i].realm);
    }
}

static void
test_malformed (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (malformed); i++)
    {
      g_autofree char *realm = door_login_field_read (malformed[i]);

      g_test_message ("%s", malformed[i] != NULL ? malformed[i] : "no field");
      g_assert_null (realm);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/login-field/written", test_written);
  g_test_add_func ("/login-field/malformed", test_malformed);

  return g_test_run ();
}
