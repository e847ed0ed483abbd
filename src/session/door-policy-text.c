/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-policy-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define BYTE_ORDER_MARK "\xef\xbb\xbf"

/* GKeyFile's grammar, read by ourselves: GKeyFile knows no line numbers, stops at the first error,
 * and silently joins groups and drops keys that are there twice. */
typedef struct
{
  DoorPolicyProblems *problems;
  GPtrArray *groups;
  DoorPolicyGroup *group; /* that lines belong to, or NULL */
  guint line;
  gboolean lost; /* no telling which group this is: a header could not be read */
} Parser;

static void
entry_free (DoorPolicyEntry *entry)
{
  g_free (entry->key);
  g_free (entry->value);
  g_free (entry);
}

static void
group_free (DoorPolicyGroup *group)
{
  g_free (group->name);
  g_ptr_array_unref (group->entries);
  g_free (group);
}

/* A comment after a value needs a space on both sides of its #, so that “Room #7” has none. */
static void
strip_comment (char *line)
{
  for (char *p = line; *p != '\0'; p++)
    if (*p == '#' && p > line && g_ascii_isspace (p[-1])
        && (p[1] == '\0' || g_ascii_isspace (p[1])))
      {
        *p = '\0';
        return;
      }
}

static DoorPolicyGroup *
find_group (Parser *parser, const char *name)
{
  for (guint i = 0; i < parser->groups->len; i++)
    {
      DoorPolicyGroup *group = g_ptr_array_index (parser->groups, i);

      if (strcmp (group->name, name) == 0)
        return group;
    }

  return NULL;
}

static void
parse_header (Parser *parser, char *line)
{
  gsize length = strlen (line);
  DoorPolicyGroup *first;

  parser->group = NULL;
  parser->lost = line[length - 1] != ']' || strcspn (line + 1, "[]") != length - 2;
  if (parser->lost)
    {
      door_policy_problems_add (parser->problems, parser->line, NULL, NULL,
                                _ ("a group is written [NAME], alone on its line"));
      return;
    }

  line[length - 1] = '\0';
  g_strstrip (line + 1);
  first = find_group (parser, line + 1);
  if (first != NULL)
    door_policy_problems_add (parser->problems, parser->line, line + 1, NULL,
                              _ ("this group is there already, in line %u; keep them in one"),
                              first->line);

  /* The keys of the second are examined like those of the first. */
  parser->group = g_new0 (DoorPolicyGroup, 1);
  parser->group->line = parser->line;
  parser->group->name = g_strdup (line + 1);
  parser->group->entries = g_ptr_array_new_with_free_func ((GDestroyNotify)entry_free);
  g_ptr_array_add (parser->groups, parser->group);
}

static void
parse_entry (Parser *parser, char *line)
{
  const char *group = parser->group != NULL ? parser->group->name : NULL;
  char *equals = strchr (line, '=');
  DoorPolicyEntry *entry;

  if (equals == NULL || equals == line)
    {
      door_policy_problems_add (parser->problems, parser->line, group, NULL,
                                _ ("this is neither [GROUP] nor KEY=VALUE nor a comment, which "
                                   "begins with “#”"));
      return;
    }

  *equals = '\0';
  g_strchomp (line);
  if (parser->group == NULL)
    {
      if (!parser->lost)
        door_policy_problems_add (parser->problems, parser->line, NULL, line,
                                  _ ("this key is in no group; write [Doorward] before it"));
      return;
    }

  entry = door_policy_group_find (parser->group, line);
  if (entry != NULL)
    {
      door_policy_problems_add (parser->problems, parser->line, group, line,
                                _ ("this key is there already, in line %u; keep one of them"),
                                entry->line);
      return;
    }

  entry = g_new0 (DoorPolicyEntry, 1);
  entry->line = parser->line;
  entry->key = g_strdup (line);
  entry->value = g_strdup (g_strchug (equals + 1));
  g_ptr_array_add (parser->group->entries, entry);
}

static gboolean
has_control (const char *line)
{
  for (const char *p = line; *p != '\0'; p++)
    if (g_ascii_iscntrl (*p) && *p != '\t')
      return TRUE;

  return FALSE;
}

static const char *
get_defect (const char *text, gsize length, const char *line)
{
  if (memchr (text, '\0', length) != NULL)
    return _ ("there is a NUL byte in this line; a policy is plain text");
  if (!g_utf8_validate (text, (gssize)length, NULL))
    return _ ("this line is not UTF-8; save the file as UTF-8");
  if (has_control (line))
    return _ ("there is a control character in this line; remove it, or write \\t, \\n or \\r");

  return NULL;
}

static void
parse_line (Parser *parser, const char *text, gsize length)
{
  g_autofree char *line = NULL;
  const char *group = parser->group != NULL ? parser->group->name : NULL;
  const char *defect;

  if (length > 0 && text[length - 1] == '\r')
    length--;
  line = g_strndup (text, length);
  defect = get_defect (text, length, line);
  if (defect != NULL)
    {
      door_policy_problems_add (parser->problems, parser->line, group, NULL, "%s", defect);
      return;
    }

  g_strchug (line);
  if (*line == '\0' || *line == '#')
    return;

  strip_comment (line);
  g_strchomp (line);
  if (*line == '[')
    parse_header (parser, line);
  else
    parse_entry (parser, line);
}

/**
 * door_policy_text_parse:
 * @text: of any bytes
 * @length: how many
 * @problems: where to put what cannot be taken apart
 *
 * Returns: (transfer full) (element-type DoorPolicyGroup): the groups as written; one that is there
 *   twice is a problem
 */
GPtrArray *
door_policy_text_parse (const char *text, gsize length, DoorPolicyProblems *problems)
{
  const char *end = text + length;
  Parser parser = {
    .problems = problems,
    .groups = g_ptr_array_new_with_free_func ((GDestroyNotify)group_free),
  };

  if (g_str_has_prefix (text, BYTE_ORDER_MARK))
    {
      door_policy_problems_add (problems, 1, NULL, NULL,
                                _ ("the file begins with a byte order mark; save it without"));
      text += strlen (BYTE_ORDER_MARK);
    }

  while (text < end)
    {
      const char *newline = memchr (text, '\n', end - text);
      const char *line_end = newline != NULL ? newline : end;

      parser.line++;
      parse_line (&parser, text, line_end - text);
      text = line_end + 1;
    }

  return parser.groups;
}

/**
 * door_policy_group_find:
 *
 * Returns: (transfer none) (nullable): the entry of @key
 */
DoorPolicyEntry *
door_policy_group_find (const DoorPolicyGroup *group, const char *key)
{
  for (guint i = 0; i < group->entries->len; i++)
    {
      DoorPolicyEntry *entry = g_ptr_array_index (group->entries, i);

      if (strcmp (entry->key, key) == 0)
        return entry;
    }

  return NULL;
}

/* Appends the character that is meant, and says how long its spelling is; 0 if there is none. */
static gsize
unescape_one (const char *p, GString *string)
{
  static const char letters[] = "sntr\\;";
  static const char meanings[] = " \n\t\r\\;";
  const char *found;

  if (*p != '\\')
    {
      g_string_append_c (string, *p);
      return 1;
    }

  found = p[1] != '\0' ? strchr (letters, p[1]) : NULL;
  if (found == NULL)
    return 0;

  g_string_append_c (string, meanings[found - letters]);

  return 2;
}

static void
set_escape_error (GError **error)
{
  g_set_error_literal (
      error, DOOR_POLICY_ERROR, DOOR_POLICY_ERROR_INVALID,
      _ ("after a backslash comes s, n, t, r, “;” or a backslash; write \\\\ for a "
         "backslash"));
}

/**
 * door_policy_value_unescape:
 *
 * Returns: (transfer full): what @value means as one string
 */
char *
door_policy_value_unescape (const char *value, GError **error)
{
  g_autoptr (GString) string = g_string_new (NULL);

  for (const char *p = value; *p != '\0';)
    {
      gsize length = unescape_one (p, string);

      if (length == 0)
        {
          set_escape_error (error);
          return NULL;
        }
      p += length;
    }

  return g_string_free (g_steal_pointer (&string), FALSE);
}

/**
 * door_policy_value_split:
 *
 * Returns: (transfer full) (element-type utf8): what @value means as a list, its items between
 *   semicolons; one at the end is not followed by an item
 */
GPtrArray *
door_policy_value_split (const char *value, GError **error)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GString) item = g_string_new (NULL);

  for (const char *p = value; *p != '\0';)
    {
      gsize length;

      if (*p == ';')
        {
          g_ptr_array_add (items, g_strstrip (g_strdup (item->str)));
          g_string_truncate (item, 0);
          p++;
          continue;
        }

      length = unescape_one (p, item);
      if (length == 0)
        {
          set_escape_error (error);
          return NULL;
        }
      p += length;
    }

  g_strstrip (item->str);
  if (*item->str != '\0')
    g_ptr_array_add (items, g_strdup (item->str));

  return g_steal_pointer (&items);
}
