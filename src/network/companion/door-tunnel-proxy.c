/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-tunnel-proxy.h"

#include <libsoup/soup.h>
#include <string.h>

/* More than any proxy says before the tunnel is there. */
#define HEAD_MAX 16384

struct _DoorTunnelProxy
{
  GObject parent_instance;
};

/* One CONNECT on its way. */
typedef struct
{
  GIOStream *stream;
  DoorLogin *login;       /* or NULL */
  DoorDigestAnswer *sent; /* or NULL */
  char *request;
  GByteArray *head;
  guint8 octet;
} Tunnel;

static void door_tunnel_proxy_iface_init (GProxyInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (DoorTunnelProxy,
                               door_tunnel_proxy,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_PROXY, door_tunnel_proxy_iface_init))

/* By name. GIO makes a GProxy from its type alone, and shows it an address: the name is in that. */
static GHashTable *sessions;

static void
tunnel_free (Tunnel *tunnel)
{
  g_clear_object (&tunnel->login);
  g_clear_pointer (&tunnel->sent, door_digest_answer_unref);
  g_byte_array_unref (tunnel->head);
  g_object_unref (tunnel->stream);
  g_free (tunnel->request);
  g_free (tunnel);
}

static void
door_tunnel_proxy_class_init (DoorTunnelProxyClass *klass)
{
}

static void
door_tunnel_proxy_init (DoorTunnelProxy *self)
{
}

static DoorLogin *
find_login (GProxyAddress *address)
{
  const char *name = g_proxy_address_get_username (address);
  DoorCompanionSession *session
      = sessions != NULL && name != NULL ? g_hash_table_lookup (sessions, name) : NULL;
  g_autoptr (GUri) uri = g_uri_parse (g_proxy_address_get_uri (address), G_URI_FLAGS_NONE, NULL);
  g_autoptr (DoorOrigin) proxy
      = uri != NULL ? door_origin_new ("http", g_uri_get_host (uri), g_uri_get_port (uri)) : NULL;

  return session != NULL && proxy != NULL ? door_companion_session_find_proxy_login (session, proxy)
                                          : NULL;
}

static void
write_request (Tunnel *tunnel, GProxyAddress *address)
{
  const char *host = g_proxy_address_get_destination_hostname (address);
  g_autofree char *target = g_strdup_printf (strchr (host, ':') != NULL ? "[%s]:%u" : "%s:%u", host,
                                             g_proxy_address_get_destination_port (address));
  DoorLogin *login = find_login (address);
  g_autofree char *credentials = NULL;

  if (login != NULL)
    {
      tunnel->login = g_object_ref (login);
      credentials = door_login_authorize (login,
                                          &(DoorLoginRequest){ .method = SOUP_METHOD_CONNECT,
                                                               .target = target },
                                          &tunnel->sent);
    }

  tunnel->request
      = g_strdup_printf ("CONNECT %s HTTP/1.1\r\nHost: %s\r\n%s%s%s\r\n", target, target,
                         credentials != NULL ? "Proxy-Authorization: " : "",
                         credentials != NULL ? credentials : "", credentials != NULL ? "\r\n" : "");
}

static gboolean
is_complete (GByteArray *head)
{
  return head->len >= 4 && memcmp (head->data + head->len - 4, "\r\n\r\n", 4) == 0;
}

/* A nonce that is too old brings the next one along: the page's next attempt has it. */
static void
take_challenges (Tunnel *tunnel, SoupMessageHeaders *headers)
{
  const char *const values[]
      = { soup_message_headers_get_list (headers, "Proxy-Authenticate"), NULL };
  g_autoptr (DoorChallengeList) list = door_challenge_list_parse (values);

  if (tunnel->sent == NULL)
    return;

  for (guint i = 0; i < door_challenge_list_get_n (list); i++)
    {
      DoorChallenge *challenge = door_challenge_list_get (list, i);

      if (strcmp (door_challenge_get_scheme (challenge), "digest") == 0
          && door_login_can_answer (tunnel->login, challenge))
        door_login_challenge (tunnel->login, challenge, NULL, tunnel->sent);
    }
}

static gboolean
read_head (Tunnel *tunnel, GError **error)
{
  g_autoptr (SoupMessageHeaders) headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_RESPONSE);
  guint status = 0;

  if (!soup_headers_parse_response ((const char *)tunnel->head->data, (int)tunnel->head->len - 2,
                                    headers, NULL, &status, NULL))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_PROXY_FAILED,
                           "The proxy does not speak HTTP");
      return FALSE;
    }

  if (SOUP_STATUS_IS_SUCCESSFUL (status))
    return TRUE;

  if (status == SOUP_STATUS_PROXY_UNAUTHORIZED)
    {
      take_challenges (tunnel, headers);
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_PROXY_NEED_AUTH,
                           "The proxy asks for a login");
      return FALSE;
    }

  g_set_error (error, G_IO_ERROR, G_IO_ERROR_PROXY_NOT_ALLOWED,
               "The proxy makes no connection (status %u)", status);

  return FALSE;
}

static void read_on (GTask *task);

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Tunnel *tunnel = g_task_get_task_data (task);
  GError *error = NULL;
  gssize n = g_input_stream_read_finish (G_INPUT_STREAM (source), result, &error);

  if (n > 0)
    g_byte_array_append (tunnel->head, &tunnel->octet, 1);

  if (n > 0 && !is_complete (tunnel->head) && tunnel->head->len < HEAD_MAX)
    {
      read_on (g_steal_pointer (&task));
      return;
    }

  if (n >= 0 && !is_complete (tunnel->head))
    g_set_error_literal (&error, G_IO_ERROR, G_IO_ERROR_PROXY_FAILED,
                         "The proxy does not end its answer");

  if (error == NULL && read_head (tunnel, &error))
    g_task_return_pointer (task, g_object_ref (tunnel->stream), g_object_unref);
  else
    g_task_return_error (task, error);
}

/* One octet at a time: what comes after the head belongs to whoever uses the tunnel. */
static void
read_on (GTask *task)
{
  Tunnel *tunnel = g_task_get_task_data (task);

  g_input_stream_read_async (g_io_stream_get_input_stream (tunnel->stream), &tunnel->octet, 1,
                             G_PRIORITY_DEFAULT, g_task_get_cancellable (task), on_read, task);
}

static void
on_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (!g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, &error))
    g_task_return_error (task, error);
  else
    read_on (g_steal_pointer (&task));
}

static GIOStream *
door_tunnel_proxy_connect (GProxy *proxy,
                           GIOStream *connection,
                           GProxyAddress *address,
                           GCancellable *cancellable,
                           GError **error)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                       "WebKit connects in the background only");

  return NULL;
}

static void
door_tunnel_proxy_connect_async (GProxy *proxy,
                                 GIOStream *connection,
                                 GProxyAddress *address,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  GTask *task = g_task_new (proxy, cancellable, callback, user_data);
  Tunnel *tunnel = g_new0 (Tunnel, 1);

  tunnel->stream = g_object_ref (connection);
  tunnel->head = g_byte_array_new ();
  write_request (tunnel, address);
  g_task_set_source_tag (task, door_tunnel_proxy_connect_async);
  g_task_set_task_data (task, tunnel, (GDestroyNotify)tunnel_free);
  g_output_stream_write_all_async (g_io_stream_get_output_stream (connection), tunnel->request,
                                   strlen (tunnel->request), G_PRIORITY_DEFAULT, cancellable,
                                   on_written, task);
}

static GIOStream *
door_tunnel_proxy_connect_finish (GProxy *proxy, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static gboolean
door_tunnel_proxy_supports_hostname (GProxy *proxy)
{
  return TRUE;
}

static void
door_tunnel_proxy_iface_init (GProxyInterface *iface)
{
  iface->connect = door_tunnel_proxy_connect;
  iface->connect_async = door_tunnel_proxy_connect_async;
  iface->connect_finish = door_tunnel_proxy_connect_finish;
  iface->supports_hostname = door_tunnel_proxy_supports_hostname;
}

/**
 * door_tunnel_proxy_add_session:
 * @session: the session whose logins are used; it takes itself away before it ends
 *
 * Returns: (transfer full): what stands for @session as the user name in a proxy's URI
 */
char *
door_tunnel_proxy_add_session (DoorCompanionSession *session)
{
  char *name = g_uuid_string_random ();

  if (sessions == NULL)
    {
      sessions = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      g_io_extension_point_implement (G_PROXY_EXTENSION_POINT_NAME, DOOR_TYPE_TUNNEL_PROXY,
                                      DOOR_TUNNEL_PROTOCOL, 0);
    }
  g_hash_table_insert (sessions, g_strdup (name), session);

  return name;
}

void
door_tunnel_proxy_remove_session (const char *name)
{
  g_hash_table_remove (sessions, name);
}
