/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "door-page.h"

G_BEGIN_DECLS

#define DOOR_TYPE_AUTOMATION (door_automation_get_type ())
G_DECLARE_FINAL_TYPE (DoorAutomation, door_automation, DOOR, AUTOMATION, GObject)

/* The WebDriver sessions of one context.
 *
 * Signal: create-page (gboolean window) → DoorPage *: the driver wants a new page, in a window of
 * its own or in a tab. The handler returns one (transfer full) that is shown somewhere. */
DoorAutomation *door_automation_new (DoorWebContext *context);

G_END_DECLS
