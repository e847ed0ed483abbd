/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-tab.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>
#include <math.h>

#include "door-auth-bar.h"
#include "door-child-focus.h"
#include "door-failure-page.h"
#include "door-find-bar.h"
#include "door-location.h"
#include "door-page-cover.h"
#include "door-source-view.h"
#include "door-view-frame.h"

#define ZOOM_STEP 1.2
#define ZOOM_LEAST 0.3
#define ZOOM_MOST 5.0

struct _DoorTab
{
  GtkWidget parent_instance;

  DoorPage *page;
  DoorLoginSheet *sheet;
  char *title;
  GIcon *icon;
  gboolean loading;
  gboolean committed;
  gboolean mixed;
  gboolean empty;
  gboolean shows_source;
  double usual_zoom;

  GtkWidget *contents;
  DoorAuthBar *bar;
  DoorFindBar *find;
  DoorPageCover *cover;
  GtkStack *stack;
  DoorSourceView *source; /* owned by the stack */
  GtkProgressBar *progress;
  GtkLabel *link;
};

G_DEFINE_FINAL_TYPE (DoorTab, door_tab, GTK_TYPE_WIDGET)

enum
{
  PROP_PAGE = 1,
  PROP_TITLE,
  PROP_ICON,
  PROP_LOADING,
  PROP_SHEET,
  N_PROPS
};

enum
{
  CHANGED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static WebKitWebView *
get_view (DoorTab *self)
{
  return door_page_get_view (self->page);
}

static void
emit_changed (DoorTab *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
update_title (DoorTab *self)
{
  const char *title = webkit_web_view_get_title (get_view (self));
  g_autofree char *text = NULL;
  gsize start, end;

  if (door_page_get_failure (self->page) != DOOR_PAGE_FAILURE_NONE || title == NULL
      || *title == '\0')
    text = door_location_text_for_uri (door_tab_get_uri (self), &start, &end);
  else
    text = g_strdup (title);
  if (*text == '\0')
    {
      g_free (text);
      text = g_strdup (_ ("New Tab"));
    }

  if (g_strcmp0 (self->title, text) == 0)
    return;
  g_free (self->title);
  self->title = g_steal_pointer (&text);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TITLE]);
}

static void
update_icon (DoorTab *self)
{
  GdkTexture *favicon = webkit_web_view_get_favicon (get_view (self));
  g_autoptr (GBytes) bytes = favicon != NULL ? gdk_texture_save_to_png_bytes (favicon) : NULL;

  g_clear_object (&self->icon);
  if (bytes != NULL)
    self->icon = g_bytes_icon_new (bytes);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ICON]);
}

static void
update_loading (DoorTab *self)
{
  gboolean loading = webkit_web_view_is_loading (get_view (self));

  gtk_widget_set_visible (GTK_WIDGET (self->progress), loading);
  if (self->loading == loading)
    return;
  self->loading = loading;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADING]);
  emit_changed (self);
}

static void
update_address (DoorTab *self)
{
  update_title (self);
  emit_changed (self);
}

/* What is not shown is not there for assistive technology either. */
static void
show_child (DoorTab *self, const char *name)
{
  static const char *const names[] = { "page", "failure", "empty", "source" };
  gboolean had_focus = gtk_widget_get_focus_child (GTK_WIDGET (self->stack)) != NULL;

  /* GTK never lets go of a focused widget that is hidden both by itself and by its stack. */
  if (had_focus)
    gtk_root_set_focus (gtk_widget_get_root (GTK_WIDGET (self)), NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    gtk_widget_set_visible (gtk_stack_get_child_by_name (self->stack, names[i]),
                            g_str_equal (names[i], name));
  gtk_stack_set_visible_child_name (self->stack, name);
  if (had_focus)
    gtk_widget_grab_focus (gtk_stack_get_visible_child (self->stack));
}

static void
update_failure (DoorTab *self)
{
  if (door_page_get_failure (self->page) != DOOR_PAGE_FAILURE_NONE)
    show_child (self, "failure");
  else if (self->shows_source)
    show_child (self, "source");
  else
    show_child (self, self->empty ? "empty" : "page");
  update_address (self);
}

static void
on_source_ready (DoorTab *self)
{
  self->shows_source = TRUE;
  update_failure (self);
}

static void
hide_source (DoorTab *self)
{
  if (self->shows_source)
    {
      self->shows_source = FALSE;
      update_failure (self);
    }
  door_source_view_clear (self->source);
}

static void
update_prompt (DoorTab *self)
{
  DoorPrompt *prompt = door_page_get_prompt (self->page);

  if (self->sheet != NULL ? door_login_sheet_get_prompt (self->sheet) == prompt : prompt == NULL)
    return;

  g_clear_object (&self->sheet);
  if (prompt != NULL)
    self->sheet = g_object_ref_sink (DOOR_LOGIN_SHEET (door_login_sheet_new (prompt)));
  door_page_cover_set_covered (self->cover, prompt != NULL);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SHEET]);
}

static void
update_notice (DoorTab *self)
{
  door_auth_bar_set_notice (self->bar, door_page_get_notice (self->page));
}

static void
on_load_changed (DoorTab *self, WebKitLoadEvent event)
{
  if (event == WEBKIT_LOAD_STARTED)
    {
      self->committed = FALSE;
      hide_source (self);
      if (self->empty)
        {
          self->empty = FALSE;
          update_failure (self);
        }
    }
  else if (event == WEBKIT_LOAD_COMMITTED)
    {
      self->committed = TRUE;
      self->mixed = FALSE;
    }
  update_address (self);
}

static void
on_insecure_content (DoorTab *self)
{
  self->mixed = TRUE;
  emit_changed (self);
}

static void
on_mouse_target (DoorTab *self, WebKitHitTestResult *result)
{
  gboolean is_link = webkit_hit_test_result_context_is_link (result);
  gsize start, end;
  g_autofree char *text = NULL;

  if (is_link)
    text = door_location_text_for_uri (webkit_hit_test_result_get_link_uri (result), &start, &end);
  gtk_label_set_label (self->link, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->link), is_link);
}

static void
on_sign_in (DoorTab *self)
{
  door_page_sign_in (self->page);
}

static void
on_resend (DoorTab *self)
{
  door_page_resend (self->page);
}

static void
on_dismissed (DoorTab *self)
{
  door_page_dismiss_notice (self->page);
}

static gboolean
door_tab_grab_focus (GtkWidget *widget)
{
  DoorTab *self = DOOR_TAB (widget);

  return gtk_widget_grab_focus (gtk_stack_get_visible_child (self->stack));
}

/* GTK would go on where the focus was in here the last time, and pass over the bar. */
static gboolean
door_tab_focus (GtkWidget *widget, GtkDirectionType direction)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (focus == NULL || !gtk_widget_is_ancestor (focus, widget))
    gtk_widget_set_focus_child (DOOR_TAB (widget)->contents, NULL);

  return door_child_focus (widget, direction);
}

static void
follow_page (DoorTab *self)
{
  WebKitWebView *view = get_view (self);
  WebKitBackForwardList *history = webkit_web_view_get_back_forward_list (view);
  const GConnectFlags swapped = G_CONNECT_SWAPPED;

  g_signal_connect_object (self->page, "notify::uri", G_CALLBACK (update_address), self, swapped);
  g_signal_connect_object (self->page, "notify::failure", G_CALLBACK (update_failure), self,
                           swapped);
  g_signal_connect_object (self->page, "notify::prompt", G_CALLBACK (update_prompt), self, swapped);
  g_signal_connect_object (self->page, "notify::notice", G_CALLBACK (update_notice), self, swapped);

  g_signal_connect_object (view, "notify::title", G_CALLBACK (update_title), self, swapped);
  g_signal_connect_object (view, "notify::favicon", G_CALLBACK (update_icon), self, swapped);
  g_signal_connect_object (view, "notify::is-loading", G_CALLBACK (update_loading), self, swapped);
  g_signal_connect_object (view, "notify::zoom-level", G_CALLBACK (emit_changed), self, swapped);
  g_signal_connect_object (view, "load-changed", G_CALLBACK (on_load_changed), self, swapped);
  g_signal_connect_object (view, "insecure-content-detected", G_CALLBACK (on_insecure_content),
                           self, swapped);
  g_signal_connect_object (view, "mouse-target-changed", G_CALLBACK (on_mouse_target), self,
                           swapped);
  g_signal_connect_object (history, "changed", G_CALLBACK (emit_changed), self, swapped);
  g_object_bind_property (view, "estimated-load-progress", self->progress, "fraction",
                          G_BINDING_SYNC_CREATE);
}

static GtkWidget *
make_empty_page (gboolean is_private)
{
  const char *icon = is_private ? "doorward-private-symbolic" : "org.doorward.Doorward-symbolic";
  const char *title = is_private ? _ ("Private Window") : _ ("New Tab");
  const char *description = is_private ? _ ("Pages, cookies and logins are forgotten when the last "
                                            "private window is closed.")
                                       : _ ("Enter an address above.");

  /* Focus that is given to it goes on to the page that takes its place. */
  return g_object_new (ADW_TYPE_STATUS_PAGE, "icon-name", icon, "title", title, "description",
                       description, "focusable", TRUE, NULL);
}

static void
door_tab_constructed (GObject *object)
{
  DoorTab *self = DOOR_TAB (object);

  G_OBJECT_CLASS (door_tab_parent_class)->constructed (object);

  gtk_stack_add_named (self->stack, door_view_frame_new (get_view (self)), "page");
  gtk_stack_add_named (self->stack, door_failure_page_new (self->page), "failure");
  gtk_stack_add_named (self->stack,
                       make_empty_page (
                           door_web_context_is_private (door_page_get_context (self->page))),
                       "empty");
  self->source = DOOR_SOURCE_VIEW (door_source_view_new (self->page));
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->source), "source");
  g_object_set (self->find, "view", get_view (self), NULL);

  follow_page (self);
  g_signal_connect_object (self->source, "ready", G_CALLBACK (on_source_ready), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->source, "closed", G_CALLBACK (hide_source), self,
                           G_CONNECT_SWAPPED);
  update_failure (self);
  update_icon (self);
  update_loading (self);
  update_prompt (self);
  update_notice (self);
}

static void
door_tab_dispose (GObject *object)
{
  DoorTab *self = DOOR_TAB (object);

  g_clear_object (&self->sheet);
  g_clear_pointer (&self->contents, gtk_widget_unparent);
  g_clear_object (&self->icon);
  g_clear_object (&self->page);
  G_OBJECT_CLASS (door_tab_parent_class)->dispose (object);
}

static void
door_tab_finalize (GObject *object)
{
  g_free (DOOR_TAB (object)->title);
  G_OBJECT_CLASS (door_tab_parent_class)->finalize (object);
}

static void
door_tab_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  DoorTab *self = DOOR_TAB (object);

  switch (id)
    {
    case PROP_PAGE:
      g_value_set_object (value, self->page);
      break;
    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;
    case PROP_ICON:
      g_value_set_object (value, self->icon);
      break;
    case PROP_LOADING:
      g_value_set_boolean (value, self->loading);
      break;
    case PROP_SHEET:
      g_value_set_object (value, self->sheet);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
door_tab_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  DoorTab *self = DOOR_TAB (object);

  switch (id)
    {
    case PROP_PAGE:
      self->page = g_value_dup_object (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
door_tab_class_init (DoorTabClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags read_only = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->constructed = door_tab_constructed;
  object_class->dispose = door_tab_dispose;
  object_class->finalize = door_tab_finalize;
  object_class->get_property = door_tab_get_property;
  object_class->set_property = door_tab_set_property;
  widget_class->focus = door_tab_focus;
  widget_class->grab_focus = door_tab_grab_focus;

  properties[PROP_PAGE]
      = g_param_spec_object ("page", NULL, NULL, DOOR_TYPE_PAGE,
                             G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, read_only);
  properties[PROP_ICON] = g_param_spec_object ("icon", NULL, NULL, G_TYPE_ICON, read_only);
  properties[PROP_LOADING] = g_param_spec_boolean ("loading", NULL, NULL, FALSE, read_only);
  properties[PROP_SHEET]
      = g_param_spec_object ("sheet", NULL, NULL, DOOR_TYPE_LOGIN_SHEET, read_only);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[CHANGED] = g_signal_new ("changed", DOOR_TYPE_TAB, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);

  g_type_ensure (DOOR_TYPE_AUTH_BAR);
  g_type_ensure (DOOR_TYPE_FIND_BAR);
  g_type_ensure (DOOR_TYPE_PAGE_COVER);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/doorward/Doorward/ui/door-tab.ui");
  gtk_widget_class_bind_template_child (widget_class, DoorTab, contents);
  gtk_widget_class_bind_template_child (widget_class, DoorTab, bar);
  gtk_widget_class_bind_template_child (widget_class, DoorTab, find);
  gtk_widget_class_bind_template_child (widget_class, DoorTab, cover);
  gtk_widget_class_bind_template_child (widget_class, DoorTab, stack);
  gtk_widget_class_bind_template_child (widget_class, DoorTab, progress);
  gtk_widget_class_bind_template_child (widget_class, DoorTab, link);
  gtk_widget_class_bind_template_callback (widget_class, on_sign_in);
  gtk_widget_class_bind_template_callback (widget_class, on_resend);
  gtk_widget_class_bind_template_callback (widget_class, on_dismissed);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "doortab");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
door_tab_init (DoorTab *self)
{
  self->usual_zoom = 1;
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * door_tab_new:
 * @page: the page to show
 *
 * Returns: (transfer floating): a tab that holds @page
 */
GtkWidget *
door_tab_new (DoorPage *page)
{
  return g_object_new (DOOR_TYPE_TAB, "page", page, NULL);
}

/**
 * door_tab_for_view:
 * @view: (nullable): a web view
 *
 * Returns: (transfer none) (nullable): the tab that it is in
 */
DoorTab *
door_tab_for_view (WebKitWebView *view)
{
  GtkWidget *tab = view != NULL ? gtk_widget_get_ancestor (GTK_WIDGET (view), DOOR_TYPE_TAB) : NULL;

  return tab != NULL ? DOOR_TAB (tab) : NULL;
}

DoorPage *
door_tab_get_page (DoorTab *self)
{
  g_return_val_if_fail (DOOR_IS_TAB (self), NULL);
  return self->page;
}

const char *
door_tab_get_title (DoorTab *self)
{
  g_return_val_if_fail (DOOR_IS_TAB (self), NULL);
  return self->title;
}

gboolean
door_tab_is_loading (DoorTab *self)
{
  g_return_val_if_fail (DOOR_IS_TAB (self), FALSE);
  return self->loading;
}

/**
 * door_tab_get_sheet:
 * @self: a tab
 *
 * Returns: (transfer none) (nullable): what asks the person to sign in to this page
 */
DoorLoginSheet *
door_tab_get_sheet (DoorTab *self)
{
  g_return_val_if_fail (DOOR_IS_TAB (self), NULL);
  return self->sheet;
}

/**
 * door_tab_get_bar:
 * @self: a tab
 *
 * Returns: (transfer none): the bar above the page, which is hidden when it has nothing to say
 */
GtkWidget *
door_tab_get_bar (DoorTab *self)
{
  g_return_val_if_fail (DOOR_IS_TAB (self), NULL);
  return GTK_WIDGET (self->bar);
}

/**
 * door_tab_get_uri:
 * @self: a tab
 *
 * Returns: (nullable): the address of what is shown, or of what could not be shown; without user
 *   information
 */
const char *
door_tab_get_uri (DoorTab *self)
{
  DoorFailedLoad *failed;

  g_return_val_if_fail (DOOR_IS_TAB (self), NULL);

  failed = door_page_get_failed_load (self->page);

  return failed != NULL ? failed->uri : door_page_get_uri (self->page);
}

/**
 * door_tab_get_security:
 * @self: a tab
 *
 * Returns: how the connection is protected that the shown page came over
 */
DoorSecurity
door_tab_get_security (DoorTab *self)
{
  const char *uri;
  GTlsCertificate *certificate;
  GTlsCertificateFlags faults;
  g_autoptr (DoorOrigin) server = NULL;

  g_return_val_if_fail (DOOR_IS_TAB (self), DOOR_SECURITY_NONE);

  if (door_page_get_failure (self->page) == DOOR_PAGE_FAILURE_TLS)
    return DOOR_SECURITY_BROKEN;
  uri = door_tab_get_uri (self);
  if (door_page_get_failure (self->page) != DOOR_PAGE_FAILURE_NONE || !self->committed
      || uri == NULL)
    return DOOR_SECURITY_NONE;

  if (webkit_web_view_get_tls_info (get_view (self), &certificate, &faults))
    return faults == 0 && !self->mixed ? DOOR_SECURITY_ENCRYPTED : DOOR_SECURITY_BROKEN;

  server = door_origin_new_for_uri (uri, NULL);
  if (server == NULL || door_origin_is_loopback (server))
    return DOOR_SECURITY_NONE;
  return DOOR_SECURITY_INSECURE;
}

void
door_tab_find (DoorTab *self)
{
  g_return_if_fail (DOOR_IS_TAB (self));
  door_find_bar_open (self->find);
}

void
door_tab_find_next (DoorTab *self)
{
  g_return_if_fail (DOOR_IS_TAB (self));
  door_find_bar_next (self->find);
}

void
door_tab_find_previous (DoorTab *self)
{
  g_return_if_fail (DOOR_IS_TAB (self));
  door_find_bar_previous (self->find);
}

/**
 * door_tab_view_source:
 * @self: a tab
 *
 * Shows the source in the place of the page where policy allows it, or the page again. It goes with
 * what it is the source of: nobody reads there what a sign-out took away.
 */
void
door_tab_view_source (DoorTab *self)
{
  g_return_if_fail (DOOR_IS_TAB (self));

  if (self->shows_source)
    hide_source (self);
  else if (door_source_view_is_allowed (self->source))
    door_source_view_load (self->source);
}

/**
 * door_tab_show_empty:
 * @self: a tab
 *
 * Nothing is to be loaded yet: shows what to do instead of a blank page, until something loads.
 */
void
door_tab_show_empty (DoorTab *self)
{
  g_return_if_fail (DOOR_IS_TAB (self));

  self->empty = TRUE;
  update_failure (self);
}

/**
 * door_tab_set_usual_zoom:
 * @self: a tab
 * @level: the size that pages have unless the person wants another
 *
 * A page that has the usual size changes with it.
 */
void
door_tab_set_usual_zoom (DoorTab *self, double level)
{
  gboolean usual;

  g_return_if_fail (DOOR_IS_TAB (self));

  usual = fabs (webkit_web_view_get_zoom_level (get_view (self)) - self->usual_zoom) < 0.005;
  self->usual_zoom = level;
  if (usual)
    webkit_web_view_set_zoom_level (get_view (self), level);
  emit_changed (self);
}

/**
 * door_tab_zoom:
 * @self: a tab
 * @steps: how many steps nearer, negative for farther away, 0 for the usual size
 */
void
door_tab_zoom (DoorTab *self, int steps)
{
  double level;

  g_return_if_fail (DOOR_IS_TAB (self));

  level = steps == 0
              ? self->usual_zoom
              : CLAMP (webkit_web_view_get_zoom_level (get_view (self)) * pow (ZOOM_STEP, steps),
                       ZOOM_LEAST, ZOOM_MOST);
  /* Back and forth ends where it began. */
  if (fabs (level - self->usual_zoom) < 0.05)
    level = self->usual_zoom;
  webkit_web_view_set_zoom_level (get_view (self), level);
}
