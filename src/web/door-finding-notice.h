/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "door-finding.h"
#include "door-notice.h"

G_BEGIN_DECLS

/* What the bar of a tab says about something for which no question is open. */

DoorNotice *door_finding_notice_new (DoorFinding *finding);
DoorNotice *door_finding_notice_new_cancelled (DoorFinding *finding);

G_END_DECLS
