/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-challenge-list.h"

#include <string.h>

#include "door-challenge-parser.h"

#define INLINE_LINES 16
#define INLINE_TEXT 2048

G_DEFINE_BOXED_TYPE (DoorChallengeList,
                     door_challenge_list,
                     door_challenge_list_ref,
                     door_challenge_list_unref)

/* The field lines as one value. What is short enough needs no memory but the stack's. */
typedef struct
{
  const guint8 *text;
  guint8 *copy; /* NULL if the text is the caller's */
  DoorFieldLine *lines;
  guint n_lines;
  DoorFieldLine inline_lines[INLINE_LINES];
  guint8 inline_text[INLINE_TEXT];
} FieldValue;

static gboolean
is_white_space (guint8 octet)
{
  return octet == ' ' || octet == '\t';
}

/* RFC 9112 section 5.2: an obs-fold (OWS CRLF RWS) stands for a space. A lone LF ends a line too
 * (section 2.2). Returns the new length. */
static gsize
unfold (guint8 *text, gsize length)
{
  gsize to = 0;

  for (gsize from = 0; from < length; from++)
    {
      gsize line_feed = text[from] == '\r' ? from + 1 : from;

      if (line_feed + 1 < length && text[line_feed] == '\n' && is_white_space (text[line_feed + 1]))
        {
          while (to > 0 && is_white_space (text[to - 1]))
            to--;
          from = line_feed + 1;
          while (from + 1 < length && is_white_space (text[from + 1]))
            from++;
          text[to++] = ' ';
        }
      else
        {
          text[to++] = text[from];
        }
    }

  return to;
}

static DoorFieldLine
strip (const guint8 *text, gsize start, gsize length)
{
  while (length > 0 && is_white_space (text[start]))
    {
      start++;
      length--;
    }
  while (length > 0 && is_white_space (text[start + length - 1]))
    length--;

  return (DoorFieldLine){ (guint32)start, (guint32)length };
}

static void
join_lines (FieldValue *field, const char *const *field_values, const gsize *lengths, gsize total)
{
  gsize end = 0;

  field->lines = field->n_lines <= INLINE_LINES ? field->inline_lines
                                                : g_new (DoorFieldLine, field->n_lines);
  field->copy = total <= INLINE_TEXT ? field->inline_text : g_malloc (total);
  field->text = field->copy;

  for (guint i = 0; i < field->n_lines; i++)
    {
      if (i > 0)
        {
          field->copy[end++] = ',';
          field->copy[end++] = ' ';
        }
      if (lengths[i] > 0)
        memcpy (field->copy + end, field_values[i], lengths[i]);
      field->lines[i] = strip (field->text, end, unfold (field->copy + end, lengths[i]));
      end = field->lines[i].start + field->lines[i].length;
    }
}

static void
field_value_init (FieldValue *field,
                  const char *const *field_values,
                  const gsize *lengths,
                  gsize n_values,
                  gsize total)
{
  field->n_lines = (guint)n_values;

  if (n_values == 1 && memchr (field_values[0], '\n', lengths[0]) == NULL)
    {
      field->text = (const guint8 *)field_values[0];
      field->copy = NULL;
      field->lines = field->inline_lines;
      field->lines[0] = strip (field->text, 0, lengths[0]);
    }
  else
    {
      join_lines (field, field_values, lengths, total);
    }
}

static void
field_value_clear (FieldValue *field)
{
  if (field->lines != field->inline_lines)
    g_free (field->lines);
  if (field->copy != field->inline_text)
    g_free (field->copy);
}

/* A list of nothing, for input that is not read. */
static DoorChallengeList *
list_new_too_long (void)
{
  DoorChallengeBuilder builder;

  door_challenge_builder_init (&builder, 0);
  builder.follows_grammar = FALSE;
  door_challenge_builder_add_problem (&builder, DOOR_CHALLENGE_FAULT_TOO_LONG, 0, 0, -1);

  return door_challenge_builder_end (&builder);
}

/**
 * door_challenge_list_parse_octets:
 * @field_values: (array length=n_values): the values of the field lines
 * @lengths: (array length=n_values): how many octets each has
 * @n_values: how many there are, possibly none
 *
 * Like door_challenge_list_parse() for values that may have any octet in them.
 *
 * Returns: (transfer full): the challenges
 */
DoorChallengeList *
door_challenge_list_parse_octets (const char *const *field_values,
                                  const gsize *lengths,
                                  gsize n_values)
{
  static const char *const no_values[] = { "" };
  static const gsize no_lengths[] = { 0 };
  DoorChallengeBuilder builder;
  FieldValue field;
  gsize total = 0;

  if (n_values == 0)
    return door_challenge_list_parse_octets (no_values, no_lengths, 1);

  for (gsize i = 0; i < n_values && total <= DOOR_CHALLENGE_LIST_MAX_LENGTH; i++)
    total += MIN (lengths[i], DOOR_CHALLENGE_LIST_MAX_LENGTH) + 2;
  if (total > DOOR_CHALLENGE_LIST_MAX_LENGTH)
    return list_new_too_long ();

  field_value_init (&field, field_values, lengths, n_values, total);
  door_challenge_builder_init (&builder, total);
  door_challenge_parser_parse (&builder, field.text, field.lines, field.n_lines);
  field_value_clear (&field);

  return door_challenge_builder_end (&builder);
}

/**
 * door_challenge_list_parse:
 * @field_values: (array zero-terminated=1): the values of all WWW-Authenticate or all
 *   Proxy-Authenticate field lines of a response, in their order, as they were received
 *
 * Reads challenges (RFC 9110 section 11). No field at all, and a field without a challenge, give
 * an empty list.
 *
 * Malformed input is told by door_challenge_list_is_malformed() and never hides a challenge that
 * can still be told apart: reading goes on behind the next comma that is outside quotes, and with
 * the next line. A challenge that is itself damaged is in the list, and says so.
 *
 * Time is linear in the length of the input. The list has 32 octets for each challenge and 8 for
 * each parameter beside their text, and is one block of memory unless it is long: 300 challenges
 * are 300 elements of the list, and 1 MiB of commas is an empty one. Longer input than
 * %DOOR_CHALLENGE_LIST_MAX_LENGTH is not read at all, and malformed.
 *
 * Returns: (transfer full): the challenges
 */
DoorChallengeList *
door_challenge_list_parse (const char *const *field_values)
{
  g_autofree gsize *lengths = NULL;
  gsize n_values = 0;

  g_return_val_if_fail (field_values != NULL, NULL);

  while (field_values[n_values] != NULL)
    n_values++;

  if (n_values == 1)
    {
      gsize length = strlen (field_values[0]);

      return door_challenge_list_parse_octets (field_values, &length, 1);
    }

  lengths = g_new (gsize, n_values);
  for (gsize i = 0; i < n_values; i++)
    lengths[i] = strlen (field_values[i]);

  return door_challenge_list_parse_octets (field_values, lengths, n_values);
}

DoorChallengeList *
door_challenge_list_ref (DoorChallengeList *list)
{
  g_return_val_if_fail (list != NULL, NULL);

  g_atomic_ref_count_inc (&list->references);

  return list;
}

void
door_challenge_list_unref (DoorChallengeList *list)
{
  g_return_if_fail (list != NULL);

  if (g_atomic_ref_count_dec (&list->references))
    g_free (list);
}

guint
door_challenge_list_get_n (DoorChallengeList *list)
{
  return list->n_challenges;
}

/**
 * door_challenge_list_get:
 *
 * Returns: (transfer none): challenge @i, which may be malformed
 */
DoorChallenge *
door_challenge_list_get (DoorChallengeList *list, guint i)
{
  g_return_val_if_fail (i < list->n_challenges, NULL);

  return &list->challenges[i];
}

/**
 * door_challenge_list_is_malformed:
 *
 * Returns: whether anything in the input is against the grammar, or a challenge has one parameter
 *   twice
 */
gboolean
door_challenge_list_is_malformed (DoorChallengeList *list)
{
  return list->n_problems > 0;
}

/**
 * door_challenge_list_follows_grammar:
 *
 * Returns: whether the input derives from the grammar. It may even so have one parameter twice, and
 *   be malformed.
 */
gboolean
door_challenge_list_follows_grammar (DoorChallengeList *list)
{
  return list->follows_grammar;
}

/**
 * door_challenge_list_get_n_problems:
 *
 * Returns: how many problems door_challenge_list_get_problem() can tell; those beyond
 *   %DOOR_CHALLENGE_LIST_MAX_PROBLEMS are not kept
 */
guint
door_challenge_list_get_n_problems (DoorChallengeList *list)
{
  return list->n_problems;
}

/**
 * door_challenge_list_get_problem:
 *
 * Returns: (transfer none): problem @i, in the order in which they were found
 */
const DoorChallengeProblem *
door_challenge_list_get_problem (DoorChallengeList *list, guint i)
{
  g_return_val_if_fail (i < list->n_problems, NULL);

  return &list->problems[i];
}
