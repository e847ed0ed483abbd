/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-automation.h"

struct _DoorAutomation
{
  GObject parent_instance;
};

enum
{
  CREATE_PAGE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DoorAutomation, door_automation, G_TYPE_OBJECT)

static void
door_automation_class_init (DoorAutomationClass *klass)
{
  signals[CREATE_PAGE] = g_signal_new ("create-page", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                       0, g_signal_accumulator_first_wins, NULL, NULL,
                                       DOOR_TYPE_PAGE, 1, G_TYPE_BOOLEAN);
}

static void
door_automation_init (DoorAutomation *self)
{
}

static WebKitWebView *
create_view (DoorAutomation *self, gboolean window)
{
  g_autoptr (DoorPage) page = NULL;

  g_signal_emit (self, signals[CREATE_PAGE], 0, window, &page);

  return page != NULL ? door_page_get_view (page) : NULL;
}

static WebKitWebView *
on_create_tab (WebKitAutomationSession *session, DoorAutomation *self)
{
  return create_view (self, FALSE);
}

static WebKitWebView *
on_create_window (WebKitAutomationSession *session, DoorAutomation *self)
{
  return create_view (self, TRUE);
}

static void
on_started (WebKitWebContext *context, WebKitAutomationSession *session, DoorAutomation *self)
{
  WebKitApplicationInfo *info = webkit_application_info_new ();

  webkit_application_info_set_name (info, "Doorward");
  webkit_application_info_set_version (info, DOOR_VERSION_MAJOR, DOOR_VERSION_MINOR,
                                       DOOR_VERSION_MICRO);
  webkit_automation_session_set_application_info (session, info);
  webkit_application_info_unref (info);

  g_signal_connect_object (session, "create-web-view::tab", G_CALLBACK (on_create_tab), self, 0);
  g_signal_connect_object (session, "create-web-view::window", G_CALLBACK (on_create_window), self,
                           0);
}

/**
 * door_automation_new:
 * @context: whose pages may be driven
 *
 * Returns: (transfer full): what answers a WebDriver, for as long as it exists
 */
DoorAutomation *
door_automation_new (DoorWebContext *context)
{
  DoorAutomation *self;

  g_return_val_if_fail (DOOR_IS_WEB_CONTEXT (context), NULL);

  self = g_object_new (DOOR_TYPE_AUTOMATION, NULL);
  g_signal_connect_object (door_web_context_get_web_context (context), "automation-started",
                           G_CALLBACK (on_started), self, 0);

  return self;
}
