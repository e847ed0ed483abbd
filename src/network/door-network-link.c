/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-network-link.h"

#include "door-network-companion.h"
#include "door-network-environment.h"
#include "door-network-listener.h"
#include "door-network-names.h"
#include "door-network-waiters.h"

struct _DoorNetworkLink
{
  GObject parent_instance;

  char *module_directory;
  DoorNetworkListener *listener; /* or NULL: no companion can come */
  char *cookie;
  DoorDBusNetwork *proxy;
  DoorNetworkCompanion *companion; /* or NULL */
  DoorNetworkWaiters *waiters;
  char *failure; /* why none can come */
  gboolean absence_told;
};

enum
{
  PROP_AVAILABLE = 1,
  N_PROPERTIES
};

enum
{
  CONNECTED,
  ATTACHED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPERTIES];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DoorNetworkLink, door_network_link, G_TYPE_OBJECT)
G_DEFINE_QUARK (door-network-error-quark, door_network_error);

static void
attach (DoorNetworkLink *self, const char *session)
{
  door_network_companion_attach (self->companion, session);
  g_signal_emit (self, signals[ATTACHED], 0, session);
  door_network_waiters_settle (self->waiters, session);
}

static void
on_attached (DoorDBusNetwork *proxy, const char *session, gpointer user_data)
{
  attach (DOOR_NETWORK_LINK (user_data), session);
}

static void
on_left (DoorNetworkLink *self)
{
  g_signal_handlers_disconnect_by_data (self->proxy, self);
  g_clear_object (&self->proxy);
  g_clear_pointer (&self->companion, door_network_companion_free);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_AVAILABLE]);
}

static void
on_arrived (DoorNetworkListener *listener, DoorDBusNetwork *proxy, DoorNetworkLink *self)
{
  const char *const *sessions = door_dbus_network_get_sessions (proxy);

  self->proxy = g_object_ref (proxy);
  self->companion = door_network_companion_new (proxy);
  g_signal_connect (proxy, "attached", G_CALLBACK (on_attached), self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_AVAILABLE]);
  g_signal_emit (self, signals[CONNECTED], 0);

  for (gsize i = 0; sessions != NULL && sessions[i] != NULL; i++)
    attach (self, sessions[i]);
}

static void
door_network_link_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_AVAILABLE:
      g_value_set_boolean (value, door_network_link_is_available (DOOR_NETWORK_LINK (object)));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
door_network_link_dispose (GObject *object)
{
  DoorNetworkLink *self = DOOR_NETWORK_LINK (object);

  /* It says that the companion has left, if there is one. */
  if (self->listener != NULL)
    g_object_run_dispose (G_OBJECT (self->listener));
  g_clear_object (&self->listener);

  G_OBJECT_CLASS (door_network_link_parent_class)->dispose (object);
}

static void
door_network_link_finalize (GObject *object)
{
  DoorNetworkLink *self = DOOR_NETWORK_LINK (object);

  g_free (self->module_directory);
  g_free (self->cookie);
  g_free (self->failure);
  door_network_waiters_free (self->waiters);

  G_OBJECT_CLASS (door_network_link_parent_class)->finalize (object);
}

static void
door_network_link_class_init (DoorNetworkLinkClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = door_network_link_get_property;
  object_class->dispose = door_network_link_dispose;
  object_class->finalize = door_network_link_finalize;

  properties[PROP_AVAILABLE]
      = g_param_spec_boolean ("available", NULL, NULL, FALSE,
                              G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  signals[CONNECTED] = g_signal_new ("connected", DOOR_TYPE_NETWORK_LINK, G_SIGNAL_RUN_LAST, 0,
                                     NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[ATTACHED] = g_signal_new ("attached", DOOR_TYPE_NETWORK_LINK, G_SIGNAL_RUN_LAST, 0, NULL,
                                    NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
door_network_link_init (DoorNetworkLink *self)
{
  self->waiters = door_network_waiters_new ();
}

/**
 * door_network_link_new:
 * @module_directory: the directory that holds libdoorward-network.so
 *
 * Returns: (transfer full): a link without companion
 */
DoorNetworkLink *
door_network_link_new (const char *module_directory)
{
  DoorNetworkLink *self;

  g_return_val_if_fail (module_directory != NULL, NULL);

  self = g_object_new (DOOR_TYPE_NETWORK_LINK, NULL);
  self->module_directory = g_strdup (module_directory);

  return self;
}

static gboolean
listen_for_companion (DoorNetworkLink *self, GError **error)
{
  g_autofree char *module = NULL;
  g_autoptr (DoorNetworkListener) listener = NULL;

  module = g_build_filename (self->module_directory, DOOR_NETWORK_MODULE, NULL);
  if (!g_file_test (module, G_FILE_TEST_IS_REGULAR))
    {
      g_set_error (error, DOOR_NETWORK_ERROR, DOOR_NETWORK_ERROR_NOT_INSTALLED, "“%s” is missing",
                   module);
      return FALSE;
    }

  listener = door_network_listener_new (error);
  if (listener == NULL)
    return FALSE;

  self->cookie = g_uuid_string_random ();
  door_network_environment_announce (self->module_directory,
                                     door_network_listener_get_path (listener), self->cookie);

  if (!door_network_listener_start (listener, error))
    {
      g_clear_pointer (&self->cookie, g_free);
      return FALSE;
    }

  self->listener = g_steal_pointer (&listener);
  g_signal_connect_object (self->listener, "arrived", G_CALLBACK (on_arrived), self, 0);
  g_signal_connect_object (self->listener, "left", G_CALLBACK (on_left), self, G_CONNECT_SWAPPED);

  return TRUE;
}

/**
 * door_network_link_prepare_environment:
 * @negotiate_servers: (nullable): the servers that may be shown who the person is by Negotiate,
 *   each an origin such as "https://intranet.example"; no other server is (RFC 4559 section 6)
 * @error: return location for a #DoorNetworkError or #GIOErrorEnum
 *
 * Listens for the companion and puts into the environment what WebKit's processes inherit. To be
 * called once, before there are threads. After an error the shell works without companion; that
 * Negotiate is for @negotiate_servers only is so in any case.
 */
gboolean
door_network_link_prepare_environment (DoorNetworkLink *self,
                                       const char *const *negotiate_servers,
                                       GError **error)
{
  g_autofree char *list = door_network_environment_join_servers (negotiate_servers);
  GError *failure = NULL;

  g_return_val_if_fail (DOOR_IS_NETWORK_LINK (self), FALSE);
  g_return_val_if_fail (self->listener == NULL, FALSE);

  door_network_environment_trust (list);
  if (listen_for_companion (self, &failure))
    return TRUE;

  self->failure = g_strdup (failure->message);
  g_propagate_error (error, failure);

  return FALSE;
}

/**
 * door_network_link_set_negotiate_servers:
 * @negotiate_servers: (nullable): as for door_network_link_prepare_environment()
 * @error: return location for a #DoorNetworkError or #GFileError
 *
 * libsoup reads its list once. So these are the servers for network processes that begin from now
 * on, if they have a companion.
 *
 * Returns: whether it is so
 */
gboolean
door_network_link_set_negotiate_servers (DoorNetworkLink *self,
                                         const char *const *negotiate_servers,
                                         GError **error)
{
  g_autofree char *list = door_network_environment_join_servers (negotiate_servers);

  g_return_val_if_fail (DOOR_IS_NETWORK_LINK (self), FALSE);

  if (self->listener == NULL)
    {
      g_set_error_literal (error, DOOR_NETWORK_ERROR, DOOR_NETWORK_ERROR_NOT_INSTALLED,
                           "There is no companion that could be told");
      return FALSE;
    }

  return door_network_listener_set_trusted (self->listener, list, error);
}

/**
 * door_network_link_get_marker:
 * @session: the name that the shell gives to a network session
 *
 * Returns: (transfer full) (nullable): the value of the cookie that marks it, or %NULL if no
 *   companion can come
 */
char *
door_network_link_get_marker (DoorNetworkLink *self, const char *session)
{
  g_return_val_if_fail (DOOR_IS_NETWORK_LINK (self), NULL);
  g_return_val_if_fail (session != NULL, NULL);

  return self->cookie != NULL ? g_strconcat (self->cookie, ".", session, NULL) : NULL;
}

/**
 * door_network_link_tell_absence:
 *
 * The companion was needed and is not there.
 *
 * Returns: (transfer none) (nullable): why, the first time, and %NULL afterwards
 */
const char *
door_network_link_tell_absence (DoorNetworkLink *self)
{
  g_return_val_if_fail (DOOR_IS_NETWORK_LINK (self), NULL);

  if (self->absence_told)
    return NULL;

  self->absence_told = TRUE;

  return self->failure != NULL ? self->failure : "the network process did not load it";
}

gboolean
door_network_link_is_available (DoorNetworkLink *self)
{
  g_return_val_if_fail (DOOR_IS_NETWORK_LINK (self), FALSE);

  return self->companion != NULL;
}

/**
 * door_network_link_is_attached:
 *
 * Returns: whether the companion holds @session now
 */
gboolean
door_network_link_is_attached (DoorNetworkLink *self, const char *session)
{
  g_return_val_if_fail (DOOR_IS_NETWORK_LINK (self), FALSE);
  g_return_val_if_fail (session != NULL, FALSE);

  return self->companion != NULL && door_network_companion_holds (self->companion, session);
}

/**
 * door_network_link_wait_attached_async:
 * @session: the name of a session that was marked
 * @timeout_ms: how long to wait at most, in milliseconds
 *
 * For a load that should be the first to carry credentials. Its caller sees the signal “attached”
 * before this ends.
 */
void
door_network_link_wait_attached_async (DoorNetworkLink *self,
                                       const char *session,
                                       guint timeout_ms,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (DOOR_IS_NETWORK_LINK (self));
  g_return_if_fail (session != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, door_network_link_wait_attached_async);

  if (door_network_link_is_attached (self, session))
    {
      g_task_return_boolean (task, TRUE);
      return;
    }

  door_network_waiters_add (self->waiters, task, session, self->listener != NULL ? timeout_ms : 0);
}

/**
 * door_network_link_wait_attached_finish:
 *
 * Returns: whether the companion holds the session; if not, @error is
 *   %DOOR_NETWORK_ERROR_UNAVAILABLE or %G_IO_ERROR_CANCELLED
 */
gboolean
door_network_link_wait_attached_finish (DoorNetworkLink *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* A task of a call for @session, or NULL if none can be made and it has ended. */
static GTask *
begin_call (DoorNetworkLink *self,
            const char *session,
            GCancellable *cancellable,
            GAsyncReadyCallback callback,
            gpointer user_data,
            gpointer tag)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, tag);
  if (door_network_link_is_attached (self, session))
    return g_steal_pointer (&task);

  g_task_return_new_error (task, DOOR_NETWORK_ERROR, DOOR_NETWORK_ERROR_UNAVAILABLE,
                           "No network companion holds the session “%s”", session);
  return NULL;
}

/**
 * door_network_link_set_cross_origin:
 * @session: the name of a session that is attached
 * @deny: whether parts of a page that come from another origin than the page's are asked for
 *   without a login
 *
 * It holds by the time that the next call has ended.
 */
void
door_network_link_set_cross_origin (DoorNetworkLink *self, const char *session, gboolean deny)
{
  g_return_if_fail (DOOR_IS_NETWORK_LINK (self));
  g_return_if_fail (session != NULL);

  if (self->companion != NULL)
    door_network_companion_set_cross_origin (self->companion, session, deny);
}

/**
 * door_network_link_set_schemes_async:
 * @session: the name of a session that is attached
 * @schemes: (nullable): the schemes that may be answered, most wanted first; %NULL for all in the
 *   order of their strength
 *
 * When this has ended, a server that offers several is answered accordingly.
 */
void
door_network_link_set_schemes_async (DoorNetworkLink *self,
                                     const char *session,
                                     const char *const *schemes,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  static const char *const all[] = { NULL };
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (DOOR_IS_NETWORK_LINK (self));
  g_return_if_fail (session != NULL);

  task = begin_call (self, session, cancellable, callback, user_data,
                     door_network_link_set_schemes_async);
  if (task != NULL)
    door_network_companion_set_schemes (self->companion, session, schemes != NULL ? schemes : all,
                                        task);
}

/**
 * door_network_link_set_schemes_finish:
 *
 * Returns: whether it holds; if not, @error is a #DoorNetworkError or %G_IO_ERROR_CANCELLED
 */
gboolean
door_network_link_set_schemes_finish (DoorNetworkLink *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * door_network_link_preload_async:
 * @session: the name of a session that is attached
 * @space: where the login belongs
 * @scheme: its scheme in lower case, "basic" or "digest"
 * @uri: (nullable): where @challenge was sent, or where the login is going to be used
 * @challenge: (nullable): the challenge as it was sent, from its scheme to its last parameter
 * @username: the user name, in UTF-8
 * @password: the password, in UTF-8
 *
 * Gives a login to the companion. When this has ended, the next request under @uri carries it if
 * that can be: Digest needs the nonce of a @challenge. Without one the login is kept, and answers
 * the server's challenge without asking. A login of the same space and scheme is replaced.
 */
void
door_network_link_preload_async (DoorNetworkLink *self,
                                 const char *session,
                                 DoorProtectionSpace *space,
                                 const char *scheme,
                                 const char *uri,
                                 const char *challenge,
                                 const char *username,
                                 SecretValue *password,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (DOOR_IS_NETWORK_LINK (self));
  g_return_if_fail (session != NULL && space != NULL && scheme != NULL);
  g_return_if_fail (username != NULL && password != NULL);

  task = begin_call (self, session, cancellable, callback, user_data,
                     door_network_link_preload_async);
  if (task != NULL)
    door_network_companion_preload (self->companion, session, space, scheme, uri != NULL ? uri : "",
                                    challenge != NULL ? challenge : "", username, password, task);
}

/**
 * door_network_link_preload_finish:
 *
 * Returns: whether the companion took the login; if not, @error is a #DoorNetworkError or
 *   %G_IO_ERROR_CANCELLED
 */
gboolean
door_network_link_preload_finish (DoorNetworkLink *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * door_network_link_forget_async:
 * @session: the name of a session that is attached
 * @space: (nullable): the protection space to sign out of, or %NULL for all
 *
 * When this has ended, no new request carries the login. Requests that are under way go on, other
 * logins stay, cookies are not touched.
 */
void
door_network_link_forget_async (DoorNetworkLink *self,
                                const char *session,
                                DoorProtectionSpace *space,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (DOOR_IS_NETWORK_LINK (self));
  g_return_if_fail (session != NULL);

  task = begin_call (self, session, cancellable, callback, user_data,
                     door_network_link_forget_async);
  if (task == NULL)
    return;

  if (space == NULL)
    door_network_companion_forget_all (self->companion, session, task);
  else
    door_network_companion_forget_space (self->companion, session, space, task);
}

/**
 * door_network_link_forget_server_async:
 * @session: the name of a session that is attached
 * @target: who @server is
 * @server: the origin or proxy to sign out of, whatever the realm
 *
 * Also closes the kept-alive connections that NTLM signed in.
 */
void
door_network_link_forget_server_async (DoorNetworkLink *self,
                                       const char *session,
                                       DoorTarget target,
                                       DoorOrigin *server,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (DOOR_IS_NETWORK_LINK (self));
  g_return_if_fail (session != NULL && server != NULL);

  task = begin_call (self, session, cancellable, callback, user_data,
                     door_network_link_forget_server_async);
  if (task != NULL)
    door_network_companion_forget_server (self->companion, session, target, server, task);
}

/**
 * door_network_link_forget_finish:
 *
 * For both of the above.
 *
 * Returns: whether it is forgotten; if not, @error is a #DoorNetworkError or
 *   %G_IO_ERROR_CANCELLED. %DOOR_NETWORK_ERROR_UNAVAILABLE means that there is nobody to forget
 *   anything: what the network process itself holds is not touched.
 */
gboolean
door_network_link_forget_finish (DoorNetworkLink *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
