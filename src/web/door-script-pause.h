/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <webkit/webkit.h>

G_BEGIN_DECLS

/* Keeps the scripts of the shown page from running while the next one is on its way. */
typedef struct _DoorScriptPause DoorScriptPause;

DoorScriptPause *door_script_pause_new (WebKitWebView *view);
void door_script_pause_free (DoorScriptPause *pause);

void door_script_pause_begin (DoorScriptPause *pause);
void door_script_pause_leave_site (DoorScriptPause *pause);
void door_script_pause_end (DoorScriptPause *pause);
gboolean door_script_pause_reaches_page (DoorScriptPause *pause);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DoorScriptPause, door_script_pause_free)

G_END_DECLS
