/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "door-failed-load.h"
#include "door-notice.h"
#include "door-page-proxy.h"
#include "door-prompt.h"
#include "door-used-login.h"
#include "door-web-context.h"

G_BEGIN_DECLS

#define DOOR_TYPE_PAGE (door_page_get_type ())
G_DECLARE_FINAL_TYPE (DoorPage, door_page, DOOR, PAGE, GObject)

/* One web view and what Doorward knows of its logins.
 *
 * Properties, notified: view (WebKitWebView), uri (without user information), prompt (DoorPrompt or
 * NULL: non-NULL from the moment that a sheet is due until the question is closed), notice
 * (DoorNotice or NULL), needs-attention (gboolean), failure (int, DoorPageFailure), in-front
 * (gboolean, writable: the shell says whether its tab is the selected one).
 * login (DoorCredentials or NULL: what the session is signed in with where the page is from).
 * Signals: create-page (DoorPage *page): the page opened another one, to be shown as a tab;
 * close: the page asks to be closed. */
DoorPage *door_page_new (DoorWebContext *context);

DoorWebContext *door_page_get_context (DoorPage *self);
WebKitWebView *door_page_get_view (DoorPage *self);
guint64 door_page_get_id (DoorPage *self);
const char *door_page_get_uri (DoorPage *self);
DoorPrompt *door_page_get_prompt (DoorPage *self);
DoorNotice *door_page_get_notice (DoorPage *self);
DoorCredentials *door_page_get_login (DoorPage *self);
DoorUsedLogin *door_page_get_used_login (DoorPage *self);
DoorPageProxy *door_page_get_proxy (DoorPage *self);
gboolean door_page_get_needs_attention (DoorPage *self);
gboolean door_page_get_in_front (DoorPage *self);
void door_page_set_in_front (DoorPage *self, gboolean in_front);
void door_page_attend (DoorPage *self);

DoorPageFailure door_page_get_failure (DoorPage *self);
DoorFailedLoad *door_page_get_failed_load (DoorPage *self);
gboolean door_page_can_leave_failure (DoorPage *self);
void door_page_leave_failure (DoorPage *self);
void door_page_accept_certificate (DoorPage *self);

void door_page_download (DoorPage *self, const char *uri, DoorAct act);
DoorAct door_page_get_download_act (DoorPage *self, WebKitDownload *download);
gboolean door_page_lose_download (DoorPage *self, WebKitDownload *download);

/* Acts of the person. */
void door_page_open (DoorPage *self, const char *uri);
void door_page_reload (DoorPage *self, gboolean bypass_cache);
void door_page_go_back (DoorPage *self);
void door_page_go_forward (DoorPage *self);
void door_page_stop (DoorPage *self);
void door_page_sign_in (DoorPage *self);
void door_page_resend (DoorPage *self);
void door_page_dismiss_notice (DoorPage *self);

G_END_DECLS
