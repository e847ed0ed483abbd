/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "door-policy-problems.h"
#include "door-policy-text.h"

G_BEGIN_DECLS

/* One group of a policy file while its keys are read one after the other. */
typedef struct
{
  const DoorPolicyGroup *group;
  DoorPolicyProblems *problems;
  const DoorPolicyEntry *entry; /* that is being read */
} DoorPolicyReading;

/* A key that a group can have. What its value comes to is put into @result, which is what the
 * group comes to. */
typedef struct
{
  const char *name; /* NULL: there are no more */
  void (*read) (DoorPolicyReading *reading, gpointer result);
} DoorPolicyKey;

void
door_policy_reading_run (DoorPolicyReading *reading, const DoorPolicyKey *keys, gpointer result);

/* The value of the entry that is being read. One that cannot be read is a problem, and comes to
 * nothing. */
gboolean door_policy_reading_get_boolean (DoorPolicyReading *reading);
guint door_policy_reading_get_number (DoorPolicyReading *reading, guint maximum);
int door_policy_reading_get_choice (DoorPolicyReading *reading, const char *const *choices);
char *door_policy_reading_dup_text (DoorPolicyReading *reading);
GPtrArray *door_policy_reading_dup_list (DoorPolicyReading *reading);

void door_policy_reading_take_error (DoorPolicyReading *reading, GError *error);

/* Says what is wrong with the entry that is being read. */
#define door_policy_reading_problem(reading, ...)                                                  \
  door_policy_problems_add ((reading)->problems, (reading)->entry->line, (reading)->group->name,   \
                            (reading)->entry->key, __VA_ARGS__)

G_END_DECLS
