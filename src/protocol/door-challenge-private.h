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

/* One allocation: this, then the challenges, the parameters and the problems, then the text. */
struct _DoorChallengeList
{
  gatomicrefcount references;
  guint n_challenges;
  guint n_problems;
  gboolean malformed;
  DoorChallenge *challenges;
  DoorChallengeParam *params;
  DoorChallengeProblem *problems;
  char *text;
};

G_END_DECLS
