/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-challenge-parser.h"

#include <string.h>

#include "door-octet.h"
#include "door-param-names.h"

/* The grammar (RFC 9110 sections 5.6 and 11), read without backtracking beyond one element:
 *
 *   #challenge, challenge = scheme [ 1*SP ( token68 / #auth-param ) ]
 *
 * An element that begins with a token and, BWS aside, "=" is a parameter of the challenge before
 * it; any other token begins a challenge. The lines of a field are one value, joined by commas, and
 * so a quoted string may run on into the next line. Only if that value does not derive from the
 * grammar are they read again with recovery: nothing quoted crosses a line end, and after a fault
 * reading goes on behind the next comma outside quotes. A quote opens a string only where one can
 * begin: after "=", white space or a comma. */

#define END_OF_ELEMENT_IS_NOT_HERE G_MAXUINT32

void
door_challenge_parser_init (DoorChallengeParser *parser)
{
  parser->challenges = parser->inline_challenges;
  parser->params = parser->inline_params;
  parser->challenges_size = DOOR_PARSER_INLINE_CHALLENGES;
  parser->params_size = DOOR_PARSER_INLINE_PARAMS;
  parser->n_challenges = 0;
  parser->n_params = 0;
  parser->n_problems = 0;
  parser->malformed = FALSE;
  parser->line = 0;
  parser->line_start = 0;
}

void
door_challenge_parser_clear (DoorChallengeParser *parser)
{
  if (parser->challenges != parser->inline_challenges)
    g_free (parser->challenges);
  if (parser->params != parser->inline_params)
    g_free (parser->params);
}

static DoorParsedChallenge *
current_challenge (DoorChallengeParser *parser)
{
  return parser->n_challenges > 0 ? &parser->challenges[parser->n_challenges - 1] : NULL;
}

static DoorParsedChallenge *
add_challenge (DoorChallengeParser *parser, guint32 start, guint32 end)
{
  DoorParsedChallenge *challenge;

  if (parser->n_challenges == parser->challenges_size)
    {
      DoorParsedChallenge *old = parser->challenges;

      parser->challenges_size *= 2;
      if (old == parser->inline_challenges)
        {
          parser->challenges = g_new (DoorParsedChallenge, parser->challenges_size);
          memcpy (parser->challenges, old, sizeof parser->inline_challenges);
        }
      else
        parser->challenges = g_renew (DoorParsedChallenge, old, parser->challenges_size);
    }

  challenge = &parser->challenges[parser->n_challenges++];
  challenge->scheme = (DoorSpan){ start, end - start };
  challenge->token68 = (DoorSpan){ 0, 0 };
  challenge->first_param = parser->n_params;
  challenge->n_params = 0;
  challenge->malformed = FALSE;
  challenge->takes_params = FALSE;

  return challenge;
}

static void
add_param (DoorChallengeParser *parser, const DoorParsedParam *param)
{
  if (parser->n_params == parser->params_size)
    {
      DoorParsedParam *old = parser->params;

      parser->params_size *= 2;
      if (old == parser->inline_params)
        {
          parser->params = g_new (DoorParsedParam, parser->params_size);
          memcpy (parser->params, old, sizeof parser->inline_params);
        }
      else
        parser->params = g_renew (DoorParsedParam, old, parser->params_size);
    }

  parser->params[parser->n_params++] = *param;
  current_challenge (parser)->n_params++;
}

static void
add_problem (DoorChallengeParser *parser, DoorChallengeFault fault, guint32 position, int challenge)
{
  parser->malformed = TRUE;
  if (challenge >= 0)
    parser->challenges[challenge].malformed = TRUE;

  if (parser->n_problems < DOOR_CHALLENGE_LIST_MAX_PROBLEMS)
    parser->problems[parser->n_problems++] = (DoorChallengeProblem){
      .fault = fault,
      .line = parser->line,
      .offset = position - parser->line_start,
      .challenge = challenge,
    };
}

static guint32
skip_white_space (const guint8 *text, guint32 position, guint32 end)
{
  while (position < end && (text[position] == ' ' || text[position] == '\t'))
    position++;

  return position;
}

static guint32
skip_class (const guint8 *text, guint32 position, guint32 end, guint8 octet_class)
{
  while (position < end && (door_octet_classes[text[position]] & octet_class) != 0)
    position++;

  return position;
}

/* Returns the position of the comma or the end that closes an element which is complete at
 * @position, or END_OF_ELEMENT_IS_NOT_HERE. */
static guint32
end_of_element (const guint8 *text, guint32 position, guint32 end)
{
  position = skip_white_space (text, position, end);

  return position == end || text[position] == ',' ? position : END_OF_ELEMENT_IS_NOT_HERE;
}

/* Reads a quoted string whose opening quote is before *@position; leaves *@position behind the
 * closing quote, or at the end or the octet that may not be there. */
static gboolean
read_quoted_string (const guint8 *text,
                    guint32 *position,
                    guint32 end,
                    DoorParsedParam *param,
                    DoorChallengeFault *fault)
{
  guint32 start = *position;
  guint32 at = start;

  param->escaped = FALSE;
  for (;;)
    {
      at = skip_class (text, at, end, DOOR_OCTET_QDTEXT);
      if (at == end)
        break;

      if (text[at] == '"')
        {
          param->value = (DoorSpan){ start, at - start };
          *position = at + 1;
          return TRUE;
        }

      if (text[at] != '\\')
        {
          *position = at;
          *fault = DOOR_CHALLENGE_FAULT_CONTROL;
          return FALSE;
        }

      param->escaped = TRUE;
      if (at + 1 == end)
        break;
      if ((door_octet_classes[text[at + 1]] & DOOR_OCTET_QUOTABLE) == 0)
        {
          *position = at + 1;
          *fault = DOOR_CHALLENGE_FAULT_CONTROL;
          return FALSE;
        }
      at += 2;
    }

  *position = end;
  *fault = DOOR_CHALLENGE_FAULT_UNTERMINATED;
  return FALSE;
}

/* Reads the rest of an auth-param whose name is in @param, from its "=" at *@position. */
static gboolean
read_param (const guint8 *text,
            guint32 *position,
            guint32 end,
            DoorParsedParam *param,
            DoorChallengeFault *fault)
{
  guint32 at = skip_white_space (text, *position + 1, end);

  if (at < end && text[at] == '"')
    {
      *position = at + 1;
      if (!read_quoted_string (text, position, end, param, fault))
        return FALSE;
      at = *position;
    }
  else
    {
      guint32 value_end = skip_class (text, at, end, DOOR_OCTET_TCHAR);

      *position = value_end;
      if (value_end == at)
        {
          *fault = DOOR_CHALLENGE_FAULT_PARAM_VALUE;
          return FALSE;
        }
      param->value = (DoorSpan){ at, value_end - at };
      param->escaped = FALSE;
      at = value_end;
    }

  at = end_of_element (text, at, end);
  if (at == END_OF_ELEMENT_IS_NOT_HERE)
    {
      *fault = DOOR_CHALLENGE_FAULT_NO_COMMA;
      return FALSE;
    }

  *position = at;
  return TRUE;
}

/* Reads what follows "scheme 1*SP" of @challenge: a token68, a first parameter, or nothing yet. */
static gboolean
read_first_item (DoorChallengeParser *parser,
                 guint32 *position,
                 guint32 end,
                 DoorParsedChallenge *challenge,
                 DoorChallengeFault *fault)
{
  const guint8 *text = parser->text;
  DoorParsedParam param = { 0 };
  guint32 start = *position;
  guint32 at;

  challenge->takes_params = TRUE;

  at = end_of_element (text, start, end);
  if (at != END_OF_ELEMENT_IS_NOT_HERE)
    {
      *position = at;
      return TRUE;
    }

  at = skip_class (text, start, end, DOOR_OCTET_TOKEN68);
  if (at > start)
    {
      guint32 token68_end = at;
      guint32 element_end;

      while (token68_end < end && text[token68_end] == '=')
        token68_end++;
      element_end = end_of_element (text, token68_end, end);
      if (element_end != END_OF_ELEMENT_IS_NOT_HERE)
        {
          challenge->token68 = (DoorSpan){ start, token68_end - start };
          challenge->takes_params = FALSE;
          *position = element_end;
          return TRUE;
        }
    }

  at = skip_class (text, start, end, DOOR_OCTET_TCHAR);
  param.name = (DoorSpan){ start, at - start };
  if (at == start)
    {
      *fault = text[at] == '='    ? DOOR_CHALLENGE_FAULT_PARAM_NAME
               : text[at] == '\t' ? DOOR_CHALLENGE_FAULT_SCHEME_SEPARATOR
                                  : DOOR_CHALLENGE_FAULT_NOT_A_CHALLENGE;
      return FALSE;
    }

  *position = skip_white_space (text, at, end);
  if (*position == end || text[*position] != '=')
    {
      *fault = DOOR_CHALLENGE_FAULT_NO_COMMA;
      return FALSE;
    }

  if (!read_param (text, position, end, &param, fault))
    return FALSE;

  add_param (parser, &param);
  return TRUE;
}

/* Reads one element that begins at *@position; leaves *@position at the comma or end behind it, or
 * where the fault is. */
static gboolean
read_element (DoorChallengeParser *parser, guint32 *position, guint32 end)
{
  const guint8 *text = parser->text;
  DoorParsedChallenge *challenge = current_challenge (parser);
  DoorChallengeFault fault;
  guint32 start = *position;
  guint32 token_end = skip_class (text, start, end, DOOR_OCTET_TCHAR);
  guint32 at;

  if (token_end == start)
    {
      if (text[start] == '=')
        add_problem (parser, DOOR_CHALLENGE_FAULT_PARAM_NAME, start,
                     challenge != NULL && challenge->takes_params ? (int)parser->n_challenges - 1
                                                                  : -1);
      else
        add_problem (parser, DOOR_CHALLENGE_FAULT_NOT_A_CHALLENGE, start, -1);
      return FALSE;
    }

  at = skip_white_space (text, token_end, end);
  if (at < end && text[at] == '=')
    {
      DoorParsedParam param = { .name = { start, token_end - start } };
      gboolean well_formed;

      *position = at;
      well_formed = read_param (text, position, end, &param, &fault);
      if (challenge == NULL || !challenge->takes_params)
        {
          add_problem (parser, DOOR_CHALLENGE_FAULT_NO_CHALLENGE, start, -1);
          return well_formed;
        }
      if (!well_formed)
        {
          add_problem (parser, fault, *position, (int)parser->n_challenges - 1);
          return FALSE;
        }
      add_param (parser, &param);
      return TRUE;
    }

  if (at == end || text[at] == ',')
    {
      challenge = add_challenge (parser, start, token_end);
      challenge->takes_params = token_end < end && text[token_end] == ' ';
      *position = at;
      return TRUE;
    }

  if (at == token_end)
    {
      *position = at;
      add_problem (parser, DOOR_CHALLENGE_FAULT_NOT_A_CHALLENGE, at, -1);
      return FALSE;
    }

  challenge = add_challenge (parser, start, token_end);
  *position = token_end;
  while (*position < end && text[*position] == ' ')
    (*position)++;
  if (*position == token_end || text[*position] == '\t')
    {
      challenge->takes_params = TRUE;
      add_problem (parser, DOOR_CHALLENGE_FAULT_SCHEME_SEPARATOR, *position,
                   (int)parser->n_challenges - 1);
      return FALSE;
    }

  if (!read_first_item (parser, position, end, challenge, &fault))
    {
      add_problem (parser, fault, *position, (int)parser->n_challenges - 1);
      return FALSE;
    }

  return TRUE;
}

/* Returns the comma or end that closes the element which begins at @position, however broken. */
static guint32
skip_element (const guint8 *text, guint32 position, guint32 end)
{
  guint8 before = ' ';

  while (position < end && text[position] != ',')
    {
      gboolean opens = text[position] == '"' && (before == '=' || before == ' ' || before == '\t');

      before = text[position++];
      if (!opens)
        continue;

      while (position < end && text[position] != '"')
        position += text[position] == '\\' ? 2 : 1;
      position++;
    }

  return MIN (position, end);
}

static gboolean
read_elements (DoorChallengeParser *parser, guint32 start, guint32 end, gboolean recover)
{
  guint32 position = start;

  for (;;)
    {
      guint32 element;

      while (position < end
             && (door_octet_classes[parser->text[position]] & DOOR_OCTET_LIST_SPACE) != 0)
        position++;
      if (position == end)
        return TRUE;

      element = position;
      if (read_element (parser, &position, end) && (recover || !parser->malformed))
        continue;
      if (!recover)
        return FALSE;

      position = skip_element (parser->text, element, end);
    }
}

/* RFC 9110 section 11.2: each parameter name only once in a challenge. */
static void
find_duplicates (DoorChallengeParser *parser)
{
  for (guint i = 0; i < parser->n_challenges; i++)
    {
      const DoorParsedChallenge *challenge = &parser->challenges[i];
      const DoorParsedParam *params = parser->params + challenge->first_param;
      const DoorParsedParam *duplicate;

      duplicate = door_param_names_find_duplicate (parser->text, params, challenge->n_params);
      if (duplicate != NULL)
        add_problem (parser, DOOR_CHALLENGE_FAULT_DUPLICATE, duplicate->name.start, (int)i);
    }
}

/* Problems of duplicates are found behind the line counter's back. */
static void
locate_problems (DoorChallengeParser *parser, const DoorSpan *lines, guint n_lines)
{
  for (guint i = 0; i < parser->n_problems; i++)
    {
      DoorChallengeProblem *problem = &parser->problems[i];

      if (problem->fault != DOOR_CHALLENGE_FAULT_DUPLICATE)
        continue;

      problem->line = 0;
      while (problem->line + 1 < n_lines && lines[problem->line + 1].start <= problem->offset)
        problem->line++;
      problem->offset -= lines[problem->line].start;
    }
}

/*
 * door_challenge_parser_parse:
 * @text: the field lines joined by ", "
 * @lines: where each line is in @text, at least one
 *
 * Time and memory are linear in the length of @text.
 */
void
door_challenge_parser_parse (DoorChallengeParser *parser,
                             const guint8 *text,
                             const DoorSpan *lines,
                             guint n_lines)
{
  const DoorSpan *last = &lines[n_lines - 1];

  parser->text = text;

  if (!read_elements (parser, lines[0].start, last->start + last->length, FALSE))
    {
      parser->n_challenges = 0;
      parser->n_params = 0;
      parser->n_problems = 0;
      parser->malformed = FALSE;
      for (guint i = 0; i < n_lines; i++)
        {
          parser->line = i;
          parser->line_start = lines[i].start;
          read_elements (parser, lines[i].start, lines[i].start + lines[i].length, TRUE);
        }
    }

  parser->line_start = 0;
  find_duplicates (parser);
  locate_problems (parser, lines, n_lines);
}
