/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-event-log.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "door-json-line.h"

struct _DoorEventLog
{
  GObject parent_instance;

  char *path; /* NULL: standard output */
  int fd;
  gboolean close_fd;
  gboolean complained;
  gboolean torn; /* the last line has no end */
};

G_DEFINE_FINAL_TYPE (DoorEventLog, door_event_log, G_TYPE_OBJECT)

static void
door_event_log_finalize (GObject *object)
{
  DoorEventLog *self = DOOR_EVENT_LOG (object);

  if (self->close_fd)
    close (self->fd);
  g_free (self->path);

  G_OBJECT_CLASS (door_event_log_parent_class)->finalize (object);
}

static void
door_event_log_class_init (DoorEventLogClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = door_event_log_finalize;
}

static void
door_event_log_init (DoorEventLog *self)
{
  self->fd = -1;
}

/* A reader that does not read must not stop the shell, so nothing here may ever block. */
static int
open_file (const char *path, GError **error)
{
  int fd = open (path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY | O_NONBLOCK, 0600);

  if (fd < 0)
    {
      int code = errno;

      g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (code),
                   "The event log “%s” cannot be opened: %s", path, g_strerror (code));
    }

  return fd;
}

static void
take_standard_output (DoorEventLog *self)
{
  struct stat status;

  self->fd = STDOUT_FILENO;

  /* A pipe is opened anew, since whoever else holds this end may expect it to block. */
  if (fstat (STDOUT_FILENO, &status) == 0 && S_ISFIFO (status.st_mode))
    {
      int fd = open ("/proc/self/fd/1", O_WRONLY | O_CLOEXEC | O_NONBLOCK);

      if (fd >= 0)
        {
          self->fd = fd;
          self->close_fd = TRUE;
        }
    }
}

/**
 * door_event_log_new:
 * @path: a file, which is appended to and made readable by its owner alone; "-" is standard output
 * @error: return location for a #GFileError
 *
 * Returns: (transfer full): the log, which stays empty until a session is watched
 */
DoorEventLog *
door_event_log_new (const char *path, GError **error)
{
  g_autoptr (DoorEventLog) self = NULL;

  g_return_val_if_fail (path != NULL, NULL);

  self = g_object_new (DOOR_TYPE_EVENT_LOG, NULL);
  if (strcmp (path, "-") == 0)
    {
      take_standard_output (self);
      return g_steal_pointer (&self);
    }

  self->fd = open_file (path, error);
  if (self->fd < 0)
    return NULL;
  self->close_fd = TRUE;
  self->path = g_strdup (path);

  return g_steal_pointer (&self);
}

/**
 * door_event_log_reopen:
 * @error: return location for a #GFileError
 *
 * Goes on in the file that has the name of the log now, after the old one was renamed. Where that
 * is not possible the old one is kept. Nothing happens to standard output.
 *
 * Returns: whether there is a log to write to under its name
 */
gboolean
door_event_log_reopen (DoorEventLog *self, GError **error)
{
  int fd;

  g_return_val_if_fail (DOOR_IS_EVENT_LOG (self), FALSE);

  if (self->path == NULL)
    return TRUE;

  fd = open_file (self->path, error);
  if (fd < 0)
    return FALSE;

  close (self->fd);
  self->fd = fd;
  self->torn = FALSE;

  return TRUE;
}

static void
on_event (DoorSession *session, GVariant *event, DoorEventLog *self)
{
  g_autoptr (GString) line = g_string_new (self->torn ? "\n" : NULL);
  g_autofree char *json = door_json_line_new (event);
  ssize_t written;

  g_string_append (line, json);
  g_string_append_c (line, '\n');

  do
    written = write (self->fd, line->str, line->len);
  while (written < 0 && errno == EINTR);

  if (written > 0)
    self->torn = written != (ssize_t)line->len;

  /* A full disk or a closed pipe must not keep anybody from browsing. */
  if (written != (ssize_t)line->len && !self->complained)
    {
      self->complained = TRUE;
      g_warning ("An event could not be logged: %s",
                 written < 0 ? g_strerror (errno) : "only a part of it was written");
    }
}

/**
 * door_event_log_watch:
 *
 * Writes every event of @session from now on.
 */
void
door_event_log_watch (DoorEventLog *self, DoorSession *session)
{
  g_return_if_fail (DOOR_IS_EVENT_LOG (self));
  g_return_if_fail (DOOR_IS_SESSION (session));

  g_signal_connect_object (session, "event", G_CALLBACK (on_event), self, 0);
}
