/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-digest-algorithm.h"

#include <string.h>

static const struct
{
  DoorDigestAlgorithm algorithm;
  const char *name;
  gboolean session;
} algorithms[] = {
  { DOOR_DIGEST_ALGORITHM_MD5, "MD5", FALSE },
  { DOOR_DIGEST_ALGORITHM_MD5_SESS, "MD5-sess", TRUE },
  { DOOR_DIGEST_ALGORITHM_SHA_256, "SHA-256", FALSE },
  { DOOR_DIGEST_ALGORITHM_SHA_256_SESS, "SHA-256-sess", TRUE },
  { DOOR_DIGEST_ALGORITHM_SHA_512_256, "SHA-512-256", FALSE },
  { DOOR_DIGEST_ALGORITHM_SHA_512_256_SESS, "SHA-512-256-sess", TRUE },
};

/**
 * door_digest_algorithm_from_string:
 * @name: (nullable): the value of the algorithm parameter, in any letter case; %NULL if there is
 *   none
 *
 * Returns: the algorithm, MD5 for no name (RFC 7616 section 3.3), %DOOR_DIGEST_ALGORITHM_NONE for a
 *   name that is not known
 */
DoorDigestAlgorithm
door_digest_algorithm_from_string (const char *name)
{
  if (name == NULL)
    return DOOR_DIGEST_ALGORITHM_MD5;

  for (gsize i = 0; i < G_N_ELEMENTS (algorithms); i++)
    if (g_ascii_strcasecmp (algorithms[i].name, name) == 0)
      return algorithms[i].algorithm;

  return DOOR_DIGEST_ALGORITHM_NONE;
}

/**
 * door_digest_algorithm_to_string:
 *
 * Returns: (nullable): the registered name of @algorithm
 */
const char *
door_digest_algorithm_to_string (DoorDigestAlgorithm algorithm)
{
  for (gsize i = 0; i < G_N_ELEMENTS (algorithms); i++)
    if (algorithms[i].algorithm == algorithm)
      return algorithms[i].name;

  return NULL;
}

/**
 * door_digest_algorithm_is_session:
 *
 * Returns: whether @algorithm is one of the "-sess" forms (RFC 7616 section 3.4.2)
 */
gboolean
door_digest_algorithm_is_session (DoorDigestAlgorithm algorithm)
{
  for (gsize i = 0; i < G_N_ELEMENTS (algorithms); i++)
    if (algorithms[i].algorithm == algorithm)
      return algorithms[i].session;

  return FALSE;
}

/**
 * door_digest_qop_options_from_string:
 * @qop: the value of the qop parameter, a list of options in any letter case
 *
 * Returns: the #DoorDigestQop flags of the options that are known, the others ignored (RFC 7616
 *   section 3.3)
 */
guint
door_digest_qop_options_from_string (const char *qop)
{
  guint options = 0;

  g_return_val_if_fail (qop != NULL, 0);

  while (*qop != '\0')
    {
      gsize length = strcspn (qop, ", \t");

      if (length == strlen ("auth") && g_ascii_strncasecmp (qop, "auth", length) == 0)
        options |= DOOR_DIGEST_QOP_AUTH;
      else if (length == strlen ("auth-int") && g_ascii_strncasecmp (qop, "auth-int", length) == 0)
        options |= DOOR_DIGEST_QOP_AUTH_INT;

      qop += length;
      qop += strspn (qop, ", \t");
    }

  return options;
}

/**
 * door_digest_qop_to_string:
 *
 * Returns: (nullable): "auth" or "auth-int", %NULL for none
 */
const char *
door_digest_qop_to_string (DoorDigestQop qop)
{
  switch (qop)
    {
    case DOOR_DIGEST_QOP_AUTH:
      return "auth";
    case DOOR_DIGEST_QOP_AUTH_INT:
      return "auth-int";
    case DOOR_DIGEST_QOP_NONE:
    default:
      return NULL;
    }
}
