/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "door-policy-problems.h"

G_BEGIN_DECLS

/* One KEY=VALUE; the value as written, without a comment behind it. */
typedef struct
{
  guint line;
  char *key;
  char *value;
} DoorPolicyEntry;

typedef struct
{
  guint line;
  char *name;
  GPtrArray *entries; /* DoorPolicyEntry; each key once */
} DoorPolicyGroup;

/* A policy file taken apart into groups, keys and values, whatever these mean. */
GPtrArray *door_policy_text_parse (const char *text, gsize length, DoorPolicyProblems *problems);

DoorPolicyEntry *door_policy_group_find (const DoorPolicyGroup *group, const char *key);

char *door_policy_value_unescape (const char *value, GError **error);
GPtrArray *door_policy_value_split (const char *value, GError **error);

G_END_DECLS
