/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-selection.h"

#include <glib/gi18n-lib.h>

#include "door-display-text.h"
#include "door-scheme.h"

struct _DoorSelection
{
  gatomicrefcount references;
  DoorChallengeList *list;
  int index; /* -1 for none */
  DoorSelectionReason reason;
};

G_DEFINE_BOXED_TYPE (DoorSelection, door_selection, door_selection_ref, door_selection_unref)

/* Where @challenge stands: higher is better, 0 is not allowed. */
static int
get_rank (DoorChallenge *challenge, const char *const *policy_schemes)
{
  const char *scheme = door_challenge_get_scheme (challenge);
  int n_schemes;

  if (policy_schemes == NULL)
    return door_scheme_get_strength (door_scheme_from_string (scheme));

  n_schemes = (int)g_strv_length ((char **)policy_schemes);
  for (int i = 0; i < n_schemes; i++)
    if (g_ascii_strcasecmp (policy_schemes[i], scheme) == 0)
      return n_schemes - i;

  return 0;
}

static void
select_challenge (DoorSelection *selection, DoorStack *stack, const char *const *policy_schemes)
{
  guint n_challenges = door_challenge_list_get_n (selection->list);
  guint n_well_formed = 0;
  guint n_known = 0;
  guint n_allowed = 0;
  guint n_equal = 0;
  int best_rank = 0;

  for (guint i = 0; i < n_challenges; i++)
    {
      DoorChallenge *challenge = door_challenge_list_get (selection->list, i);
      DoorKnowledge knowledge = door_stack_judge (stack, challenge);
      int rank;

      n_well_formed += knowledge != DOOR_KNOWLEDGE_MALFORMED;
      if (knowledge != DOOR_KNOWLEDGE_KNOWN)
        continue;

      n_known++;
      rank = get_rank (challenge, policy_schemes);
      if (rank == 0)
        continue;

      n_allowed++;
      if (rank > best_rank)
        {
          best_rank = rank;
          n_equal = 0;
          selection->index = (int)i;
        }
      n_equal += rank == best_rank;
    }

  if (n_well_formed == 0)
    selection->reason = door_challenge_list_is_malformed (selection->list)
                            ? DOOR_SELECTION_REASON_MALFORMED
                            : DOOR_SELECTION_REASON_NO_CHALLENGE;
  else if (n_known == 0)
    selection->reason = DOOR_SELECTION_REASON_NONE_KNOWN;
  else if (n_allowed == 0)
    selection->reason = DOOR_SELECTION_REASON_NONE_ALLOWED;
  else if (n_well_formed == 1)
    selection->reason = DOOR_SELECTION_REASON_ONLY_CHALLENGE;
  else if (n_known == 1)
    selection->reason = DOOR_SELECTION_REASON_ONLY_KNOWN;
  else if (n_equal == n_known)
    selection->reason = DOOR_SELECTION_REASON_FIRST_OF_EQUALS;
  else if (policy_schemes != NULL)
    selection->reason = DOOR_SELECTION_REASON_POLICY;
  else
    selection->reason = DOOR_SELECTION_REASON_STRONGEST;
}

/**
 * door_selection_new:
 * @list: what was sent
 * @stack: what can be answered
 * @policy_schemes: (nullable) (array zero-terminated=1): the schemes that may be answered, most
 *   wanted first; %NULL for all in the order of their strength
 *
 * Picks the known challenge whose scheme ranks highest, the first of them if there are several, as
 * RFC 7616 section 3.7 wants it for several algorithms. Order among different schemes does not
 * matter.
 *
 * Returns: (transfer full): the selection
 */
DoorSelection *
door_selection_new (DoorChallengeList *list, DoorStack *stack, const char *const *policy_schemes)
{
  DoorSelection *selection;

  g_return_val_if_fail (list != NULL, NULL);
  g_return_val_if_fail (stack != NULL, NULL);

  selection = g_new0 (DoorSelection, 1);
  g_atomic_ref_count_init (&selection->references);
  selection->list = door_challenge_list_ref (list);
  selection->index = -1;
  select_challenge (selection, stack, policy_schemes);

  return selection;
}

DoorSelection *
door_selection_ref (DoorSelection *selection)
{
  g_return_val_if_fail (selection != NULL, NULL);

  g_atomic_ref_count_inc (&selection->references);

  return selection;
}

void
door_selection_unref (DoorSelection *selection)
{
  g_return_if_fail (selection != NULL);

  if (!g_atomic_ref_count_dec (&selection->references))
    return;

  door_challenge_list_unref (selection->list);
  g_free (selection);
}

/**
 * door_selection_get_challenge:
 *
 * Returns: (transfer none) (nullable): the challenge to answer, %NULL for none
 */
DoorChallenge *
door_selection_get_challenge (DoorSelection *selection)
{
  return selection->index >= 0 ? door_challenge_list_get (selection->list, (guint)selection->index)
                               : NULL;
}

/**
 * door_selection_get_index:
 *
 * Returns: the index of the challenge to answer in its list, -1 for none
 */
int
door_selection_get_index (DoorSelection *selection)
{
  return selection->index;
}

DoorSelectionReason
door_selection_get_reason (DoorSelection *selection)
{
  return selection->reason;
}

/* The schemes that were sent, each once, as a person may see them. */
static char *
list_schemes (DoorChallengeList *list)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < door_challenge_list_get_n (list) && names->len < 5; i++)
    {
      DoorChallenge *challenge = door_challenge_list_get (list, i);
      g_autofree char *name = door_display_text_for_scheme (door_challenge_get_scheme (challenge));

      if (!g_ptr_array_find_with_equal_func (names, name, g_str_equal, NULL))
        g_ptr_array_add (names, g_steal_pointer (&name));
    }
  g_ptr_array_add (names, NULL);

  return g_strjoinv (", ", (char **)names->pdata);
}

/**
 * door_selection_explain:
 *
 * Returns: (transfer full): the reason as a sentence that a person can be told
 */
char *
door_selection_explain (DoorSelection *selection)
{
  DoorChallenge *challenge = door_selection_get_challenge (selection);
  g_autofree char *schemes = NULL;

  if (challenge != NULL)
    schemes = door_display_text_for_scheme (door_challenge_get_scheme (challenge));
  else
    schemes = list_schemes (selection->list);

  switch (selection->reason)
    {
    case DOOR_SELECTION_REASON_ONLY_CHALLENGE:
      return g_strdup_printf (_ ("%s is what the server asks for."), schemes);
    case DOOR_SELECTION_REASON_ONLY_KNOWN:
      return g_strdup_printf (_ ("%s is the only way to sign in that Doorward can answer."),
                              schemes);
    case DOOR_SELECTION_REASON_STRONGEST:
      return g_strdup_printf (_ ("%s is the most secure way to sign in of those offered."),
                              schemes);
    case DOOR_SELECTION_REASON_FIRST_OF_EQUALS:
      return g_strdup_printf (_ ("%s is offered several times; the first one counts."), schemes);
    case DOOR_SELECTION_REASON_POLICY:
      return g_strdup_printf (_ ("%s is what policy prefers of the ways to sign in offered."),
                              schemes);
    case DOOR_SELECTION_REASON_NO_CHALLENGE:
      return g_strdup (_ ("The server does not say how to sign in."));
    case DOOR_SELECTION_REASON_MALFORMED:
      return g_strdup (_ ("What the server says about signing in cannot be read."));
    case DOOR_SELECTION_REASON_NONE_KNOWN:
      return g_strdup_printf (_ ("The server asks for %s, which Doorward cannot answer."), schemes);
    case DOOR_SELECTION_REASON_NONE_ALLOWED:
      return g_strdup_printf (_ ("The server asks for %s, which policy does not allow."), schemes);
    }

  g_return_val_if_reached (NULL);
}

/**
 * door_selection_reason_to_string:
 *
 * Returns: the reason as a short fixed word, for programs
 */
const char *
door_selection_reason_to_string (DoorSelectionReason reason)
{
  switch (reason)
    {
    case DOOR_SELECTION_REASON_ONLY_CHALLENGE:
      return "only-challenge";
    case DOOR_SELECTION_REASON_ONLY_KNOWN:
      return "only-known-challenge";
    case DOOR_SELECTION_REASON_STRONGEST:
      return "strongest";
    case DOOR_SELECTION_REASON_FIRST_OF_EQUALS:
      return "first-of-equals";
    case DOOR_SELECTION_REASON_POLICY:
      return "policy-order";
    case DOOR_SELECTION_REASON_NO_CHALLENGE:
      return "no-challenge";
    case DOOR_SELECTION_REASON_MALFORMED:
      return "malformed";
    case DOOR_SELECTION_REASON_NONE_KNOWN:
      return "no-known-challenge";
    case DOOR_SELECTION_REASON_NONE_ALLOWED:
      return "policy";
    }

  g_return_val_if_reached ("");
}
