/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-policy-problems.h"

typedef struct
{
  guint line;
  guint number; /* in the order found */
  char *text;
} Problem;

struct _DoorPolicyProblems
{
  GArray *problems; /* Problem */
};

G_DEFINE_QUARK (door-policy-error-quark, door_policy_error);

static void
clear_problem (Problem *problem)
{
  g_free (problem->text);
}

DoorPolicyProblems *
door_policy_problems_new (void)
{
  DoorPolicyProblems *problems = g_new0 (DoorPolicyProblems, 1);

  problems->problems = g_array_new (FALSE, FALSE, sizeof (Problem));
  g_array_set_clear_func (problems->problems, (GDestroyNotify)clear_problem);

  return problems;
}

void
door_policy_problems_free (DoorPolicyProblems *problems)
{
  g_array_unref (problems->problems);
  g_free (problems);
}

/**
 * door_policy_problems_add:
 * @line: where it is, from 1
 * @group: (nullable): the group that it is in
 * @key: (nullable): the key that it is about
 * @format: what is wrong, and what would be right
 */
void
door_policy_problems_add (DoorPolicyProblems *problems,
                          guint line,
                          const char *group,
                          const char *key,
                          const char *format,
                          ...)
{
  Problem problem = { .line = line, .number = problems->problems->len };
  g_autoptr (GString) text = g_string_new (NULL);
  va_list arguments;

  if (group != NULL)
    g_string_append_printf (text, "[%s] ", group);
  if (key != NULL)
    g_string_append_printf (text, "%s: ", key);
  va_start (arguments, format);
  g_string_append_vprintf (text, format, arguments);
  va_end (arguments);

  problem.text = g_string_free (g_steal_pointer (&text), FALSE);
  g_array_append_val (problems->problems, problem);
}

guint
door_policy_problems_get_n (DoorPolicyProblems *problems)
{
  return problems->problems->len;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  const Problem *first = a;
  const Problem *second = b;

  if (first->line != second->line)
    return first->line < second->line ? -1 : 1;

  return first->number < second->number ? -1 : 1;
}

/**
 * door_policy_problems_to_error:
 * @file: the name of the file
 *
 * Sets @error to all problems in the order of their lines, one on each line of its message, as
 * FILE:LINE: [GROUP] KEY: TEXT.
 */
void
door_policy_problems_to_error (DoorPolicyProblems *problems, const char *file, GError **error)
{
  g_autoptr (GString) message = g_string_new (NULL);
  g_autofree char *name = g_filename_display_name (file);

  g_array_sort (problems->problems, compare);
  for (guint i = 0; i < problems->problems->len; i++)
    {
      const Problem *problem = &g_array_index (problems->problems, Problem, i);

      g_string_append_printf (message, "%s%s:%u: %s", i > 0 ? "\n" : "", name, problem->line,
                              problem->text);
    }

  g_set_error_literal (error, DOOR_POLICY_ERROR, DOOR_POLICY_ERROR_INVALID, message->str);
}
