/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-param-names.h"

/* Up to this many names each is compared with each. */
#define FEW 12

static gboolean
names_equal (const guint8 *text, DoorSpan a, DoorSpan b)
{
  return a.length == b.length
         && g_ascii_strncasecmp ((const char *)text + a.start, (const char *)text + b.start,
                                 a.length)
                == 0;
}

/* A polynomial over the field of 2^61 - 1 elements at a random point: whoever writes the names
 * cannot make them collide without knowing the point. */
static guint64
hash_name (const guint8 *text, DoorSpan name, guint64 point)
{
  const guint64 prime = (G_GUINT64_CONSTANT (1) << 61) - 1;
  guint64 hash = name.length + 1;

  for (guint32 i = 0; i < name.length; i++)
    {
      unsigned __int128 product = (unsigned __int128)hash * point;

      hash = ((guint64)product & prime) + (guint64)(product >> 61);
      hash += (guint64)g_ascii_tolower ((char)text[name.start + i]);
      hash = (hash & prime) + (hash >> 61);
    }

  return hash;
}

static const DoorParsedParam *
find_among_many (const guint8 *text, const DoorParsedParam *params, guint n)
{
  const DoorParsedParam *duplicate = NULL;
  guint64 point = (((guint64)g_random_int () << 29) ^ g_random_int ()) | 1;
  guint n_slots = 32;
  g_autofree guint32 *slots = NULL; /* index of a parameter + 1 */

  while (n_slots < 2 * n)
    n_slots *= 2;
  slots = g_new0 (guint32, n_slots);

  for (guint i = 0; i < n && duplicate == NULL; i++)
    {
      guint slot = (guint)hash_name (text, params[i].name, point) & (n_slots - 1);

      while (slots[slot] != 0 && !names_equal (text, params[slots[slot] - 1].name, params[i].name))
        slot = (slot + 1) & (n_slots - 1);
      if (slots[slot] != 0)
        duplicate = &params[i];
      slots[slot] = i + 1;
    }

  return duplicate;
}

/*
 * door_param_names_find_duplicate:
 *
 * Takes time linear in the length of the names, whatever they are.
 *
 * Returns: (nullable): the first of @params whose name, letter case aside, an earlier one has
 */
const DoorParsedParam *
door_param_names_find_duplicate (const guint8 *text, const DoorParsedParam *params, guint n)
{
  if (n > FEW)
    return find_among_many (text, params, n);

  for (guint i = 1; i < n; i++)
    for (guint j = 0; j < i; j++)
      if (names_equal (text, params[i].name, params[j].name))
        return &params[i];

  return NULL;
}
