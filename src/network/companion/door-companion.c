/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-companion.h"

#include "door-auth.h"
#include "door-companion-session.h"
#include "door-exchange.h"
#include "door-network-marker.h"

#include <libsoup/soup.h>
#include <string.h>

struct _DoorCompanion
{
  GObject parent_instance;

  char *marker_prefix;
  char *negotiate_servers;
  GPtrArray *sessions; /* of DoorCompanionSession */
};

enum
{
  ATTACHED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DoorCompanion, door_companion, G_TYPE_OBJECT)

static void
drop_dead_sessions (DoorCompanion *self)
{
  for (guint i = self->sessions->len; i > 0; i--)
    {
      DoorCompanionSession *session = g_ptr_array_index (self->sessions, i - 1);

      if (door_companion_session_get_jar (session) == NULL
          && door_companion_session_get_soup (session) == NULL)
        g_ptr_array_remove_index_fast (self->sessions, i - 1);
    }
}

static DoorCompanionSession *
add_session (DoorCompanion *self)
{
  DoorCompanionSession *session = door_companion_session_new (self->negotiate_servers);

  drop_dead_sessions (self);
  g_ptr_array_add (self->sessions, session);

  return session;
}

static DoorCompanionSession *
find_by_jar (DoorCompanion *self, SoupCookieJar *jar)
{
  for (guint i = 0; jar != NULL && i < self->sessions->len; i++)
    if (door_companion_session_get_jar (g_ptr_array_index (self->sessions, i)) == jar)
      return g_ptr_array_index (self->sessions, i);

  return NULL;
}

static DoorCompanionSession *
find_by_soup (DoorCompanion *self, SoupSession *soup)
{
  for (guint i = 0; i < self->sessions->len; i++)
    if (door_companion_session_get_soup (g_ptr_array_index (self->sessions, i)) == soup)
      return g_ptr_array_index (self->sessions, i);

  return NULL;
}

static DoorCompanionSession *
ensure_session (DoorCompanion *self, SoupSession *soup)
{
  DoorCompanionSession *session = find_by_soup (self, soup);
  SoupCookieJar *jar;

  if (session != NULL)
    return session;

  jar = (SoupCookieJar *)soup_session_get_feature (soup, SOUP_TYPE_COOKIE_JAR);
  session = find_by_jar (self, jar);
  if (session == NULL || door_companion_session_get_soup (session) != NULL)
    session = add_session (self);

  door_companion_session_set_jar (session, jar);
  door_companion_session_set_soup (session, soup);

  return session;
}

/* libsoup would take user information of a link, an image or a redirect for a login, in place of
 * the person's own. What a person typed the shell has taken out and handles itself. */
static void
leave_out_userinfo (SoupMessage *message)
{
  GUri *uri = soup_message_get_uri (message);
  g_autoptr (GUri) plain = NULL;

  if (g_uri_get_userinfo (uri) == NULL)
    return;

  plain = soup_uri_copy (uri, SOUP_URI_USER, NULL, SOUP_URI_PASSWORD, NULL, SOUP_URI_AUTH_PARAMS,
                         NULL, SOUP_URI_NONE);
  soup_message_set_uri (message, plain);
}

static gboolean
on_request_queued (GSignalInvocationHint *hint,
                   guint n_values,
                   const GValue *values,
                   gpointer user_data)
{
  DoorCompanion *self = DOOR_COMPANION (user_data);
  SoupSession *soup = g_value_get_object (&values[0]);

  leave_out_userinfo (g_value_get_object (&values[1]));
  door_exchange_start (ensure_session (self, soup), g_value_get_object (&values[1]));

  return TRUE;
}

static gboolean
on_request_unqueued (GSignalInvocationHint *hint,
                     guint n_values,
                     const GValue *values,
                     gpointer user_data)
{
  door_exchange_end (g_value_get_object (&values[1]));

  return TRUE;
}

/* Through a tunnel that is not there yet, a message does not know its proxy. */
static DoorOrigin *
dup_server_of_auth (DoorExchange *exchange, DoorTarget target, SoupAuth *auth)
{
  g_autofree char *uri = NULL;

  if (target == DOOR_TARGET_ORIGIN)
    return door_exchange_dup_server (exchange, target);

  uri = g_strconcat ("http://", soup_auth_get_authority (auth), NULL);

  return door_origin_new_for_uri (uri, NULL);
}

/* Before WebKit is asked for a login. */
static gboolean
on_authenticate (GSignalInvocationHint *hint,
                 guint n_values,
                 const GValue *values,
                 gpointer user_data)
{
  DoorExchange *exchange = door_exchange_lookup (g_value_get_object (&values[0]));
  SoupAuth *auth = g_value_get_object (&values[1]);
  DoorTarget target = soup_auth_is_for_proxy (auth) ? DOOR_TARGET_PROXY : DOOR_TARGET_ORIGIN;
  g_autoptr (DoorOrigin) server = NULL;

  if (exchange == NULL || DOOR_IS_AUTH (auth))
    return TRUE;

  server = dup_server_of_auth (exchange, target, auth);
  if (server != NULL)
    door_companion_session_note_auth (door_exchange_get_session (exchange), target, server, auth);
  if (target == DOOR_TARGET_PROXY)
    door_exchange_note_proxy_auth (exchange, auth);

  return TRUE;
}

/* Before libsoup looks at the challenges. */
static gboolean
on_got_headers (GSignalInvocationHint *hint,
                guint n_values,
                const GValue *values,
                gpointer user_data)
{
  DoorExchange *exchange = door_exchange_lookup (g_value_get_object (&values[0]));

  if (exchange != NULL)
    door_exchange_withhold (exchange);

  return TRUE;
}

static gboolean
on_attached_idle (gpointer user_data)
{
  DoorCompanionSession *session = DOOR_COMPANION_SESSION (user_data);
  SoupCookieJar *jar = door_companion_session_get_jar (session);
  GSList *cookies;

  if (jar == NULL)
    return G_SOURCE_REMOVE;

  cookies = soup_cookie_jar_all_cookies (jar);
  for (GSList *l = cookies; l != NULL; l = l->next)
    if (strcmp (soup_cookie_get_name (l->data), DOOR_NETWORK_MARKER_NAME) == 0
        && strcmp (soup_cookie_get_domain (l->data), DOOR_NETWORK_MARKER_DOMAIN) == 0)
      soup_cookie_jar_delete_cookie (jar, l->data);
  g_slist_free_full (cookies, (GDestroyNotify)soup_cookie_free);

  return G_SOURCE_REMOVE;
}

static void
name_session (DoorCompanion *self, SoupCookieJar *jar, const char *name)
{
  DoorCompanionSession *session = find_by_jar (self, jar);

  for (guint i = 0; i < self->sessions->len; i++)
    {
      DoorCompanionSession *other = g_ptr_array_index (self->sessions, i);

      if (other != session && g_strcmp0 (door_companion_session_get_name (other), name) == 0)
        door_companion_session_set_name (other, NULL);
    }

  if (session == NULL)
    session = add_session (self);
  door_companion_session_set_jar (session, jar);
  door_companion_session_set_name (session, name);

  /* The jar is locked while it tells of a change. */
  g_idle_add_full (G_PRIORITY_HIGH, on_attached_idle, g_object_ref (session), g_object_unref);
  g_signal_emit (self, signals[ATTACHED], 0, name);
}

static gboolean
on_cookie_changed (GSignalInvocationHint *hint,
                   guint n_values,
                   const GValue *values,
                   gpointer user_data)
{
  DoorCompanion *self = DOOR_COMPANION (user_data);
  SoupCookie *cookie = g_value_get_boxed (&values[2]);

  if (cookie != NULL && strcmp (soup_cookie_get_name (cookie), DOOR_NETWORK_MARKER_NAME) == 0
      && strcmp (soup_cookie_get_domain (cookie), DOOR_NETWORK_MARKER_DOMAIN) == 0
      && g_str_has_prefix (soup_cookie_get_value (cookie), self->marker_prefix))
    name_session (self, g_value_get_object (&values[0]),
                  soup_cookie_get_value (cookie) + strlen (self->marker_prefix));

  return TRUE;
}

static void
door_companion_finalize (GObject *object)
{
  DoorCompanion *self = DOOR_COMPANION (object);

  g_free (self->marker_prefix);
  g_free (self->negotiate_servers);
  g_ptr_array_unref (self->sessions);

  G_OBJECT_CLASS (door_companion_parent_class)->finalize (object);
}

static void
door_companion_class_init (DoorCompanionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = door_companion_finalize;

  signals[ATTACHED] = g_signal_new ("attached", DOOR_TYPE_COMPANION, G_SIGNAL_RUN_LAST, 0, NULL,
                                    NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
door_companion_init (DoorCompanion *self)
{
  self->sessions = g_ptr_array_new_with_free_func (g_object_unref);
}

static void
watch (DoorCompanion *self, GType type, const char *signal, GSignalEmissionHook hook)
{
  /* Only a class that exists has its signals. It stays, as libsoup's other users need it, too. */
  g_type_class_ref (type);
  g_signal_add_emission_hook (g_signal_lookup (signal, type), 0, hook, g_object_ref (self),
                              g_object_unref);
}

/**
 * door_companion_new:
 * @cookie: what the shell's markers begin with
 * @negotiate_servers: (nullable): as for door_negotiate_trust_new()
 *
 * Watches all of this process's sessions from now on, as long as it lives.
 *
 * Returns: (transfer full): the companion
 */
DoorCompanion *
door_companion_new (const char *cookie, const char *negotiate_servers)
{
  DoorCompanion *self = g_object_new (DOOR_TYPE_COMPANION, NULL);

  self->marker_prefix = g_strconcat (cookie, ".", NULL);
  self->negotiate_servers = g_strdup (negotiate_servers);

  watch (self, SOUP_TYPE_SESSION, "request-queued", on_request_queued);
  watch (self, SOUP_TYPE_SESSION, "request-unqueued", on_request_unqueued);
  watch (self, SOUP_TYPE_MESSAGE, "authenticate", on_authenticate);
  watch (self, SOUP_TYPE_MESSAGE, "got-headers", on_got_headers);
  watch (self, SOUP_TYPE_COOKIE_JAR, "changed", on_cookie_changed);

  return self;
}

/**
 * door_companion_find_session:
 *
 * Returns: (transfer none) (nullable): the session that the shell gave that name to
 */
DoorCompanionSession *
door_companion_find_session (DoorCompanion *self, const char *name)
{
  for (guint i = 0; i < self->sessions->len; i++)
    {
      DoorCompanionSession *session = g_ptr_array_index (self->sessions, i);

      if (g_strcmp0 (door_companion_session_get_name (session), name) == 0)
        return session;
    }

  return NULL;
}

/**
 * door_companion_dup_names:
 *
 * Returns: (transfer full): the names of the sessions that have one
 */
char **
door_companion_dup_names (DoorCompanion *self)
{
  GStrvBuilder *builder = g_strv_builder_new ();
  char **names;

  for (guint i = 0; i < self->sessions->len; i++)
    {
      const char *name = door_companion_session_get_name (g_ptr_array_index (self->sessions, i));

      if (name != NULL)
        g_strv_builder_add (builder, name);
    }

  names = g_strv_builder_end (builder);
  g_strv_builder_unref (builder);

  return names;
}
