/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib-object.h>

#include "door-origin.h"

G_BEGIN_DECLS

/* Why a tab shows its bar. */
typedef enum
{
  DOOR_NOTICE_SUPPRESSED,        /* a login was cancelled, or asked too often: Sign In… */
  DOOR_NOTICE_PART,              /* a frame or subresource wants a login: Sign In… */
  DOOR_NOTICE_DOWNLOAD_LOGIN,    /* a download wants a login: Sign In… */
  DOOR_NOTICE_UNKNOWN_SCHEME,    /* 401, but no challenge that can be answered */
  DOOR_NOTICE_NO_CHALLENGE,      /* 401 without any challenge */
  DOOR_NOTICE_MALFORMED,         /* 401 with a challenge that cannot be read */
  DOOR_NOTICE_POLICY,            /* policy forbids to ask or to answer */
  DOOR_NOTICE_LOGIN_REFUSED,     /* what policy gives was refused */
  DOOR_NOTICE_LOGIN_UNAVAILABLE, /* what policy gives cannot be read */
  DOOR_NOTICE_SLOW_BODY,         /* asks for a login, but its page does not end: Sign In… */
  DOOR_NOTICE_PROXY,             /* a proxy asks, and may not be answered */
  DOOR_NOTICE_PROXY_LOGIN,       /* as SUPPRESSED, at a proxy */
  DOOR_NOTICE_PROXY_PART,        /* as PART, at a proxy */
  DOOR_NOTICE_USERINFO,          /* user information in a link was left out */
  DOOR_NOTICE_RESEND,            /* reload would send a form again: Send Again */
  DOOR_NOTICE_PART_REFUSED,      /* a frame leads where the administrator does not want it to */
  DOOR_NOTICE_DOWNLOAD,          /* the administrator does not want downloads */
  DOOR_NOTICE_SIGNED_IN,         /* signed in elsewhere, but a form is half filled in: Reload */
} DoorNoticeKind;

#define DOOR_TYPE_NOTICE (door_notice_get_type ())
G_DECLARE_FINAL_TYPE (DoorNotice, door_notice, DOOR, NOTICE, GObject)

DoorNotice *
door_notice_new (DoorNoticeKind kind, DoorOrigin *server, const char *scheme, gboolean can_sign_in);

DoorNoticeKind door_notice_get_kind (DoorNotice *self);
DoorOrigin *door_notice_get_server (DoorNotice *self);
const char *door_notice_get_scheme (DoorNotice *self);
gboolean door_notice_get_can_sign_in (DoorNotice *self);

G_END_DECLS
