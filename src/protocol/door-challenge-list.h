/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "door-challenge.h"

G_BEGIN_DECLS

/* All challenges of one response to one target, in the order in which they were sent (RFC 9110
 * section 11.6.1). Immutable and reference counted. */
typedef struct _DoorChallengeList DoorChallengeList;

#define DOOR_TYPE_CHALLENGE_LIST (door_challenge_list_get_type ())
GType door_challenge_list_get_type (void) G_GNUC_CONST;

/* What is wrong with a field. */
typedef enum
{
  DOOR_CHALLENGE_FAULT_NOT_A_CHALLENGE, /* an element that is neither a challenge nor a parameter */
  DOOR_CHALLENGE_FAULT_SCHEME_SEPARATOR, /* something other than spaces after the scheme */
  DOOR_CHALLENGE_FAULT_NO_CHALLENGE,     /* a parameter that follows no scheme, or a token68 */
  DOOR_CHALLENGE_FAULT_PARAM_NAME,       /* "=" without a name before it */
  DOOR_CHALLENGE_FAULT_PARAM_VALUE,      /* no token and no quoted string after "=" */
  DOOR_CHALLENGE_FAULT_UNTERMINATED,     /* a quoted string without its closing quote */
  DOOR_CHALLENGE_FAULT_CONTROL,          /* a control character in a quoted string */
  DOOR_CHALLENGE_FAULT_NO_COMMA,         /* something other than a comma after an element */
  DOOR_CHALLENGE_FAULT_DUPLICATE,        /* one parameter name twice in a challenge */
  DOOR_CHALLENGE_FAULT_TOO_LONG,         /* more than DOOR_CHALLENGE_LIST_MAX_LENGTH octets */
} DoorChallengeFault;

/* Where and what: @line counts field lines from 0, @offset the octets of that line from 0 on,
 * behind the white space that it begins with; @challenge is the index of the challenge that is
 * malformed for it, -1 if it is no challenge's. */
typedef struct
{
  DoorChallengeFault fault;
  guint line;
  guint offset;
  int challenge;
} DoorChallengeProblem;

#define DOOR_CHALLENGE_LIST_MAX_LENGTH (16 * 1024 * 1024)
#define DOOR_CHALLENGE_LIST_MAX_PROBLEMS 16

DoorChallengeList *door_challenge_list_parse (const char *const *field_values);
DoorChallengeList *door_challenge_list_parse_octets (const char *const *field_values,
                                                     const gsize *lengths,
                                                     gsize n_values);
DoorChallengeList *door_challenge_list_ref (DoorChallengeList *list);
void door_challenge_list_unref (DoorChallengeList *list);

guint door_challenge_list_get_n (DoorChallengeList *list);
DoorChallenge *door_challenge_list_get (DoorChallengeList *list, guint i);
gboolean door_challenge_list_is_malformed (DoorChallengeList *list);
gboolean door_challenge_list_follows_grammar (DoorChallengeList *list);
guint door_challenge_list_get_n_problems (DoorChallengeList *list);
const DoorChallengeProblem *door_challenge_list_get_problem (DoorChallengeList *list, guint i);
const char *door_challenge_fault_to_string (DoorChallengeFault fault);
const char *door_challenge_fault_explain (DoorChallengeFault fault);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DoorChallengeList, door_challenge_list_unref)

G_END_DECLS
