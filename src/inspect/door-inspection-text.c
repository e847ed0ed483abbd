/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-inspection-text.h"

#include <glib/gi18n.h>
#include <libsoup/soup.h>
#include <string.h>

#include "door-display-text.h"
#include "door-path-scope.h"

static void append_line (GString *text, const char *format, ...) G_GNUC_PRINTF (2, 3);

static void
append_line (GString *text, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_string_append_vprintf (text, format, arguments);
  va_end (arguments);
  g_string_append_c (text, '\n');
}

static void
append_response (GString *text, DoorInspection *inspection)
{
  for (guint i = 0; i < inspection->redirects->len; i++)
    append_line (text, _ ("%s redirects."),
                 (const char *)g_ptr_array_index (inspection->redirects, i));

  if (inspection->status == 0)
    return;

  append_line (text, _ ("%s is answered with %u %s."), inspection->uri, inspection->status,
               inspection->reason_phrase);
  if (inspection->target == DOOR_TARGET_PROXY && inspection->server != NULL)
    append_line (text, _ ("It is the proxy %s that asks."),
                 door_origin_to_string (inspection->server));
}

static const char *
explain_knowledge (DoorKnowledge knowledge)
{
  switch (knowledge)
    {
    case DOOR_KNOWLEDGE_KNOWN:
      return _ ("Doorward can answer it.");
    case DOOR_KNOWLEDGE_MALFORMED:
      return _ ("It is malformed, so Doorward does not answer it.");
    case DOOR_KNOWLEDGE_SCHEME:
      return _ ("Doorward does not know this scheme.");
    case DOOR_KNOWLEDGE_ALGORITHM:
      return _ ("Doorward does not know the algorithm.");
    case DOOR_KNOWLEDGE_QOP:
      return _ ("Doorward knows none of its qualities of protection (qop).");
    case DOOR_KNOWLEDGE_REQUIREMENTS:
      return _ ("A parameter that the scheme requires is missing or empty.");
    }

  g_return_val_if_reached ("");
}

static void
append_challenge (GString *text, DoorStack *stack, DoorChallenge *challenge, guint number)
{
  g_autofree char *scheme = door_display_text_for_scheme (door_challenge_get_scheme (challenge));
  const char *raw_realm = door_challenge_get_realm (challenge);
  const char *knowledge = explain_knowledge (door_stack_judge (stack, challenge));
  g_autofree char *realm = door_display_text_for_realm (raw_realm);

  if (raw_realm != NULL)
    append_line (text, _ ("%u. %s for the realm “%s”. %s"), number, scheme, realm, knowledge);
  else if (door_challenge_is_malformed (challenge))
    append_line (text, "%u. %s. %s", number, scheme, knowledge);
  else
    append_line (text, _ ("%u. %s without a realm. %s"), number, scheme, knowledge);
}

static void
append_problem (GString *text, const DoorChallengeProblem *problem)
{
  append_line (text, _ ("Malformed: field line %u, octet %u: %s."), problem->line + 1,
               problem->offset + 1, door_challenge_fault_explain (problem->fault));
}

/* Where a login would count. */
static void
append_scope (GString *text, DoorInspection *inspection, DoorChallenge *challenge)
{
  g_autoptr (DoorPathScope) scope = NULL;
  g_autofree char *paths = NULL;

  if (inspection->target == DOOR_TARGET_PROXY)
    {
      append_line (text, _ ("The login counts for everything that goes through this proxy."));
      return;
    }

  scope = door_path_scope_new (challenge, inspection->uri, NULL);
  paths = g_strjoinv (", ", (char **)door_path_scope_get_paths (scope));
  if (*paths == '\0')
    append_line (text, _ ("The login is never sent without being asked for."));
  else
    append_line (text, _ ("The login is sent without being asked for to %s: %s and below."),
                 door_origin_to_string (inspection->server), paths);
}

static void
append_policy (GString *text, DoorInspection *inspection, DoorChallenge *challenge)
{
  if (strcmp (door_challenge_get_scheme (challenge), "basic") != 0
      || door_origin_is_secure (inspection->server) || door_origin_is_loopback (inspection->server))
    return;

  switch (door_policy_get_insecure_basic (inspection->policy))
    {
    case DOOR_INSECURE_BASIC_ALLOW:
      append_line (text, _ ("The password travels unencrypted; policy allows that."));
      break;
    case DOOR_INSECURE_BASIC_WARN:
      append_line (text, _ ("The password travels unencrypted; Doorward warns of that."));
      break;
    case DOOR_INSECURE_BASIC_DENY:
      append_line (text, _ ("The password would travel unencrypted; policy forbids that."));
      break;
    }
}

/**
 * door_inspection_to_text:
 *
 * Returns: (transfer full): what was found, in sentences for people, a line each
 */
char *
door_inspection_to_text (DoorInspection *inspection)
{
  GString *text = g_string_new (NULL);
  DoorChallenge *chosen = door_selection_get_challenge (inspection->selection);
  DoorChallengeList *list = inspection->challenges;
  g_autofree char *explanation = door_selection_explain (inspection->selection);

  append_response (text, inspection);
  if (inspection->error != NULL)
    {
      append_line (text, "%s", inspection->error);
      return g_string_free (text, FALSE);
    }

  if (inspection->status != 0 && inspection->status != SOUP_STATUS_UNAUTHORIZED
      && inspection->status != SOUP_STATUS_PROXY_AUTHENTICATION_REQUIRED)
    {
      append_line (text, _ ("No login is asked for."));
      return g_string_free (text, FALSE);
    }

  for (guint i = 0; i < door_challenge_list_get_n (list); i++)
    append_challenge (text, inspection->stack, door_challenge_list_get (list, i), i + 1);
  for (guint i = 0; i < door_challenge_list_get_n_problems (list); i++)
    append_problem (text, door_challenge_list_get_problem (list, i));

  append_line (text, "%s", explanation);
  if (chosen == NULL)
    {
      append_line (text, _ ("Doorward shows the response as it is."));
      return g_string_free (text, FALSE);
    }

  append_line (text, _ ("Doorward answers number %d."),
               door_selection_get_index (inspection->selection) + 1);
  if (inspection->server != NULL)
    {
      append_scope (text, inspection, chosen);
      append_policy (text, inspection, chosen);
    }

  return g_string_free (text, FALSE);
}
