/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-json-line.h"

typedef struct
{
  const char *text;
  const char *json;
} Case;

/* clang-format off */
static const Case cases[] = {
  { "plain", "plain" },
  { "日本 ü 😀", "日本 ü 😀" },
  { "\"\\/", "\\\"\\\\/" },
  { "\n\r\t\v\f\x1b[2J", "\\n\\r\\t\\u000b\\f\\u001b[2J" },
  { "\x7f", "\\u007f" },
  /* ends a line for Unicode: NEL, LS, PS */
  { "\xc2\x85\u2028\u2029", "\\u0085\\u2028\\u2029" },
  /* ESC [ in one character */
  { "\xc2\x9b" "2J", "\\u009b2J" },
  /* right to left from here, and what cannot be seen at all */
  { "\u202e\u2066\u200b\ufeff", "\\u202e\\u2066\\u200b\\ufeff" },
  { "\U000e0041", "\\udb40\\udc41" },
};
/* clang-format on */

static void
test_line (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      GVariantDict dict = G_VARIANT_DICT_INIT (NULL);
      g_autoptr (GVariant) object = NULL;
      g_autofree char *line = NULL;
      g_autofree char *expected = g_strdup_printf ("{\"a\":\"%s\"}", cases[i].json);

      g_variant_dict_insert (&dict, "a", "s", cases[i].text);
      object = g_variant_ref_sink (g_variant_dict_end (&dict));
      line = door_json_line_new (object);
      g_assert_cmpstr (line, ==, expected);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json-line/table", test_line);

  return g_test_run ();
}
