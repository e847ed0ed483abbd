/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <string.h>

#include "door-challenge-private.h"

G_BEGIN_DECLS

/* Whoever writes text may do so in steps of this many octets. */
#define DOOR_BUILDER_TEXT_SLACK 8

/* A list of challenges in the making. Its arrays are in the block that will be the list, unless
 * they grow too long for it. */
typedef struct
{
  DoorChallengeList *block;
  gsize block_size;
  DoorChallenge *challenges;
  DoorChallengeParam *params;
  char *text;
  guint n_challenges;
  guint n_params;
  guint n_problems;
  gboolean follows_grammar;
  gboolean has_grown;
  guint32 text_end; /* where the next string begins */
  guint challenges_size;
  guint params_size;
  gsize text_size;
  DoorChallengeProblem problems[DOOR_CHALLENGE_LIST_MAX_PROBLEMS];
} DoorChallengeBuilder;

void door_challenge_builder_init (DoorChallengeBuilder *builder, gsize input_length);
void door_challenge_builder_reset (DoorChallengeBuilder *builder);
DoorChallengeList *door_challenge_builder_end (DoorChallengeBuilder *builder);
void door_challenge_builder_add_problem (DoorChallengeBuilder *builder,
                                         DoorChallengeFault fault,
                                         guint line,
                                         guint offset,
                                         int challenge);

void door_challenge_builder_grow_challenges (DoorChallengeBuilder *builder);
void door_challenge_builder_grow_params (DoorChallengeBuilder *builder);
void
door_challenge_builder_set_realm (DoorChallengeBuilder *builder, guint32 value, guint32 length);

/* The rest is short, and used for every challenge and parameter. */

/* The challenge that was added last, NULL if there is none. */
static inline DoorChallenge *
door_challenge_builder_get_last (DoorChallengeBuilder *builder)
{
  return builder->n_challenges > 0 ? &builder->challenges[builder->n_challenges - 1] : NULL;
}

/* Ends the string of @length octets that has been written at the end of the text. */
static inline guint32
door_challenge_builder_end_string (DoorChallengeBuilder *builder, guint32 length)
{
  guint32 start = builder->text_end;

  builder->text[start + length] = '\0';
  builder->text_end += length + 1;

  return start;
}

/* Adds a challenge whose scheme has been written at the end of the text. */
static inline void
door_challenge_builder_add_challenge (DoorChallengeBuilder *builder, guint32 scheme_length)
{
  DoorChallenge *challenge;

  if (G_UNLIKELY (builder->n_challenges == builder->challenges_size))
    door_challenge_builder_grow_challenges (builder);

  challenge = &builder->challenges[builder->n_challenges++];
  challenge->list = builder->block;
  challenge->scheme = door_challenge_builder_end_string (builder, scheme_length);
  challenge->token68 = 0;
  challenge->realm = 0;
  challenge->first_param = builder->n_params;
  challenge->n_params = 0;
  challenge->malformed = FALSE;
}

/* Gives the last challenge a token68. */
static inline void
door_challenge_builder_set_token68 (DoorChallengeBuilder *builder,
                                    const guint8 *token68,
                                    guint32 length)
{
  memcpy (builder->text + builder->text_end, token68, length);
  door_challenge_builder_get_last (builder)->token68
      = door_challenge_builder_end_string (builder, length);
}

/* Gives the last challenge a parameter, whose name has been written at the end of the text, and its
 * value one octet behind it. */
static inline void
door_challenge_builder_add_param (DoorChallengeBuilder *builder,
                                  guint32 name_length,
                                  guint32 value_length)
{
  DoorChallengeParam *param;

  if (G_UNLIKELY (builder->n_params == builder->params_size))
    door_challenge_builder_grow_params (builder);

  param = &builder->params[builder->n_params++];
  param->name = door_challenge_builder_end_string (builder, name_length);
  param->value = door_challenge_builder_end_string (builder, value_length);
  door_challenge_builder_get_last (builder)->n_params++;

  if (name_length == 5 && memcmp (builder->text + param->name, "realm", 5) == 0)
    door_challenge_builder_set_realm (builder, param->value, value_length);
}

G_END_DECLS
