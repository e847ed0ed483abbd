/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-stack.h"

#include "door-digest-algorithm.h"
#include "door-scheme.h"

struct _DoorStack
{
  gatomicrefcount references;
  guint schemes;
  guint digest_algorithms;
  guint digest_qop_options;
};

G_DEFINE_BOXED_TYPE (DoorStack, door_stack, door_stack_ref, door_stack_unref)

/**
 * door_stack_new:
 * @schemes: the #DoorScheme flags of the schemes that it answers
 * @digest_algorithms: the #DoorDigestAlgorithm flags that its Digest knows
 * @digest_qop_options: the #DoorDigestQop flags that its Digest knows; a challenge without qop is
 *   always known
 *
 * Returns: (transfer full): a stack of these abilities
 */
DoorStack *
door_stack_new (guint schemes, guint digest_algorithms, guint digest_qop_options)
{
  DoorStack *stack = g_new0 (DoorStack, 1);

  g_atomic_ref_count_init (&stack->references);
  stack->schemes = schemes;
  stack->digest_algorithms = digest_algorithms;
  stack->digest_qop_options = digest_qop_options;

  return stack;
}

static guint
libsoup_schemes (gboolean negotiate)
{
  return DOOR_SCHEME_BASIC | DOOR_SCHEME_DIGEST | DOOR_SCHEME_NTLM
         | (negotiate ? DOOR_SCHEME_NEGOTIATE : 0);
}

/**
 * door_stack_new_for_libsoup:
 * @negotiate: whether Negotiate is at hand (soup_auth_negotiate_supported(), never in private
 *   sessions, never over plain http)
 *
 * What libsoup 3 does by itself, with the NTLM that WebKit adds.
 *
 * Returns: (transfer full): the abilities of plain libsoup
 */
DoorStack *
door_stack_new_for_libsoup (gboolean negotiate)
{
  return door_stack_new (libsoup_schemes (negotiate), DOOR_DIGEST_ALGORITHMS_LIBSOUP,
                         DOOR_DIGEST_QOP_AUTH);
}

/**
 * door_stack_new_for_companion:
 * @negotiate: as in door_stack_new_for_libsoup()
 *
 * Returns: (transfer full): the abilities of libsoup together with Doorward's network companion,
 *   which answers all of RFC 7616
 */
DoorStack *
door_stack_new_for_companion (gboolean negotiate)
{
  return door_stack_new (libsoup_schemes (negotiate), DOOR_DIGEST_ALGORITHMS_ALL,
                         DOOR_DIGEST_QOP_AUTH | DOOR_DIGEST_QOP_AUTH_INT);
}

DoorStack *
door_stack_ref (DoorStack *stack)
{
  g_return_val_if_fail (stack != NULL, NULL);

  g_atomic_ref_count_inc (&stack->references);

  return stack;
}

void
door_stack_unref (DoorStack *stack)
{
  g_return_if_fail (stack != NULL);

  if (g_atomic_ref_count_dec (&stack->references))
    g_free (stack);
}

static DoorKnowledge
judge_digest (DoorStack *stack, DoorChallenge *challenge)
{
  const char *algorithm = door_challenge_get_param (challenge, "algorithm");
  const char *qop = door_challenge_get_param (challenge, "qop");

  if (!door_scheme_is_satisfied_by (DOOR_SCHEME_DIGEST, challenge))
    return DOOR_KNOWLEDGE_REQUIREMENTS;

  if ((door_digest_algorithm_from_string (algorithm) & stack->digest_algorithms) == 0)
    return DOOR_KNOWLEDGE_ALGORITHM;

  if (qop != NULL && (door_digest_qop_options_from_string (qop) & stack->digest_qop_options) == 0)
    return DOOR_KNOWLEDGE_QOP;

  return DOOR_KNOWLEDGE_KNOWN;
}

/**
 * door_stack_judge:
 *
 * A Basic challenge is known without a realm too, although RFC 7617 requires one: every browser
 * answers it, and libsoup does.
 *
 * Returns: whether @stack can answer @challenge, or why it cannot
 */
DoorKnowledge
door_stack_judge (DoorStack *stack, DoorChallenge *challenge)
{
  DoorScheme scheme;

  g_return_val_if_fail (stack != NULL, DOOR_KNOWLEDGE_SCHEME);
  g_return_val_if_fail (challenge != NULL, DOOR_KNOWLEDGE_SCHEME);

  if (door_challenge_is_malformed (challenge))
    return DOOR_KNOWLEDGE_MALFORMED;

  scheme = door_scheme_from_string (door_challenge_get_scheme (challenge));
  if ((scheme & stack->schemes) == 0)
    return DOOR_KNOWLEDGE_SCHEME;

  return scheme == DOOR_SCHEME_DIGEST ? judge_digest (stack, challenge) : DOOR_KNOWLEDGE_KNOWN;
}

/**
 * door_stack_knows:
 *
 * Returns: whether @stack can answer @challenge
 */
gboolean
door_stack_knows (DoorStack *stack, DoorChallenge *challenge)
{
  return door_stack_judge (stack, challenge) == DOOR_KNOWLEDGE_KNOWN;
}
