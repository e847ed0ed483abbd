/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-clipped-secret.h"

#include <string.h>

#define TEXT "text/plain;charset=utf-8"

/* What KeePassXC and others write beside a password, and clipboard histories look for. */
#define HINT "x-kde-passwordManagerHint"
#define HINT_VALUE "secret"

struct _DoorClippedSecret
{
  GdkContentProvider parent_instance;

  GdkClipboard *clipboard; /* weak */
  SecretValue *secret;
  GSource *source;
};

G_DEFINE_FINAL_TYPE (DoorClippedSecret, door_clipped_secret, GDK_TYPE_CONTENT_PROVIDER)

static void
door_clipped_secret_finalize (GObject *object)
{
  DoorClippedSecret *self = DOOR_CLIPPED_SECRET (object);

  door_clock_stop_timeout (&self->source);
  g_clear_weak_pointer (&self->clipboard);
  secret_value_unref (self->secret);

  G_OBJECT_CLASS (door_clipped_secret_parent_class)->finalize (object);
}

static GdkContentFormats *
door_clipped_secret_ref_formats (GdkContentProvider *provider)
{
  GdkContentFormatsBuilder *builder = gdk_content_formats_builder_new ();

  gdk_content_formats_builder_add_gtype (builder, G_TYPE_STRING);
  gdk_content_formats_builder_add_mime_type (builder, TEXT);
  gdk_content_formats_builder_add_mime_type (builder, HINT);

  return gdk_content_formats_builder_free_to_formats (builder);
}

static GdkContentFormats *
door_clipped_secret_ref_storable_formats (GdkContentProvider *provider)
{
  return gdk_content_formats_new (NULL, 0);
}

static void
on_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
door_clipped_secret_write_mime_type_async (GdkContentProvider *provider,
                                           const char *mime_type,
                                           GOutputStream *stream,
                                           int priority,
                                           GCancellable *cancellable,
                                           GAsyncReadyCallback callback,
                                           gpointer user_data)
{
  DoorClippedSecret *self = DOOR_CLIPPED_SECRET (provider);
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  const char *data = HINT_VALUE;
  gsize length = strlen (HINT_VALUE);

  if (strcmp (mime_type, HINT) != 0)
    data = secret_value_get (self->secret, &length);

  /* The task keeps the secret alive while it is written. */
  g_task_set_source_tag (task, door_clipped_secret_write_mime_type_async);
  g_output_stream_write_all_async (stream, data, length, priority, cancellable, on_written, task);
}

static gboolean
door_clipped_secret_write_mime_type_finish (GdkContentProvider *provider,
                                            GAsyncResult *result,
                                            GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static gboolean
door_clipped_secret_get_value (GdkContentProvider *provider, GValue *value, GError **error)
{
  if (G_VALUE_HOLDS (value, G_TYPE_STRING))
    {
      g_value_set_string (value, secret_value_get_text (DOOR_CLIPPED_SECRET (provider)->secret));
      return TRUE;
    }

  return GDK_CONTENT_PROVIDER_CLASS (door_clipped_secret_parent_class)
      ->get_value (provider, value, error);
}

static void
door_clipped_secret_class_init (DoorClippedSecretClass *klass)
{
  GdkContentProviderClass *provider_class = GDK_CONTENT_PROVIDER_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = door_clipped_secret_finalize;
  provider_class->ref_formats = door_clipped_secret_ref_formats;
  provider_class->ref_storable_formats = door_clipped_secret_ref_storable_formats;
  provider_class->write_mime_type_async = door_clipped_secret_write_mime_type_async;
  provider_class->write_mime_type_finish = door_clipped_secret_write_mime_type_finish;
  provider_class->get_value = door_clipped_secret_get_value;
}

static void
door_clipped_secret_init (DoorClippedSecret *self)
{
}

static gboolean
on_time (gpointer user_data)
{
  DoorClippedSecret *self = user_data;

  /* Which may be the end of it. */
  if (self->clipboard != NULL
      && gdk_clipboard_get_content (self->clipboard) == GDK_CONTENT_PROVIDER (self))
    gdk_clipboard_set_content (self->clipboard, NULL);

  return G_SOURCE_REMOVE;
}

/**
 * door_clipped_secret_put:
 * @clipboard: where to
 * @secret: a password, as text
 * @clock: by which it is forgotten
 *
 * Puts @secret into @clipboard for %DOOR_CLIPPED_SECRET_S seconds.
 */
void
door_clipped_secret_put (GdkClipboard *clipboard, SecretValue *secret, DoorClock *clock)
{
  g_autoptr (DoorClippedSecret) self = g_object_new (DOOR_TYPE_CLIPPED_SECRET, NULL);

  g_set_weak_pointer (&self->clipboard, clipboard);
  self->secret = secret_value_ref (secret);
  door_clock_start_timeout (clock, &self->source, DOOR_CLIPPED_SECRET_S * 1000, on_time, self);
  gdk_clipboard_set_content (clipboard, GDK_CONTENT_PROVIDER (self));
}
