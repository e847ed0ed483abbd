/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <string.h>

#include "door-display-text.h"

typedef struct
{
  const char *raw;
  const char *shown;
} TextCase;

/* clang-format off */
static const TextCase realm_cases[] = {
  { NULL, "" },
  { "", "" },
  { " \t\r\n ", "" },
  { "Staff only", "Staff only" },
  { "  a \n\n\t b\v\x01\x7f ", "a b" },
  { "a\xe2\x80\xa8" "b\xe2\x80\xa9" "c\xc2\x85" "d\xc2\xa0" "e\xe3\x80\x80" "f", "a b c d e f" },
  /* directions: RLO, RLI, RLM, ALM */
  { "\xe2\x80\xae" "abc\xe2\x80\xac", "abc" },
  { "\xe2\x81\xa7" "a\xe2\x81\xa9\xe2\x80\x8f\xd8\x9c", "a" },
  /* invisible: ZWSP, soft hyphen, Hangul filler, tag, blank braille */
  { "a\xe2\x80\x8b" "b\xc2\xad" "c\xe3\x85\xa4" "d\xf3\xa0\x81\x81" "e\xe2\xa0\x80", "abcde" },
  /* quotes cannot be closed */
  { "x\xe2\x80\x9d Doorward says: \xe2\x80\x9cyes\"", "x' Doorward says: 'yes'" },
  /* marks do not pile up, and do not hang on the quote before the text */
  { "a\xcc\x81\xcc\x82\xcc\x83\xcc\x84\xcc\x85" "b", "a\xcc\x81\xcc\x82\xcc\x83" "b" },
  { "\xcc\x81" "a", "a" },
  /* what is no character */
  { "a\xff" "b\xc3", "a\xef\xbf\xbd" "b\xef\xbf\xbd" },
  { "\xee\x80\x80", "\xef\xbf\xbd" },
  { "f\xc3\xb6\xc3\xb6 \xe6\x97\xa5\xe6\x9c\xac", "f\xc3\xb6\xc3\xb6 \xe6\x97\xa5\xe6\x9c\xac" },
};

static const TextCase host_cases[] = {
  { "example.com", "example.com" },
  { "EXAMPLE.com", "example.com" },
  { "127.0.0.1", "127.0.0.1" },
  { "::1", "[::1]" },
  { "[2001:DB8::1]", "[2001:db8::1]" },
  { "localhost", "localhost" },
  { "a_b.example", "a_b.example" },
  /* one writing system */
  { "xn--bcher-kva.example", "bücher.example" },
  { "bücher.example", "bücher.example" },
  { "xn--e1afmkfd.xn--80akhbyknj4f", "пример.испытание" },
  { "xn--e1afmkfd.com", "пример.com" },
  { "xn--r8jz45g.xn--zckzah", "例え.テスト" },
  { "xn--wgbh1c", "مصر" },
  { "xn--vermgensberatung-pwb", "vermögensberatung" },
  { "xn--iphone-3s6pm90x", "xn--iphone-3s6pm90x" },
  /* Latin look-alikes: "аррӏе" all Cyrillic; the same before a Cyrillic top is a word */
  { "xn--80ak6aa92e.com", "xn--80ak6aa92e.com" },
  { "xn--80ak6aa92e.xn--p1ai", "аррӏе.рф" },
  /* mixtures: "gооgle" with two Cyrillic o, "paypaӏ" */
  { "xn--ggle-55da.com", "xn--ggle-55da.com" },
  { "xn--paypa-31f.com", "xn--paypa-31f.com" },
  /* dotless i, fraction slash and click in Latin */
  { "xn--gthub-n4a.com", "xn--gthub-n4a.com" },
  { "example.com\xe2\x81\x84login.test", "example.xn--comlogin-g03d.test" },
  { "xn--google-ccc.test", "xn--google-ccc.test" },
  /* every writing system by itself, and what may stand together */
  { "xn--3e0b707e.com", "한국.com" },
  { "xn--abc-lt8lk11n.com", "한국abc.com" },
  { "xn--wgv71a119e.com", "日本語.com" },
  { "xn--hxakic4aa.com", "ελλάδα.com" },
  { "xn--x3cs0ab.com", "ภาษา.com" },
  { "xn--r2bt.com", "सम.com" },
  { "xn--5ekc.com", "ㄅㄆ.com" },
  { "xn--d-uga0v4h.com", "łódź.com" },
  { "xn--ng-pma05d708i.com", "đường.com" },
  { "xn--jia.com", "ơ.com" },
  { "xn--fdkl2l.com", "ノート.com" },
  /* look-alikes of each kind */
  { "xn--mxaqlbh.com", "xn--mxaqlbh.com" },
  { "xn--ebbzx.com", "xn--ebbzx.com" },
  { "xn--n1a.com", "xn--n1a.com" },
  { "xn--yl-b9bb6ec.com", "xn--yl-b9bb6ec.com" },
  { "xn--cfa.com", "xn--cfa.com" },
  { "xn--8ja.com", "xn--8ja.com" },
  { "xn--ab-6n4a.com", "xn--ab-6n4a.com" },
  { "xn--wek.com", "xn--wek.com" },
  { "xn--n3h.net", "xn--n3h.net" },
  /* not UTF-8: found by fuzzing, cut short inside a character */
  { "a\xe6\x94\xe2\x80", "a\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd" },
  /* not what it says it is */
  { "xn--a", "xn--a" },
  { "xn--99999999999", "xn--99999999999" },
};
/* clang-format on */

static void
test_realm (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (realm_cases); i++)
    {
      g_autofree char *shown = door_display_text_for_realm (realm_cases[i].raw);

      g_assert_cmpstr (shown, ==, realm_cases[i].shown);
    }
}

static void
test_length (void)
{
  g_autofree char *long_realm = g_strnfill (10 * 1024, 'x');
  g_autofree char *fitting = g_strnfill (DOOR_DISPLAY_TEXT_MAX_LENGTH, 'x');
  g_autofree char *cut = door_display_text_for_realm (long_realm);
  g_autofree char *whole = door_display_text_for_realm (fitting);
  g_autofree char *before = g_strnfill (DOOR_DISPLAY_TEXT_MAX_LENGTH - 2, 'x');
  g_autofree char *marked = g_strconcat (before, "e\xcc\x81\xcc\x82 more", NULL);
  g_autofree char *cut_marked = door_display_text_for_realm (marked);
  g_autofree char *expected = g_strconcat (before, "…", NULL);

  g_assert_cmpint (g_utf8_strlen (cut, -1), ==, DOOR_DISPLAY_TEXT_MAX_LENGTH);
  g_assert_true (g_str_has_suffix (cut, "x…"));
  g_assert_cmpstr (whole, ==, fitting);
  g_assert_cmpstr (cut_marked, ==, expected);
}

static void
test_host (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (host_cases); i++)
    {
      g_autofree char *shown = door_display_text_for_host (host_cases[i].raw);

      g_assert_cmpstr (shown, ==, host_cases[i].shown);
    }
}

static void
test_origin (void)
{
  g_autoptr (DoorOrigin) plain = door_origin_new ("https", "bücher.example", 0);
  g_autoptr (DoorOrigin) port = door_origin_new ("http", "::1", 8080);
  g_autofree char *plain_text = door_display_text_for_origin (plain);
  g_autofree char *port_text = door_display_text_for_origin (port);

  g_assert_cmpstr (plain_text, ==, "bücher.example");
  g_assert_cmpstr (port_text, ==, "[::1]:8080");
}

static void
test_scheme (void)
{
  g_autofree char *basic = door_display_text_for_scheme ("basic");
  g_autofree char *ntlm = door_display_text_for_scheme ("ntlm");
  g_autofree char *long_name = g_strnfill (100, 'a');
  g_autofree char *cut = door_display_text_for_scheme (long_name);

  g_assert_cmpstr (basic, ==, "Basic");
  g_assert_cmpstr (ntlm, ==, "NTLM");
  g_assert_cmpint (g_utf8_strlen (cut, -1), ==, DOOR_DISPLAY_TEXT_MAX_SCHEME_LENGTH);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/display-text/realm", test_realm);
  g_test_add_func ("/display-text/length", test_length);
  g_test_add_func ("/display-text/host", test_host);
  g_test_add_func ("/display-text/origin", test_origin);
  g_test_add_func ("/display-text/scheme", test_scheme);

  return g_test_run ();
}
