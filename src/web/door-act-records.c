/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-act-records.h"

#include <string.h>

#include "door-plain-uri.h"
#include "door-uri-key.h"

struct _DoorActRecords
{
  GQueue records; /* DoorActRecord, newest first */
};

static void
record_free (DoorActRecord *record)
{
  g_free (record->uri);
  g_free (record);
}

DoorActRecords *
door_act_records_new (void)
{
  DoorActRecords *records = g_new0 (DoorActRecords, 1);

  g_queue_init (&records->records);

  return records;
}

void
door_act_records_free (DoorActRecords *records)
{
  g_queue_clear_full (&records->records, (GDestroyNotify)record_free);
  g_free (records);
}

static char *
dup_response_uri (const char *uri)
{
  g_autofree char *plain = door_plain_uri_new (uri);
  const char *whole = plain != NULL ? plain : uri;
  g_autofree char *asked_for = g_strndup (whole, strcspn (whole, "#"));

  return door_uri_key_new (asked_for);
}

/**
 * door_act_records_add:
 * @moment: when the person acted
 *
 * Remembers who is behind the navigation to @uri. The oldest one is forgotten.
 */
void
door_act_records_add (DoorActRecords *records, const char *uri, DoorAct act, guint64 moment)
{
  DoorActRecord *record = g_new0 (DoorActRecord, 1);

  record->uri = dup_response_uri (uri);
  record->act = act;
  record->moment = moment;
  g_queue_push_head (&records->records, record);
  if (records->records.length > DOOR_ACT_RECORDS_MAX)
    record_free (g_queue_pop_tail (&records->records));
}

/**
 * door_act_records_find:
 *
 * Returns: (transfer none) (nullable): the latest navigation to @uri
 */
const DoorActRecord *
door_act_records_find (DoorActRecords *records, const char *uri)
{
  g_autofree char *wanted = dup_response_uri (uri);

  for (GList *link = records->records.head; link != NULL; link = link->next)
    {
      DoorActRecord *record = link->data;

      if (strcmp (record->uri, wanted) == 0)
        return record;
    }

  return NULL;
}

/**
 * door_act_records_get_latest:
 *
 * Returns: (transfer none) (nullable): the latest navigation
 */
const DoorActRecord *
door_act_records_get_latest (DoorActRecords *records)
{
  return g_queue_peek_head (&records->records);
}
