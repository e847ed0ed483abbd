/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-challenge-list.h"

#include <glib/gi18n-lib.h>

static const struct
{
  const char *word;
  const char *explanation;
} faults[] = {
  [DOOR_CHALLENGE_FAULT_NOT_A_CHALLENGE]
  = { "not-a-challenge", N_ ("this is neither a challenge nor a parameter") },
  [DOOR_CHALLENGE_FAULT_SCHEME_SEPARATOR]
  = { "scheme-separator", N_ ("only spaces may follow the scheme") },
  [DOOR_CHALLENGE_FAULT_NO_CHALLENGE]
  = { "no-challenge", N_ ("there is no challenge that this parameter could belong to") },
  [DOOR_CHALLENGE_FAULT_PARAM_NAME] = { "parameter-name", N_ ("a parameter has no name") },
  [DOOR_CHALLENGE_FAULT_PARAM_VALUE] = { "parameter-value", N_ ("a parameter has no value") },
  [DOOR_CHALLENGE_FAULT_UNTERMINATED]
  = { "unterminated", N_ ("a quoted string has no closing quote") },
  [DOOR_CHALLENGE_FAULT_CONTROL]
  = { "control-character", N_ ("there is a control character in a quoted string") },
  [DOOR_CHALLENGE_FAULT_NO_COMMA]
  = { "no-comma", N_ ("a comma is missing, or a character needs quotes") },
  [DOOR_CHALLENGE_FAULT_DUPLICATE]
  = { "duplicate-parameter", N_ ("the challenge that begins here has one parameter twice") },
  [DOOR_CHALLENGE_FAULT_TOO_LONG]
  = { "too-long", N_ ("the field is longer than any that a server sends") },
};

/**
 * door_challenge_fault_to_string:
 *
 * Returns: @fault as a fixed word, for programs
 */
const char *
door_challenge_fault_to_string (DoorChallengeFault fault)
{
  g_return_val_if_fail (fault < G_N_ELEMENTS (faults), NULL);

  return faults[fault].word;
}

/**
 * door_challenge_fault_explain:
 *
 * Returns: @fault as part of a sentence, for the server's administrator
 */
const char *
door_challenge_fault_explain (DoorChallengeFault fault)
{
  g_return_val_if_fail (fault < G_N_ELEMENTS (faults), NULL);

  return _ (faults[fault].explanation);
}
