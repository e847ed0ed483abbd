/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-challenge-list.h"

#include <string.h>

#include "door-challenge-parser.h"
#include "door-challenge-private.h"

#define INLINE_LINES 16
#define INLINE_TEXT 4096

G_DEFINE_BOXED_TYPE (DoorChallengeList,
                     door_challenge_list,
                     door_challenge_list_ref,
                     door_challenge_list_unref)

/* The field lines as one value. What is short enough needs no memory but the stack's. */
typedef struct
{
  guint8 *text;
  DoorSpan *lines;
  guint n_lines;
  DoorSpan inline_lines[INLINE_LINES];
  guint8 inline_text[INLINE_TEXT];
} FieldValue;

static gboolean
is_white_space (char octet)
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

      if (line_feed + 1 < length && text[line_feed] == '\n'
          && is_white_space ((char)text[line_feed + 1]))
        {
          while (to > 0 && is_white_space ((char)text[to - 1]))
            to--;
          from = line_feed + 1;
          while (from + 1 < length && is_white_space ((char)text[from + 1]))
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

static void
field_value_init (FieldValue *field,
                  const char *const *field_values,
                  const gsize *lengths,
                  gsize n_values,
                  gsize total)
{
  gsize end = 0;

  field->n_lines = (guint)n_values;
  field->lines = n_values <= INLINE_LINES ? field->inline_lines : g_new (DoorSpan, n_values);
  total += 2 * n_values;
  field->text = total <= INLINE_TEXT ? field->inline_text : g_malloc (total);

  for (gsize i = 0; i < n_values; i++)
    {
      gsize length = lengths[i];

      if (i > 0)
        {
          field->text[end++] = ',';
          field->text[end++] = ' ';
        }
      if (length > 0)
        memcpy (field->text + end, field_values[i], length);
      if (length > 0 && memchr (field_values[i], '\n', length) != NULL)
        length = unfold (field->text + end, length);

      while (length > 0 && is_white_space ((char)field->text[end]))
        {
          end++;
          length--;
        }
      while (length > 0 && is_white_space ((char)field->text[end + length - 1]))
        length--;
      field->lines[i] = (DoorSpan){ (guint32)end, (guint32)length };
      end += length;
    }
}

static void
field_value_clear (FieldValue *field)
{
  if (field->lines != field->inline_lines)
    g_free (field->lines);
  if (field->text != field->inline_text)
    g_free (field->text);
}

static gboolean
has_high_octets (const char *string)
{
  for (; *string != '\0'; string++)
    if ((guint8)*string >= 0x80)
      return TRUE;

  return FALSE;
}

/* Each of these writes a string at *@end, moves *@end behind it, and returns where it begins. */
static guint32
write_lower_case (char *text, guint32 *end, const guint8 *from, DoorSpan span)
{
  guint32 start = *end;
  char *to = text + start;

  from += span.start;
  for (guint32 i = 0; i < span.length; i++)
    to[i] = g_ascii_tolower ((char)from[i]);
  to[span.length] = '\0';
  *end += span.length + 1;

  return start;
}

static guint32
write_octets (char *text, guint32 *end, const guint8 *from, DoorSpan span, gboolean escaped)
{
  guint32 start = *end;
  char *to = text + start;

  from += span.start;
  if (!escaped)
    {
      memcpy (to, from, span.length);
      to += span.length;
    }
  else
    {
      for (guint32 i = 0; i < span.length; i++)
        {
          if (from[i] == '\\')
            i++;
          *to++ = (char)from[i];
        }
    }
  *to++ = '\0';
  *end = (guint32)(to - text);

  return start;
}

static guint32
write_latin1_as_utf8 (char *text, guint32 *end, guint32 from)
{
  guint32 start = *end;
  char *to = text + start;

  for (const char *at = text + from; *at != '\0'; at++)
    to += g_unichar_to_utf8 ((guint8)*at, to);
  *to++ = '\0';
  *end = (guint32)(to - text);

  return start;
}

/* The text holds each span once, and a realm that is not UTF-8 a second time, twice as long. */
static gsize
measure_text (const DoorChallengeParser *parser)
{
  gsize size = 1;

  for (guint i = 0; i < parser->n_challenges; i++)
    size += parser->challenges[i].scheme.length + 1 + parser->challenges[i].token68.length + 1;

  for (guint i = 0; i < parser->n_params; i++)
    {
      const DoorParsedParam *param = &parser->params[i];

      size += param->name.length + 1 + param->value.length + 1;
      if (param->name.length == strlen ("realm"))
        size += 2 * (gsize)param->value.length + 1;
    }

  return size;
}

static DoorChallengeList *
list_new (guint n_challenges, guint n_params, guint n_problems, gsize text_size)
{
  gsize challenges = sizeof (DoorChallengeList);
  gsize params = challenges + n_challenges * sizeof (DoorChallenge);
  gsize problems = params + n_params * sizeof (DoorChallengeParam);
  gsize text = problems + n_problems * sizeof (DoorChallengeProblem);
  char *block = g_malloc (text + text_size);
  DoorChallengeList *list = (DoorChallengeList *)(gpointer)block;

  g_atomic_ref_count_init (&list->references);
  list->n_challenges = n_challenges;
  list->n_problems = n_problems;
  list->malformed = n_problems > 0;
  list->challenges = (DoorChallenge *)(gpointer)(block + challenges);
  list->params = (DoorChallengeParam *)(gpointer)(block + params);
  list->problems = (DoorChallengeProblem *)(gpointer)(block + problems);
  list->text = block + text;
  list->text[0] = '\0';

  return list;
}

static DoorChallengeList *
list_new_from_parser (const DoorChallengeParser *parser)
{
  guint32 end = 1;
  DoorChallengeList *list = list_new (parser->n_challenges, parser->n_params, parser->n_problems,
                                      measure_text (parser));

  if (parser->n_problems > 0)
    memcpy (list->problems, parser->problems, parser->n_problems * sizeof parser->problems[0]);

  for (guint i = 0; i < parser->n_challenges; i++)
    {
      const DoorParsedChallenge *from = &parser->challenges[i];
      DoorChallenge *to = &list->challenges[i];

      to->list = list;
      to->malformed = from->malformed;
      to->first_param = from->first_param;
      to->n_params = from->n_params;
      to->realm = 0;
      to->scheme = write_lower_case (list->text, &end, parser->text, from->scheme);
      to->token68 = 0;
      if (from->token68.length > 0)
        to->token68 = write_octets (list->text, &end, parser->text, from->token68, FALSE);

      for (guint j = from->first_param; j < from->first_param + from->n_params; j++)
        {
          const DoorParsedParam *param = &parser->params[j];
          DoorChallengeParam *kept = &list->params[j];

          kept->name = write_lower_case (list->text, &end, parser->text, param->name);
          kept->value = write_octets (list->text, &end, parser->text, param->value, param->escaped);
          if (to->realm == 0 && strcmp (list->text + kept->name, "realm") == 0)
            {
              to->realm = kept->value;
              if (has_high_octets (list->text + kept->value)
                  && !g_utf8_validate (list->text + kept->value, -1, NULL))
                to->realm = write_latin1_as_utf8 (list->text, &end, kept->value);
            }
        }
    }

  return list;
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
  DoorChallengeParser parser;
  FieldValue field;
  DoorChallengeList *list;
  gsize total = 0;

  for (gsize i = 0; i < n_values && total <= DOOR_CHALLENGE_LIST_MAX_LENGTH; i++)
    total += MIN (lengths[i], DOOR_CHALLENGE_LIST_MAX_LENGTH) + 2;

  if (total > DOOR_CHALLENGE_LIST_MAX_LENGTH)
    {
      list = list_new (0, 0, 1, 1);
      list->problems[0] = (DoorChallengeProblem){
        .fault = DOOR_CHALLENGE_FAULT_TOO_LONG,
        .challenge = -1,
      };
      return list;
    }

  if (n_values == 0)
    return list_new (0, 0, 0, 1);

  field_value_init (&field, field_values, lengths, n_values, total);
  door_challenge_parser_init (&parser);
  door_challenge_parser_parse (&parser, field.text, field.lines, field.n_lines);
  list = list_new_from_parser (&parser);
  door_challenge_parser_clear (&parser);
  field_value_clear (&field);

  return list;
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
 * Time is linear in the length of the input. The list is one block of memory, with 32 octets for
 * each challenge and 8 for each parameter beside their text: 300 challenges are 300 elements of the
 * list, and 1 MiB of commas is an empty one. Longer input than %DOOR_CHALLENGE_LIST_MAX_LENGTH is
 * not read at all, and malformed.
 *
 * Returns: (transfer full): the challenges
 */
DoorChallengeList *
door_challenge_list_parse (const char *const *field_values)
{
  gsize inline_lengths[INLINE_LINES] = { 0 };
  gsize *lengths = inline_lengths;
  gsize n_values = 0;
  DoorChallengeList *list;

  g_return_val_if_fail (field_values != NULL, NULL);

  while (field_values[n_values] != NULL)
    n_values++;

  if (n_values > INLINE_LINES)
    lengths = g_new (gsize, n_values);
  for (gsize i = 0; i < n_values; i++)
    lengths[i] = strlen (field_values[i]);

  list = door_challenge_list_parse_octets (field_values, lengths, n_values);
  if (lengths != inline_lengths)
    g_free (lengths);

  return list;
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
  return list->malformed;
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

/**
 * door_challenge_fault_to_string:
 *
 * Returns: a phrase in English for the server's administrator
 */
const char *
door_challenge_fault_to_string (DoorChallengeFault fault)
{
  switch (fault)
    {
    case DOOR_CHALLENGE_FAULT_NOT_A_CHALLENGE:
      return "neither a challenge nor a parameter";
    case DOOR_CHALLENGE_FAULT_SCHEME_SEPARATOR:
      return "something other than a space after the scheme";
    case DOOR_CHALLENGE_FAULT_NO_CHALLENGE:
      return "a parameter without a challenge that it could belong to";
    case DOOR_CHALLENGE_FAULT_PARAM_NAME:
      return "a parameter without a name";
    case DOOR_CHALLENGE_FAULT_PARAM_VALUE:
      return "a parameter without a value";
    case DOOR_CHALLENGE_FAULT_UNTERMINATED:
      return "a quoted string without its closing quote";
    case DOOR_CHALLENGE_FAULT_CONTROL:
      return "a control character in a quoted string";
    case DOOR_CHALLENGE_FAULT_NO_COMMA:
      return "a comma is missing, or a character needs quotes";
    case DOOR_CHALLENGE_FAULT_DUPLICATE:
      return "the same parameter twice in one challenge";
    case DOOR_CHALLENGE_FAULT_TOO_LONG:
      return "a field longer than any server sends";
    }

  g_return_val_if_reached ("");
}
