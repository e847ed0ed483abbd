/* SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "door-auto-logins.h"
#include "door-policy.h"
#include "door-protection-space.h"

G_BEGIN_DECLS

/* What kind of load met the challenge. */
typedef enum
{
  DOOR_CONTEXT_NAVIGATION, /* main-frame document */
  DOOR_CONTEXT_FRAME,
  DOOR_CONTEXT_SUBRESOURCE,
  DOOR_CONTEXT_DOWNLOAD,
  DOOR_CONTEXT_WEBSOCKET,
} DoorContext;

/* Who is behind the load. */
typedef enum
{
  DOOR_ACT_NONE,   /* the page itself */
  DOOR_ACT_FOLLOW, /* the person followed a link, sent a form, went back or forward */
  DOOR_ACT_ASK,    /* the person reloaded, entered the address, pressed “Sign In…” */
} DoorAct;

typedef enum
{
  DOOR_VERDICT_PROMPT,   /* a sheet */
  DOOR_VERDICT_OFFER,    /* the bar only, with “Sign In…” */
  DOOR_VERDICT_ANSWER,   /* credentials were at hand */
  DOOR_VERDICT_BODY,     /* shown as it is */
  DOOR_VERDICT_SUPPRESS, /* the bar only, since the person does not want to be asked */
  DOOR_VERDICT_DENY,     /* must not be answered */
} DoorVerdict;

typedef enum
{
  DOOR_REASON_NO_CHALLENGE,        /* 401 or 407 without a challenge */
  DOOR_REASON_MALFORMED_CHALLENGE, /* no challenge that could be read */
  DOOR_REASON_NO_KNOWN_CHALLENGE,  /* no challenge that the network stack can answer */
  DOOR_REASON_KNOWN_CHALLENGE,     /* the person is asked */
  DOOR_REASON_REFUSED,             /* the person is asked again: what was sent was refused */
  DOOR_REASON_CREDENTIALS_AT_HAND,
  DOOR_REASON_POLICY_SCHEMES,    /* policy forbids the scheme */
  DOOR_REASON_POLICY_PROMPT,     /* policy forbids the question */
  DOOR_REASON_POLICY_LOGIN,      /* policy gives the answer */
  DOOR_REASON_LOGIN_REFUSED,     /* what policy gives was refused, and nobody may be asked */
  DOOR_REASON_LOGIN_UNAVAILABLE, /* what policy gives cannot be read, and nobody may be asked */
  DOOR_REASON_INSECURE_BASIC,    /* policy forbids Basic without encryption */
  DOOR_REASON_UNSOLICITED_PROXY, /* 407 from a server that is not a proxy in use */
  DOOR_REASON_PROXY_UNSUPPORTED, /* a proxy login could not be kept from other servers */
  DOOR_REASON_CANCELLED_BEFORE,
  DOOR_REASON_ASKED_BEFORE,    /* this server had its question since the person last acted */
  DOOR_REASON_UNFINISHED_BODY, /* the response that asks does not end */
  DOOR_REASON_FRAME,
  DOOR_REASON_SUBRESOURCE,
  DOOR_REASON_CROSS_ORIGIN, /* a frame or subresource of another origin than the page's */
  DOOR_REASON_DOWNLOAD,
} DoorReason;

/* Everything that a verdict depends on. */
typedef struct
{
  DoorContext context;
  DoorTarget target;
  DoorAct act;
  const char *scheme; /* of the known challenge, lower case, or NULL */
  DoorPolicy *policy;
  DoorAutoState auto_state; /* of the login that policy gives */

  guint n_challenges;
  guint malformed : 1;    /* part of the field could not be read */
  guint known : 1;        /* the network stack can answer one of the challenges */
  guint refused : 1;      /* credentials were sent with this request */
  guint encrypted : 1;    /* a password would not be readable on its way, or stay on the machine */
  guint proxy_in_use : 1; /* a proxy is configured for this request */
  guint proxy_supported : 1; /* proxy credentials can be kept from other servers */
  guint cross_origin : 1;    /* another origin than the page's */
  guint cancelled : 1;       /* suppression: the person cancelled this protection space */
  guint asked : 1;           /* suppression: the server asked since the person last acted on it */
  guint unfinished : 1;      /* the response has not arrived, and may never end */
  guint asking : 1;          /* its tab has a question already, of whatever */
} DoorCircumstances;

typedef struct
{
  DoorVerdict verdict;
  DoorReason reason;
} DoorDecision;

DoorDecision door_verdict_decide (const DoorCircumstances *circumstances);
DoorDecision door_verdict_decide_answer (DoorPolicy *policy,
                                         const char *scheme,
                                         gboolean encrypted,
                                         gboolean automatic);

const char *door_context_to_string (DoorContext context);
const char *door_verdict_to_string (DoorVerdict verdict);
const char *door_reason_to_string (DoorReason reason);
const char *door_reason_get_rule (DoorReason reason);

G_END_DECLS
