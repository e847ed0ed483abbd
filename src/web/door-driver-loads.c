/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-driver-loads.h"

/* WebKit tells of neither kind whose it is. But what is asked for from outside of the page is what
 * the view says it loads before anybody is asked whether it may; of what a page begins by itself
 * the view learns only afterwards. */
struct _DoorDriverLoads
{
  GObject parent_instance;

  WebKitWebView *view; /* not owned: it outlives this */
  gboolean started;    /* a load is on its way to its end */
  char *uri;           /* as the view had it when that load last got on */
};

G_DEFINE_FINAL_TYPE (DoorDriverLoads, door_driver_loads, G_TYPE_OBJECT)

static void
door_driver_loads_finalize (GObject *object)
{
  DoorDriverLoads *self = DOOR_DRIVER_LOADS (object);

  g_free (self->uri);

  G_OBJECT_CLASS (door_driver_loads_parent_class)->finalize (object);
}

static void
door_driver_loads_class_init (DoorDriverLoadsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = door_driver_loads_finalize;
}

static void
door_driver_loads_init (DoorDriverLoads *self)
{
}

static void
on_load_changed (WebKitWebView *view, WebKitLoadEvent event, DoorDriverLoads *self)
{
  self->started = event != WEBKIT_LOAD_FINISHED;
  g_free (self->uri);
  self->uri = g_strdup (webkit_web_view_get_uri (view));
}

/**
 * door_driver_loads_new:
 * @view: what a WebDriver may drive; it outlives what is returned
 *
 * Returns: (transfer full): what knows whose the loads of @view are
 */
DoorDriverLoads *
door_driver_loads_new (WebKitWebView *view)
{
  DoorDriverLoads *self;

  g_return_val_if_fail (WEBKIT_IS_WEB_VIEW (view), NULL);

  self = g_object_new (DOOR_TYPE_DRIVER_LOADS, NULL);
  self->view = view;
  if (webkit_web_view_is_controlled_by_automation (view))
    g_signal_connect_object (view, "load-changed", G_CALLBACK (on_load_changed), self, 0);

  return self;
}

/**
 * door_driver_loads_has_asked:
 *
 * To be asked while WebKit wants to know whether the view may navigate.
 *
 * Returns: whether the driver asked for that: an address, the same page again, back or forward
 */
gboolean
door_driver_loads_has_asked (DoorDriverLoads *self)
{
  g_return_val_if_fail (DOOR_IS_DRIVER_LOADS (self), FALSE);

  if (!webkit_web_view_is_controlled_by_automation (self->view)
      || !webkit_web_view_is_loading (self->view))
    return FALSE;

  return !self->started || g_strcmp0 (webkit_web_view_get_uri (self->view), self->uri) != 0;
}
