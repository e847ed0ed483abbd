/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-scheme.h"

static const struct
{
  DoorScheme scheme;
  const char *name;
  int strength;
} schemes[] = {
  { DOOR_SCHEME_NEGOTIATE, "negotiate", 7 },
  { DOOR_SCHEME_DIGEST, "digest", 5 },
  { DOOR_SCHEME_NTLM, "ntlm", 3 },
  { DOOR_SCHEME_BASIC, "basic", 1 },
};

/**
 * door_scheme_from_string:
 * @name: a scheme name in any letter case
 *
 * Returns: the scheme, %DOOR_SCHEME_UNKNOWN for any other name
 */
DoorScheme
door_scheme_from_string (const char *name)
{
  g_return_val_if_fail (name != NULL, DOOR_SCHEME_UNKNOWN);

  for (gsize i = 0; i < G_N_ELEMENTS (schemes); i++)
    if (g_ascii_strcasecmp (schemes[i].name, name) == 0)
      return schemes[i].scheme;

  return DOOR_SCHEME_UNKNOWN;
}

/**
 * door_scheme_to_string:
 *
 * Returns: (nullable): the name of @scheme in lower case
 */
const char *
door_scheme_to_string (DoorScheme scheme)
{
  for (gsize i = 0; i < G_N_ELEMENTS (schemes); i++)
    if (schemes[i].scheme == scheme)
      return schemes[i].name;

  return NULL;
}

/**
 * door_scheme_get_strength:
 *
 * How secure @scheme is in comparison. The order, negotiate, digest, ntlm, basic, and the numbers
 * are libsoup's, because libsoup picks the challenge that is answered: to tell a person another one
 * would be wrong. It agrees with curl; Chromium and Firefox put NTLM before Digest. RFC 9110
 * section 11.1 leaves the choice to the user agent.
 *
 * Returns: a number that is higher for a more secure scheme, 0 for an unknown one
 */
int
door_scheme_get_strength (DoorScheme scheme)
{
  for (gsize i = 0; i < G_N_ELEMENTS (schemes); i++)
    if (schemes[i].scheme == scheme)
      return schemes[i].strength;

  return 0;
}

/**
 * door_scheme_is_satisfied_by:
 * @scheme: the scheme of @challenge
 *
 * Whether @challenge has what its scheme requires beyond the grammar: Basic a realm (RFC 7617
 * section 2), Digest a realm and a nonce (RFC 7616 section 3.3).
 *
 * Returns: whether it has; %TRUE for a scheme that is not known
 */
gboolean
door_scheme_is_satisfied_by (DoorScheme scheme, DoorChallenge *challenge)
{
  const char *nonce;

  switch (scheme)
    {
    case DOOR_SCHEME_BASIC:
      return door_challenge_get_param (challenge, "realm") != NULL;
    case DOOR_SCHEME_DIGEST:
      nonce = door_challenge_get_param (challenge, "nonce");
      return door_challenge_get_param (challenge, "realm") != NULL && nonce != NULL
             && *nonce != '\0';
    case DOOR_SCHEME_NTLM:
    case DOOR_SCHEME_NEGOTIATE:
    case DOOR_SCHEME_UNKNOWN:
    default:
      return TRUE;
    }
}
