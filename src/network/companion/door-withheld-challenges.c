/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-withheld-challenges.h"

#include <string.h>

#include "door-selection.h"

#define NEGOTIATE "negotiate"

struct _DoorWithheldChallenges
{
  const char *field;
  char **lines; /* of it, as they were sent */
};

static const char *
get_field (SoupMessage *message)
{
  switch (soup_message_get_status (message))
    {
    case SOUP_STATUS_UNAUTHORIZED:
      return "WWW-Authenticate";
    case SOUP_STATUS_PROXY_UNAUTHORIZED:
      return "Proxy-Authenticate";
    default:
      return NULL;
    }
}

static char **
dup_lines (SoupMessageHeaders *headers, const char *field)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  SoupMessageHeadersIter iter;
  const char *name;
  const char *value;

  soup_message_headers_iter_init (&iter, headers);
  while (soup_message_headers_iter_next (&iter, &name, &value))
    if (g_ascii_strcasecmp (name, field) == 0)
      g_strv_builder_add (builder, value);

  return g_strv_builder_end (builder);
}

static gboolean
is_negotiate (DoorChallenge *challenge)
{
  return strcmp (door_challenge_get_scheme (challenge), NEGOTIATE) == 0;
}

static void
append (SoupMessageHeaders *headers, const char *field, DoorChallenge *challenge)
{
  g_autofree char *text = door_challenge_to_string (challenge);

  soup_message_headers_append (headers, field, text);
}

/* What policy wants most; and after Negotiate, for which there may be no ticket, what it wants
 * next.
 */
static gboolean
append_wanted (SoupMessageHeaders *headers,
               const char *field,
               DoorChallengeList *list,
               const char *const *schemes,
               gboolean negotiate)
{
  g_autoptr (DoorStack) stack = door_stack_new_for_companion (negotiate);
  g_autoptr (DoorSelection) selection = door_selection_new (list, stack, schemes);
  DoorChallenge *challenge = door_selection_get_challenge (selection);

  if (challenge == NULL)
    return FALSE;

  append (headers, field, challenge);
  if (is_negotiate (challenge))
    append_wanted (headers, field, list, schemes, FALSE);

  return TRUE;
}

/* Where nothing is wanted, the shell is to be asked all the same: it says no, and why. But libsoup
 * answers Negotiate without asking. */
static void
append_unwanted (SoupMessageHeaders *headers, const char *field, DoorChallengeList *list)
{
  for (guint i = 0; i < door_challenge_list_get_n (list); i++)
    {
      DoorChallenge *challenge = door_challenge_list_get (list, i);

      if (!door_challenge_is_malformed (challenge) && !is_negotiate (challenge))
        append (headers, field, challenge);
    }
}

/**
 * door_withheld_challenges_new:
 * @message: a message whose response is a 401 or 407 perhaps
 * @schemes: (nullable): the schemes that policy allows, most wanted first; %NULL for all
 * @negotiate: whether the server may be shown who the person is
 *
 * Takes out of the response what is not to be answered.
 *
 * Returns: (transfer full) (nullable): what it was, or %NULL if nothing was taken out
 */
DoorWithheldChallenges *
door_withheld_challenges_new (SoupMessage *message, const char *const *schemes, gboolean negotiate)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);
  const char *field = get_field (message);
  g_autoptr (DoorChallengeList) list = NULL;
  DoorWithheldChallenges *self;

  if (field == NULL || schemes == NULL || soup_message_headers_get_list (headers, field) == NULL)
    return NULL;

  self = g_new0 (DoorWithheldChallenges, 1);
  self->field = field;
  self->lines = dup_lines (headers, field);

  list = door_challenge_list_parse ((const char *const *)self->lines);
  soup_message_headers_remove (headers, field);
  if (!append_wanted (headers, field, list, schemes, negotiate))
    append_unwanted (headers, field, list);

  return self;
}

/**
 * door_withheld_challenges_new_for_all:
 * @message: a message whose response is a 401 or 407
 *
 * Takes out of the response every challenge that it has.
 *
 * Returns: (transfer full): what it was
 */
DoorWithheldChallenges *
door_withheld_challenges_new_for_all (SoupMessage *message)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);
  DoorWithheldChallenges *self = g_new0 (DoorWithheldChallenges, 1);

  self->field = get_field (message);
  self->lines = dup_lines (headers, self->field);
  soup_message_headers_remove (headers, self->field);

  return self;
}

void
door_withheld_challenges_free (DoorWithheldChallenges *self)
{
  g_strfreev (self->lines);
  g_free (self);
}

/**
 * door_withheld_challenges_give_back:
 * @headers: of the response
 *
 * libsoup has looked: the page and the shell see what was sent.
 */
void
door_withheld_challenges_give_back (DoorWithheldChallenges *self, SoupMessageHeaders *headers)
{
  soup_message_headers_remove (headers, self->field);
  for (gsize i = 0; self->lines[i] != NULL; i++)
    soup_message_headers_append (headers, self->field, self->lines[i]);
}
