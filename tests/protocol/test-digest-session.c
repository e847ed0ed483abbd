/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <string.h>

#include "door-challenge-list.h"
#include "door-digest-session.h"

static DoorChallenge *
read_challenge (const char *line)
{
  const char *lines[] = { line, NULL };
  g_autoptr (DoorChallengeList) list = door_challenge_list_parse (lines);

  g_assert_false (door_challenge_list_is_malformed (list));
  g_assert_cmpuint (door_challenge_list_get_n (list), ==, 1);

  return door_challenge_ref (door_challenge_list_get (list, 0));
}

static DoorDigestSession *
start (const char *line, const char *username, const char *password)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DoorChallenge) challenge = read_challenge (line);
  DoorDigestSession *session = door_digest_session_new (challenge, username, password, &error);

  g_assert_no_error (error);

  return session;
}

/* The credentials that a session answers with have the form of a challenge. */
static DoorChallenge *
answer (DoorDigestSession *session, const char *method, const char *target, DoorDigestAnswer **kept)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) body = g_bytes_new_static ("body", 4);
  g_autoptr (DoorDigestAnswer) made
      = door_digest_session_answer (session, method, target, body, &error);

  g_assert_no_error (error);
  if (kept != NULL)
    *kept = door_digest_answer_ref (made);

  return read_challenge (door_digest_answer_get_authorization (made));
}

/* What a server does to check, for user "u" with password "p" in realm "r". */
static void
assert_response (DoorChallenge *credentials, const char *nonce_of_session, const char *method)
{
  const char *qop = door_challenge_get_param (credentials, "qop");
  const char *cnonce = door_challenge_get_param (credentials, "cnonce");
  DoorDigestHex secret;
  DoorDigestHex entity_hash;
  DoorDigestHex response;
  DoorDigestInput input = {
    .algorithm
    = door_digest_algorithm_from_string (door_challenge_get_param (credentials, "algorithm")),
    .qop
    = qop != NULL ? (DoorDigestQop)door_digest_qop_options_from_string (qop) : DOOR_DIGEST_QOP_NONE,
    .nonce = door_challenge_get_param (credentials, "nonce"),
    .nc = door_challenge_get_param (credentials, "nc"),
    .cnonce = cnonce,
    .method = method,
    .uri = door_challenge_get_param (credentials, "uri"),
    .entity_hash = entity_hash,
  };

  door_digest_hash_octets (input.algorithm, (const guint8 *)"body", 4, entity_hash);
  door_digest_hash_secret (input.algorithm, "u", "r", "p", secret);
  if (door_digest_algorithm_is_session (input.algorithm))
    door_digest_hash_session_secret (input.algorithm, secret, nonce_of_session, cnonce, secret);
  door_digest_hash_response (&input, secret, response);
  g_assert_cmpstr (door_challenge_get_param (credentials, "response"), ==, response);
}

static const char *const algorithms[]
    = { "MD5", "MD5-sess", "SHA-256", "SHA-256-sess", "SHA-512-256", "SHA-512-256-sess" };
static const char *const qops[] = { NULL, "auth", "auth-int" };

/* Each algorithm with each quality, several requests, and a new nonce in between. */
static void
test_requests (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (algorithms); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (qops); j++)
      {
        g_autofree char *line
            = g_strdup_printf ("Digest realm=r, nonce=n1, algorithm=%s%s%s", algorithms[i],
                               qops[j] != NULL ? ", qop=" : "", qops[j] != NULL ? qops[j] : "");
        g_autoptr (DoorDigestSession) session = start (line, "u", "p");
        g_autoptr (DoorDigestAnswer) kept = NULL;
        g_autoptr (DoorChallenge) first = answer (session, "GET", "/a?b", NULL);
        g_autoptr (DoorChallenge) second = answer (session, "POST", "/c", &kept);
        g_autoptr (DoorChallenge) third = NULL;

        assert_response (first, "n1", "GET");
        assert_response (second, "n1", "POST");
        g_assert_cmpstr (door_challenge_get_param (first, "uri"), ==, "/a?b");
        g_assert_cmpstr (door_challenge_get_param (first, "qop"), ==, qops[j]);
        g_assert_cmpstr (door_challenge_get_param (first, "nc"), ==,
                         qops[j] != NULL ? "00000001" : NULL);
        g_assert_cmpstr (door_challenge_get_param (second, "nc"), ==,
                         qops[j] != NULL ? "00000002" : NULL);

        g_assert_cmpint (door_digest_session_finish (session, kept, "nextnonce=\"n2\"", NULL), ==,
                         DOOR_DIGEST_PROOF_NONE);
        third = answer (session, "GET", "/d", NULL);
        g_assert_cmpstr (door_challenge_get_param (third, "nonce"), ==, "n2");
        g_assert_cmpstr (door_challenge_get_param (third, "nc"), ==,
                         qops[j] != NULL ? "00000001" : NULL);
        assert_response (third, "n1", "GET");
      }
}

/* Which parameters are sent, and which of them are quoted (RFC 7616 section 3.4). */
static void
test_form (void)
{
  g_autoptr (DoorDigestSession) plain = start ("Digest realm=\"a\\\"b\\\\\", nonce=n", "u\"", "p");
  g_autoptr (DoorDigestAnswer) old = door_digest_session_answer (plain, "GET", "/", NULL, NULL);
  g_autoptr (DoorDigestSession) full
      = start ("Digest realm=r, nonce=n, opaque=\"\", algorithm=\"md5\", qop=\"x, auth-int,auth\"",
               "u", "p");
  g_autoptr (DoorDigestAnswer) new = door_digest_session_answer (full, "GET", "/", NULL, NULL);

  g_assert_true (g_regex_match_simple ("^Digest username=\"u\\\\\"\", realm=\"a\\\\\"b\\\\\\\\\", "
                                       "nonce=\"n\", uri=\"/\", response=\"[0-9a-f]{32}\"$",
                                       door_digest_answer_get_authorization (old), 0, 0));
  g_assert_true (g_regex_match_simple (
      "^Digest username=\"u\", realm=\"r\", nonce=\"n\", uri=\"/\", algorithm=MD5, qop=auth, "
      "nc=00000001, cnonce=\"[^\"]{24}\", opaque=\"\", response=\"[0-9a-f]{32}\"$",
      door_digest_answer_get_authorization (new), 0, 0));
}

typedef struct
{
  const char *params;
  const char *username;
  const char *written;
} UserCase;

/* clang-format off */
static const UserCase user_cases[] = {
  { "", "u", "username=\"u\", " },
  { ", charset=UTF-8", "u", "username=\"u\", " },
  { ", userhash=false", "u", "username=\"u\", " },
  { ", userhash=maybe", "u", "username=\"u\", " },
  /* RFC 7616 section 3.4.4 */
  { ", algorithm=SHA-256, userhash=TRUE", "u",
    "username=\"1d8a03a6e21a4ce775060ea57360329ac750dea5d847297b42f0d46539af8ab2\", "
    "userhash=true, " },
  /* RFC 8187, for whoever knows RFC 7616 */
  { ", charset=utf-8", "J\xc3\xa4s\xc3\xb8n Doe", "username*=UTF-8''J%C3%A4s%C3%B8n%20Doe, " },
  { ", userhash=false", "t\xc3\xa6st", "username*=UTF-8''t%C3%A6st, " },
  { ", algorithm=SHA-256", "\xf0\x9d\x84\x9e", "username*=UTF-8''%F0%9D%84%9E, " },
  { ", charset=UTF-8", "a\xcc\x88", "username*=UTF-8''%C3%A4, " },
  /* and what every browser sends to others */
  { "", "t\xc3\xa6st", "username=\"t\xc3\xa6st\", " },
};
/* clang-format on */

static void
test_user (void)
{

  for (gsize i = 0; i < G_N_ELEMENTS (user_cases); i++)
    {
      g_autofree char *line = g_strconcat ("Digest realm=r, nonce=n", user_cases[i].params, NULL);
      g_autofree char *expected = g_strconcat ("Digest ", user_cases[i].written, "realm=", NULL);
      g_autoptr (DoorDigestSession) session = start (line, user_cases[i].username, "p");
      g_autoptr (DoorDigestAnswer) made
          = door_digest_session_answer (session, "GET", "/", NULL, NULL);

      g_test_message ("%s", door_digest_answer_get_authorization (made));
      g_assert_true (g_str_has_prefix (door_digest_answer_get_authorization (made), expected));
    }
}

static void
test_refused (void)
{
  const char *lines[]
      = { "Basic realm=r", "Digest realm=r", "Digest nonce=n",
          "Digest realm=r, nonce=n, algorithm=SHA1", "Digest realm=r, nonce=n, qop=auth-conf" };
  g_autoptr (DoorChallenge) good = read_challenge ("Digest realm=r, nonce=n, qop=auth-int");
  g_autoptr (DoorDigestSession) session = NULL;
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autoptr (DoorChallenge) challenge = read_challenge (lines[i]);

      g_assert_null (door_digest_session_new (challenge, "u", "p", &error));
      g_assert_error (error, DOOR_CREDENTIALS_ERROR, DOOR_CREDENTIALS_ERROR_CHALLENGE);
      g_clear_error (&error);
    }

  g_assert_null (door_digest_session_new (good, "u\r\n", "p", &error));
  g_assert_error (error, DOOR_CREDENTIALS_ERROR, DOOR_CREDENTIALS_ERROR_CONTROL);
  g_clear_error (&error);
  g_assert_null (door_digest_session_new (good, "\xff", "p", &error));
  g_assert_error (error, DOOR_CREDENTIALS_ERROR, DOOR_CREDENTIALS_ERROR_ENCODING);
  g_clear_error (&error);

  session = door_digest_session_new (good, "u", "p", &error);
  g_assert_no_error (error);
  g_assert_true (door_digest_session_needs_body (session));
  g_assert_null (door_digest_session_answer (session, "PUT", "/", NULL, &error));
  g_assert_error (error, DOOR_CREDENTIALS_ERROR, DOOR_CREDENTIALS_ERROR_BODY);
}

/* A body of which no more is known than its hash is vouched for all the same. */
static void
test_hash (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (algorithms); i++)
    {
      g_autofree char *line
          = g_strdup_printf ("Digest realm=r, nonce=n, algorithm=%s, qop=auth-int", algorithms[i]);
      g_autoptr (DoorDigestSession) session = start (line, "u", "p");
      g_autoptr (DoorDigestAnswer) made = NULL;
      g_autoptr (DoorChallenge) credentials = NULL;
      DoorDigestHex hash;

      door_digest_hash_octets (door_digest_algorithm_from_string (algorithms[i]),
                               (const guint8 *)"body", 4, hash);
      made = door_digest_session_answer_hash (session, "PUT", "/", hash);
      g_assert_cmpstr (door_digest_answer_get_input (made)->entity_hash, ==, hash);
      credentials = read_challenge (door_digest_answer_get_authorization (made));
      assert_response (credentials, "n", "PUT");
    }
}

typedef struct
{
  const char *line;
  DoorDigestUpdate update;
  const char *nonce; /* used from then on */
} UpdateCase;

/* clang-format off */
static const UpdateCase update_cases[] = {
  { "Digest realm=r, nonce=n2, qop=auth, stale=TRUE", DOOR_DIGEST_UPDATE_STALE, "n2" },
  { "Digest realm=r, nonce=n3, qop=auth, stale=false", DOOR_DIGEST_UPDATE_REFUSED, "n3" },
  { "Digest realm=r, nonce=n4, qop=auth", DOOR_DIGEST_UPDATE_REFUSED, "n4" },
  { "Digest realm=R, nonce=n5, qop=auth", DOOR_DIGEST_UPDATE_OTHER, "n1" },
  { "Digest realm=r, nonce=n6, qop=auth, algorithm=SHA-256", DOOR_DIGEST_UPDATE_OTHER, "n1" },
  { "Digest realm=r, qop=auth, stale=true", DOOR_DIGEST_UPDATE_OTHER, "n1" },
  { "Basic realm=r", DOOR_DIGEST_UPDATE_OTHER, "n1" },
};
/* clang-format on */

static void
test_update (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (update_cases); i++)
    {
      g_autoptr (DoorDigestSession) session
          = start ("Digest realm=r, nonce=n1, qop=auth, algorithm=MD5-sess", "u", "p");
      g_autofree char *line
          = g_strdup_printf ("%s%s", update_cases[i].line,
                             strstr (update_cases[i].line, "algorithm") == NULL
                                     && g_str_has_prefix (update_cases[i].line, "Digest")
                                 ? ", algorithm=MD5-sess"
                                 : "");
      g_autoptr (DoorChallenge) challenge = read_challenge (line);
      g_autoptr (DoorChallenge) before = answer (session, "GET", "/", NULL);
      g_autoptr (DoorChallenge) after = NULL;

      g_test_message ("%s", line);
      g_assert_cmpint (door_digest_session_update (session, challenge), ==, update_cases[i].update);
      after = answer (session, "GET", "/", NULL);
      g_assert_cmpstr (door_challenge_get_param (after, "nonce"), ==, update_cases[i].nonce);
      g_assert_cmpstr (door_challenge_get_param (after, "nc"), ==,
                       update_cases[i].update == DOOR_DIGEST_UPDATE_OTHER ? "00000002"
                                                                          : "00000001");
      assert_response (after, update_cases[i].nonce, "GET");
    }
}

/* What a server that knows the password says of the last answer. */
static char *
prove (DoorDigestAnswer *kept, const char *body)
{
  DoorDigestInput input = *door_digest_answer_get_input (kept);
  DoorDigestHex secret;
  DoorDigestHex entity_hash;
  DoorDigestHex proof;

  door_digest_hash_octets (input.algorithm, (const guint8 *)body, strlen (body), entity_hash);
  input.entity_hash = entity_hash;
  door_digest_hash_secret (input.algorithm, "u", "r", "p", secret);
  if (door_digest_algorithm_is_session (input.algorithm))
    door_digest_hash_session_secret (input.algorithm, secret, input.nonce, input.cnonce, secret);
  door_digest_hash_response (&input, secret, proof);

  return g_strdup (proof);
}

static void
assert_proof (DoorDigestSession *session,
              DoorDigestAnswer *kept,
              const char *format,
              const char *proof,
              GBytes *body,
              DoorDigestProof expected)
{
  g_autofree char *info = g_strdup_printf ("%s, rspauth=\"%s\"", format, proof);

  g_assert_cmpint (door_digest_session_finish (session, kept, info, body), ==, expected);
}

static void
test_proof (void)
{
  g_autoptr (GBytes) body = g_bytes_new_static ("hello", 5);
  g_autoptr (GBytes) other_body = g_bytes_new_static ("hullo", 5);

  for (gsize i = 0; i < G_N_ELEMENTS (algorithms); i++)
    for (gsize j = 1; j < G_N_ELEMENTS (qops); j++)
      {
        gboolean integrity = g_str_equal (qops[j], "auth-int");
        g_autofree char *line = g_strdup_printf ("Digest realm=r, nonce=n, algorithm=%s, qop=%s",
                                                 algorithms[i], qops[j]);
        g_autoptr (DoorDigestSession) session = start (line, "u", "p");
        g_autoptr (DoorDigestAnswer) kept = NULL;
        g_autoptr (DoorChallenge) credentials = answer (session, "GET", "/", &kept);
        g_autofree char *proof = prove (kept, "hello");
        g_autofree char *upper = g_ascii_strup (proof, -1);
        g_autofree char *wrong = g_strdup (proof);

        wrong[0] = wrong[0] == '0' ? '1' : '0';
        assert_proof (session, kept, "nc=00000001", proof, body, DOOR_DIGEST_PROOF_VALID);
        assert_proof (session, kept, "", upper, body, DOOR_DIGEST_PROOF_VALID);
        assert_proof (session, kept, "", wrong, body, DOOR_DIGEST_PROOF_INVALID);
        assert_proof (session, kept, "", "", body, DOOR_DIGEST_PROOF_INVALID);
        assert_proof (session, kept, "nc=00000002", proof, body, DOOR_DIGEST_PROOF_INVALID);
        assert_proof (session, kept, "cnonce=x", proof, body, DOOR_DIGEST_PROOF_INVALID);
        assert_proof (session, kept, "qop=auth-conf", proof, body, DOOR_DIGEST_PROOF_INVALID);
        assert_proof (session, kept, "", proof, NULL,
                      integrity ? DOOR_DIGEST_PROOF_UNCHECKED : DOOR_DIGEST_PROOF_VALID);
        assert_proof (session, kept, "", proof, other_body,
                      integrity ? DOOR_DIGEST_PROOF_INVALID : DOOR_DIGEST_PROOF_VALID);
        assert_proof (session, kept, "Digest x=y", proof, body, DOOR_DIGEST_PROOF_NONE);
        assert_proof (session, kept, "qop=\"", proof, body, DOOR_DIGEST_PROOF_NONE);
        assert_proof (session, kept, "=x", proof, body, DOOR_DIGEST_PROOF_NONE);
        g_assert_cmpint (door_digest_session_finish (session, kept, NULL, body), ==,
                         DOOR_DIGEST_PROOF_NONE);
        g_assert_cmpint (door_digest_session_finish (session, kept, "", body), ==,
                         DOOR_DIGEST_PROOF_NONE);
      }
}

/* An impostor's nonce is not used; an answer of a session that has ended proves nothing. */
static void
test_proof_limits (void)
{
  g_autoptr (DoorDigestSession) session
      = start ("Digest realm=r, nonce=n, algorithm=MD5-sess, qop=auth", "u", "p");
  g_autoptr (DoorChallenge) again
      = read_challenge ("Digest realm=r, nonce=m, algorithm=MD5-sess, qop=auth, stale=true");
  g_autoptr (DoorDigestAnswer) kept = NULL;
  g_autoptr (DoorChallenge) first = answer (session, "GET", "/", &kept);
  g_autofree char *proof = prove (kept, "");
  g_autoptr (DoorChallenge) second = NULL;

  assert_proof (session, kept, "nextnonce=evil", "00", NULL, DOOR_DIGEST_PROOF_INVALID);
  second = answer (session, "GET", "/", NULL);
  g_assert_cmpstr (door_challenge_get_param (second, "nonce"), ==, "n");

  door_digest_session_update (session, again);
  assert_proof (session, kept, "", proof, NULL, DOOR_DIGEST_PROOF_UNCHECKED);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/digest-session/requests", test_requests);
  g_test_add_func ("/digest-session/form", test_form);
  g_test_add_func ("/digest-session/user", test_user);
  g_test_add_func ("/digest-session/refused", test_refused);
  g_test_add_func ("/digest-session/hash", test_hash);
  g_test_add_func ("/digest-session/update", test_update);
  g_test_add_func ("/digest-session/proof", test_proof);
  g_test_add_func ("/digest-session/proof-limits", test_proof_limits);

  return g_test_run ();
}
