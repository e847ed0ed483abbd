/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-verdict.h"

/* The verdict as a table: what comes in, what must come out. Circumstances that a row does not name
 * are those of the plain case: Basic over https in the main frame, nothing suppressed. */

#define KNOWN .n_challenges = 1, .known = TRUE
#define PLAIN KNOWN, .encrypted = TRUE, .scheme = "basic"
#define DIGEST KNOWN, .encrypted = TRUE, .scheme = "digest"
#define INSECURE KNOWN, .scheme = "basic"

static const struct
{
  const char *name;
  DoorCircumstances circumstances;
  enum
  {
    POLICY_DEFAULT,
    POLICY_DIGEST_ONLY,
    POLICY_DENY_INSECURE,
    POLICY_ALLOW_INSECURE,
    POLICY_NEVER_PROMPT,
    POLICY_DENY_CROSS_ORIGIN,
  } policy;
  DoorVerdict verdict;
  DoorReason reason;
} rows[] = {
  /* clang-format off */
  { "known", { PLAIN }, 0, DOOR_VERDICT_PROMPT, DOOR_REASON_KNOWN_CHALLENGE },
  { "known-followed", { PLAIN, .act = DOOR_ACT_FOLLOW }, 0, DOOR_VERDICT_PROMPT, DOOR_REASON_KNOWN_CHALLENGE },
  { "refused-answer", { PLAIN, .refused = TRUE, .act = DOOR_ACT_ASK }, 0, DOOR_VERDICT_PROMPT, DOOR_REASON_REFUSED },
  { "refused-stale", { PLAIN, .refused = TRUE }, 0, DOOR_VERDICT_PROMPT, DOOR_REASON_REFUSED },
  { "refused-answer-after-cancel", { PLAIN, .refused = TRUE, .act = DOOR_ACT_ASK, .cancelled = TRUE, .asked = TRUE }, 0, DOOR_VERDICT_PROMPT, DOOR_REASON_REFUSED },
  { "refused-in-a-loop", { PLAIN, .refused = TRUE, .asked = TRUE }, 0, DOOR_VERDICT_SUPPRESS, DOOR_REASON_ASKED_BEFORE },

  /* RFC 9110 section 11.6.1: nothing to answer. */
  { "none", { .encrypted = TRUE }, 0, DOOR_VERDICT_BODY, DOOR_REASON_NO_CHALLENGE },
  { "unknown", { .n_challenges = 2, .encrypted = TRUE }, 0, DOOR_VERDICT_BODY, DOOR_REASON_NO_KNOWN_CHALLENGE },
  { "malformed", { .n_challenges = 1, .malformed = TRUE, .encrypted = TRUE }, 0, DOOR_VERDICT_BODY, DOOR_REASON_MALFORMED_CHALLENGE },
  { "malformed-and-known", { PLAIN, .malformed = TRUE }, 0, DOOR_VERDICT_PROMPT, DOOR_REASON_KNOWN_CHALLENGE },

  /* Proxies. */
  { "407-from-an-origin", { PLAIN, .target = DOOR_TARGET_PROXY }, 0, DOOR_VERDICT_DENY, DOOR_REASON_UNSOLICITED_PROXY },
  { "407-from-an-origin-unknown", { .target = DOOR_TARGET_PROXY }, 0, DOOR_VERDICT_DENY, DOOR_REASON_UNSOLICITED_PROXY },
  { "407-leaky", { PLAIN, .target = DOOR_TARGET_PROXY, .proxy_in_use = TRUE }, 0, DOOR_VERDICT_DENY, DOOR_REASON_PROXY_UNSUPPORTED },
  { "407", { PLAIN, .target = DOOR_TARGET_PROXY, .proxy_in_use = TRUE, .proxy_supported = TRUE }, 0, DOOR_VERDICT_PROMPT, DOOR_REASON_KNOWN_CHALLENGE },

  /* Policy. */
  { "scheme-forbidden", { PLAIN }, POLICY_DIGEST_ONLY, DOOR_VERDICT_DENY, DOOR_REASON_POLICY_SCHEMES },
  { "scheme-allowed", { DIGEST }, POLICY_DIGEST_ONLY, DOOR_VERDICT_PROMPT, DOOR_REASON_KNOWN_CHALLENGE },
  { "insecure-warn", { INSECURE }, 0, DOOR_VERDICT_PROMPT, DOOR_REASON_KNOWN_CHALLENGE },
  { "insecure-allow", { INSECURE }, POLICY_ALLOW_INSECURE, DOOR_VERDICT_PROMPT, DOOR_REASON_KNOWN_CHALLENGE },
  { "insecure-deny", { INSECURE }, POLICY_DENY_INSECURE, DOOR_VERDICT_DENY, DOOR_REASON_INSECURE_BASIC },
  { "insecure-deny-digest", { KNOWN, .scheme = "digest" }, POLICY_DENY_INSECURE, DOOR_VERDICT_PROMPT, DOOR_REASON_KNOWN_CHALLENGE },
  { "secure-deny", { PLAIN }, POLICY_DENY_INSECURE, DOOR_VERDICT_PROMPT, DOOR_REASON_KNOWN_CHALLENGE },
  { "never-prompt", { PLAIN, .act = DOOR_ACT_ASK }, POLICY_NEVER_PROMPT, DOOR_VERDICT_BODY, DOOR_REASON_POLICY_PROMPT },
  { "never-prompt-part", { PLAIN, .context = DOOR_CONTEXT_FRAME }, POLICY_NEVER_PROMPT, DOOR_VERDICT_BODY, DOOR_REASON_POLICY_PROMPT },

  /* No part of a page opens a sheet. */
  { "frame", { PLAIN, .context = DOOR_CONTEXT_FRAME }, 0, DOOR_VERDICT_OFFER, DOOR_REASON_FRAME },
  { "frame-cross-origin", { PLAIN, .context = DOOR_CONTEXT_FRAME, .cross_origin = TRUE }, 0, DOOR_VERDICT_OFFER, DOOR_REASON_CROSS_ORIGIN },
  { "frame-cancelled", { PLAIN, .context = DOOR_CONTEXT_FRAME, .cancelled = TRUE }, 0, DOOR_VERDICT_SUPPRESS, DOOR_REASON_CANCELLED_BEFORE },
  { "frame-refused", { PLAIN, .context = DOOR_CONTEXT_FRAME, .refused = TRUE, .act = DOOR_ACT_ASK }, 0, DOOR_VERDICT_OFFER, DOOR_REASON_FRAME },
  { "subresource", { PLAIN, .context = DOOR_CONTEXT_SUBRESOURCE }, 0, DOOR_VERDICT_OFFER, DOOR_REASON_SUBRESOURCE },
  { "subresource-cross-origin", { PLAIN, .context = DOOR_CONTEXT_SUBRESOURCE, .cross_origin = TRUE }, 0, DOOR_VERDICT_OFFER, DOOR_REASON_CROSS_ORIGIN },
  { "subresource-cross-origin-blocked", { .n_challenges = 1, .context = DOOR_CONTEXT_SUBRESOURCE, .cross_origin = TRUE }, 0, DOOR_VERDICT_BODY, DOOR_REASON_CROSS_ORIGIN },
  { "websocket", { PLAIN, .context = DOOR_CONTEXT_WEBSOCKET }, 0, DOOR_VERDICT_OFFER, DOOR_REASON_SUBRESOURCE },

  /* A download asks as a document does, but for a page that downloads from elsewhere, and never over another question. */
  { "download", { PLAIN, .context = DOOR_CONTEXT_DOWNLOAD }, 0, DOOR_VERDICT_PROMPT, DOOR_REASON_KNOWN_CHALLENGE },
  { "download-followed", { PLAIN, .context = DOOR_CONTEXT_DOWNLOAD, .act = DOOR_ACT_FOLLOW }, 0, DOOR_VERDICT_PROMPT, DOOR_REASON_KNOWN_CHALLENGE },
  { "download-in-a-loop", { PLAIN, .context = DOOR_CONTEXT_DOWNLOAD, .asked = TRUE }, 0, DOOR_VERDICT_SUPPRESS, DOOR_REASON_ASKED_BEFORE },
  { "download-asked-followed", { PLAIN, .context = DOOR_CONTEXT_DOWNLOAD, .asked = TRUE, .act = DOOR_ACT_FOLLOW }, 0, DOOR_VERDICT_PROMPT, DOOR_REASON_KNOWN_CHALLENGE },
  { "download-cancelled", { PLAIN, .context = DOOR_CONTEXT_DOWNLOAD, .cancelled = TRUE, .act = DOOR_ACT_FOLLOW }, 0, DOOR_VERDICT_SUPPRESS, DOOR_REASON_CANCELLED_BEFORE },
  { "download-refused", { PLAIN, .context = DOOR_CONTEXT_DOWNLOAD, .refused = TRUE, .act = DOOR_ACT_ASK }, 0, DOOR_VERDICT_PROMPT, DOOR_REASON_REFUSED },
  { "download-while-asking", { PLAIN, .context = DOOR_CONTEXT_DOWNLOAD, .asking = TRUE, .act = DOOR_ACT_FOLLOW }, 0, DOOR_VERDICT_OFFER, DOOR_REASON_DOWNLOAD },
  { "download-cross-origin", { PLAIN, .context = DOOR_CONTEXT_DOWNLOAD, .cross_origin = TRUE }, 0, DOOR_VERDICT_OFFER, DOOR_REASON_CROSS_ORIGIN },
  { "download-cross-origin-followed", { PLAIN, .context = DOOR_CONTEXT_DOWNLOAD, .cross_origin = TRUE, .act = DOOR_ACT_FOLLOW }, 0, DOOR_VERDICT_PROMPT, DOOR_REASON_KNOWN_CHALLENGE },
  { "download-unknown", { .n_challenges = 1, .context = DOOR_CONTEXT_DOWNLOAD, .cross_origin = TRUE }, 0, DOOR_VERDICT_BODY, DOOR_REASON_NO_KNOWN_CHALLENGE },
  { "download-never-prompt", { PLAIN, .context = DOOR_CONTEXT_DOWNLOAD, .act = DOOR_ACT_ASK }, POLICY_NEVER_PROMPT, DOOR_VERDICT_BODY, DOOR_REASON_POLICY_PROMPT },
  { "deny-cross-origin-download", { PLAIN, .context = DOOR_CONTEXT_DOWNLOAD, .cross_origin = TRUE, .act = DOOR_ACT_FOLLOW }, POLICY_DENY_CROSS_ORIGIN, DOOR_VERDICT_DENY, DOOR_REASON_CROSS_ORIGIN },

  { "deny-cross-origin-frame", { PLAIN, .context = DOOR_CONTEXT_FRAME, .cross_origin = TRUE }, POLICY_DENY_CROSS_ORIGIN, DOOR_VERDICT_DENY, DOOR_REASON_CROSS_ORIGIN },
  { "deny-cross-origin-subresource", { PLAIN, .context = DOOR_CONTEXT_SUBRESOURCE, .cross_origin = TRUE, .cancelled = TRUE }, POLICY_DENY_CROSS_ORIGIN, DOOR_VERDICT_DENY, DOOR_REASON_CROSS_ORIGIN },
  { "deny-cross-origin-own-frame", { PLAIN, .context = DOOR_CONTEXT_FRAME }, POLICY_DENY_CROSS_ORIGIN, DOOR_VERDICT_OFFER, DOOR_REASON_FRAME },
  { "deny-cross-origin-document", { PLAIN, .cross_origin = TRUE, .act = DOOR_ACT_FOLLOW }, POLICY_DENY_CROSS_ORIGIN, DOOR_VERDICT_PROMPT, DOOR_REASON_KNOWN_CHALLENGE },

  /* Suppression. */
  { "cancelled", { PLAIN, .cancelled = TRUE }, 0, DOOR_VERDICT_SUPPRESS, DOOR_REASON_CANCELLED_BEFORE },
  { "cancelled-followed", { PLAIN, .cancelled = TRUE, .act = DOOR_ACT_FOLLOW }, 0, DOOR_VERDICT_SUPPRESS, DOOR_REASON_CANCELLED_BEFORE },
  { "cancelled-asked-for", { PLAIN, .cancelled = TRUE, .act = DOOR_ACT_ASK }, 0, DOOR_VERDICT_PROMPT, DOOR_REASON_KNOWN_CHALLENGE },
  { "asked", { PLAIN, .asked = TRUE }, 0, DOOR_VERDICT_SUPPRESS, DOOR_REASON_ASKED_BEFORE },
  { "asked-followed", { PLAIN, .asked = TRUE, .act = DOOR_ACT_FOLLOW }, 0, DOOR_VERDICT_PROMPT, DOOR_REASON_KNOWN_CHALLENGE },

  { "unfinished", { PLAIN, .unfinished = TRUE, .act = DOOR_ACT_ASK }, 0, DOOR_VERDICT_OFFER, DOOR_REASON_UNFINISHED_BODY },
  { "unfinished-never-prompt", { PLAIN, .unfinished = TRUE }, POLICY_NEVER_PROMPT, DOOR_VERDICT_BODY, DOOR_REASON_POLICY_PROMPT },
  /* clang-format on */
};

static DoorPolicy *
create_policy (int kind)
{
  static const char *const digest[] = { "digest", NULL };

  switch (kind)
    {
    case POLICY_DIGEST_ONLY:
      return door_policy_new (&(DoorPolicySettings){ .schemes = digest });
    case POLICY_DENY_INSECURE:
      return door_policy_new (&(DoorPolicySettings){ .insecure_basic = DOOR_INSECURE_BASIC_DENY });
    case POLICY_ALLOW_INSECURE:
      return door_policy_new (&(DoorPolicySettings){ .insecure_basic = DOOR_INSECURE_BASIC_ALLOW });
    case POLICY_NEVER_PROMPT:
      return door_policy_new (&(DoorPolicySettings){ .never_prompt = TRUE });
    case POLICY_DENY_CROSS_ORIGIN:
      return door_policy_new (&(DoorPolicySettings){ .cross_origin = DOOR_CROSS_ORIGIN_DENY });
    default:
      return door_policy_new_default ();
    }
}

static void
test_row (gconstpointer data)
{
  gsize i = GPOINTER_TO_SIZE (data);
  DoorCircumstances circumstances = rows[i].circumstances;
  g_autoptr (DoorPolicy) policy = create_policy (rows[i].policy);
  DoorDecision decision;

  circumstances.policy = policy;
  decision = door_verdict_decide (&circumstances);

  g_assert_cmpstr (door_verdict_to_string (decision.verdict), ==,
                   door_verdict_to_string (rows[i].verdict));
  g_assert_cmpstr (door_reason_to_string (decision.reason), ==,
                   door_reason_to_string (rows[i].reason));
}

/* Whatever the circumstances, these hold. */
static void
test_invariants (void)
{
  g_autoptr (DoorPolicy) policy = door_policy_new_default ();

  for (guint bits = 0; bits < 1u << 12; bits++)
    for (DoorContext context = DOOR_CONTEXT_NAVIGATION; context <= DOOR_CONTEXT_WEBSOCKET;
         context++)
      for (DoorAct act = DOOR_ACT_NONE; act <= DOOR_ACT_ASK; act++)
        {
          DoorCircumstances c = {
            .context = context,
            .act = act,
            .policy = policy,
            .scheme = "basic",
            .n_challenges = 1,
            .target = (bits & 1) != 0 ? DOOR_TARGET_PROXY : DOOR_TARGET_ORIGIN,
            .malformed = (bits & 2) != 0,
            .known = (bits & 4) != 0,
            .refused = (bits & 8) != 0,
            .encrypted = (bits & 16) != 0,
            .proxy_in_use = (bits & 32) != 0,
            .proxy_supported = (bits & 64) != 0,
            .cross_origin = (bits & 128) != 0,
            .cancelled = (bits & 256) != 0,
            .asked = (bits & 512) != 0,
            .unfinished = (bits & 1024) != 0,
            .asking = (bits & 2048) != 0,
          };
          DoorDecision decision = door_verdict_decide (&c);

          if (decision.verdict == DOOR_VERDICT_PROMPT)
            {
              g_assert_true (context == DOOR_CONTEXT_NAVIGATION
                             || context == DOOR_CONTEXT_DOWNLOAD);
              g_assert_false (context == DOOR_CONTEXT_DOWNLOAD && c.asking);
              g_assert_true (c.known);
              g_assert_false (c.cancelled && act != DOOR_ACT_ASK);
              g_assert_false (c.asked && act == DOOR_ACT_NONE);
            }
          if (c.target == DOOR_TARGET_PROXY && (!c.proxy_in_use || (c.known && !c.proxy_supported)))
            g_assert_cmpint (decision.verdict, ==, DOOR_VERDICT_DENY);
          g_assert_cmpint (decision.verdict, !=, DOOR_VERDICT_ANSWER);
        }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strconcat ("/verdict/", rows[i].name, NULL);

      g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_row);
    }
  g_test_add_func ("/verdict/invariants", test_invariants);

  return g_test_run ();
}
