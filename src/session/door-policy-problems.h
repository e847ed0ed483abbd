/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define DOOR_POLICY_ERROR (door_policy_error_quark ())
GQuark door_policy_error_quark (void);

typedef enum
{
  DOOR_POLICY_ERROR_UNREADABLE, /* there is no such file, or nothing that could be one */
  DOOR_POLICY_ERROR_INVALID,    /* there are mistakes in it */
} DoorPolicyError;

/* The mistakes in a policy file, gathered so that all of them are told at once. */
typedef struct _DoorPolicyProblems DoorPolicyProblems;

DoorPolicyProblems *door_policy_problems_new (void);
void door_policy_problems_free (DoorPolicyProblems *problems);

void door_policy_problems_add (DoorPolicyProblems *problems,
                               guint line,
                               const char *group,
                               const char *key,
                               const char *format,
                               ...) G_GNUC_PRINTF (5, 6);
guint door_policy_problems_get_n (DoorPolicyProblems *problems);
void door_policy_problems_to_error (DoorPolicyProblems *problems, const char *file, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DoorPolicyProblems, door_policy_problems_free)

G_END_DECLS
