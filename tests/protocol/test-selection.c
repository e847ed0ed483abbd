/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-digest-algorithm.h"
#include "door-scheme.h"
#include "door-selection.h"

typedef struct
{
  const char *line;
  const char *policy; /* NULL: none */
  int libsoup;
  int companion;
  DoorSelectionReason reason; /* of the companion's */
} SelectionCase;

#define MD5 "Digest realm=x, nonce=n, algorithm=MD5, qop=auth"
#define SHA256 "Digest realm=x, nonce=n, algorithm=SHA-256, qop=\"auth, auth-int\""

/* clang-format off */
static const SelectionCase cases[] = {
  { "", NULL, -1, -1, DOOR_SELECTION_REASON_NO_CHALLENGE },
  { "Basic realm=\"x", NULL, -1, -1, DOOR_SELECTION_REASON_MALFORMED },
  { "Bearer realm=x", NULL, -1, -1, DOOR_SELECTION_REASON_NONE_KNOWN },
  { "Basic realm=x", NULL, 0, 0, DOOR_SELECTION_REASON_ONLY_CHALLENGE },
  { "Basic", NULL, 0, 0, DOOR_SELECTION_REASON_ONLY_CHALLENGE },
  { "Bearer, Basic realm=x", NULL, 1, 1, DOOR_SELECTION_REASON_ONLY_KNOWN },
  { "Basic realm=x, " MD5, NULL, 1, 1, DOOR_SELECTION_REASON_STRONGEST },
  { MD5 ", Basic realm=x", NULL, 0, 0, DOOR_SELECTION_REASON_STRONGEST },
  { "Basic realm=x, NTLM, " MD5 ", Negotiate", NULL, 3, 3, DOOR_SELECTION_REASON_STRONGEST },
  { "Basic realm=x, NTLM, " MD5, NULL, 2, 2, DOOR_SELECTION_REASON_STRONGEST },
  { "Basic realm=x, NTLM", NULL, 1, 1, DOOR_SELECTION_REASON_STRONGEST },
  { "Basic realm=a, Basic realm=b", NULL, 0, 0, DOOR_SELECTION_REASON_FIRST_OF_EQUALS },
  /* RFC 7616 section 3.7: the first algorithm that is known */
  { SHA256 ", " MD5, NULL, 1, 0, DOOR_SELECTION_REASON_FIRST_OF_EQUALS },
  { MD5 ", " SHA256, NULL, 0, 0, DOOR_SELECTION_REASON_FIRST_OF_EQUALS },
  { SHA256 ", Basic realm=x", NULL, 1, 0, DOOR_SELECTION_REASON_STRONGEST },
  { "Digest realm=x, nonce=n, algorithm=FAKE, Basic realm=x", NULL, 1, 1,
    DOOR_SELECTION_REASON_ONLY_KNOWN },
  /* a damaged challenge is never answered */
  { "Digest realm=x, nonce=n, realm=y, Basic realm=x", NULL, 1, 1,
    DOOR_SELECTION_REASON_ONLY_CHALLENGE },
  /* policy narrows, and orders */
  { "Basic realm=x, " MD5, "basic;digest", 0, 0, DOOR_SELECTION_REASON_POLICY },
  { "Basic realm=x, " MD5, "Basic", 0, 0, DOOR_SELECTION_REASON_POLICY },
  { "Basic realm=x", "negotiate;digest", -1, -1, DOOR_SELECTION_REASON_NONE_ALLOWED },
  { "Bearer", "bearer", -1, -1, DOOR_SELECTION_REASON_NONE_KNOWN },
};
/* clang-format on */

static void
test_selection (void)
{
  g_autoptr (DoorStack) libsoup = door_stack_new_for_libsoup (TRUE);
  g_autoptr (DoorStack) companion = door_stack_new_for_companion (TRUE);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const char *lines[] = { cases[i].line, NULL };
      g_autoptr (DoorChallengeList) list = door_challenge_list_parse (lines);
      g_auto (GStrv) policy
          = cases[i].policy != NULL ? g_strsplit (cases[i].policy, ";", -1) : NULL;
      g_autoptr (DoorSelection) plain
          = door_selection_new (list, libsoup, (const char *const *)policy);
      g_autoptr (DoorSelection) full
          = door_selection_new (list, companion, (const char *const *)policy);
      g_autofree char *sentence = door_selection_explain (full);

      g_test_message ("%s: %s", cases[i].line, sentence);
      g_assert_cmpint (door_selection_get_index (plain), ==, cases[i].libsoup);
      g_assert_cmpint (door_selection_get_index (full), ==, cases[i].companion);
      g_assert_cmpstr (door_selection_reason_to_string (door_selection_get_reason (full)), ==,
                       door_selection_reason_to_string (cases[i].reason));
      g_assert_true (g_str_has_suffix (sentence, "."));
      g_assert_true (door_selection_get_challenge (full)
                     == (cases[i].companion >= 0
                             ? door_challenge_list_get (list, (guint)cases[i].companion)
                             : NULL));
    }
}

static void
test_sentences (void)
{
  const char *lines[] = { "bearer realm=x, NTLM abc, bearer", NULL };
  g_autoptr (DoorStack) stack = door_stack_new (DOOR_SCHEME_BASIC, 0, 0);
  g_autoptr (DoorChallengeList) list = door_challenge_list_parse (lines);
  g_autoptr (DoorSelection) selection = door_selection_new (list, stack, NULL);
  g_autofree char *sentence = door_selection_explain (selection);

  g_assert_cmpstr (sentence, ==, "The server asks for Bearer, NTLM, which Doorward cannot answer.");
}

typedef struct
{
  const char *line;
  DoorKnowledge libsoup;
  DoorKnowledge companion;
} KnowledgeCase;

/* clang-format off */
static const KnowledgeCase knowledge_cases[] = {
  { "Basic", DOOR_KNOWLEDGE_KNOWN, DOOR_KNOWLEDGE_KNOWN },
  { "Foo", DOOR_KNOWLEDGE_SCHEME, DOOR_KNOWLEDGE_SCHEME },
  { "Negotiate", DOOR_KNOWLEDGE_SCHEME, DOOR_KNOWLEDGE_KNOWN },
  { "Basic a b", DOOR_KNOWLEDGE_MALFORMED, DOOR_KNOWLEDGE_MALFORMED },
  { "Digest", DOOR_KNOWLEDGE_REQUIREMENTS, DOOR_KNOWLEDGE_REQUIREMENTS },
  { "Digest realm=x", DOOR_KNOWLEDGE_REQUIREMENTS, DOOR_KNOWLEDGE_REQUIREMENTS },
  { "Digest realm=x, nonce=\"\"", DOOR_KNOWLEDGE_REQUIREMENTS, DOOR_KNOWLEDGE_REQUIREMENTS },
  { "Digest nonce=x", DOOR_KNOWLEDGE_REQUIREMENTS, DOOR_KNOWLEDGE_REQUIREMENTS },
  { "Digest realm=\"\", nonce=x", DOOR_KNOWLEDGE_KNOWN, DOOR_KNOWLEDGE_KNOWN },
  { "Digest realm=x, nonce=x, algorithm=md5-SESS", DOOR_KNOWLEDGE_KNOWN, DOOR_KNOWLEDGE_KNOWN },
  { "Digest realm=x, nonce=x, algorithm=sha-512-256", DOOR_KNOWLEDGE_ALGORITHM,
    DOOR_KNOWLEDGE_KNOWN },
  { "Digest realm=x, nonce=x, algorithm=SHA-512", DOOR_KNOWLEDGE_ALGORITHM,
    DOOR_KNOWLEDGE_ALGORITHM },
  { "Digest realm=x, nonce=x, qop=AUTH", DOOR_KNOWLEDGE_KNOWN, DOOR_KNOWLEDGE_KNOWN },
  { "Digest realm=x, nonce=x, qop=\"foo,\tauth\"", DOOR_KNOWLEDGE_KNOWN, DOOR_KNOWLEDGE_KNOWN },
  { "Digest realm=x, nonce=x, qop=auth-int", DOOR_KNOWLEDGE_QOP, DOOR_KNOWLEDGE_KNOWN },
  { "Digest realm=x, nonce=x, qop=auth-conf", DOOR_KNOWLEDGE_QOP, DOOR_KNOWLEDGE_QOP },
  { "Digest realm=x, nonce=x, qop=\"\"", DOOR_KNOWLEDGE_QOP, DOOR_KNOWLEDGE_QOP },
};
/* clang-format on */

static void
test_knowledge (void)
{
  g_autoptr (DoorStack) libsoup = door_stack_new_for_libsoup (FALSE);
  g_autoptr (DoorStack) companion = door_stack_new_for_companion (TRUE);

  for (gsize i = 0; i < G_N_ELEMENTS (knowledge_cases); i++)
    {
      const char *lines[] = { knowledge_cases[i].line, NULL };
      g_autoptr (DoorChallengeList) list = door_challenge_list_parse (lines);
      DoorChallenge *challenge = door_challenge_list_get (list, 0);

      g_test_message ("%s", knowledge_cases[i].line);
      g_assert_cmpint (door_stack_judge (libsoup, challenge), ==, knowledge_cases[i].libsoup);
      g_assert_cmpint (door_stack_judge (companion, challenge), ==, knowledge_cases[i].companion);
    }
}

static void
test_schemes (void)
{
  g_assert_cmpint (door_scheme_from_string ("NeGoTiAtE"), ==, DOOR_SCHEME_NEGOTIATE);
  g_assert_cmpint (door_scheme_from_string ("negotiate2"), ==, DOOR_SCHEME_UNKNOWN);
  g_assert_cmpstr (door_scheme_to_string (DOOR_SCHEME_NTLM), ==, "ntlm");
  g_assert_null (door_scheme_to_string (DOOR_SCHEME_UNKNOWN));
  g_assert_cmpint (door_scheme_get_strength (DOOR_SCHEME_NEGOTIATE), >,
                   door_scheme_get_strength (DOOR_SCHEME_DIGEST));
  g_assert_cmpint (door_scheme_get_strength (DOOR_SCHEME_DIGEST), >,
                   door_scheme_get_strength (DOOR_SCHEME_NTLM));
  g_assert_cmpint (door_scheme_get_strength (DOOR_SCHEME_NTLM), >,
                   door_scheme_get_strength (DOOR_SCHEME_BASIC));
  g_assert_cmpint (door_scheme_get_strength (DOOR_SCHEME_BASIC), >,
                   door_scheme_get_strength (DOOR_SCHEME_UNKNOWN));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/selection/selection", test_selection);
  g_test_add_func ("/selection/sentences", test_sentences);
  g_test_add_func ("/stack/knowledge", test_knowledge);
  g_test_add_func ("/scheme/schemes", test_schemes);

  return g_test_run ();
}
