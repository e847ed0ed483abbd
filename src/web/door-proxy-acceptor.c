/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-proxy-acceptor.h"

#include "door-auto-preloader.h"
#include "door-proxy-finder.h"

struct _DoorProxyAcceptor
{
  DoorWebContext *context;
  DoorJudge *judge; /* not owned: it outlives this */
  char *uri;        /* of the load that is looked at, or NULL */
  GCancellable *cancellable;
};

/**
 * door_proxy_acceptor_new:
 * @context: where credentials live
 * @judge: tells what was taken
 *
 * Returns: (transfer full): what looks at no load yet
 */
DoorProxyAcceptor *
door_proxy_acceptor_new (DoorWebContext *context, DoorJudge *judge)
{
  DoorProxyAcceptor *acceptor = g_new0 (DoorProxyAcceptor, 1);

  acceptor->context = g_object_ref (context);
  acceptor->judge = judge;
  acceptor->cancellable = g_cancellable_new ();

  return acceptor;
}

void
door_proxy_acceptor_free (DoorProxyAcceptor *acceptor)
{
  g_cancellable_cancel (acceptor->cancellable);
  g_object_unref (acceptor->cancellable);
  g_object_unref (acceptor->context);
  g_free (acceptor->uri);
  g_free (acceptor);
}

static void
on_found (GObject *source, GAsyncResult *result, gpointer user_data)
{
  DoorProxyAcceptor *acceptor = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (DoorOrigin) proxy
      = door_proxy_finder_find_finish (DOOR_WEB_CONTEXT (source), result, &error);
  g_autofree char *uri = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  uri = g_steal_pointer (&acceptor->uri);
  if (proxy != NULL)
    door_judge_accept_unasked (acceptor->judge, proxy, uri);
}

/**
 * door_proxy_acceptor_let_through:
 * @uri: of a response that asks for nothing
 *
 * It is the first use of a login that is told, so that one look at a time is enough.
 */
void
door_proxy_acceptor_let_through (DoorProxyAcceptor *acceptor, const char *uri)
{
  DoorAutoPreloader *preloader = door_web_context_get_preloader (acceptor->context);

  if (acceptor->uri != NULL || !door_auto_preloader_has_new_for_proxy (preloader))
    return;

  acceptor->uri = g_strdup (uri);
  door_proxy_finder_find_async (acceptor->context, uri, acceptor->cancellable, on_found, acceptor);
}
