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
 * begin: after "=", white space or a comma.
 *
 * What is read is written at the end of the builder's text as it is read, names in lower case, and
 * belongs to the list once it is added. */

#define NOT_HERE G_MAXUINT32

typedef struct
{
  DoorChallengeBuilder *builder;
  const guint8 *text;
  guint32 end; /* of the text, or of the line when recovering */
  const DoorFieldLine *lines;
  guint n_lines;
  gboolean takes_params;    /* a space has followed the last scheme, and no token68 */
  guint32 challenge_start;  /* of the last challenge */
  DoorChallengeFault fault; /* why something was not read … */
  guint32 fault_position;   /* … and where */
} Parser;

static gboolean
fail (Parser *parser, DoorChallengeFault fault, guint32 position)
{
  parser->fault = fault;
  parser->fault_position = position;

  return FALSE;
}

static void
add_problem (Parser *parser, DoorChallengeFault fault, guint32 position, gboolean of_challenge)
{
  guint line = 0;

  while (line + 1 < parser->n_lines && parser->lines[line + 1].start <= position)
    line++;

  door_challenge_builder_add_problem (parser->builder, fault, line,
                                      position - parser->lines[line].start,
                                      of_challenge ? (int)parser->builder->n_challenges - 1 : -1);
}

static inline guint32
skip_white_space (const Parser *parser, guint32 position)
{
  while (position < parser->end
         && (parser->text[position] == ' ' || parser->text[position] == '\t'))
    position++;

  return position;
}

static inline guint32
skip_class (const Parser *parser, guint32 position, guint8 octet_class)
{
  while (position < parser->end && (door_octet_classes[parser->text[position]] & octet_class) != 0)
    position++;

  return position;
}

/* Reads a token that begins at @position, in lower case to @to. Returns its end. */
static inline guint32
read_name (const Parser *parser, guint32 position, char *to)
{
  guint8 lower;

  for (; position < parser->end && (lower = door_octet_token_lower[parser->text[position]]) != 0;
       position++)
    *to++ = (char)lower;

  return position;
}

/* Returns the position of the comma or the end that closes an element which is complete at
 * @position, or NOT_HERE. */
static inline guint32
end_of_element (const Parser *parser, guint32 position)
{
  position = skip_white_space (parser, position);

  return position == parser->end || parser->text[position] == ',' ? position : NOT_HERE;
}

#define EACH_OCTET(octet) (G_GUINT64_CONSTANT (0x0101010101010101) * (octet))

/* Of eight octets, the first in the lowest bits, returns how many come before the first that is a
 * quote, a backslash or a control character; 8 if there is none. Each subtraction borrows from its
 * neighbour above only behind an octet that is found, and the first is the one that counts. */
static inline guint
count_plain (guint64 octets)
{
  guint64 quote = octets ^ EACH_OCTET ('"');
  guint64 backslash = octets ^ EACH_OCTET ('\\');
  guint64 delete = octets ^ EACH_OCTET (0x7f);
  guint64 found
      = (((quote - EACH_OCTET (1)) & ~quote) | ((backslash - EACH_OCTET (1)) & ~backslash)
         | ((delete - EACH_OCTET (1)) & ~delete) | ((octets - EACH_OCTET (0x20)) & ~octets))
        & EACH_OCTET (0x80);

  return found != 0 ? (guint)__builtin_ctzll (found) / 8 : 8;
}

/* Copies what is neither a quote, a backslash nor a control character, and moves both pointers. */
static inline void
copy_plain (const guint8 **from, const guint8 *end, char **to)
{
  const guint8 *at = *from;
  char *written = *to;

  while (end - at >= DOOR_BUILDER_TEXT_SLACK)
    {
      guint64 octets;
      guint n_plain;

      memcpy (&octets, at, sizeof octets);
      memcpy (written, &octets, sizeof octets);
      n_plain = count_plain (GUINT64_FROM_LE (octets));
      at += n_plain;
      written += n_plain;
      if (n_plain < sizeof octets)
        break;
    }
  for (; at < end && (door_octet_classes[*at] & DOOR_OCTET_QDTEXT) != 0; at++)
    *written++ = (char)*at;

  *from = at;
  *to = written;
}

/* Reads a quoted string whose opening quote is before *@position, unescaped to @to, and leaves
 * *@position behind its closing quote. */
static inline gboolean
read_quoted_string (Parser *parser, guint32 *position, char *to, guint32 *length)
{
  const guint8 *at = parser->text + *position;
  const guint8 *end = parser->text + parser->end;
  const char *start = to;

  for (;;)
    {
      copy_plain (&at, end, &to);

      if (at == end)
        return fail (parser, DOOR_CHALLENGE_FAULT_UNTERMINATED, parser->end);
      if (*at == '"')
        break;
      if (*at != '\\')
        return fail (parser, DOOR_CHALLENGE_FAULT_CONTROL, (guint32)(at - parser->text));

      at++;
      if (at == end)
        return fail (parser, DOOR_CHALLENGE_FAULT_UNTERMINATED, parser->end);
      if ((door_octet_classes[*at] & DOOR_OCTET_QUOTABLE) == 0)
        return fail (parser, DOOR_CHALLENGE_FAULT_CONTROL, (guint32)(at - parser->text));
      *to++ = (char)*at++;
    }

  *length = (guint32)(to - start);
  *position = (guint32)(at + 1 - parser->text);

  return TRUE;
}

/* Reads the rest of an auth-param whose name has been read, from its "=" at *@position, adds it to
 * the last challenge if that is wanted, and leaves *@position at the end of the element. */
static gboolean
read_param (Parser *parser, guint32 *position, guint32 name_length, gboolean add)
{
  char *to = parser->builder->text + parser->builder->text_end + name_length + 1;
  guint32 at = skip_white_space (parser, *position + 1);
  guint32 element_end;
  guint32 length;

  if (at < parser->end && parser->text[at] == '"')
    {
      at++;
      if (!read_quoted_string (parser, &at, to, &length))
        return FALSE;
    }
  else
    {
      guint32 start = at;

      at = skip_class (parser, at, DOOR_OCTET_TCHAR);
      length = at - start;
      if (length == 0)
        return fail (parser, DOOR_CHALLENGE_FAULT_PARAM_VALUE, at);
      memcpy (to, parser->text + start, length);
    }

  element_end = end_of_element (parser, at);
  if (element_end == NOT_HERE)
    return fail (parser, DOOR_CHALLENGE_FAULT_NO_COMMA, at);

  if (add)
    door_challenge_builder_add_param (parser->builder, name_length, length);
  *position = element_end;

  return TRUE;
}

/* Reads a token68 that is all of an element. */
static gboolean
read_token68 (Parser *parser, guint32 *position)
{
  guint32 start = *position;
  guint32 at = skip_class (parser, start, DOOR_OCTET_TOKEN68);
  guint32 element_end;

  if (at == start)
    return FALSE;

  while (at < parser->end && parser->text[at] == '=')
    at++;
  element_end = end_of_element (parser, at);
  if (element_end == NOT_HERE)
    return FALSE;

  door_challenge_builder_set_token68 (parser->builder, parser->text + start, at - start);
  parser->takes_params = FALSE;
  *position = element_end;

  return TRUE;
}

/* Reads what follows "scheme 1*SP", of which there is something: a token68 or a first parameter. */
static gboolean
read_first_item (Parser *parser, guint32 *position)
{
  guint32 start = *position;
  guint32 at;

  if (parser->text[start] == '\t')
    return fail (parser, DOOR_CHALLENGE_FAULT_SCHEME_SEPARATOR, start);
  if (parser->text[start] == '=')
    return fail (parser, DOOR_CHALLENGE_FAULT_PARAM_NAME, start);

  at = read_name (parser, start, parser->builder->text + parser->builder->text_end);

  /* What goes on like this can only be a parameter. */
  if (at > start && at + 1 < parser->end && parser->text[at] == '=' && parser->text[at + 1] == '"')
    {
      *position = at;
      return read_param (parser, position, at - start, TRUE);
    }

  if (read_token68 (parser, position))
    return TRUE;
  if (at == start)
    return fail (parser, DOOR_CHALLENGE_FAULT_NOT_A_CHALLENGE, start);

  *position = skip_white_space (parser, at);
  if (*position == parser->end || parser->text[*position] != '=')
    return fail (parser, DOOR_CHALLENGE_FAULT_NO_COMMA, *position);

  return read_param (parser, position, at - start, TRUE);
}

static void
end_challenge (Parser *parser)
{
  DoorChallengeBuilder *builder = parser->builder;
  DoorChallenge *challenge = door_challenge_builder_get_last (builder);

  if (challenge != NULL && challenge->n_params > 1
      && door_param_names_have_duplicate (builder->text, builder->params + challenge->first_param,
                                          challenge->n_params))
    add_problem (parser, DOOR_CHALLENGE_FAULT_DUPLICATE, parser->challenge_start, TRUE);
}

/* Reads a challenge whose scheme has been read: it ends at @scheme_end, and the first octet behind
 * it that is not white space is at @next. */
static gboolean
read_challenge (Parser *parser, guint32 *position, guint32 scheme_end, guint32 next)
{
  guint32 start = *position;

  if (next < parser->end && next == scheme_end && parser->text[next] != ',')
    {
      add_problem (parser, DOOR_CHALLENGE_FAULT_NOT_A_CHALLENGE, next, FALSE);
      return FALSE;
    }

  end_challenge (parser);
  door_challenge_builder_add_challenge (parser->builder, scheme_end - start);
  parser->challenge_start = start;
  parser->takes_params = scheme_end < parser->end && parser->text[scheme_end] == ' ';
  *position = next;
  if (next == parser->end || parser->text[next] == ',')
    return TRUE;

  while (parser->text[scheme_end] == ' ')
    scheme_end++;
  parser->takes_params = TRUE;
  *position = scheme_end;
  if (read_first_item (parser, position))
    return TRUE;

  add_problem (parser, parser->fault, parser->fault_position, TRUE);
  return FALSE;
}

/* Reads one element that begins at *@position; leaves *@position at the comma or end behind it. */
static gboolean
read_element (Parser *parser, guint32 *position)
{
  guint32 start = *position;
  guint32 token_end = read_name (parser, start, parser->builder->text + parser->builder->text_end);
  guint32 next;

  if (token_end == start)
    {
      if (parser->text[start] == '=')
        add_problem (parser, DOOR_CHALLENGE_FAULT_PARAM_NAME, start, parser->takes_params);
      else
        add_problem (parser, DOOR_CHALLENGE_FAULT_NOT_A_CHALLENGE, start, FALSE);
      return FALSE;
    }

  next = skip_white_space (parser, token_end);
  if (next == parser->end || parser->text[next] != '=')
    return read_challenge (parser, position, token_end, next);

  *position = next;
  if (read_param (parser, position, token_end - start, parser->takes_params)
      && parser->takes_params)
    return TRUE;

  if (parser->takes_params)
    add_problem (parser, parser->fault, parser->fault_position, TRUE);
  else
    add_problem (parser, DOOR_CHALLENGE_FAULT_NO_CHALLENGE, start, FALSE);
  return FALSE;
}

/* Returns the comma or end that closes the element which begins at @position, however broken. */
static guint32
skip_element (const Parser *parser, guint32 position)
{
  const guint8 *text = parser->text;
  guint8 before = ' ';

  while (position < parser->end && text[position] != ',')
    {
      gboolean opens = text[position] == '"' && (before == '=' || before == ' ' || before == '\t');

      before = text[position++];
      if (!opens)
        continue;

      while (position < parser->end && text[position] != '"')
        position += text[position] == '\\' ? 2 : 1;
      position++;
    }

  return MIN (position, parser->end);
}

static gboolean
read_elements (Parser *parser, guint32 position, guint32 end, gboolean recover)
{
  parser->end = end;

  for (;;)
    {
      guint32 element;

      position = skip_class (parser, position, DOOR_OCTET_LIST_SPACE);
      if (position == end)
        return TRUE;

      element = position;
      if (read_element (parser, &position))
        continue;
      if (!recover)
        return FALSE;

      position = skip_element (parser, element);
    }
}

/*
 * door_challenge_parser_parse:
 * @builder: an empty list, made for as many octets as @text has
 * @text: the field lines joined by ", "
 * @lines: where each line is in @text, at least one
 *
 * Time and memory are linear in the length of @text.
 */
void
door_challenge_parser_parse (DoorChallengeBuilder *builder,
                             const guint8 *text,
                             const DoorFieldLine *lines,
                             guint n_lines)
{
  const DoorFieldLine *last = &lines[n_lines - 1];
  Parser parser = { .builder = builder, .text = text, .lines = lines, .n_lines = n_lines };

  builder->follows_grammar
      = read_elements (&parser, lines[0].start, last->start + last->length, FALSE);
  if (!builder->follows_grammar)
    {
      door_challenge_builder_reset (builder);
      parser.takes_params = FALSE;
      for (guint i = 0; i < n_lines; i++)
        read_elements (&parser, lines[i].start, lines[i].start + lines[i].length, TRUE);
    }

  end_challenge (&parser);
}
