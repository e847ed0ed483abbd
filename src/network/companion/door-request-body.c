/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-request-body.h"

#include <glib-object.h>

/* Digest with the quality auth-int needs the body of a request, and libsoup says how much of it was
 * written, but not what. The stream that it writes it to does, however, in a signal of its own; the
 * message's signal comes from a handler of that one, so the two belong together. Where libsoup has
 * no such stream, as for HTTP/2, no body is known. */

static const guint8 *chunk;
static gsize chunk_size;
static gulong hook;

static gboolean
on_wrote_data (GSignalInvocationHint *hint,
               guint n_values,
               const GValue *values,
               gpointer user_data)
{
  chunk = g_value_get_pointer (&values[1]);
  chunk_size = g_value_get_uint (&values[2]);

  return TRUE;
}

static gboolean
watch_when_there (gpointer user_data)
{
  GType type = g_type_from_name ("SoupBodyOutputStream");
  guint signal = type != 0 ? g_signal_lookup ("wrote-data", type) : 0;
  GSignalQuery query;

  if (signal == 0 || hook != 0)
    return G_SOURCE_REMOVE;

  g_signal_query (signal, &query);
  if (query.n_params == 3 && query.param_types[0] == G_TYPE_POINTER
      && query.param_types[1] == G_TYPE_UINT)
    hook = g_signal_add_emission_hook (signal, 0, on_wrote_data, NULL, NULL);

  return G_SOURCE_REMOVE;
}

/**
 * door_request_body_watch:
 *
 * To be called when the header section of a request with a body was written. The body follows in a
 * later turn of the main loop.
 */
void
door_request_body_watch (void)
{
  if (hook == 0)
    g_idle_add_full (G_PRIORITY_HIGH, watch_when_there, NULL, NULL);
}

/**
 * door_request_body_take_chunk:
 * @size: how much of a message's body libsoup says to have written just now
 *
 * Returns: (nullable): that much of it, until the signal's handlers have returned
 */
const guint8 *
door_request_body_take_chunk (gsize size)
{
  const guint8 *taken = size == chunk_size ? chunk : NULL;

  chunk = NULL;
  chunk_size = 0;

  return taken;
}
