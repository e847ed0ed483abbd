/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-policy-reading.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "door-policy-value.h"

static void
tell_unknown_key (DoorPolicyReading *reading, const DoorPolicyKey *keys)
{
  g_autoptr (GString) known = g_string_new (NULL);

  for (const DoorPolicyKey *key = keys; key->name != NULL; key++)
    {
      if (g_ascii_strcasecmp (key->name, reading->entry->key) == 0)
        {
          door_policy_reading_problem (reading, _ ("there is no such key; write %s"), key->name);
          return;
        }
      g_string_append_printf (known, "%s%s", known->len > 0 ? ", " : "", key->name);
    }

  door_policy_reading_problem (reading, _ ("there is no such key; this group can have %s"),
                               known->str);
}

/**
 * door_policy_reading_run:
 * @keys: the keys that the group can have
 * @result: handed to them
 *
 * Reads the whole group. A key that is none of @keys is a problem.
 */
void
door_policy_reading_run (DoorPolicyReading *reading, const DoorPolicyKey *keys, gpointer result)
{
  for (guint i = 0; i < reading->group->entries->len; i++)
    {
      const DoorPolicyKey *key = keys;

      reading->entry = g_ptr_array_index (reading->group->entries, i);
      while (key->name != NULL && strcmp (key->name, reading->entry->key) != 0)
        key++;

      if (key->name != NULL)
        key->read (reading, result);
      else
        tell_unknown_key (reading, keys);
    }
}

gboolean
door_policy_reading_get_boolean (DoorPolicyReading *reading)
{
  GError *error = NULL;
  gboolean value = FALSE;

  if (!door_policy_value_to_boolean (reading->entry->value, &value, &error))
    door_policy_reading_take_error (reading, error);

  return value;
}

guint
door_policy_reading_get_number (DoorPolicyReading *reading, guint maximum)
{
  GError *error = NULL;
  guint number = 0;

  if (!door_policy_value_to_number (reading->entry->value, maximum, &number, &error))
    door_policy_reading_take_error (reading, error);

  return number;
}

/**
 * door_policy_reading_get_choice:
 * @choices: what can be written, the last one %NULL
 *
 * Returns: which of @choices is
 */
int
door_policy_reading_get_choice (DoorPolicyReading *reading, const char *const *choices)
{
  GError *error = NULL;
  int choice = 0;

  if (!door_policy_value_to_choice (reading->entry->value, choices, &choice, &error))
    door_policy_reading_take_error (reading, error);

  return choice;
}

/**
 * door_policy_reading_dup_text:
 *
 * Returns: (transfer full) (nullable): the text, which is not empty; %NULL if there is a problem
 */
char *
door_policy_reading_dup_text (DoorPolicyReading *reading)
{
  GError *error = NULL;
  char *text = door_policy_value_to_text (reading->entry->value, &error);

  if (text == NULL)
    door_policy_reading_take_error (reading, error);

  return text;
}

/**
 * door_policy_reading_dup_list:
 *
 * Returns: (transfer full) (nullable) (element-type utf8): the items; %NULL if there is a problem
 */
GPtrArray *
door_policy_reading_dup_list (DoorPolicyReading *reading)
{
  GError *error = NULL;
  GPtrArray *items = door_policy_value_to_list (reading->entry->value, &error);

  if (items == NULL)
    door_policy_reading_take_error (reading, error);

  return items;
}

/**
 * door_policy_reading_take_error:
 * @error: (transfer full): what is wrong with the entry that is being read
 */
void
door_policy_reading_take_error (DoorPolicyReading *reading, GError *error)
{
  door_policy_reading_problem (reading, "%s", error->message);
  g_error_free (error);
}
