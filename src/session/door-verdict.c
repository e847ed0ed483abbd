/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-verdict.h"

#include <string.h>

static DoorDecision
decision (DoorVerdict verdict, DoorReason reason)
{
  return (DoorDecision){ verdict, reason };
}

/* What may not be sent, whoever has it. */
static gboolean
is_forbidden (DoorPolicy *policy, const char *scheme, gboolean encrypted, DoorReason *reason)
{
  if (!door_policy_allows_scheme (policy, scheme))
    {
      *reason = DOOR_REASON_POLICY_SCHEMES;
      return TRUE;
    }

  *reason = DOOR_REASON_INSECURE_BASIC;

  return strcmp (scheme, "basic") == 0 && !encrypted
         && door_policy_get_insecure_basic (policy) == DOOR_INSECURE_BASIC_DENY;
}

static DoorReason
reason_for_silence (DoorAutoState state)
{
  switch (state)
    {
    case DOOR_AUTO_STATE_REFUSED:
      return DOOR_REASON_LOGIN_REFUSED;
    case DOOR_AUTO_STATE_UNAVAILABLE:
      return DOOR_REASON_LOGIN_UNAVAILABLE;
    case DOOR_AUTO_STATE_NONE:
    default:
      return DOOR_REASON_POLICY_PROMPT;
    }
}

/* What comes with a page unasked, and never opens a sheet. */
static gboolean
is_part (DoorContext context)
{
  return context != DOOR_CONTEXT_NAVIGATION && context != DOOR_CONTEXT_DOWNLOAD;
}

/**
 * door_verdict_decide:
 * @circumstances: all that matters
 *
 * The one place that decides what becomes of a challenge. The first rule that applies gives the
 * verdict; tests/session/test-verdict.c has the same as a table.
 *
 * Returns: the verdict and the rule behind it
 */
DoorDecision
door_verdict_decide (const DoorCircumstances *c)
{
  DoorReason forbidden;

  if (c->target == DOOR_TARGET_PROXY && !c->proxy_in_use)
    return decision (DOOR_VERDICT_DENY, DOOR_REASON_UNSOLICITED_PROXY);

  if (!c->known)
    {
      /* WebKit lets no subresource of another origin ask, so the stack was never asked either. */
      if (c->context == DOOR_CONTEXT_SUBRESOURCE && c->cross_origin)
        return decision (DOOR_VERDICT_BODY, DOOR_REASON_CROSS_ORIGIN);
      if (c->malformed)
        return decision (DOOR_VERDICT_BODY, DOOR_REASON_MALFORMED_CHALLENGE);
      if (c->n_challenges == 0)
        return decision (DOOR_VERDICT_BODY, DOOR_REASON_NO_CHALLENGE);
      return decision (DOOR_VERDICT_BODY, DOOR_REASON_NO_KNOWN_CHALLENGE);
    }

  if (c->target == DOOR_TARGET_PROXY && !c->proxy_supported)
    return decision (DOOR_VERDICT_DENY, DOOR_REASON_PROXY_UNSUPPORTED);

  if (is_forbidden (c->policy, c->scheme, c->encrypted, &forbidden))
    return decision (DOOR_VERDICT_DENY, forbidden);

  if (c->context != DOOR_CONTEXT_NAVIGATION && c->cross_origin
      && door_policy_get_cross_origin (c->policy) == DOOR_CROSS_ORIGIN_DENY)
    return decision (DOOR_VERDICT_DENY, DOOR_REASON_CROSS_ORIGIN);

  if (!door_policy_may_prompt (c->policy))
    return decision (DOOR_VERDICT_BODY, reason_for_silence (c->auto_state));

  if (is_part (c->context))
    {
      if (c->cancelled)
        return decision (DOOR_VERDICT_SUPPRESS, DOOR_REASON_CANCELLED_BEFORE);
      if (c->cross_origin)
        return decision (DOOR_VERDICT_OFFER, DOOR_REASON_CROSS_ORIGIN);
      if (c->context == DOOR_CONTEXT_FRAME)
        return decision (DOOR_VERDICT_OFFER, DOOR_REASON_FRAME);
      return decision (DOOR_VERDICT_OFFER, DOOR_REASON_SUBRESOURCE);
    }

  /* Its question would come before a page that is not its own, and has one. */
  if (c->context == DOOR_CONTEXT_DOWNLOAD && c->asking)
    return decision (DOOR_VERDICT_OFFER, DOOR_REASON_DOWNLOAD);

  if (c->unfinished)
    return decision (DOOR_VERDICT_OFFER, DOOR_REASON_UNFINISHED_BODY);

  /* The answer of the person that is being refused: they want to know, and to try again. */
  if (c->refused && c->act == DOOR_ACT_ASK)
    return decision (DOOR_VERDICT_PROMPT, DOOR_REASON_REFUSED);

  if (c->cancelled && c->act != DOOR_ACT_ASK)
    return decision (DOOR_VERDICT_SUPPRESS, DOOR_REASON_CANCELLED_BEFORE);

  if (c->asked && c->act == DOOR_ACT_NONE)
    return decision (DOOR_VERDICT_SUPPRESS, DOOR_REASON_ASKED_BEFORE);

  /* What a page downloads from elsewhere of its own accord has no say over that page. */
  if (c->context == DOOR_CONTEXT_DOWNLOAD && c->cross_origin && c->act == DOOR_ACT_NONE)
    return decision (DOOR_VERDICT_OFFER, DOOR_REASON_CROSS_ORIGIN);

  return decision (DOOR_VERDICT_PROMPT,
                   c->refused ? DOOR_REASON_REFUSED : DOOR_REASON_KNOWN_CHALLENGE);
}

/**
 * door_verdict_decide_answer:
 * @encrypted: as in #DoorCircumstances
 * @automatic: whether policy gives the credentials
 *
 * Decides about a challenge for which credentials are at hand.
 *
 * Returns: %DOOR_VERDICT_ANSWER, or %DOOR_VERDICT_DENY
 */
DoorDecision
door_verdict_decide_answer (DoorPolicy *policy,
                            const char *scheme,
                            gboolean encrypted,
                            gboolean automatic)
{
  DoorReason forbidden;

  if (is_forbidden (policy, scheme, encrypted, &forbidden))
    return decision (DOOR_VERDICT_DENY, forbidden);

  return decision (DOOR_VERDICT_ANSWER,
                   automatic ? DOOR_REASON_POLICY_LOGIN : DOOR_REASON_CREDENTIALS_AT_HAND);
}

const char *
door_context_to_string (DoorContext context)
{
  static const char *const names[] = {
    [DOOR_CONTEXT_NAVIGATION] = "navigation",   [DOOR_CONTEXT_FRAME] = "frame",
    [DOOR_CONTEXT_SUBRESOURCE] = "subresource", [DOOR_CONTEXT_DOWNLOAD] = "download",
    [DOOR_CONTEXT_WEBSOCKET] = "websocket",
  };

  return names[context];
}

const char *
door_verdict_to_string (DoorVerdict verdict)
{
  static const char *const names[] = {
    [DOOR_VERDICT_PROMPT] = "prompt",     [DOOR_VERDICT_OFFER] = "offer",
    [DOOR_VERDICT_ANSWER] = "answer",     [DOOR_VERDICT_BODY] = "body",
    [DOOR_VERDICT_SUPPRESS] = "suppress", [DOOR_VERDICT_DENY] = "deny",
  };

  return names[verdict];
}

/**
 * door_reason_to_string:
 *
 * Returns: the short fixed word for the event log
 */
const char *
door_reason_to_string (DoorReason reason)
{
  static const char *const names[] = {
    [DOOR_REASON_NO_CHALLENGE] = "no-challenge",
    [DOOR_REASON_MALFORMED_CHALLENGE] = "malformed-challenge",
    [DOOR_REASON_NO_KNOWN_CHALLENGE] = "no-known-challenge",
    [DOOR_REASON_KNOWN_CHALLENGE] = "known-challenge",
    [DOOR_REASON_REFUSED] = "refused",
    [DOOR_REASON_CREDENTIALS_AT_HAND] = "credentials-at-hand",
    [DOOR_REASON_POLICY_SCHEMES] = "policy",
    [DOOR_REASON_POLICY_PROMPT] = "policy",
    [DOOR_REASON_POLICY_LOGIN] = "policy",
    [DOOR_REASON_LOGIN_REFUSED] = "login-refused",
    [DOOR_REASON_LOGIN_UNAVAILABLE] = "login-unavailable",
    [DOOR_REASON_INSECURE_BASIC] = "insecure-basic",
    [DOOR_REASON_UNSOLICITED_PROXY] = "unsolicited-proxy",
    [DOOR_REASON_PROXY_UNSUPPORTED] = "proxy-unsupported",
    [DOOR_REASON_CANCELLED_BEFORE] = "cancelled-before",
    [DOOR_REASON_ASKED_BEFORE] = "asked-before",
    [DOOR_REASON_UNFINISHED_BODY] = "unfinished-body",
    [DOOR_REASON_FRAME] = "frame",
    [DOOR_REASON_SUBRESOURCE] = "subresource",
    [DOOR_REASON_CROSS_ORIGIN] = "cross-origin",
    [DOOR_REASON_DOWNLOAD] = "download",
  };

  return names[reason];
}

/**
 * door_reason_get_rule:
 *
 * Returns: (nullable): the key of the policy that @reason comes from
 */
const char *
door_reason_get_rule (DoorReason reason)
{
  switch (reason)
    {
    case DOOR_REASON_POLICY_SCHEMES:
      return "Schemes";
    case DOOR_REASON_POLICY_PROMPT:
      return "Prompt";
    case DOOR_REASON_INSECURE_BASIC:
      return "InsecureBasic";
    default:
      return NULL;
    }
}
