/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <string.h>

#include "door-basic.h"
#include "door-challenge-list.h"

typedef struct
{
  const char *username;
  const char *password;
  DoorBasicCharset charset;
  const char *octets; /* NULL: refused */
  DoorCredentialsError error;
} BasicCase;

/* clang-format off */
static const BasicCase cases[] = {
  /* RFC 7617 section 2 */
  { "Aladdin", "open sesame", DOOR_BASIC_CHARSET_UNSPECIFIED, "Aladdin:open sesame", 0 },
  /* section 2.1 */
  { "test", "123\xc2\xa3", DOOR_BASIC_CHARSET_UTF_8, "test:123\xc2\xa3", 0 },
  { "test", "123\xc2\xa3", DOOR_BASIC_CHARSET_UNSPECIFIED, "test:123\xa3", 0 },
  { "\xc3\xbf", "", DOOR_BASIC_CHARSET_UNSPECIFIED, "\xff:", 0 },
  /* both in one charset */
  { "\xc3\xa9", "\xc4\x80", DOOR_BASIC_CHARSET_UNSPECIFIED, "\xc3\xa9:\xc4\x80", 0 },
  { "\xd1\x80", "\xc3\xa9", DOOR_BASIC_CHARSET_UNSPECIFIED, "\xd1\x80:\xc3\xa9", 0 },
  /* composed, however it was typed */
  { "u", "a\xcc\x88", DOOR_BASIC_CHARSET_UTF_8, "u:\xc3\xa4", 0 },
  { "u", "a\xcc\x88", DOOR_BASIC_CHARSET_UNSPECIFIED, "u:\xe4", 0 },
  { "", "", DOOR_BASIC_CHARSET_UTF_8, ":", 0 },
  { "u", "a:b::", DOOR_BASIC_CHARSET_UTF_8, "u:a:b::", 0 },
  { "a:b", "c", DOOR_BASIC_CHARSET_UTF_8, NULL, DOOR_CREDENTIALS_ERROR_COLON },
  { "foo\nbar", "guest", DOOR_BASIC_CHARSET_UTF_8, NULL, DOOR_CREDENTIALS_ERROR_CONTROL },
  { "foo", "gu\x7f" "est", DOOR_BASIC_CHARSET_UTF_8, NULL, DOOR_CREDENTIALS_ERROR_CONTROL },
  { "foo\xff", "x", DOOR_BASIC_CHARSET_UTF_8, NULL, DOOR_CREDENTIALS_ERROR_ENCODING },
  { "foo", "\xc3", DOOR_BASIC_CHARSET_UNSPECIFIED, NULL, DOOR_CREDENTIALS_ERROR_ENCODING },
};
/* clang-format on */

static void
test_authorize (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (DoorSecretString) value
          = door_basic_authorize (cases[i].charset, cases[i].username, cases[i].password, &error);
      g_autofree char *octets = NULL;
      gsize length;

      if (cases[i].octets == NULL)
        {
          g_assert_null (value);
          g_assert_error (error, DOOR_CREDENTIALS_ERROR, (int)cases[i].error);
          continue;
        }

      g_assert_no_error (error);
      g_assert_true (g_str_has_prefix (value, "Basic "));
      octets = (char *)g_base64_decode (value + 6, &length);
      g_assert_cmpmem (octets, length, cases[i].octets, strlen (cases[i].octets));
    }
}

/* Every length, so that every padding is seen, and the room for it. */
static void
test_lengths (void)
{
  for (gsize length = 0; length < 200; length++)
    {
      g_autofree char *password = g_strnfill (length, 'p');
      g_autofree char *pair = g_strconcat ("u:", password, NULL);
      g_autofree char *encoded = g_base64_encode ((const guchar *)pair, length + 2);
      g_autofree char *expected = g_strconcat ("Basic ", encoded, NULL);
      g_autoptr (DoorSecretString) value
          = door_basic_authorize (DOOR_BASIC_CHARSET_UTF_8, "u", password, NULL);

      g_assert_cmpstr (value, ==, expected);
    }
}

static void
test_charset (void)
{
  const char *lines[]
      = { "Basic realm=x", "Basic realm=x, charset=\"UTF-8\"", "Basic realm=x, charset=utf-8",
          "Basic realm=x, charset=\"US-ASCII\"", NULL };
  const DoorBasicCharset charsets[] = { DOOR_BASIC_CHARSET_UNSPECIFIED, DOOR_BASIC_CHARSET_UTF_8,
                                        DOOR_BASIC_CHARSET_UTF_8, DOOR_BASIC_CHARSET_UNSPECIFIED };
  g_autoptr (DoorChallengeList) list = door_challenge_list_parse (lines);

  for (guint i = 0; i < G_N_ELEMENTS (charsets); i++)
    g_assert_cmpint (door_basic_get_charset (door_challenge_list_get (list, i)), ==, charsets[i]);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/basic/authorize", test_authorize);
  g_test_add_func ("/basic/lengths", test_lengths);
  g_test_add_func ("/basic/charset", test_charset);

  return g_test_run ();
}
