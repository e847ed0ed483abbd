/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-inspection.h"

#include <libsoup/soup.h>

/**
 * door_inspection_new:
 * @policy: what may be answered
 * @has_companion: whether Doorward has its companion, so that it answers more than libsoup does
 *
 * Returns: (transfer full): an inspection of nothing yet
 */
DoorInspection *
door_inspection_new (DoorPolicy *policy, gboolean has_companion)
{
  DoorInspection *inspection = g_new0 (DoorInspection, 1);

  inspection->redirects = g_ptr_array_new_with_free_func (g_free);
  inspection->policy = door_policy_ref (policy);
  inspection->has_companion = has_companion;

  return inspection;
}

void
door_inspection_free (DoorInspection *inspection)
{
  g_free (inspection->reason_phrase);
  g_free (inspection->uri);
  g_ptr_array_unref (inspection->redirects);
  g_clear_pointer (&inspection->server, door_origin_unref);
  g_clear_pointer (&inspection->challenges, door_challenge_list_unref);
  g_clear_pointer (&inspection->stack, door_stack_unref);
  door_policy_unref (inspection->policy);
  g_clear_pointer (&inspection->selection, door_selection_unref);
  g_free (inspection->error);
  g_free (inspection);
}

/* libsoup has no Negotiate over plain http, and is asked whether it has any at all. */
static DoorStack *
make_stack (DoorOrigin *server, gboolean has_companion)
{
  gboolean negotiate
      = soup_auth_negotiate_supported () && (server == NULL || door_origin_is_secure (server));

  return has_companion ? door_stack_new_for_companion (negotiate)
                       : door_stack_new_for_libsoup (negotiate);
}

/**
 * door_inspection_take_challenges:
 * @server: (nullable): who asks
 * @challenges: what was sent, possibly nothing
 *
 * Completes @inspection with what Doorward makes of @challenges.
 */
void
door_inspection_take_challenges (DoorInspection *inspection,
                                 DoorTarget target,
                                 DoorOrigin *server,
                                 DoorChallengeList *challenges)
{
  inspection->target = target;
  inspection->server = server != NULL ? door_origin_ref (server) : NULL;
  inspection->challenges = door_challenge_list_ref (challenges);
  inspection->stack = make_stack (server, inspection->has_companion);
  inspection->selection = door_selection_new (challenges, inspection->stack,
                                              door_policy_get_schemes (inspection->policy));
}

/**
 * door_inspection_get_result:
 *
 * What is malformed is told even if a known challenge survives it: Doorward may cope, but a client
 * that is less careful may not.
 *
 * Returns: the exit status that says what was found
 */
DoorInspectionResult
door_inspection_get_result (DoorInspection *inspection)
{
  if (inspection->error != NULL)
    return DOOR_INSPECTION_UNREACHABLE;
  if (door_challenge_list_is_malformed (inspection->challenges))
    return DOOR_INSPECTION_MALFORMED;

  return door_selection_get_challenge (inspection->selection) != NULL ? DOOR_INSPECTION_KNOWN
                                                                      : DOOR_INSPECTION_NONE_KNOWN;
}
