/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-network-companion.h"

#include "door-network-link.h"
#include "door-secret-pipe.h"

#include <gio/gunixfdlist.h>

/* The companion answers at once or is stuck; the shell goes on without it then. */
#define CALL_TIMEOUT_MS 2000

struct _DoorNetworkCompanion
{
  DoorDBusNetwork *proxy;
  GHashTable *attached; /* set of session names */
};

/**
 * door_network_companion_new:
 * @proxy: what stands for it
 *
 * Returns: (transfer full): a companion that holds no session
 */
DoorNetworkCompanion *
door_network_companion_new (DoorDBusNetwork *proxy)
{
  DoorNetworkCompanion *self = g_new0 (DoorNetworkCompanion, 1);

  self->proxy = g_object_ref (proxy);
  self->attached = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_dbus_proxy_set_default_timeout (G_DBUS_PROXY (proxy), CALL_TIMEOUT_MS);

  return self;
}

void
door_network_companion_free (DoorNetworkCompanion *self)
{
  g_object_unref (self->proxy);
  g_hash_table_unref (self->attached);
  g_free (self);
}

void
door_network_companion_attach (DoorNetworkCompanion *self, const char *session)
{
  g_hash_table_add (self->attached, g_strdup (session));
}

gboolean
door_network_companion_holds (DoorNetworkCompanion *self, const char *session)
{
  return g_hash_table_contains (self->attached, session);
}

/* What gdbus-codegen makes for a call that gives nothing back. */
typedef gboolean (*FinishCall) (DoorDBusNetwork *proxy, GAsyncResult *result, GError **error);

typedef struct
{
  GTask *task;
  FinishCall finish;
} Call;

static Call *
call_new (GTask *task, FinishCall finish)
{
  Call *call = g_new0 (Call, 1);

  call->task = g_object_ref (task);
  call->finish = finish;

  return call;
}

static void
on_called (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Call *call = user_data;
  g_autoptr (GTask) task = call->task;
  g_autoptr (GError) error = NULL;

  if (call->finish (DOOR_DBUS_NETWORK (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_task_return_error (task, g_steal_pointer (&error));
  else
    {
      gboolean is_refusal = g_dbus_error_is_remote_error (error);

      g_dbus_error_strip_remote_error (error);
      g_task_return_new_error (task, DOOR_NETWORK_ERROR,
                               is_refusal ? DOOR_NETWORK_ERROR_REFUSED
                                          : DOOR_NETWORK_ERROR_UNAVAILABLE,
                               "%s", error->message);
    }
}

/* Calls are answered in the order in which they are made. */
void
door_network_companion_set_cross_origin (DoorNetworkCompanion *self,
                                         const char *session,
                                         gboolean deny)
{
  door_dbus_network_call_set_cross_origin (self->proxy, session, deny, NULL, NULL, NULL);
}

void
door_network_companion_set_schemes (DoorNetworkCompanion *self,
                                    const char *session,
                                    const char *const *schemes,
                                    GTask *task)
{
  door_dbus_network_call_set_schemes (self->proxy, session, schemes, g_task_get_cancellable (task),
                                      on_called,
                                      call_new (task, door_dbus_network_call_set_schemes_finish));
}

static gboolean
finish_preload (DoorDBusNetwork *proxy, GAsyncResult *result, GError **error)
{
  return door_dbus_network_call_preload_finish (proxy, NULL, result, error);
}

void
door_network_companion_preload (DoorNetworkCompanion *self,
                                const char *session,
                                DoorProtectionSpace *space,
                                const char *scheme,
                                const char *uri,
                                const char *challenge,
                                const char *username,
                                SecretValue *password,
                                GTask *task)
{
  g_autoptr (GUnixFDList) fds = NULL;
  GError *error = NULL;
  int fd = door_secret_pipe_fill (password, &error);

  if (fd < 0)
    {
      g_task_return_error (task, error);
      return;
    }

  fds = g_unix_fd_list_new_from_array (&fd, 1);
  door_dbus_network_call_preload (self->proxy, session,
                                  door_target_to_string (door_protection_space_get_target (space)),
                                  door_origin_to_string (door_protection_space_get_server (space)),
                                  door_protection_space_get_realm (space), scheme, uri, challenge,
                                  username, g_variant_new_handle (0), fds,
                                  g_task_get_cancellable (task), on_called,
                                  call_new (task, finish_preload));
}

void
door_network_companion_forget_space (DoorNetworkCompanion *self,
                                     const char *session,
                                     DoorProtectionSpace *space,
                                     GTask *task)
{
  door_dbus_network_call_forget_space (
      self->proxy, session, door_target_to_string (door_protection_space_get_target (space)),
      door_origin_to_string (door_protection_space_get_server (space)),
      door_protection_space_get_realm (space), g_task_get_cancellable (task), on_called,
      call_new (task, door_dbus_network_call_forget_space_finish));
}

void
door_network_companion_forget_server (DoorNetworkCompanion *self,
                                      const char *session,
                                      DoorTarget target,
                                      DoorOrigin *server,
                                      GTask *task)
{
  door_dbus_network_call_forget_server (self->proxy, session, door_target_to_string (target),
                                        door_origin_to_string (server),
                                        g_task_get_cancellable (task), on_called,
                                        call_new (task,
                                                  door_dbus_network_call_forget_server_finish));
}

void
door_network_companion_forget_all (DoorNetworkCompanion *self, const char *session, GTask *task)
{
  door_dbus_network_call_forget_all (self->proxy, session, g_task_get_cancellable (task), on_called,
                                     call_new (task, door_dbus_network_call_forget_all_finish));
}
