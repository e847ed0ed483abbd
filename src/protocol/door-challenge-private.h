/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "door-challenge-list.h"

G_BEGIN_DECLS

/* Strings are offsets into the text of the list; offset 0 is no string. */
typedef struct
{
  guint32 name;
  guint32 value;
} DoorChallengeParam;

struct _DoorChallenge
{
  DoorChallengeList *list;
  guint32 scheme;
  guint32 token68;
  guint32 realm;
  guint32 first_param;
  guint32 n_params;
  gboolean malformed;
};

/* One allocation: the arrays are behind this. */
struct _DoorChallengeList
{
  gatomicrefcount references;
  gboolean follows_grammar;
  guint n_challenges;
  guint n_problems;
  DoorChallenge *challenges;
  DoorChallengeParam *params;
  char *text;
  DoorChallengeProblem *problems;
};

G_END_DECLS
