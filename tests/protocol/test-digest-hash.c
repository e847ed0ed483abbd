/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include <string.h>

#include "door-digest-hash.h"

typedef struct
{
  DoorDigestAlgorithm algorithm;
  DoorDigestQop qop;
  const char *username;
  const char *password;
  const char *realm;
  const char *nonce;
  const char *nc;
  const char *cnonce;
  const char *method;
  const char *uri;
  const char *body;
  const char *response;
} ResponseCase;

/* clang-format off */
static const ResponseCase cases[] = {
  /* RFC 2617 section 3.5 */
  { DOOR_DIGEST_ALGORITHM_MD5, DOOR_DIGEST_QOP_AUTH, "Mufasa", "Circle Of Life",
    "testrealm@host.com", "dcd98b7102dd2f0e8b11d0f600bfb0c093", "00000001", "0a4f113b", "GET",
    "/dir/index.html", NULL, "6629fae49393a05397450978507c4ef1" },
  /* RFC 2069 section 2.4 with erratum 749 */
  { DOOR_DIGEST_ALGORITHM_MD5, DOOR_DIGEST_QOP_NONE, "Mufasa", "CircleOfLife",
    "testrealm@host.com", "dcd98b7102dd2f0e8b11d0f600bfb0c093", NULL, NULL, "GET",
    "/dir/index.html", NULL, "1949323746fe6a43ef61f9606e7febea" },
  /* RFC 7616 section 3.9.1 */
  { DOOR_DIGEST_ALGORITHM_MD5, DOOR_DIGEST_QOP_AUTH, "Mufasa", "Circle of Life",
    "http-auth@example.org", "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", "00000001",
    "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ", "GET", "/dir/index.html", NULL,
    "8ca523f5e9506fed4657c9700eebdbec" },
  { DOOR_DIGEST_ALGORITHM_SHA_256, DOOR_DIGEST_QOP_AUTH, "Mufasa", "Circle of Life",
    "http-auth@example.org", "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", "00000001",
    "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ", "GET", "/dir/index.html", NULL,
    "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1" },
  /* section 3.9.2 with erratum 4897: real SHA-512/256 */
  { DOOR_DIGEST_ALGORITHM_SHA_512_256, DOOR_DIGEST_QOP_AUTH, "J\xc3\xa4s\xc3\xb8n Doe",
    "Secret, or not?", "api@example.org", "5TsQWLVdgBdmrQ0XsxbDODV+57QdFR34I9HAbC/RVvkK",
    "00000001", "NTg6RKcb9boFIAS3KrFK9BGeh+iDa/sm6jUMp2wds69v", "GET", "/doe.json", NULL,
    "3798d4131c277846293534c3edc11bd8a5e4cdcbff78b05db9d95eeb1cec68a5" },
  /* the remaining combinations, computed with Python's hashlib */
  { DOOR_DIGEST_ALGORITHM_MD5, DOOR_DIGEST_QOP_NONE, "Ren\xc3\xa9 \"x\"", "p\\w",
    "a\"b\\c", "no:nce", "0000000a", "c/+=", "POST", "/a?b=c", "body=1",
    "2302ef30fb2c12b3c20497c6ea065024" },
  { DOOR_DIGEST_ALGORITHM_MD5, DOOR_DIGEST_QOP_AUTH, "Ren\xc3\xa9 \"x\"", "p\\w",
    "a\"b\\c", "no:nce", "0000000a", "c/+=", "POST", "/a?b=c", "body=1",
    "5940595f03a76f4eff606c67fa16852d" },
  { DOOR_DIGEST_ALGORITHM_MD5, DOOR_DIGEST_QOP_AUTH_INT, "Ren\xc3\xa9 \"x\"", "p\\w",
    "a\"b\\c", "no:nce", "0000000a", "c/+=", "POST", "/a?b=c", "body=1",
    "ba2c684bad2bebf53e74fc11c5266c38" },
  { DOOR_DIGEST_ALGORITHM_MD5_SESS, DOOR_DIGEST_QOP_NONE, "Ren\xc3\xa9 \"x\"", "p\\w",
    "a\"b\\c", "no:nce", "0000000a", "c/+=", "POST", "/a?b=c", "body=1",
    "02dfb4faa2429bcc59d4d461de66ee5d" },
  { DOOR_DIGEST_ALGORITHM_MD5_SESS, DOOR_DIGEST_QOP_AUTH, "Ren\xc3\xa9 \"x\"", "p\\w",
    "a\"b\\c", "no:nce", "0000000a", "c/+=", "POST", "/a?b=c", "body=1",
    "7af451001dc1a44b0f7d65cbbdc13d31" },
  { DOOR_DIGEST_ALGORITHM_MD5_SESS, DOOR_DIGEST_QOP_AUTH_INT, "Ren\xc3\xa9 \"x\"", "p\\w",
    "a\"b\\c", "no:nce", "0000000a", "c/+=", "POST", "/a?b=c", "body=1",
    "208ff6ccfabe7c112f985c2c9f4ae06a" },
  { DOOR_DIGEST_ALGORITHM_SHA_256, DOOR_DIGEST_QOP_NONE, "Ren\xc3\xa9 \"x\"", "p\\w",
    "a\"b\\c", "no:nce", "0000000a", "c/+=", "POST", "/a?b=c", "body=1",
    "45f594824b3ba493a37083dd4da6ed3c8b82fc20687be3dd6139de7c7be960ad" },
  { DOOR_DIGEST_ALGORITHM_SHA_256, DOOR_DIGEST_QOP_AUTH, "Ren\xc3\xa9 \"x\"", "p\\w",
    "a\"b\\c", "no:nce", "0000000a", "c/+=", "POST", "/a?b=c", "body=1",
    "04182c244700dfd4ab938b93703d2526de1043f2bc600915b329fa202a29efe5" },
  { DOOR_DIGEST_ALGORITHM_SHA_256, DOOR_DIGEST_QOP_AUTH_INT, "Ren\xc3\xa9 \"x\"", "p\\w",
    "a\"b\\c", "no:nce", "0000000a", "c/+=", "POST", "/a?b=c", "body=1",
    "7c74aef8b11a8005aa938b12d71e07df6753fc485541e8aece04feeb11c0b5a0" },
  { DOOR_DIGEST_ALGORITHM_SHA_256_SESS, DOOR_DIGEST_QOP_NONE, "Ren\xc3\xa9 \"x\"", "p\\w",
    "a\"b\\c", "no:nce", "0000000a", "c/+=", "POST", "/a?b=c", "body=1",
    "786a2e582183e6e9dceb9a745184c9ba8dfb0218c534d707817ab54fe0dbd12d" },
  { DOOR_DIGEST_ALGORITHM_SHA_256_SESS, DOOR_DIGEST_QOP_AUTH, "Ren\xc3\xa9 \"x\"", "p\\w",
    "a\"b\\c", "no:nce", "0000000a", "c/+=", "POST", "/a?b=c", "body=1",
    "388fa475e780e34523deec06dfaa13dc8dccc1584e38155fd81b8c7cbdf4a028" },
  { DOOR_DIGEST_ALGORITHM_SHA_256_SESS, DOOR_DIGEST_QOP_AUTH_INT, "Ren\xc3\xa9 \"x\"", "p\\w",
    "a\"b\\c", "no:nce", "0000000a", "c/+=", "POST", "/a?b=c", "body=1",
    "f1328ff174c11b8dfcd2967137fdc632c4d2bbc066f9f3953654f2b4d69dd8d7" },
  { DOOR_DIGEST_ALGORITHM_SHA_512_256, DOOR_DIGEST_QOP_NONE, "Ren\xc3\xa9 \"x\"", "p\\w",
    "a\"b\\c", "no:nce", "0000000a", "c/+=", "POST", "/a?b=c", "body=1",
    "c89e30482e4b58fdb0bd5d87e368853a9ea81d751ab84737bd37c64cd258b23d" },
  { DOOR_DIGEST_ALGORITHM_SHA_512_256, DOOR_DIGEST_QOP_AUTH, "Ren\xc3\xa9 \"x\"", "p\\w",
    "a\"b\\c", "no:nce", "0000000a", "c/+=", "POST", "/a?b=c", "body=1",
    "bb05d94a195df74e4befc491e0c41050847cbae56879a814cb787adb25edf621" },
  { DOOR_DIGEST_ALGORITHM_SHA_512_256, DOOR_DIGEST_QOP_AUTH_INT, "Ren\xc3\xa9 \"x\"", "p\\w",
    "a\"b\\c", "no:nce", "0000000a", "c/+=", "POST", "/a?b=c", "body=1",
    "9b25630943f449ca4efcefaaee1ab3592f570f4c112011a2e9ecce7e597c1e08" },
  { DOOR_DIGEST_ALGORITHM_SHA_512_256_SESS, DOOR_DIGEST_QOP_NONE, "Ren\xc3\xa9 \"x\"", "p\\w",
    "a\"b\\c", "no:nce", "0000000a", "c/+=", "POST", "/a?b=c", "body=1",
    "81cbc968ea178f6583b2f7c31fa5e1b22769dd48ac56ece57b1f3d331f1fb77d" },
  { DOOR_DIGEST_ALGORITHM_SHA_512_256_SESS, DOOR_DIGEST_QOP_AUTH, "Ren\xc3\xa9 \"x\"", "p\\w",
    "a\"b\\c", "no:nce", "0000000a", "c/+=", "POST", "/a?b=c", "body=1",
    "2ed6f911484c2063dd1ff787c3bd569f45e96d7c2b92d01668ccbae28b00b599" },
  { DOOR_DIGEST_ALGORITHM_SHA_512_256_SESS, DOOR_DIGEST_QOP_AUTH_INT, "Ren\xc3\xa9 \"x\"", "p\\w",
    "a\"b\\c", "no:nce", "0000000a", "c/+=", "POST", "/a?b=c", "body=1",
    "b4ac5102af01ee91b07f6dada6fa2d4ab654b4e495e343f28a1e3271acc78411" },
};
/* clang-format on */

static void
test_response (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      DoorDigestHex secret;
      DoorDigestHex session_secret;
      DoorDigestHex entity_hash;
      DoorDigestHex response;
      const char *body = cases[i].body != NULL ? cases[i].body : "";
      const DoorDigestInput input = {
        .algorithm = cases[i].algorithm,
        .qop = cases[i].qop,
        .nonce = cases[i].nonce,
        .nc = cases[i].nc,
        .cnonce = cases[i].cnonce,
        .method = cases[i].method,
        .uri = cases[i].uri,
        .entity_hash = entity_hash,
      };

      door_digest_hash_octets (input.algorithm, (const guint8 *)body, strlen (body), entity_hash);
      door_digest_hash_secret (input.algorithm, cases[i].username, cases[i].realm,
                               cases[i].password, secret);
      if (door_digest_algorithm_is_session (input.algorithm))
        door_digest_hash_session_secret (input.algorithm, secret, input.nonce, input.cnonce,
                                         session_secret);
      door_digest_hash_response (&input,
                                 door_digest_algorithm_is_session (input.algorithm) ? session_secret
                                                                                    : secret,
                                 response);
      g_assert_cmpstr (response, ==, cases[i].response);
    }
}

static void
test_user (void)
{
  DoorDigestHex hex;

  door_digest_hash_user (DOOR_DIGEST_ALGORITHM_SHA_512_256, "J\xc3\xa4s\xc3\xb8n Doe",
                         "api@example.org", hex);
  g_assert_cmpstr (hex, ==, "793263caabb707a56211940d90411ea4a575adeccb7e360aeb624ed06ece9b0b");
}

static void
test_names (void)
{
  const char *names[]
      = { "MD5", "MD5-sess", "SHA-256", "SHA-256-sess", "SHA-512-256", "SHA-512-256-sess" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *lower = g_ascii_strdown (names[i], -1);
      DoorDigestAlgorithm algorithm = door_digest_algorithm_from_string (lower);

      g_assert_cmpstr (door_digest_algorithm_to_string (algorithm), ==, names[i]);
      g_assert_cmpint (door_digest_algorithm_is_session (algorithm), ==,
                       g_str_has_suffix (names[i], "-sess"));
    }

  g_assert_cmpint (door_digest_algorithm_from_string (NULL), ==, DOOR_DIGEST_ALGORITHM_MD5);
  g_assert_cmpint (door_digest_algorithm_from_string (""), ==, DOOR_DIGEST_ALGORITHM_NONE);
  g_assert_cmpint (door_digest_algorithm_from_string ("SHA1"), ==, DOOR_DIGEST_ALGORITHM_NONE);
  g_assert_null (door_digest_algorithm_to_string (DOOR_DIGEST_ALGORITHM_NONE));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/digest-hash/response", test_response);
  g_test_add_func ("/digest-hash/user", test_user);
  g_test_add_func ("/digest-hash/names", test_names);

  return g_test_run ();
}
