/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-foreign-auths.h"

#include "door-object-release.h"

struct _DoorForeignAuths
{
  GPtrArray *list; /* of Foreign */
};

typedef struct
{
  DoorTarget target;
  DoorOrigin *server;
  SoupAuth *auth;
  char *authority; /* as it was at first */
  char *realm;     /* likewise, or NULL */
} Foreign;

static void
foreign_free (Foreign *foreign)
{
  if (foreign->auth != NULL)
    g_signal_handlers_disconnect_by_data (foreign->auth, foreign);
  g_clear_object (&foreign->auth);
  door_origin_unref (foreign->server);
  g_free (foreign->authority);
  g_free (foreign->realm);
  g_free (foreign);
}

DoorForeignAuths *
door_foreign_auths_new (void)
{
  DoorForeignAuths *self = g_new0 (DoorForeignAuths, 1);

  self->list = g_ptr_array_new_with_free_func ((GDestroyNotify)foreign_free);

  return self;
}

void
door_foreign_auths_free (DoorForeignAuths *self)
{
  g_ptr_array_unref (self->list);
  g_free (self);
}

/* NTLM takes the origin for whoever asks, even where a proxy does, and the domain for the realm, as
 * soon as it has read the second message. To whom it belongs has not changed by that. */
static void
keep_identity (SoupAuth *auth, GParamSpec *pspec, Foreign *foreign)
{
  if (g_strcmp0 (soup_auth_get_authority (auth), foreign->authority) != 0)
    g_object_set (auth, "authority", foreign->authority, NULL);
  if (g_strcmp0 (soup_auth_get_realm (auth), foreign->realm) != 0)
    g_object_set (auth, "realm", foreign->realm, NULL);
}

static void
connect_handlers (Foreign *foreign)
{
  g_signal_connect (foreign->auth, "notify::authority", G_CALLBACK (keep_identity), foreign);
  g_signal_connect (foreign->auth, "notify::realm", G_CALLBACK (keep_identity), foreign);
}

/**
 * door_foreign_auths_add:
 * @target: who asks
 * @server: the origin or proxy
 *
 * Returns: whether @auth was not there yet
 */
gboolean
door_foreign_auths_add (DoorForeignAuths *self,
                        DoorTarget target,
                        DoorOrigin *server,
                        SoupAuth *auth)
{
  Foreign *foreign;

  for (guint i = self->list->len; i > 0; i--)
    {
      foreign = g_ptr_array_index (self->list, i - 1);
      if (foreign->auth == auth)
        return FALSE;
      if (soup_auth_is_cancelled (foreign->auth))
        g_ptr_array_remove_index_fast (self->list, i - 1);
    }

  foreign = g_new0 (Foreign, 1);
  foreign->target = target;
  foreign->server = door_origin_ref (server);
  foreign->auth = g_object_ref (auth);
  foreign->authority = g_strdup (soup_auth_get_authority (auth));
  foreign->realm = g_strdup (soup_auth_get_realm (auth));
  connect_handlers (foreign);
  g_ptr_array_add (self->list, foreign);

  return TRUE;
}

/**
 * door_foreign_auths_have_answered:
 *
 * Returns: whether one of them has a login for @server
 */
gboolean
door_foreign_auths_have_answered (DoorForeignAuths *self, DoorTarget target, DoorOrigin *server)
{
  for (guint i = 0; i < self->list->len; i++)
    {
      const Foreign *foreign = g_ptr_array_index (self->list, i);

      if (foreign->target == target && door_origin_equal (foreign->server, server)
          && soup_auth_is_authenticated (foreign->auth))
        return TRUE;
    }

  return FALSE;
}

/**
 * door_foreign_auths_hand_over:
 *
 * Lets @manager use those of origins. The one of a proxy it makes anew.
 */
void
door_foreign_auths_hand_over (DoorForeignAuths *self, SoupAuthManager *manager)
{
  for (guint i = 0; i < self->list->len; i++)
    {
      const Foreign *foreign = g_ptr_array_index (self->list, i);
      g_autoptr (GUri) uri = NULL;

      if (foreign->target == DOOR_TARGET_PROXY || soup_auth_is_cancelled (foreign->auth))
        continue;

      uri = g_uri_parse (door_origin_to_string (foreign->server), SOUP_HTTP_URI_FLAGS, NULL);
      soup_auth_manager_use_auth (manager, uri, foreign->auth);
    }
}

/**
 * door_foreign_auths_cancel:
 *
 * Forgets those of @server. A cancelled SoupAuth is what libsoup replaces at the next challenge.
 */
void
door_foreign_auths_cancel (DoorForeignAuths *self, DoorTarget target, DoorOrigin *server)
{
  for (guint i = self->list->len; i > 0; i--)
    {
      Foreign *foreign = g_ptr_array_index (self->list, i - 1);

      if (foreign->target != target || !door_origin_equal (foreign->server, server))
        continue;

      soup_auth_cancel (foreign->auth);
      g_ptr_array_remove_index_fast (self->list, i - 1);
    }
}

void
door_foreign_auths_cancel_all (DoorForeignAuths *self)
{
  for (guint i = 0; i < self->list->len; i++)
    soup_auth_cancel (((Foreign *)g_ptr_array_index (self->list, i))->auth);
  g_ptr_array_set_size (self->list, 0);
}

static gboolean
is_used (Foreign *foreign)
{
  if (soup_auth_is_authenticated (foreign->auth))
    return TRUE;

  g_signal_handlers_disconnect_by_data (foreign->auth, foreign);
  foreign->auth = door_object_release (foreign->auth);
  if (foreign->auth != NULL)
    connect_handlers (foreign);

  return foreign->auth != NULL;
}

/**
 * door_foreign_auths_drop_unused:
 *
 * Drops those that nobody has answered, but for what libsoup still has: it may be answered.
 */
void
door_foreign_auths_drop_unused (DoorForeignAuths *self)
{
  for (guint i = self->list->len; i > 0; i--)
    if (!is_used (g_ptr_array_index (self->list, i - 1)))
      g_ptr_array_remove_index_fast (self->list, i - 1);
}
