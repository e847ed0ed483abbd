/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "door-authenticator.h"

G_BEGIN_DECLS

#define DOOR_TYPE_PAGE_DOWNLOADS (door_page_downloads_get_type ())
G_DECLARE_FINAL_TYPE (DoorPageDownloads, door_page_downloads, DOOR, PAGE_DOWNLOADS, GObject)

/* What one view downloads, each until its response is there: who is behind it, and what its server
 * asks for. Begins it anew once the person has signed in. */
DoorPageDownloads *door_page_downloads_new (DoorWebContext *context,
                                            WebKitWebView *view,
                                            DoorNavigationGate *gate,
                                            DoorPrompter *prompter,
                                            DoorAuthenticator *authenticator);

void door_page_downloads_begin (DoorPageDownloads *self, const char *uri, DoorAct act);
DoorAct door_page_downloads_get_act (DoorPageDownloads *self, WebKitDownload *download);
gboolean door_page_downloads_lose (DoorPageDownloads *self, WebKitDownload *download);

G_END_DECLS
