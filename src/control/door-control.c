/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-control.h"

#include <string.h>

#include "door-auth1.h"

/* Nobody types so much; a caller who sends it is mistaken, or wants to cost memory. */
#define MAX_LENGTH 4096

struct _DoorControl
{
  GObject parent_instance;

  DoorAuth1 *skeleton;
  GPtrArray *sessions; /* DoorSession, not owned */
};

G_DEFINE_FINAL_TYPE (DoorControl, door_control, G_TYPE_OBJECT)

static const GDBusErrorEntry errors[] = {
  { DOOR_CONTROL_ERROR_NO_SUCH_PROMPT, "org.doorward.Error.NoSuchPrompt" },
  { DOOR_CONTROL_ERROR_NOT_OPEN, "org.doorward.Error.NotOpen" },
  { DOOR_CONTROL_ERROR_INVALID_CREDENTIALS, "org.doorward.Error.InvalidCredentials" },
};

GQuark
door_control_error_quark (void)
{
  static gsize quark = 0;

  g_dbus_error_register_error_domain ("door-control-error-quark", &quark, errors,
                                      G_N_ELEMENTS (errors));

  return (GQuark)quark;
}

static void
on_session_gone (gpointer user_data, GObject *session)
{
  g_ptr_array_remove_fast (DOOR_CONTROL (user_data)->sessions, session);
}

static void
door_control_dispose (GObject *object)
{
  DoorControl *self = DOOR_CONTROL (object);

  for (guint i = 0; i < self->sessions->len; i++)
    g_object_weak_unref (g_ptr_array_index (self->sessions, i), on_session_gone, self);
  g_ptr_array_set_size (self->sessions, 0);

  if (g_dbus_interface_skeleton_get_connection (G_DBUS_INTERFACE_SKELETON (self->skeleton)) != NULL)
    g_dbus_interface_skeleton_unexport (G_DBUS_INTERFACE_SKELETON (self->skeleton));

  G_OBJECT_CLASS (door_control_parent_class)->dispose (object);
}

static void
door_control_finalize (GObject *object)
{
  DoorControl *self = DOOR_CONTROL (object);

  g_ptr_array_unref (self->sessions);
  g_object_unref (self->skeleton);

  G_OBJECT_CLASS (door_control_parent_class)->finalize (object);
}

static void
door_control_class_init (DoorControlClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = door_control_dispose;
  object_class->finalize = door_control_finalize;
}

/* On the bus text is UTF-8 without exception; what a server chose need not be. */
static void
add_string (GVariantBuilder *builder, const char *key, const char *text)
{
  g_autofree char *valid = NULL;

  if (text == NULL)
    return;

  valid = g_utf8_make_valid (text, -1);
  g_variant_builder_add (builder, "{sv}", key, g_variant_new_string (valid));
}

static void
add_boolean (GVariantBuilder *builder, const char *key, gboolean value)
{
  g_variant_builder_add (builder, "{sv}", key, g_variant_new_boolean (value));
}

static void
add_space (GVariantBuilder *builder, DoorProtectionSpace *space)
{
  add_string (builder, "target", door_target_to_string (door_protection_space_get_target (space)));
  add_string (builder, "server", door_origin_to_string (door_protection_space_get_server (space)));
  add_string (builder, "realm", door_protection_space_get_realm (space));
}

static const char *
state_to_string (DoorPromptState state)
{
  g_autoptr (GEnumClass) states = g_type_class_ref (DOOR_TYPE_PROMPT_STATE);

  return g_enum_get_value (states, state)->value_nick;
}

static GVariant *
describe_prompt (DoorPrompt *prompt, DoorSession *session)
{
  GVariantBuilder builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE_VARDICT);

  g_variant_builder_add (&builder, "{sv}", "id",
                         g_variant_new_uint64 (door_prompt_get_id (prompt)));
  add_string (&builder, "state", state_to_string (door_prompt_get_state (prompt)));
  add_space (&builder, door_prompt_get_space (prompt));
  add_string (&builder, "scheme", door_prompt_get_scheme (prompt));
  g_variant_builder_add (&builder, "{sv}", "attempt",
                         g_variant_new_uint32 (door_prompt_get_attempt (prompt)));
  add_string (&builder, "username", door_prompt_get_username (prompt));
  add_boolean (&builder, "unencrypted", door_prompt_is_unencrypted (prompt));
  add_boolean (&builder, "can-remember", door_prompt_get_can_remember (prompt));
  add_boolean (&builder, "private", door_session_is_private (session));

  return g_variant_builder_end (&builder);
}

static void
add_time (GVariantBuilder *builder, const char *key, GDateTime *time)
{
  g_autofree char *text = g_date_time_format (time, "%Y-%m-%dT%H:%M:%SZ");

  add_string (builder, key, text);
}

static GVariant *
describe_credentials (DoorCredentials *credentials, DoorSession *session)
{
  GVariantBuilder builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE_VARDICT);
  g_autoptr (GDateTime) expiry
      = door_vault_get_expiry (door_session_get_vault (session), credentials);

  add_space (&builder, door_credentials_get_space (credentials));
  add_string (&builder, "scheme", door_credentials_get_scheme (credentials));
  add_string (&builder, "username", door_credentials_get_username (credentials));
  add_time (&builder, "since", door_credentials_get_since (credentials));
  add_time (&builder, "last-use", door_credentials_get_last_use (credentials));
  if (expiry != NULL)
    add_time (&builder, "expiry", expiry);
  add_boolean (&builder, "accepted", door_credentials_is_accepted (credentials));
  add_boolean (&builder, "private", door_session_is_private (session));

  return g_variant_builder_end (&builder);
}

static gboolean
on_list_prompts (DoorAuth1 *skeleton, GDBusMethodInvocation *invocation, DoorControl *self)
{
  GVariantBuilder builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("aa{sv}"));

  for (guint i = 0; i < self->sessions->len; i++)
    {
      DoorSession *session = g_ptr_array_index (self->sessions, i);
      GListModel *prompts = door_session_get_prompts (session);
      guint n = g_list_model_get_n_items (prompts);

      for (guint j = 0; j < n; j++)
        {
          g_autoptr (DoorPrompt) prompt = g_list_model_get_item (prompts, j);

          g_variant_builder_add_value (&builder, describe_prompt (prompt, session));
        }
    }

  door_auth1_complete_list_prompts (skeleton, invocation, g_variant_builder_end (&builder));

  return G_DBUS_METHOD_INVOCATION_HANDLED;
}

/* Returns the prompt, or answers the caller that there is none. */
static DoorPrompt *
find_prompt (DoorControl *self, guint64 id, GDBusMethodInvocation *invocation)
{
  for (guint i = 0; i < self->sessions->len; i++)
    {
      GListModel *prompts = door_session_get_prompts (g_ptr_array_index (self->sessions, i));
      guint n = g_list_model_get_n_items (prompts);

      for (guint j = 0; j < n; j++)
        {
          g_autoptr (DoorPrompt) prompt = g_list_model_get_item (prompts, j);

          if (door_prompt_get_id (prompt) == id)
            return g_steal_pointer (&prompt);
        }
    }

  g_dbus_method_invocation_return_error (invocation, DOOR_CONTROL_ERROR,
                                         DOOR_CONTROL_ERROR_NO_SUCH_PROMPT,
                                         "No prompt %" G_GUINT64_FORMAT " waits", id);

  return NULL;
}

static gboolean
on_submit (DoorAuth1 *skeleton,
           GDBusMethodInvocation *invocation,
           guint64 id,
           const char *username,
           const char *password,
           gboolean remember,
           DoorControl *self)
{
  g_autoptr (DoorPrompt) prompt = find_prompt (self, id, invocation);
  g_autoptr (SecretValue) secret = NULL;
  g_autoptr (GError) error = NULL;

  if (prompt == NULL)
    return G_DBUS_METHOD_INVOCATION_HANDLED;

  if (strlen (username) > MAX_LENGTH || strlen (password) > MAX_LENGTH)
    {
      g_dbus_method_invocation_return_error (invocation, DOOR_CONTROL_ERROR,
                                             DOOR_CONTROL_ERROR_INVALID_CREDENTIALS,
                                             "More than %d bytes", MAX_LENGTH);
      return G_DBUS_METHOD_INVOCATION_HANDLED;
    }

  secret = secret_value_new (password, -1, "text/plain");
  if (door_prompt_submit (prompt, username, secret, remember, &error))
    door_auth1_complete_submit (skeleton, invocation);
  else
    g_dbus_method_invocation_return_error_literal (invocation, DOOR_CONTROL_ERROR,
                                                   g_error_matches (error, DOOR_PROMPT_ERROR,
                                                                    DOOR_PROMPT_ERROR_NOT_OPEN)
                                                       ? DOOR_CONTROL_ERROR_NOT_OPEN
                                                       : DOOR_CONTROL_ERROR_INVALID_CREDENTIALS,
                                                   error->message);

  return G_DBUS_METHOD_INVOCATION_HANDLED;
}

static gboolean
on_cancel (DoorAuth1 *skeleton, GDBusMethodInvocation *invocation, guint64 id, DoorControl *self)
{
  g_autoptr (DoorPrompt) prompt = find_prompt (self, id, invocation);

  if (prompt == NULL)
    return G_DBUS_METHOD_INVOCATION_HANDLED;

  if (door_prompt_get_state (prompt) == DOOR_PROMPT_SUBMITTED)
    {
      g_dbus_method_invocation_return_error_literal (invocation, DOOR_CONTROL_ERROR,
                                                     DOOR_CONTROL_ERROR_NOT_OPEN,
                                                     "It was answered already");
      return G_DBUS_METHOD_INVOCATION_HANDLED;
    }

  door_prompt_cancel (prompt);
  door_auth1_complete_cancel (skeleton, invocation);

  return G_DBUS_METHOD_INVOCATION_HANDLED;
}

static gboolean
on_list_sessions (DoorAuth1 *skeleton, GDBusMethodInvocation *invocation, DoorControl *self)
{
  GVariantBuilder builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("aa{sv}"));

  for (guint i = 0; i < self->sessions->len; i++)
    {
      DoorSession *session = g_ptr_array_index (self->sessions, i);
      g_autoptr (GPtrArray) list = door_vault_list (door_session_get_vault (session));

      for (guint j = 0; j < list->len; j++)
        g_variant_builder_add_value (&builder,
                                     describe_credentials (g_ptr_array_index (list, j), session));
    }

  door_auth1_complete_list_sessions (skeleton, invocation, g_variant_builder_end (&builder));

  return G_DBUS_METHOD_INVOCATION_HANDLED;
}

/* As it is written on the command line, or as it stands in an event. */
static DoorOrigin *
parse_server (const char *server, DoorTarget *target)
{
  g_autofree char *uri = NULL;

  *target = DOOR_TARGET_ORIGIN;
  if (!g_str_has_prefix (server, "proxy:"))
    return door_origin_new_for_uri (server, NULL);

  *target = DOOR_TARGET_PROXY;
  server += strlen ("proxy:");
  uri = strstr (server, "://") != NULL ? g_strdup (server) : g_strconcat ("http://", server, NULL);

  return door_origin_new_for_uri (uri, NULL);
}

static gboolean
on_forget (DoorAuth1 *skeleton,
           GDBusMethodInvocation *invocation,
           const char *server,
           DoorControl *self)
{
  g_autoptr (DoorOrigin) origin = NULL;
  DoorTarget target;

  if (strlen (server) <= MAX_LENGTH)
    origin = parse_server (server, &target);

  if (origin == NULL)
    {
      /* The message would send a megabyte back to whoever sent it. */
      g_dbus_method_invocation_return_error_literal (invocation, G_DBUS_ERROR,
                                                     G_DBUS_ERROR_INVALID_ARGS,
                                                     "That is no server, as http://HOST:PORT is");
      return G_DBUS_METHOD_INVOCATION_HANDLED;
    }

  for (guint i = 0; i < self->sessions->len; i++)
    door_session_forget_server (g_ptr_array_index (self->sessions, i), target, origin,
                                DOOR_FORGET_USER);
  door_auth1_complete_forget (skeleton, invocation);

  return G_DBUS_METHOD_INVOCATION_HANDLED;
}

static gboolean
on_forget_all (DoorAuth1 *skeleton, GDBusMethodInvocation *invocation, DoorControl *self)
{
  for (guint i = 0; i < self->sessions->len; i++)
    door_session_forget_all (g_ptr_array_index (self->sessions, i), DOOR_FORGET_USER);
  door_auth1_complete_forget_all (skeleton, invocation);

  return G_DBUS_METHOD_INVOCATION_HANDLED;
}

static void
door_control_init (DoorControl *self)
{
  self->sessions = g_ptr_array_new ();
  self->skeleton = door_auth1_skeleton_new ();
  g_signal_connect_object (self->skeleton, "handle-list-prompts", G_CALLBACK (on_list_prompts),
                           self, 0);
  g_signal_connect_object (self->skeleton, "handle-submit", G_CALLBACK (on_submit), self, 0);
  g_signal_connect_object (self->skeleton, "handle-cancel", G_CALLBACK (on_cancel), self, 0);
  g_signal_connect_object (self->skeleton, "handle-list-sessions", G_CALLBACK (on_list_sessions),
                           self, 0);
  g_signal_connect_object (self->skeleton, "handle-forget", G_CALLBACK (on_forget), self, 0);
  g_signal_connect_object (self->skeleton, "handle-forget-all", G_CALLBACK (on_forget_all), self,
                           0);
}

/**
 * door_control_new:
 * @connection: a bus
 * @error: return location for a #GError
 *
 * Exports org.doorward.Auth1 at %DOOR_CONTROL_OBJECT_PATH.
 *
 * Returns: (transfer full): what answers there, and knows no session yet
 */
DoorControl *
door_control_new (GDBusConnection *connection, GError **error)
{
  g_autoptr (DoorControl) self = NULL;

  g_return_val_if_fail (G_IS_DBUS_CONNECTION (connection), NULL);

  self = g_object_new (DOOR_TYPE_CONTROL, NULL);
  if (!g_dbus_interface_skeleton_export (G_DBUS_INTERFACE_SKELETON (self->skeleton), connection,
                                         DOOR_CONTROL_OBJECT_PATH, error))
    return NULL;

  return g_steal_pointer (&self);
}

static void
on_event (DoorSession *session, GVariant *event, DoorControl *self)
{
  door_auth1_emit_event (self->skeleton, event);
}

/**
 * door_control_watch:
 *
 * Callers see and answer what happens in @session, until it ends.
 */
void
door_control_watch (DoorControl *self, DoorSession *session)
{
  g_return_if_fail (DOOR_IS_CONTROL (self));
  g_return_if_fail (DOOR_IS_SESSION (session));

  g_ptr_array_add (self->sessions, session);
  g_object_weak_ref (G_OBJECT (session), on_session_gone, self);
  g_signal_connect_object (session, "event", G_CALLBACK (on_event), self, 0);
}
