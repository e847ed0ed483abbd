/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-request-body.h"

/* A longer body is not kept, and can not be sent with the quality auth-int. */
#define BODY_MAX (8 * 1024 * 1024)

struct _DoorRequestBody
{
  SoupMessage *message; /* unowned: it outlives this */
  GByteArray *written;
  gboolean complete;
};

/* libsoup says how much of a body it has written, but not what. The stream that it writes it to
 * does, however, in a signal of its own; the message's signal comes from a handler of that one, so
 * the two belong together. Where libsoup has no such stream, as for HTTP/2, no body is known. */
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

/* That much of a body was written just now, or NULL. */
static const guint8 *
take_chunk (gsize size)
{
  const guint8 *taken = size == chunk_size ? chunk : NULL;

  chunk = NULL;
  chunk_size = 0;

  return taken;
}

static goffset
get_length (DoorRequestBody *self)
{
  return soup_message_headers_get_content_length (soup_message_get_request_headers (self->message));
}

/* The body follows in a later turn of the main loop, and its stream has its type by then. */
static void
on_wrote_headers (SoupMessage *message, gpointer user_data)
{
  if (hook == 0 && get_length (user_data) > 0)
    g_idle_add_full (G_PRIORITY_HIGH, watch_when_there, NULL, NULL);
}

static void
on_wrote_body_data (SoupMessage *message, guint size, gpointer user_data)
{
  DoorRequestBody *self = user_data;
  const guint8 *octets = take_chunk (size);

  if (octets != NULL && self->written->len + size <= BODY_MAX)
    g_byte_array_append (self->written, octets, size);
}

static void
on_wrote_body (SoupMessage *message, gpointer user_data)
{
  DoorRequestBody *self = user_data;

  self->complete = self->written->len == get_length (self);
}

/**
 * door_request_body_new:
 * @message: a message that was not sent yet
 *
 * Returns: (transfer full): its body
 */
DoorRequestBody *
door_request_body_new (SoupMessage *message)
{
  DoorRequestBody *self = g_new0 (DoorRequestBody, 1);

  self->message = message;
  self->written = g_byte_array_new ();
  g_signal_connect (message, "wrote-headers", G_CALLBACK (on_wrote_headers), self);
  g_signal_connect (message, "wrote-body-data", G_CALLBACK (on_wrote_body_data), self);
  g_signal_connect (message, "wrote-body", G_CALLBACK (on_wrote_body), self);

  return self;
}

void
door_request_body_free (DoorRequestBody *self)
{
  g_signal_handlers_disconnect_by_data (self->message, self);
  g_byte_array_unref (self->written);
  g_free (self);
}

/**
 * door_request_body_begin_anew:
 *
 * The message is about to be sent, perhaps once more.
 */
void
door_request_body_begin_anew (DoorRequestBody *self)
{
  g_byte_array_set_size (self->written, 0);
  self->complete = FALSE;
}

static gboolean
is_chunked (DoorRequestBody *self)
{
  return soup_message_headers_get_encoding (soup_message_get_request_headers (self->message))
         == SOUP_ENCODING_CHUNKED;
}

/**
 * door_request_body_dup_bytes:
 *
 * Returns: (transfer full) (nullable): what was last written, %NULL if not all of it is known
 */
GBytes *
door_request_body_dup_bytes (DoorRequestBody *self)
{
  if (is_chunked (self))
    return NULL;

  if (get_length (self) == 0)
    return g_bytes_new (NULL, 0);

  return self->complete ? g_bytes_new (self->written->data, self->written->len) : NULL;
}

/**
 * door_request_body_describe:
 *
 * Returns: (transfer full) (nullable): what the header fields tell of the body, %NULL if there is
 *   none or its length is not told
 */
char *
door_request_body_describe (DoorRequestBody *self)
{
  const char *type = soup_message_headers_get_one (soup_message_get_request_headers (self->message),
                                                   "Content-Type");

  if (is_chunked (self) || get_length (self) == 0)
    return NULL;

  return g_strdup_printf ("%" G_GOFFSET_FORMAT " %s", get_length (self), type != NULL ? type : "");
}
