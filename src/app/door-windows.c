/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-windows.h"

struct _DoorWindows
{
  GObject parent_instance;

  GtkApplication *application; /* not owned: it owns this */
  DoorContexts *contexts;
  DoorPolicyFile *policy;
  GSettings *settings;
};

G_DEFINE_FINAL_TYPE (DoorWindows, door_windows, G_TYPE_OBJECT)

static void
door_windows_finalize (GObject *object)
{
  DoorWindows *self = DOOR_WINDOWS (object);

  g_object_unref (self->contexts);
  g_object_unref (self->policy);
  g_object_unref (self->settings);

  G_OBJECT_CLASS (door_windows_parent_class)->finalize (object);
}

static void
door_windows_class_init (DoorWindowsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = door_windows_finalize;
}

static void
door_windows_init (DoorWindows *self)
{
}

/**
 * door_windows_new:
 * @application: what the windows are of; it outlives them
 * @contexts: what pages share
 * @policy: what the administrator decided
 * @settings: what the person decided
 *
 * Returns: (transfer full): no window yet
 */
DoorWindows *
door_windows_new (GtkApplication *application,
                  DoorContexts *contexts,
                  DoorPolicyFile *policy,
                  GSettings *settings)
{
  DoorWindows *self = g_object_new (DOOR_TYPE_WINDOWS, NULL);

  self->application = application;
  self->contexts = g_object_ref (contexts);
  self->policy = g_object_ref (policy);
  self->settings = g_object_ref (settings);

  return self;
}

static void
open_window (DoorWindows *self, gboolean private_session)
{
  door_windows_open_home (self, door_windows_create (self, private_session));
}

static void
activate_new_window (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  open_window (user_data, FALSE);
}

static void
activate_private_window (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  open_window (user_data, TRUE);
}

static void
activate_about (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  DoorWindows *self = user_data;
  GtkWindow *window = gtk_application_get_active_window (self->application);

  if (DOOR_IS_WINDOW (window))
    door_window_show_about (DOOR_WINDOW (window));
}

static const GActionEntry actions[] = {
  { .name = "new-window", .activate = activate_new_window },
  { .name = "private-window", .activate = activate_private_window },
  { .name = "about", .activate = activate_about },
};

/**
 * door_windows_add_actions:
 *
 * Lets keys, menus and other programs open windows.
 */
void
door_windows_add_actions (DoorWindows *self)
{
  static const struct
  {
    const char *action;
    const char *accelerators[2];
  } accelerators[] = {
    { "app.new-window", { "<Primary>n", NULL } },
    { "app.private-window", { "<Primary><Shift>n", NULL } },
  };

  g_return_if_fail (DOOR_IS_WINDOWS (self));

  g_action_map_add_action_entries (G_ACTION_MAP (self->application), actions,
                                   G_N_ELEMENTS (actions), self);
  for (gsize i = 0; i < G_N_ELEMENTS (accelerators); i++)
    gtk_application_set_accels_for_action (self->application, accelerators[i].action,
                                           accelerators[i].accelerators);
}

/**
 * door_windows_create:
 *
 * Returns: (transfer none): a window that is shown and has no page yet
 */
DoorWindow *
door_windows_create (DoorWindows *self, gboolean private_session)
{
  g_autoptr (DoorWebContext) context = NULL;
  DoorWindow *window;

  g_return_val_if_fail (DOOR_IS_WINDOWS (self), NULL);

  context = door_contexts_get (self->contexts, private_session);
  window = door_window_new (self->application, context, self->settings);
  gtk_window_present (GTK_WINDOW (window));

  return window;
}

/**
 * door_windows_find:
 *
 * Returns: (transfer none) (nullable): the one that was used last of those that are private, or of
 *   those that are not
 */
DoorWindow *
door_windows_find (DoorWindows *self, gboolean private_session)
{
  g_return_val_if_fail (DOOR_IS_WINDOWS (self), NULL);

  for (GList *link = gtk_application_get_windows (self->application); link != NULL;
       link = link->next)
    if (DOOR_IS_WINDOW (link->data)
        && door_web_context_is_private (door_window_get_context (link->data)) == private_session)
      return link->data;

  return NULL;
}

/* The administrator's word comes before the person's. */
static char *
dup_home (DoorWindows *self)
{
  const char *home = door_policy_get_home (door_policy_file_get_policy (self->policy));
  g_autofree char *start_page = g_settings_get_string (self->settings, "start-page");

  if (home != NULL || *start_page == '\0')
    return g_strdup (home);

  return g_steal_pointer (&start_page);
}

/**
 * door_windows_open_home:
 * @window: one of these
 *
 * Returns: (transfer none): a new page, where @window begins; it is empty if nobody has said where
 */
DoorPage *
door_windows_open_home (DoorWindows *self, DoorWindow *window)
{
  g_autofree char *home = NULL;

  g_return_val_if_fail (DOOR_IS_WINDOWS (self), NULL);

  home = dup_home (self);

  return door_window_open (window, home, TRUE);
}
