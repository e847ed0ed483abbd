/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-finding-notice.h"

static DoorNoticeKind
kind_for_reason (DoorReason reason)
{
  switch (reason)
    {
    case DOOR_REASON_NO_CHALLENGE:
      return DOOR_NOTICE_NO_CHALLENGE;
    case DOOR_REASON_MALFORMED_CHALLENGE:
      return DOOR_NOTICE_MALFORMED;
    case DOOR_REASON_NO_KNOWN_CHALLENGE:
      return DOOR_NOTICE_UNKNOWN_SCHEME;
    case DOOR_REASON_UNSOLICITED_PROXY:
    case DOOR_REASON_PROXY_UNSUPPORTED:
      return DOOR_NOTICE_PROXY;
    case DOOR_REASON_POLICY_SCHEMES:
    case DOOR_REASON_POLICY_PROMPT:
    case DOOR_REASON_INSECURE_BASIC:
      return DOOR_NOTICE_POLICY;
    case DOOR_REASON_LOGIN_REFUSED:
      return DOOR_NOTICE_LOGIN_REFUSED;
    case DOOR_REASON_LOGIN_UNAVAILABLE:
      return DOOR_NOTICE_LOGIN_UNAVAILABLE;
    case DOOR_REASON_UNFINISHED_BODY:
      return DOOR_NOTICE_SLOW_BODY;
    case DOOR_REASON_FRAME:
    case DOOR_REASON_SUBRESOURCE:
    case DOOR_REASON_CROSS_ORIGIN:
    case DOOR_REASON_DOWNLOAD:
      return DOOR_NOTICE_PART;
    default:
      return DOOR_NOTICE_SUPPRESSED;
    }
}

static DoorNoticeKind
kind_at_proxy (DoorNoticeKind kind)
{
  switch (kind)
    {
    case DOOR_NOTICE_SUPPRESSED:
      return DOOR_NOTICE_PROXY_LOGIN;
    case DOOR_NOTICE_PART:
    case DOOR_NOTICE_DOWNLOAD_LOGIN:
      return DOOR_NOTICE_PROXY_PART;
    default:
      return kind;
    }
}

static DoorNotice *
notice_new (DoorFinding *finding, DoorNoticeKind kind, gboolean can_sign_in)
{
  gboolean at_proxy = finding->space != NULL
                      && door_protection_space_get_target (finding->space) == DOOR_TARGET_PROXY;

  return door_notice_new (at_proxy ? kind_at_proxy (kind) : kind, finding->server, finding->scheme,
                          can_sign_in);
}

/**
 * door_finding_notice_new:
 *
 * Returns: (transfer full): why the person is not asked about @finding
 */
DoorNotice *
door_finding_notice_new (DoorFinding *finding)
{
  gboolean offered_download = finding->context == DOOR_CONTEXT_DOWNLOAD
                              && finding->decision.verdict == DOOR_VERDICT_OFFER;

  return notice_new (finding,
                     offered_download ? DOOR_NOTICE_DOWNLOAD_LOGIN
                                      : kind_for_reason (finding->decision.reason),
                     door_finding_can_sign_in (finding));
}

/**
 * door_finding_notice_new_cancelled:
 *
 * Returns: (transfer full): how the person may ask again after they have cancelled
 */
DoorNotice *
door_finding_notice_new_cancelled (DoorFinding *finding)
{
  return notice_new (finding, DOOR_NOTICE_SUPPRESSED, TRUE);
}
