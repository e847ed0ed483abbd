/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-sign-outs.h"

#include "door-network-link.h"
#include "door-network-renewal.h"

struct _DoorSignOuts
{
  GObject parent_instance;

  DoorWebContext *context; /* not owned: it owns this */
  guint n_under_way;
};

/* One sign-out, until nothing is left of what it ends. */
typedef struct
{
  DoorSignOuts *sign_outs;
  DoorWebContext *context;
  DoorTarget target;
  DoorOrigin *server; /* NULL: all */
} SignOut;

enum
{
  DONE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DoorSignOuts, door_sign_outs, G_TYPE_OBJECT)

static void
door_sign_outs_class_init (DoorSignOutsClass *klass)
{
  signals[DONE] = g_signal_new ("done", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 2, G_TYPE_INT, DOOR_TYPE_ORIGIN);
}

static void
door_sign_outs_init (DoorSignOuts *self)
{
}

static void
sign_out_free (SignOut *sign_out)
{
  g_object_unref (sign_out->sign_outs);
  g_object_unref (sign_out->context);
  g_clear_pointer (&sign_out->server, door_origin_unref);
  g_free (sign_out);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SignOut, sign_out_free)

static void
on_caches_cleared (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SignOut) sign_out = user_data;

  webkit_website_data_manager_clear_finish (WEBKIT_WEBSITE_DATA_MANAGER (source), result, NULL);
  sign_out->sign_outs->n_under_way--;
  g_signal_emit (sign_out->sign_outs, signals[DONE], 0, (int)sign_out->target, sign_out->server);
}

/* The companion keeps from caches what a login gave. Where there was none, they know nothing of
 * logins, and would show it without asking anybody. They cannot be cleared by origin, but only cost
 * time where they were cleared for nothing. */
static void
clear_caches (SignOut *sign_out)
{
  WebKitNetworkSession *network_session = door_web_context_get_network_session (sign_out->context);

  webkit_website_data_manager_clear (
      webkit_network_session_get_website_data_manager (network_session),
      WEBKIT_WEBSITE_DATA_MEMORY_CACHE | WEBKIT_WEBSITE_DATA_DISK_CACHE, 0, NULL, on_caches_cleared,
      sign_out);
}

static void
on_renewed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!door_network_renewal_finish (DOOR_NETWORK_RENEWAL (source), result, &error))
    g_warning ("The network process could not be ended to sign out: %s", error->message);
  clear_caches (user_data);
}

/* Everybody else is signed out with it, and signed in again by the vault when they are asked. */
static void
renew_network_process (SignOut *sign_out)
{
  door_network_renewal_run_async (door_web_context_get_renewal (sign_out->context), on_renewed,
                                  sign_out);
}

static void
on_network_forgot (GObject *source, GAsyncResult *result, gpointer user_data)
{
  SignOut *sign_out = user_data;
  g_autoptr (GError) error = NULL;

  if (door_network_link_forget_finish (DOOR_NETWORK_LINK (source), result, &error))
    {
      clear_caches (sign_out);
      return;
    }

  g_message ("The network process could not be told to sign out: %s", error->message);
  renew_network_process (sign_out);
}

static void
forget_in_network_process (SignOut *sign_out)
{
  DoorNetworkLink *link = door_web_context_get_link (sign_out->context);
  const char *link_session = door_web_context_get_link_session (sign_out->context);

  if (!door_web_context_has_companion (sign_out->context))
    renew_network_process (sign_out);
  else if (sign_out->server != NULL)
    door_network_link_forget_server_async (link, link_session, sign_out->target, sign_out->server,
                                           NULL, on_network_forgot, sign_out);
  else
    door_network_link_forget_async (link, link_session, NULL, NULL, on_network_forgot, sign_out);
}

static void
on_ready_to_forget (GObject *source, GAsyncResult *result, gpointer user_data)
{
  door_web_context_wait_ready_finish (DOOR_WEB_CONTEXT (source), result, NULL);
  forget_in_network_process (user_data);
}

static void
on_forgotten (DoorSession *session, int target, DoorOrigin *server, DoorSignOuts *self)
{
  SignOut *sign_out = g_new0 (SignOut, 1);

  self->n_under_way++;
  sign_out->sign_outs = g_object_ref (self);
  sign_out->context = g_object_ref (self->context);
  sign_out->target = target;
  sign_out->server = server != NULL ? door_origin_ref (server) : NULL;

  /* A companion that is on its way may have been given the login already. */
  if (door_web_context_is_ready (self->context)
      || door_network_renewal_is_running (door_web_context_get_renewal (self->context)))
    forget_in_network_process (sign_out);
  else
    door_web_context_wait_ready_async (self->context, NULL, on_ready_to_forget, sign_out);
}

/**
 * door_sign_outs_new:
 * @context: whose session tells what is forgotten; it outlives this
 *
 * Returns: (transfer full): what ends it everywhere else
 */
DoorSignOuts *
door_sign_outs_new (DoorWebContext *context)
{
  DoorSignOuts *self;

  g_return_val_if_fail (DOOR_IS_WEB_CONTEXT (context), NULL);

  self = g_object_new (DOOR_TYPE_SIGN_OUTS, NULL);
  self->context = context;
  g_signal_connect_object (door_web_context_get_session (context), "forgotten",
                           G_CALLBACK (on_forgotten), self, 0);

  return self;
}

/**
 * door_sign_outs_are_under_way:
 *
 * Returns: whether the network process, or a cache, may still know what is to be forgotten
 */
gboolean
door_sign_outs_are_under_way (DoorSignOuts *self)
{
  g_return_val_if_fail (DOOR_IS_SIGN_OUTS (self), FALSE);

  return self->n_under_way > 0;
}
