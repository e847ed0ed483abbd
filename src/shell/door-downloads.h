/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <adwaita.h>
#include <webkit/webkit.h>

G_BEGIN_DECLS

#define DOOR_TYPE_DOWNLOADS (door_downloads_get_type ())
G_DECLARE_FINAL_TYPE (DoorDownloads, door_downloads, DOOR, DOWNLOADS, GObject)

/* Puts what one window downloads into the person's download folder and says so in toasts.
 *
 * Signal: orphaned (const char *uri, int act): a download has come to nothing before it began,
 * since its tab was closed; who was behind it is a DoorAct. */
DoorDownloads *door_downloads_new (AdwToastOverlay *toasts);

char *door_downloads_choose_folder (const char *folder);
void door_downloads_set_locked (DoorDownloads *self, gboolean locked);
void door_downloads_set_folder (DoorDownloads *self, const char *folder);
void door_downloads_take (DoorDownloads *self, WebKitDownload *download);
void door_downloads_hand_over (DoorDownloads *self, DoorDownloads *heir);

G_END_DECLS
