/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-param-names.h"

#include <string.h>

/* Up to this many names each is compared with each. */
#define FEW 12

static gboolean
names_equal (const char *a, const char *b)
{
  return *a == *b && strcmp (a, b) == 0;
}

/* A polynomial over the field of 2^61 - 1 elements at a random point: whoever writes the names
 * cannot make them collide without knowing the point. */
static guint64
hash_name (const char *name, guint64 point)
{
  const guint64 prime = (G_GUINT64_CONSTANT (1) << 61) - 1;
  guint64 hash = 1;

  for (; *name != '\0'; name++)
    {
      unsigned __int128 product = (unsigned __int128)hash * point;

      hash = ((guint64)product & prime) + (guint64)(product >> 61);
      hash += (guint8)*name;
      hash = (hash & prime) + (hash >> 61);
    }

  return hash;
}

static gboolean
have_duplicate_among_many (const char *text, const DoorChallengeParam *params, guint n)
{
  guint64 point = (((guint64)g_random_int () << 29) ^ g_random_int ()) | 1;
  guint n_slots = 32;
  g_autofree guint32 *slots = NULL; /* where a name is */

  while (n_slots < 2 * n)
    n_slots *= 2;
  slots = g_new0 (guint32, n_slots);

  for (guint i = 0; i < n; i++)
    {
      const char *name = text + params[i].name;
      guint slot = (guint)hash_name (name, point) & (n_slots - 1);

      while (slots[slot] != 0 && !names_equal (text + slots[slot], name))
        slot = (slot + 1) & (n_slots - 1);
      if (slots[slot] != 0)
        return TRUE;
      slots[slot] = params[i].name;
    }

  return FALSE;
}

/*
 * door_param_names_have_duplicate:
 *
 * Takes time linear in the length of the names, whatever they are.
 *
 * Returns: whether two of @params have the same name
 */
gboolean
door_param_names_have_duplicate (const char *text, const DoorChallengeParam *params, guint n)
{
  if (n > FEW)
    return have_duplicate_among_many (text, params, n);

  for (guint i = 1; i < n; i++)
    for (guint j = 0; j < i; j++)
      if (names_equal (text + params[i].name, text + params[j].name))
        return TRUE;

  return FALSE;
}
