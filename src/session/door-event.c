/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-event.h"

#include "door-plain-uri.h"

/* A server chooses realms and URIs; the log holds no more of them than helps a reader. */
#define MAX_TEXT 2048

static const char *const kinds[] = {
  [DOOR_EVENT_CHALLENGE] = "challenge",
  [DOOR_EVENT_VERDICT] = "verdict",
  [DOOR_EVENT_PROMPT_OPENED] = "prompt-opened",
  [DOOR_EVENT_PROMPT_CLOSED] = "prompt-closed",
  [DOOR_EVENT_ACCEPTED] = "accepted",
  [DOOR_EVENT_REFUSED] = "refused",
  [DOOR_EVENT_SAVED] = "saved",
  [DOOR_EVENT_FORGOTTEN] = "forgotten",
  [DOOR_EVENT_LIMITED] = "limited",
};

static char *
bounded (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);

  if (g_utf8_strlen (valid, -1) <= MAX_TEXT)
    return g_steal_pointer (&valid);

  return g_utf8_substring (valid, 0, MAX_TEXT);
}

static void
add_string (GVariantBuilder *builder, const char *key, const char *text)
{
  g_autofree char *value = NULL;

  if (text == NULL)
    return;

  value = bounded (text);
  g_variant_builder_add (builder, "{sv}", key, g_variant_new_string (value));
}

static void
add_number (GVariantBuilder *builder, const char *key, guint64 number)
{
  if (number != 0)
    g_variant_builder_add (builder, "{sv}", key, g_variant_new_uint64 (number));
}

/**
 * door_event_to_variant:
 * @time: when it happened
 *
 * Returns: (transfer floating): the event as a{sv}, with the fields of the event log in their order
 */
GVariant *
door_event_to_variant (const DoorEvent *event, GDateTime *time)
{
  GVariantBuilder builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE_VARDICT);
  g_autofree char *stamp = g_date_time_format (time, "%Y-%m-%dT%H:%M:%S.%fZ");
  DoorTarget target = event->target;
  DoorOrigin *server = event->server;
  const char *rule = event->rule;

  if (event->space != NULL)
    {
      target = door_protection_space_get_target (event->space);
      server = door_protection_space_get_server (event->space);
    }

  add_string (&builder, "time", stamp);
  add_string (&builder, "event", kinds[event->kind]);
  add_number (&builder, "id", event->id);
  add_number (&builder, "tab", event->tab);

  if (event->uri != NULL)
    {
      g_autofree char *uri = door_plain_uri_new (event->uri);

      add_string (&builder, "uri", uri);
    }

  if (event->context != NULL)
    add_string (&builder, "context", door_context_to_string (*event->context));

  if (server != NULL)
    {
      add_string (&builder, "target", door_target_to_string (target));
      add_string (&builder, "server", door_origin_to_string (server));
    }

  if (event->space != NULL)
    add_string (&builder, "realm", door_protection_space_get_realm (event->space));

  add_string (&builder, "scheme", event->scheme);

  if (event->offered != NULL)
    g_variant_builder_add (&builder, "{sv}", "offered", g_variant_new_strv (event->offered, -1));

  add_number (&builder, "attempt", event->attempt);

  if (event->decision != NULL)
    {
      add_string (&builder, "verdict", door_verdict_to_string (event->decision->verdict));
      add_string (&builder, "reason", door_reason_to_string (event->decision->reason));
      if (rule == NULL)
        rule = door_reason_get_rule (event->decision->reason);
    }

  add_string (&builder, "reason", event->reason);
  add_string (&builder, "rule", rule);
  add_string (&builder, "outcome", door_prompt_outcome_to_string (event->outcome));

  return g_variant_builder_end (&builder);
}
