/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-script-pause.h"

/* WebKit gives up the load that is on its way whenever the shown page schedules a navigation, even
 * one that is not allowed then, and with it a policy decision that has not reached the page: who
 * calls “location =” every millisecond stays. Only a page without scripts cannot. */
struct _DoorScriptPause
{
  WebKitWebView *view; /* not owned: the page owns both */
  gboolean paused;
  gboolean elsewhere; /* the load left for another site meanwhile */
};

DoorScriptPause *
door_script_pause_new (WebKitWebView *view)
{
  DoorScriptPause *pause = g_new0 (DoorScriptPause, 1);

  pause->view = view;

  return pause;
}

void
door_script_pause_free (DoorScriptPause *pause)
{
  g_free (pause);
}

static void
set_scripts (DoorScriptPause *pause, gboolean enabled)
{
  webkit_settings_set_enable_javascript (webkit_web_view_get_settings (pause->view), enabled);
}

/**
 * door_script_pause_begin:
 *
 * No script of the page runs from now on. What WebKit is asked for next reaches the page later.
 */
void
door_script_pause_begin (DoorScriptPause *pause)
{
  pause->paused = TRUE;
  pause->elsewhere = FALSE;
  set_scripts (pause, FALSE);
}

/**
 * door_script_pause_leave_site:
 *
 * The load goes on at another site, in another process, which learns no more of the pause's end.
 */
void
door_script_pause_leave_site (DoorScriptPause *pause)
{
  if (pause->paused)
    pause->elsewhere = TRUE;
}

/**
 * door_script_pause_end:
 *
 * Scripts run again: to be called before the next page is let in, whose own scripts have to.
 */
void
door_script_pause_end (DoorScriptPause *pause)
{
  if (!pause->paused)
    return;

  pause->paused = FALSE;
  set_scripts (pause, TRUE);
}

/**
 * door_script_pause_reaches_page:
 *
 * To be called when the next page is shown.
 *
 * Returns: whether it may have begun without scripts, and has to be loaded once more
 */
gboolean
door_script_pause_reaches_page (DoorScriptPause *pause)
{
  gboolean reached = pause->elsewhere;

  if (reached)
    {
      /* Its process heard of neither before. */
      set_scripts (pause, FALSE);
      set_scripts (pause, TRUE);
    }
  pause->elsewhere = FALSE;
  pause->paused = FALSE;

  return reached;
}
