/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-challenge-builder.h"

/* How many octets a challenge and a parameter take at the least that is usual. */
#define OCTETS_PER_CHALLENGE 32
#define OCTETS_PER_PARAM 16

/*
 * door_challenge_builder_init:
 * @input_length: how many octets will be read
 *
 * Every string of the list is followed in the input by at least one octet that is not in it, or by
 * the end, and so @input_length is room enough for all with a nul each. Only a realm that must be
 * converted needs more.
 */
void
door_challenge_builder_init (DoorChallengeBuilder *builder, gsize input_length)
{
  builder->challenges_size = (guint)(input_length / OCTETS_PER_CHALLENGE) + 2;
  builder->params_size = (guint)(input_length / OCTETS_PER_PARAM) + 2;
  builder->text_size = input_length + 2 + DOOR_BUILDER_TEXT_SLACK;
  builder->block_size = sizeof (DoorChallengeList)
                        + builder->challenges_size * sizeof (DoorChallenge)
                        + builder->params_size * sizeof (DoorChallengeParam) + builder->text_size;

  builder->block = g_malloc (builder->block_size);
  builder->challenges = (DoorChallenge *)(builder->block + 1);
  builder->params = (DoorChallengeParam *)(builder->challenges + builder->challenges_size);
  builder->text = (char *)(builder->params + builder->params_size);
  builder->text[0] = '\0';
  builder->has_grown = FALSE;

  door_challenge_builder_reset (builder);
}

/*
 * door_challenge_builder_reset:
 *
 * Forgets all that was added.
 */
void
door_challenge_builder_reset (DoorChallengeBuilder *builder)
{
  builder->n_challenges = 0;
  builder->n_params = 0;
  builder->n_problems = 0;
  builder->text_end = 1;
}

static gboolean
is_in_block (DoorChallengeBuilder *builder, gconstpointer array)
{
  const char *block = (const char *)builder->block;

  return (const char *)array > block && (const char *)array < block + builder->block_size;
}

/* Makes an array longer that is in the block or, once it has grown, by itself. */
static gpointer
grow (DoorChallengeBuilder *builder, gpointer array, gsize size, gsize new_size)
{
  gpointer grown;

  builder->has_grown = TRUE;
  if (!is_in_block (builder, array))
    return g_realloc (array, new_size);

  grown = g_malloc (new_size);
  memcpy (grown, array, size);

  return grown;
}

void
door_challenge_builder_grow_challenges (DoorChallengeBuilder *builder)
{
  gsize size = builder->challenges_size * sizeof (DoorChallenge);

  builder->challenges = grow (builder, builder->challenges, size, 2 * size);
  builder->challenges_size *= 2;
}

void
door_challenge_builder_grow_params (DoorChallengeBuilder *builder)
{
  gsize size = builder->params_size * sizeof (DoorChallengeParam);

  builder->params = grow (builder, builder->params, size, 2 * size);
  builder->params_size *= 2;
}

static gboolean
is_ascii (const char *string, gsize length)
{
  guint64 octets;
  guint64 seen = 0;

  for (gsize i = 0; i + sizeof octets <= length; i += sizeof octets)
    {
      memcpy (&octets, string + i, sizeof octets);
      seen |= octets;
    }
  for (gsize i = length & ~(sizeof octets - 1); i < length; i++)
    seen |= (guint8)string[i];

  return (seen & G_GUINT64_CONSTANT (0x8080808080808080)) == 0;
}

static guint32
add_latin1_as_utf8 (DoorChallengeBuilder *builder, guint32 from, guint32 length)
{
  gsize size = builder->text_size + 2 * (gsize)length + 1;
  char *to;

  builder->text = grow (builder, builder->text, builder->text_end, size);
  builder->text_size = size;

  to = builder->text + builder->text_end;
  for (guint32 i = 0; i < length; i++)
    to += g_unichar_to_utf8 ((guint8)builder->text[from + i], to);

  return door_challenge_builder_end_string (builder,
                                            (guint32)(to - builder->text) - builder->text_end);
}

/*
 * door_challenge_builder_set_realm:
 * @value: where the value of a parameter named realm is in the text
 *
 * Gives the last challenge its realm, in UTF-8, unless it has one.
 */
void
door_challenge_builder_set_realm (DoorChallengeBuilder *builder, guint32 value, guint32 length)
{
  DoorChallenge *challenge = door_challenge_builder_get_last (builder);

  if (challenge->realm != 0)
    return;

  challenge->realm = value;
  if (!is_ascii (builder->text + value, length)
      && !g_utf8_validate_len (builder->text + value, length, NULL))
    challenge->realm = add_latin1_as_utf8 (builder, value, length);
}

/*
 * door_challenge_builder_add_problem:
 * @challenge: the index of the challenge that is malformed for it, -1 for none
 */
void
door_challenge_builder_add_problem (DoorChallengeBuilder *builder,
                                    DoorChallengeFault fault,
                                    guint line,
                                    guint offset,
                                    int challenge)
{
  if (challenge >= 0)
    builder->challenges[challenge].malformed = TRUE;

  if (builder->n_problems < DOOR_CHALLENGE_LIST_MAX_PROBLEMS)
    builder->problems[builder->n_problems++] = (DoorChallengeProblem){
      .fault = fault,
      .line = line,
      .offset = offset,
      .challenge = challenge,
    };
}

static void
free_if_grown (DoorChallengeBuilder *builder, gpointer array)
{
  if (!is_in_block (builder, array))
    g_free (array);
}

/* Copies all into a block of the right size. */
static DoorChallengeList *
copy (DoorChallengeBuilder *builder, gsize size)
{
  DoorChallengeList *list = g_malloc (size);
  gsize challenges_size = builder->n_challenges * sizeof (DoorChallenge);
  gsize params_size = builder->n_params * sizeof (DoorChallengeParam);
  gsize problems_size = builder->n_problems * sizeof (DoorChallengeProblem);

  list->challenges = memcpy (list + 1, builder->challenges, challenges_size);
  list->params = memcpy (list->challenges + builder->n_challenges, builder->params, params_size);
  list->problems = memcpy (list->params + builder->n_params, builder->problems, problems_size);
  list->text = memcpy (list->problems + builder->n_problems, builder->text, builder->text_end);
  for (guint i = 0; i < builder->n_challenges; i++)
    list->challenges[i].list = list;

  free_if_grown (builder, builder->challenges);
  free_if_grown (builder, builder->params);
  free_if_grown (builder, builder->text);
  g_free (builder->block);

  return list;
}

/* Makes a list of the block that it is in. */
static DoorChallengeList *
adopt (DoorChallengeBuilder *builder)
{
  DoorChallengeList *list = builder->block;

  list->challenges = builder->challenges;
  list->params = builder->params;
  list->problems = NULL;
  list->text = builder->text;

  return list;
}

/*
 * door_challenge_builder_end:
 *
 * Returns: (transfer full): the list; @builder is of no more use
 */
DoorChallengeList *
door_challenge_builder_end (DoorChallengeBuilder *builder)
{
  gsize size = sizeof (DoorChallengeList) + builder->n_challenges * sizeof (DoorChallenge)
               + builder->n_params * sizeof (DoorChallengeParam)
               + builder->n_problems * sizeof (DoorChallengeProblem) + builder->text_end;
  gboolean fits
      = !builder->has_grown && builder->n_problems == 0 && size >= builder->block_size / 2;
  DoorChallengeList *list = fits ? adopt (builder) : copy (builder, size);

  g_atomic_ref_count_init (&list->references);
  list->follows_grammar = builder->follows_grammar;
  list->n_challenges = builder->n_challenges;
  list->n_problems = builder->n_problems;

  return list;
}
