/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-page-bounds.h"

#include "door-boundary.h"
#include "door-page-script.h"

struct _DoorPageBounds
{
  GObject parent_instance;

  DoorWebContext *context;
  WebKitWebView *view; /* not owned: the page owns both */
  DoorNavigationGate *gate;
  GCancellable *cancellable;
  char *redirected_uri; /* where a load was led, until it is known whose it was */
};

enum
{
  REFUSED,
  PART_REFUSED,
  DOWNLOAD_REFUSED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DoorPageBounds, door_page_bounds, G_TYPE_OBJECT)

static void
door_page_bounds_dispose (GObject *object)
{
  DoorPageBounds *self = DOOR_PAGE_BOUNDS (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->gate);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (door_page_bounds_parent_class)->dispose (object);
}

static void
door_page_bounds_finalize (GObject *object)
{
  DoorPageBounds *self = DOOR_PAGE_BOUNDS (object);

  g_free (self->redirected_uri);
  g_object_unref (self->cancellable);

  G_OBJECT_CLASS (door_page_bounds_parent_class)->finalize (object);
}

static void
door_page_bounds_class_init (DoorPageBoundsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = door_page_bounds_dispose;
  object_class->finalize = door_page_bounds_finalize;

  signals[REFUSED] = g_signal_new ("refused", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[PART_REFUSED]
      = g_signal_new ("part-refused", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                      NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[DOWNLOAD_REFUSED] = g_signal_new ("download-refused", G_TYPE_FROM_CLASS (klass),
                                            G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
door_page_bounds_init (DoorPageBounds *self)
{
  self->cancellable = g_cancellable_new ();
}

static DoorPolicy *
get_policy (DoorPageBounds *self)
{
  return door_session_get_policy (door_web_context_get_session (self->context));
}

static gboolean
on_print (WebKitWebView *view, WebKitPrintOperation *operation, DoorPageBounds *self)
{
  return !door_policy_allows_feature (get_policy (self), DOOR_FEATURE_PRINTING);
}

static gboolean
on_file_chooser (WebKitWebView *view, WebKitFileChooserRequest *request, DoorPageBounds *self)
{
  if (door_policy_allows_feature (get_policy (self), DOOR_FEATURE_FILE_CHOOSER))
    return FALSE;

  webkit_file_chooser_request_cancel (request);

  return TRUE;
}

/* Nobody in front of a kiosk can answer for the machine. */
static gboolean
on_permission (WebKitWebView *view, WebKitPermissionRequest *request, DoorPageBounds *self)
{
  if (!door_policy_is_kiosk (get_policy (self)))
    return FALSE;

  webkit_permission_request_deny (request);

  return TRUE;
}

/* What is left in a kiosk is about the text and the media of the page. What saves something goes
 * wherever that is forbidden. */
static gboolean
allows_item (DoorPolicy *policy, WebKitContextMenuAction action)
{
  switch ((int)action)
    {
    case WEBKIT_CONTEXT_MENU_ACTION_DOWNLOAD_LINK_TO_DISK:
    case WEBKIT_CONTEXT_MENU_ACTION_DOWNLOAD_IMAGE_TO_DISK:
    case WEBKIT_CONTEXT_MENU_ACTION_DOWNLOAD_VIDEO_TO_DISK:
    case WEBKIT_CONTEXT_MENU_ACTION_DOWNLOAD_AUDIO_TO_DISK:
      return door_policy_allows_feature (policy, DOOR_FEATURE_DOWNLOADS);

    case WEBKIT_CONTEXT_MENU_ACTION_INSPECT_ELEMENT:
      return door_policy_allows_feature (policy, DOOR_FEATURE_INSPECTOR);

    case WEBKIT_CONTEXT_MENU_ACTION_COPY:
    case WEBKIT_CONTEXT_MENU_ACTION_CUT:
    case WEBKIT_CONTEXT_MENU_ACTION_PASTE:
    case WEBKIT_CONTEXT_MENU_ACTION_PASTE_AS_PLAIN_TEXT:
    case WEBKIT_CONTEXT_MENU_ACTION_DELETE:
    case WEBKIT_CONTEXT_MENU_ACTION_SELECT_ALL:
    case WEBKIT_CONTEXT_MENU_ACTION_MEDIA_PLAY:
    case WEBKIT_CONTEXT_MENU_ACTION_MEDIA_PAUSE:
    case WEBKIT_CONTEXT_MENU_ACTION_MEDIA_MUTE:
      return TRUE;

    default:
      return !door_policy_is_kiosk (policy);
    }
}

static gboolean
on_context_menu (WebKitWebView *view,
                 WebKitContextMenu *menu,
                 WebKitHitTestResult *hit_test,
                 DoorPageBounds *self)
{
  DoorPolicy *policy = get_policy (self);
  g_autoptr (GList) items = g_list_copy (webkit_context_menu_get_items (menu));
  guint n_items = 0;

  for (GList *link = items; link != NULL; link = link->next)
    {
      gboolean is_separator = webkit_context_menu_item_is_separator (link->data);

      if (is_separator
              ? door_policy_is_kiosk (policy)
              : !allows_item (policy, webkit_context_menu_item_get_stock_action (link->data)))
        webkit_context_menu_remove (menu, link->data);
      else
        n_items++;
    }

  return n_items == 0;
}

/* An inspector that is open is not asked again. */
static void
update_inspector (DoorPageBounds *self)
{
  gboolean allowed = door_policy_allows_feature (get_policy (self), DOOR_FEATURE_INSPECTOR);

  webkit_settings_set_enable_developer_extras (webkit_web_view_get_settings (self->view), allowed);
  if (!allowed)
    webkit_web_inspector_close (webkit_web_view_get_inspector (self->view));
}

static void
on_download_refused (DoorWebContext *context, WebKitWebView *view, DoorPageBounds *self)
{
  if (view == self->view)
    g_signal_emit (self, signals[DOWNLOAD_REFUSED], 0);
}

static gboolean
on_load_failed (WebKitWebView *view,
                WebKitLoadEvent event,
                const char *uri,
                GError *error,
                DoorPageBounds *self)
{
  g_autofree char *refused = g_steal_pointer (&self->redirected_uri);

  if (refused != NULL)
    g_signal_emit (self, signals[REFUSED], 0, refused);

  return FALSE;
}

typedef struct
{
  DoorPageBounds *bounds;
  char *uri;
} Probe;

static void
on_probed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Probe *probe = user_data;
  g_autofree char *uri = probe->uri;
  g_autoptr (GError) error = NULL;
  gboolean is_frame = door_page_script_finish (WEBKIT_WEB_VIEW (source), result, &error);

  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_signal_emit (probe->bounds, signals[is_frame ? PART_REFUSED : REFUSED], 0, uri);
}

/* WebKit does not say whether a navigation is the main frame's: a frame's element has the address,
 * and of a redirect only the main frame's end is heard of. */
static void
refuse (DoorPageBounds *self, WebKitNavigationPolicyDecision *decision, const char *uri)
{
  WebKitNavigationAction *action
      = webkit_navigation_policy_decision_get_navigation_action (decision);
  Probe *probe;

  if (webkit_navigation_action_is_redirect (action))
    {
      g_free (self->redirected_uri);
      self->redirected_uri = g_strdup (uri);
      webkit_policy_decision_ignore (WEBKIT_POLICY_DECISION (decision));
      return;
    }

  webkit_policy_decision_ignore (WEBKIT_POLICY_DECISION (decision));
  if (door_navigation_gate_is_expected (self->gate, decision))
    {
      g_signal_emit (self, signals[REFUSED], 0, uri);
      return;
    }

  probe = g_new0 (Probe, 1);
  probe->bounds = self;
  probe->uri = g_strdup (uri);
  door_page_script_has_frame_async (self->view, uri, self->cancellable, on_probed, probe);
}

/**
 * door_page_bounds_new:
 * @context: whose policy holds
 * @view: what is kept within bounds, with settings of its own; it outlives them
 * @gate: knows what the program itself loads
 *
 * Returns: (transfer full): what keeps @view within bounds
 */
DoorPageBounds *
door_page_bounds_new (DoorWebContext *context, WebKitWebView *view, DoorNavigationGate *gate)
{
  DoorPageBounds *self;

  g_return_val_if_fail (DOOR_IS_WEB_CONTEXT (context), NULL);
  g_return_val_if_fail (WEBKIT_IS_WEB_VIEW (view), NULL);

  self = g_object_new (DOOR_TYPE_PAGE_BOUNDS, NULL);
  self->context = g_object_ref (context);
  self->view = view;
  self->gate = g_object_ref (gate);

  g_signal_connect_object (view, "print", G_CALLBACK (on_print), self, 0);
  g_signal_connect_object (view, "run-file-chooser", G_CALLBACK (on_file_chooser), self, 0);
  g_signal_connect_object (view, "permission-request", G_CALLBACK (on_permission), self, 0);
  g_signal_connect_object (view, "context-menu", G_CALLBACK (on_context_menu), self, 0);
  g_signal_connect_object (view, "load-failed", G_CALLBACK (on_load_failed), self, 0);
  g_signal_connect_object (context, "download-refused", G_CALLBACK (on_download_refused), self, 0);
  g_signal_connect_object (door_web_context_get_session (context), "policy-changed",
                           G_CALLBACK (update_inspector), self, G_CONNECT_SWAPPED);
  update_inspector (self);

  return self;
}

/**
 * door_page_bounds_decide_navigation:
 *
 * Returns: whether @decision leads out of bounds and was refused
 */
gboolean
door_page_bounds_decide_navigation (DoorPageBounds *self, WebKitNavigationPolicyDecision *decision)
{
  WebKitNavigationAction *action
      = webkit_navigation_policy_decision_get_navigation_action (decision);
  /* WebKit's own is gone as soon as somebody else asks for it. */
  g_autofree char *uri
      = g_strdup (webkit_uri_request_get_uri (webkit_navigation_action_get_request (action)));

  g_clear_pointer (&self->redirected_uri, g_free);
  if (door_boundary_allows (get_policy (self), uri,
                            door_navigation_gate_is_expected (self->gate, decision)
                                ? DOOR_BOUNDARY_PROGRAM
                                : DOOR_BOUNDARY_PAGE))
    return FALSE;

  refuse (self, decision, uri);

  return TRUE;
}

/**
 * door_page_bounds_decide_response:
 *
 * Whatever way a document has come, it is shown only if it is from within.
 *
 * Returns: whether @decision was refused
 */
gboolean
door_page_bounds_decide_response (DoorPageBounds *self, WebKitResponsePolicyDecision *decision)
{
  const char *uri
      = webkit_uri_response_get_uri (webkit_response_policy_decision_get_response (decision));

  /* What has no server was judged by who wanted it. */
  if (!g_str_has_prefix (uri, "http")
      || door_boundary_allows (get_policy (self), uri, DOOR_BOUNDARY_PAGE))
    return FALSE;

  webkit_policy_decision_ignore (WEBKIT_POLICY_DECISION (decision));
  g_signal_emit (self,
                 signals[webkit_response_policy_decision_is_main_frame_main_resource (decision)
                             ? REFUSED
                             : PART_REFUSED],
                 0, uri);

  return TRUE;
}
