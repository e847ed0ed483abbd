/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "door-verdict.h"

G_BEGIN_DECLS

/* One navigation: where it leads, and who is behind it since when. */
typedef struct
{
  char *uri; /* without user information and fragment, as a response has it, by its door_uri_key_new
                () */
  DoorAct act;
  guint64 moment; /* of the act, see door_suppression_get_moment () */
} DoorActRecord;

/* The latest navigations of one view. */
typedef struct _DoorActRecords DoorActRecords;

#define DOOR_ACT_RECORDS_MAX 16

DoorActRecords *door_act_records_new (void);
void door_act_records_free (DoorActRecords *records);

void door_act_records_add (DoorActRecords *records, const char *uri, DoorAct act, guint64 moment);
const DoorActRecord *door_act_records_find (DoorActRecords *records, const char *uri);
const DoorActRecord *door_act_records_get_latest (DoorActRecords *records);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DoorActRecords, door_act_records_free)

G_END_DECLS
