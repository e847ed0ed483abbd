/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "door-origin.h"

G_BEGIN_DECLS

/* The one place that makes text from strangers fit to be shown beside Doorward's own words. */

#define DOOR_DISPLAY_TEXT_MAX_LENGTH 150
#define DOOR_DISPLAY_TEXT_MAX_SCHEME_LENGTH 32

char *door_display_text_for_realm (const char *realm);
char *door_display_text_for_scheme (const char *scheme);
char *door_display_text_for_host (const char *host);
char *door_display_text_for_origin (DoorOrigin *origin);
char *door_display_text_for_proxy (DoorOrigin *proxy);

G_END_DECLS
