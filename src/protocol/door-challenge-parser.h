/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "door-challenge-list.h"

G_BEGIN_DECLS

/* The parser's findings: spans of the input, nothing copied or unescaped. Internal to the challenge
 * list, which makes the lasting value of them. */
typedef struct
{
  guint32 start;
  guint32 length;
} DoorSpan;

typedef struct
{
  DoorSpan name;
  DoorSpan value; /* without its quotes */
  gboolean escaped;
} DoorParsedParam;

typedef struct
{
  DoorSpan scheme;
  DoorSpan token68; /* length 0: none */
  guint32 first_param;
  guint32 n_params;
  gboolean malformed;
  gboolean takes_params; /* a space has followed the scheme, and no token68 */
} DoorParsedChallenge;

#define DOOR_PARSER_INLINE_CHALLENGES 16
#define DOOR_PARSER_INLINE_PARAMS 64

typedef struct
{
  const guint8 *text;
  DoorParsedChallenge *challenges;
  DoorParsedParam *params;
  guint n_challenges;
  guint n_params;
  guint challenges_size;
  guint params_size;
  gboolean malformed;
  guint n_problems;
  guint line;
  guint line_start;
  DoorChallengeProblem problems[DOOR_CHALLENGE_LIST_MAX_PROBLEMS];
  DoorParsedChallenge inline_challenges[DOOR_PARSER_INLINE_CHALLENGES];
  DoorParsedParam inline_params[DOOR_PARSER_INLINE_PARAMS];
} DoorChallengeParser;

void door_challenge_parser_init (DoorChallengeParser *parser);
void door_challenge_parser_clear (DoorChallengeParser *parser);
void door_challenge_parser_parse (DoorChallengeParser *parser,
                                  const guint8 *text,
                                  const DoorSpan *lines,
                                  guint n_lines);

G_END_DECLS
