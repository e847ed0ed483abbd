/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <string.h>

#include "door-challenge-list.h"

/* Writes a list as "scheme(token68){name=value;name=value}" with a "!" before what is malformed,
 * and one behind all of it if the field is. */
static char *
write_list (DoorChallengeList *list)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < door_challenge_list_get_n (list); i++)
    {
      DoorChallenge *challenge = door_challenge_list_get (list, i);

      if (i > 0)
        g_string_append_c (text, ' ');
      if (door_challenge_is_malformed (challenge))
        g_string_append_c (text, '!');
      g_string_append (text, door_challenge_get_scheme (challenge));
      if (door_challenge_get_token68 (challenge) != NULL)
        g_string_append_printf (text, "(%s)", door_challenge_get_token68 (challenge));
      if (door_challenge_get_n_params (challenge) == 0)
        continue;
      g_string_append_c (text, '{');
      for (guint j = 0; j < door_challenge_get_n_params (challenge); j++)
        g_string_append_printf (text, "%s%s=%s", j > 0 ? ";" : "",
                                door_challenge_get_param_name (challenge, j),
                                door_challenge_get_param_value (challenge, j));
      g_string_append_c (text, '}');
    }

  if (door_challenge_list_is_malformed (list))
    g_string_append (text, " !");

  return g_string_free (text, FALSE);
}

typedef struct
{
  const char *lines[4];
  const char *expected;
} ParseCase;

/* clang-format off */
static const ParseCase parse_cases[] = {
  /* RFC 9110 section 11.6.1 */
  { { "Basic realm=\"simple\", Newauth realm=\"apps\", type=1, title=\"Login to \\\"apps\\\"\"" },
    "basic{realm=simple} newauth{realm=apps;type=1;title=Login to \"apps\"}" },
  /* section 5.6.1.2: empty elements, also those between a scheme and its parameters */
  { { "" }, "" },
  { { " ,\t, ,," }, "" },
  { { ",Foo,,Bar , " }, "foo bar" },
  { { "Foo ,, a=b" }, "foo{a=b}" },
  { { "Foo \t, a=b" }, "foo{a=b}" },
  /* section 5.6.3: white space around "=" */
  { { "Foo a\t = \tb , c =\"d\"\t" }, "foo{a=b;c=d}" },
  /* section 11.2: token68 */
  { { "Negotiate YWJj==, Foo" }, "negotiate(YWJj==) foo" },
  { { "Foo a=" }, "foo(a=)" },
  { { "Foo a=, b" }, "foo(a=) b" },
  { { "Foo bar" }, "foo(bar)" },
  { { "Foo -._~+/09azAZ====" }, "foo(-._~+/09azAZ====)" },
  /* names are not case-sensitive, values are */
  { { "BASIC Realm=Foo" }, "basic{realm=Foo}" },
  /* parameters named like schemes */
  { { "Newauth basic=foo, Basic basic=Basic" }, "newauth{basic=foo} basic{basic=Basic}" },
  /* a quoted string may hold what looks like a challenge, and a backslash quotes anything */
  { { "Foo a=\", Basic realm=\\\"x\\\"\", b=\"\\a\\\\\"" }, "foo{a=, Basic realm=\"x\";b=a\\}" },
  { { "Foo a=\"\"" }, "foo{a=}" },
  /* section 5.3: several lines are one value */
  { { "Foo a=b", "c=d", "Bar" }, "foo{a=b;c=d} bar" },
  { { "Foo a=\"b", "c\"" }, "foo{a=b, c}" },
  { { "", "Foo", "" }, "foo" },
  /* RFC 9112 section 5.2: folded lines */
  { { "Foo\r\n a=b" }, "foo{a=b}" },
  { { "Foo a=\"b \r\n\t c\",\n d=e" }, "foo{a=b c;d=e}" },
  /* section 11.2: a name once only */
  { { "Foo a=1, A=2, Bar" }, "!foo{a=1;a=2} bar !" },
  { { "Foo a=1, Bar a=2" }, "foo{a=1} bar{a=2}" },

  /* Damage stays where it is. */
  { { "Foo ==, Bar a=b" }, "bar{a=b} !" },
  { { "@foo, Bar a=b" }, "bar{a=b} !" },
  { { "a=b, Bar" }, "bar !" },
  { { "Foo, a=b" }, "foo !" },
  { { "Foo x, a=b, Bar" }, "foo(x) bar !" },
  { { "Foo a=b c, d=e, Bar f=g" }, "!foo{d=e} bar{f=g} !" },
  { { "Foo a=, b=c, Bar=" }, "foo(a=) !" },
  { { "Foo a=b, c=, Bar d=e" }, "!foo{a=b} bar{d=e} !" },
  { { "Foo a=b, =c, Bar d=e" }, "!foo{a=b} bar{d=e} !" },
  { { "Foo a=b, ;;, Bar d=e" }, "foo{a=b} bar{d=e} !" },
  { { "Foo\ta=b, Bar" }, "!foo bar !" },
  { { "Foo \"x\", Bar" }, "!foo bar !" },
  { { "Foo ,=x, Bar" }, "!foo bar !" },
  { { "Foo/x, Bar" }, "bar !" },
  { { "Foo a=b, x/y, Bar" }, "foo{a=b} bar !" },
  { { "Foo \ta=b, Bar" }, "!foo bar !" },
  { { "Foo a=b/c, Bar" }, "!foo bar !" },
  { { "Foo a=b\"c, Bar d=\"e\"" }, "!foo bar{d=e} !" },
  { { "Foo a=\"b\"c=\"d, Bar e=f\", Baz" }, "!foo baz !" },
  { { "Foo a=\"b\x01, Bar\", Baz" }, "!foo baz !" },
  { { "Foo a=\"b\\\x7f, Bar\", Baz" }, "!foo baz !" },
  { { "Foo a=\xe6, Bar" }, "!foo bar !" },
  { { "Foo a=\"b, Bar c=d" }, "!foo !" },
  { { "Foo a=\"b\\" }, "!foo !" },
  /* nothing quoted crosses a line end once the whole cannot be read */
  { { "Foo a=\"b", "Bar c=d" }, "!foo bar{c=d} !" },
  { { "Foo a=b c=d", "e=\"f\"", "Bar g=\"h\"" }, "!foo{e=f} bar{g=h} !" },
  { { "Foo a=b", "c=d", "!=" }, "!foo{a=b;c=d} !" },
};
/* clang-format on */

static void
test_parse (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (parse_cases); i++)
    {
      g_autoptr (DoorChallengeList) list = door_challenge_list_parse (parse_cases[i].lines);
      g_autofree char *written = write_list (list);

      if (strcmp (written, parse_cases[i].expected) != 0)
        g_error ("%s: read as %s, should be %s", parse_cases[i].lines[0], written,
                 parse_cases[i].expected);
    }
}

typedef struct
{
  const char *lines[3];
  DoorChallengeFault fault;
  guint line;
  guint offset;
  int challenge;
} ProblemCase;

/* clang-format off */
static const ProblemCase problem_cases[] = {
  { { "Foo a=b, @" }, DOOR_CHALLENGE_FAULT_NOT_A_CHALLENGE, 0, 9, -1 },
  { { "Foo\ta=b" }, DOOR_CHALLENGE_FAULT_SCHEME_SEPARATOR, 0, 3, 0 },
  { { "Foo", "a=b" }, DOOR_CHALLENGE_FAULT_NO_CHALLENGE, 1, 0, -1 },
  { { "Foo a=b, =c" }, DOOR_CHALLENGE_FAULT_PARAM_NAME, 0, 9, 0 },
  { { "Bar", "Foo a=b, c=" }, DOOR_CHALLENGE_FAULT_PARAM_VALUE, 1, 11, 1 },
  { { "Foo a=\"b" }, DOOR_CHALLENGE_FAULT_UNTERMINATED, 0, 8, 0 },
  { { "Foo a=\"b\x02" }, DOOR_CHALLENGE_FAULT_CONTROL, 0, 8, 0 },
  { { "Foo a=b c=d" }, DOOR_CHALLENGE_FAULT_NO_COMMA, 0, 7, 0 },
  { { "Foo a=b", "Bar c=d", "C=e" }, DOOR_CHALLENGE_FAULT_DUPLICATE, 1, 0, 1 },
};
/* clang-format on */

static void
test_problems (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (problem_cases); i++)
    {
      const char *lines[4] = { problem_cases[i].lines[0], problem_cases[i].lines[1],
                               problem_cases[i].lines[2], NULL };
      g_autoptr (DoorChallengeList) list = door_challenge_list_parse (lines);
      const DoorChallengeProblem *problem;

      g_assert_cmpuint (door_challenge_list_get_n_problems (list), ==, 1);
      problem = door_challenge_list_get_problem (list, 0);
      g_assert_cmpint (problem->fault, ==, problem_cases[i].fault);
      g_assert_cmpuint (problem->line, ==, problem_cases[i].line);
      g_assert_cmpuint (problem->offset, ==, problem_cases[i].offset);
      g_assert_cmpint (problem->challenge, ==, problem_cases[i].challenge);
      g_assert_cmpstr (door_challenge_fault_to_string (problem->fault), !=,
                       door_challenge_fault_explain (problem->fault));
    }
}

static void
test_realm (void)
{
  const char *lines[]
      = { "A realm=\"\xc3\xa9\"", "B realm=\"\xe9\"", "C realm=\"\"", "D x=y", NULL };
  const char *realms[] = { "\xc3\xa9", "\xc3\xa9", "", NULL };
  const char *octets[] = { "\xc3\xa9", "\xe9", "", NULL };
  g_autoptr (DoorChallengeList) list = door_challenge_list_parse (lines);

  for (guint i = 0; i < G_N_ELEMENTS (realms); i++)
    {
      DoorChallenge *challenge = door_challenge_list_get (list, i);

      g_assert_cmpstr (door_challenge_get_realm (challenge), ==, realms[i]);
      g_assert_cmpstr (door_challenge_get_param (challenge, "realm"), ==, octets[i]);
    }
}

/* A realm that is not UTF-8 takes more room than its octets. */
static void
test_long_realm (void)
{
  g_autofree char *realm = g_strnfill (5000, '\xe9');
  g_autofree char *line = g_strdup_printf ("Basic realm=\"%s\", Digest realm=\"%s\"", realm, realm);
  const char *lines[] = { line, NULL };
  g_autoptr (DoorChallengeList) list = door_challenge_list_parse (lines);

  for (guint i = 0; i < 2; i++)
    {
      DoorChallenge *challenge = door_challenge_list_get (list, i);

      g_assert_cmpstr (door_challenge_get_param (challenge, "realm"), ==, realm);
      g_assert_cmpint (g_utf8_strlen (door_challenge_get_realm (challenge), -1), ==, 5000);
      g_assert_true (g_str_has_prefix (door_challenge_get_realm (challenge), "\xc3\xa9\xc3\xa9"));
    }
}

static void
test_many_lines (void)
{
  const char *none[] = { NULL };
  const char *lines[41] = { NULL };
  g_autoptr (DoorChallengeList) empty = door_challenge_list_parse (none);
  g_autoptr (DoorChallengeList) list = NULL;

  g_assert_cmpuint (door_challenge_list_get_n (empty), ==, 0);
  g_assert_true (door_challenge_list_follows_grammar (empty));

  for (guint i = 0; i < 40; i++)
    lines[i] = i == 30 ? "Foo a=\"" : "Foo a=b";
  list = door_challenge_list_parse (lines);
  g_assert_cmpuint (door_challenge_list_get_n (list), ==, 40);
  g_assert_false (door_challenge_list_follows_grammar (list));
  g_assert_cmpuint (door_challenge_list_get_problem (list, 0)->line, ==, 30);
}

static void
test_to_string (void)
{
  const char *lines[] = { "Foo A = b, c=\"d \\\"e\\\\\"", "Bar x==", "Baz", NULL };
  const char *written[] = { "foo a=\"b\", c=\"d \\\"e\\\\\"", "bar x==", "baz" };
  g_autoptr (DoorChallengeList) list = door_challenge_list_parse (lines);

  for (guint i = 0; i < G_N_ELEMENTS (written); i++)
    {
      g_autofree char *string = door_challenge_to_string (door_challenge_list_get (list, i));

      g_assert_cmpstr (string, ==, written[i]);
    }
}

static void
test_octets (void)
{
  const char *values[] = { "Foo a=\"b\0c\", Bar", "Baz ignored" };
  gsize lengths[] = { 16, 3 };
  g_autoptr (DoorChallengeList) list = door_challenge_list_parse_octets (values, lengths, 2);
  g_autofree char *written = write_list (list);

  g_assert_cmpstr (written, ==, "!foo bar baz !");
}

static void
test_challenge_outlives_list (void)
{
  const char *lines[] = { "Foo a=b", NULL };
  DoorChallengeList *list = door_challenge_list_parse (lines);
  g_autoptr (DoorChallenge) challenge = door_challenge_ref (door_challenge_list_get (list, 0));

  door_challenge_list_unref (list);

  g_assert_cmpstr (door_challenge_get_scheme (challenge), ==, "foo");
  g_assert_cmpstr (door_challenge_get_param (challenge, "a"), ==, "b");
}

static void
test_many_challenges (void)
{
  GString *value = g_string_new (NULL);
  const char *lines[2] = { NULL };
  g_autoptr (DoorChallengeList) list = NULL;

  for (guint i = 0; i < 300; i++)
    g_string_append_printf (value, "Basic realm=\"%u\", ", i);
  lines[0] = value->str;

  list = door_challenge_list_parse (lines);
  g_assert_cmpuint (door_challenge_list_get_n (list), ==, 300);
  g_assert_false (door_challenge_list_is_malformed (list));
  g_assert_cmpstr (door_challenge_get_realm (door_challenge_list_get (list, 299)), ==, "299");

  g_string_free (value, TRUE);
}

/* One challenge with many names: the duplicate is found wherever it is. */
static void
test_many_params (void)
{
  for (guint n = 2; n < 200; n += 11)
    {
      GString *value = g_string_new ("Foo x=y");
      const char *lines[2] = { NULL };
      g_autoptr (DoorChallengeList) unique = NULL;
      g_autoptr (DoorChallengeList) duplicate = NULL;

      for (guint i = 0; i < n; i++)
        g_string_append_printf (value, ", p%u=%u", i, i);

      lines[0] = value->str;
      unique = door_challenge_list_parse (lines);
      g_assert_false (door_challenge_list_is_malformed (unique));
      g_assert_cmpuint (door_challenge_get_n_params (door_challenge_list_get (unique, 0)), ==,
                        n + 1);

      g_string_append_printf (value, ", P%u=1", n / 2);
      lines[0] = value->str;
      duplicate = door_challenge_list_parse (lines);
      g_assert_true (door_challenge_is_malformed (door_challenge_list_get (duplicate, 0)));

      g_string_free (value, TRUE);
    }
}

/* A mebibyte of one octet, and of one octet behind a challenge, is read like anything else. */
static void
test_mebibyte (void)
{
  const char octets[] = ",\"\\ =a\t/";
  const gsize length = 1024 * 1024;
  g_autofree char *text = g_malloc (length + 1);

  for (gsize i = 0; i < strlen (octets); i++)
    {
      const char *lines[] = { "Basic realm=x", text, "Basic realm=y", NULL };
      g_autoptr (DoorChallengeList) list = NULL;

      memset (text, octets[i], length);
      text[length] = '\0';
      list = door_challenge_list_parse (lines);
      g_assert_cmpint (door_challenge_list_is_malformed (list), ==,
                       strchr ("\"\\=/", octets[i]) != NULL);
      g_assert_cmpstr (door_challenge_get_realm (
                           door_challenge_list_get (list, door_challenge_list_get_n (list) - 1)),
                       ==, "y");
    }
}

static void
test_too_long (void)
{
  const gsize length = DOOR_CHALLENGE_LIST_MAX_LENGTH;
  g_autofree char *text = g_malloc (length + 1);
  const char *lines[] = { text, NULL };
  g_autoptr (DoorChallengeList) list = NULL;

  memset (text, 'a', length);
  text[length] = '\0';
  list = door_challenge_list_parse (lines);
  g_assert_true (door_challenge_list_is_malformed (list));
  g_assert_cmpuint (door_challenge_list_get_n (list), ==, 0);
  g_assert_cmpint (door_challenge_list_get_problem (list, 0)->fault, ==,
                   DOOR_CHALLENGE_FAULT_TOO_LONG);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/challenge-list/parse", test_parse);
  g_test_add_func ("/challenge-list/problems", test_problems);
  g_test_add_func ("/challenge-list/realm", test_realm);
  g_test_add_func ("/challenge-list/long-realm", test_long_realm);
  g_test_add_func ("/challenge-list/many-lines", test_many_lines);
  g_test_add_func ("/challenge-list/to-string", test_to_string);
  g_test_add_func ("/challenge-list/octets", test_octets);
  g_test_add_func ("/challenge-list/challenge-outlives-list", test_challenge_outlives_list);
  g_test_add_func ("/challenge-list/many-challenges", test_many_challenges);
  g_test_add_func ("/challenge-list/many-params", test_many_params);
  g_test_add_func ("/challenge-list/mebibyte", test_mebibyte);
  g_test_add_func ("/challenge-list/too-long", test_too_long);

  return g_test_run ();
}
