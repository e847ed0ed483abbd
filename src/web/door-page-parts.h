/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "door-examiner.h"
#include "door-prompter.h"
#include "door-proxy-acceptor.h"

G_BEGIN_DECLS

#define DOOR_TYPE_PAGE_PARTS (door_page_parts_get_type ())
G_DECLARE_FINAL_TYPE (DoorPageParts, door_page_parts, DOOR, PAGE_PARTS, GObject)

/* What a page loads beside its document: each response is read when it is there. */
DoorPageParts *door_page_parts_new (WebKitWebView *view,
                                    DoorJudge *judge,
                                    DoorProxyAcceptor *proxy_acceptor,
                                    DoorExaminer *examiner,
                                    DoorPrompter *prompter);

gboolean door_page_parts_decide_frame (DoorPageParts *self, WebKitResponsePolicyDecision *decision);
void door_page_parts_forget (DoorPageParts *self);

G_END_DECLS
