/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-expected-loads.h"

#include <string.h>

struct _DoorExpectedLoads
{
  GQueue loads; /* DoorExpectedLoad, oldest first */
};

static void
clear_load (gpointer data)
{
  DoorExpectedLoad *load = data;

  g_free (load->uri);
  g_free (load->frame_resend_uri);
}

/**
 * door_expected_load_new:
 * @act: who is behind it
 * @moment: when the person acted
 *
 * Returns: (transfer full): a load by which no form is sent again
 */
DoorExpectedLoad *
door_expected_load_new (DoorExpectedLoadKind kind, DoorAct act, guint64 moment)
{
  DoorExpectedLoad *load = g_rc_box_new0 (DoorExpectedLoad);

  load->kind = kind;
  load->act = act;
  load->moment = moment;

  return load;
}

DoorExpectedLoad *
door_expected_load_ref (DoorExpectedLoad *load)
{
  return g_rc_box_acquire (load);
}

void
door_expected_load_unref (DoorExpectedLoad *load)
{
  g_rc_box_release_full (load, clear_load);
}

DoorExpectedLoads *
door_expected_loads_new (void)
{
  DoorExpectedLoads *loads = g_new0 (DoorExpectedLoads, 1);

  g_queue_init (&loads->loads);

  return loads;
}

void
door_expected_loads_free (DoorExpectedLoads *loads)
{
  g_queue_clear_full (&loads->loads, (GDestroyNotify)door_expected_load_unref);
  g_free (loads);
}

/**
 * door_expected_loads_add:
 * @load: what the shell tells WebKit next to load
 *
 * The oldest one is forgotten: there are loads that WebKit never asks about.
 */
void
door_expected_loads_add (DoorExpectedLoads *loads, DoorExpectedLoad *load)
{
  g_queue_push_tail (&loads->loads, door_expected_load_ref (load));
  if (loads->loads.length > DOOR_EXPECTED_LOADS_MAX)
    door_expected_load_unref (g_queue_pop_head (&loads->loads));
}

static gboolean
is_asked_about (const DoorExpectedLoad *load, WebKitNavigationType type, const char *uri)
{
  switch (load->kind)
    {
    case DOOR_EXPECTED_LOAD_HISTORY:
      return type == WEBKIT_NAVIGATION_TYPE_BACK_FORWARD
             || type == WEBKIT_NAVIGATION_TYPE_FORM_RESUBMITTED;
    case DOOR_EXPECTED_LOAD_RELOAD:
      return type == WEBKIT_NAVIGATION_TYPE_RELOAD
             || type == WEBKIT_NAVIGATION_TYPE_FORM_RESUBMITTED;
    case DOOR_EXPECTED_LOAD_URI:
    default:
      return type == WEBKIT_NAVIGATION_TYPE_OTHER && strcmp (uri, load->uri) == 0;
    }
}

static GList *
find (DoorExpectedLoads *loads, WebKitNavigationType type, const char *uri)
{
  for (GList *link = loads->loads.head; link != NULL; link = link->next)
    {
      if (is_asked_about (link->data, type, uri))
        return link;
    }

  return NULL;
}

/**
 * door_expected_loads_has:
 *
 * Returns: whether a navigation of @type to @uri is one that the shell has told WebKit to begin
 */
gboolean
door_expected_loads_has (DoorExpectedLoads *loads, WebKitNavigationType type, const char *uri)
{
  return find (loads, type, uri) != NULL;
}

/**
 * door_expected_loads_take:
 *
 * WebKit asks in the order in which it was told, so of what was expected earlier it does not ask
 * any more.
 *
 * Returns: (transfer full) (nullable): what the shell has told WebKit to load
 */
DoorExpectedLoad *
door_expected_loads_take (DoorExpectedLoads *loads, WebKitNavigationType type, const char *uri)
{
  GList *found = find (loads, type, uri);

  if (found == NULL)
    return NULL;

  while (loads->loads.head != found)
    door_expected_load_unref (g_queue_pop_head (&loads->loads));

  return g_queue_pop_head (&loads->loads);
}
