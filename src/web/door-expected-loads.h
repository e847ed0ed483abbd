/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <webkit/webkit.h>

#include "door-verdict.h"

G_BEGIN_DECLS

typedef enum
{
  DOOR_EXPECTED_LOAD_URI,
  DOOR_EXPECTED_LOAD_RELOAD,
  DOOR_EXPECTED_LOAD_HISTORY,
} DoorExpectedLoadKind;

/* What the shell has told WebKit to load. */
typedef struct
{
  DoorExpectedLoadKind kind;
  char *uri; /* (nullable): for DOOR_EXPECTED_LOAD_URI, as WebKit spells it */
  DoorAct act;
  guint64 moment;         /* of the act, see door_suppression_get_moment () */
  gboolean resend;        /* whether a form may be sent again by it */
  gboolean restoring;     /* the page as it is in the history, with what was sent to its frames */
  char *frame_resend_uri; /* (nullable): of the frame that a form may be sent to again */
} DoorExpectedLoad;

#define DOOR_EXPECTED_LOADS_MAX 8

/* What WebKit has not asked about yet, of what the shell has told it to load. */
typedef struct _DoorExpectedLoads DoorExpectedLoads;

DoorExpectedLoad *door_expected_load_new (DoorExpectedLoadKind kind, DoorAct act, guint64 moment);
DoorExpectedLoad *door_expected_load_ref (DoorExpectedLoad *load);
void door_expected_load_unref (DoorExpectedLoad *load);

DoorExpectedLoads *door_expected_loads_new (void);
void door_expected_loads_free (DoorExpectedLoads *loads);

void door_expected_loads_add (DoorExpectedLoads *loads, DoorExpectedLoad *load);
gboolean
door_expected_loads_has (DoorExpectedLoads *loads, WebKitNavigationType type, const char *uri);
DoorExpectedLoad *
door_expected_loads_take (DoorExpectedLoads *loads, WebKitNavigationType type, const char *uri);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DoorExpectedLoad, door_expected_load_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DoorExpectedLoads, door_expected_loads_free)

G_END_DECLS
