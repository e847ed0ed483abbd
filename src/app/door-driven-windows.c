/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-driven-windows.h"

#include "door-automation.h"

struct _DoorDrivenWindows
{
  GObject parent_instance;

  DoorWindows *windows;
  DoorAutomation *driver;
  DoorPage *blank; /* weak: the tab that a session begins with */
};

G_DEFINE_FINAL_TYPE (DoorDrivenWindows, door_driven_windows, G_TYPE_OBJECT)

static void
door_driven_windows_dispose (GObject *object)
{
  DoorDrivenWindows *self = DOOR_DRIVEN_WINDOWS (object);

  g_clear_weak_pointer (&self->blank);
  g_clear_object (&self->driver);
  g_clear_object (&self->windows);

  G_OBJECT_CLASS (door_driven_windows_parent_class)->dispose (object);
}

static void
door_driven_windows_class_init (DoorDrivenWindowsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = door_driven_windows_dispose;
}

static void
door_driven_windows_init (DoorDrivenWindows *self)
{
}

static DoorPage *
on_create_page (DoorAutomation *driver, gboolean new_window, DoorDrivenWindows *self)
{
  DoorWindow *window = new_window ? NULL : door_windows_find (self->windows, FALSE);
  DoorPage *page = self->blank;

  if (page != NULL && door_page_get_uri (page) == NULL)
    {
      g_clear_weak_pointer (&self->blank);
      return g_object_ref (page);
    }

  if (window == NULL)
    window = door_windows_create (self->windows, FALSE);

  return g_object_ref (door_window_open (window, NULL, TRUE));
}

/**
 * door_driven_windows_new:
 * @windows: the windows
 * @contexts: which are driven, and have no context yet
 *
 * Returns: (transfer full): what accepts a session
 */
DoorDrivenWindows *
door_driven_windows_new (DoorWindows *windows, DoorContexts *contexts)
{
  DoorDrivenWindows *self = g_object_new (DOOR_TYPE_DRIVEN_WINDOWS, NULL);
  g_autoptr (DoorWebContext) context = door_contexts_get (contexts, FALSE);

  /* What moves by itself makes one run unlike the other. */
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, "gtk-cursor-blink",
                FALSE, NULL);
  self->windows = g_object_ref (windows);
  self->driver = door_automation_new (context);
  g_signal_connect_object (self->driver, "create-page", G_CALLBACK (on_create_page), self, 0);

  return self;
}

/**
 * door_driven_windows_set_blank:
 * @page: the empty page of the first window, which a session gets before any other
 */
void
door_driven_windows_set_blank (DoorDrivenWindows *self, DoorPage *page)
{
  g_return_if_fail (DOOR_IS_DRIVEN_WINDOWS (self));

  g_set_weak_pointer (&self->blank, page);
}
