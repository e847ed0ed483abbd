/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-login-actions.h"

#include <glib/gi18n-lib.h>

#include "door-display-text.h"
#include "door-foremost-window.h"
#include "door-logins-window.h"
#include "door-sign-out-menu.h"
#include "door-window-actions.h"

static DoorSession *
get_session (DoorWindow *self)
{
  return door_web_context_get_session (door_window_get_context (self));
}

static void
sign_out (GtkWidget *widget, const char *name, GVariant *parameter)
{
  DoorWindow *self = DOOR_WINDOW (widget);
  DoorTab *tab = door_window_get_tab_in_front (self);
  DoorCredentials *login = tab != NULL ? door_page_get_login (door_tab_get_page (tab)) : NULL;
  DoorProtectionSpace *space;

  if (login == NULL)
    return;

  space = door_credentials_get_space (login);
  door_session_forget_server (get_session (self), door_protection_space_get_target (space),
                              door_protection_space_get_server (space), DOOR_FORGET_USER);
}

/* What is shown came from sites, and may stay: it is the next request that asks. */
static void
sign_out_of_proxy (GtkWidget *widget, const char *name, GVariant *parameter)
{
  DoorWindow *self = DOOR_WINDOW (widget);
  g_autoptr (DoorOrigin) proxy
      = door_origin_new_for_uri (g_variant_get_string (parameter, NULL), NULL);
  g_autofree char *place = NULL;
  g_autofree char *text = NULL;

  if (proxy == NULL)
    return;

  door_session_forget_server (get_session (self), DOOR_TARGET_PROXY, proxy, DOOR_FORGET_USER);
  place = door_display_text_for_proxy (proxy);
  text = g_strdup_printf (_ ("Signed out of the proxy %s"), place);
  door_window_say (self, text);
}

static void
sign_out_everywhere (GtkWidget *widget, const char *name, GVariant *parameter)
{
  door_session_forget_all (get_session (DOOR_WINDOW (widget)), DOOR_FORGET_USER);
}

static GtkWindow *
find_logins (DoorWindow *self)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *l = windows; l != NULL; l = l->next)
    if (DOOR_IS_LOGINS_WINDOW (l->data)
        && gtk_window_get_transient_for (l->data) == GTK_WINDOW (self))
      return l->data;

  return NULL;
}

static void
show_logins (GtkWidget *widget, const char *name, GVariant *parameter)
{
  DoorWindow *self = DOOR_WINDOW (widget);
  GtkWindow *logins = find_logins (self);

  if (logins == NULL)
    {
      logins = GTK_WINDOW (door_logins_window_new (get_session (self)));
      gtk_window_set_transient_for (logins, GTK_WINDOW (self));
      gtk_window_set_destroy_with_parent (logins, TRUE);
    }

  gtk_window_present (logins);
}

/* One window says it: the one that the person has before them. */
static void
on_save_failed (DoorWindow *self, DoorCredentials *login)
{
  g_autofree char *host = NULL;
  g_autofree char *text = NULL;

  if (door_foremost_window_find (self) != self)
    return;

  host = door_display_text_for_origin (
      door_protection_space_get_server (door_credentials_get_space (login)));
  text = g_strdup_printf (_ ("The keyring did not take the login of %s"), host);
  door_window_say (self, text);
}

/**
 * door_window_install_login_actions:
 * @klass: the class of windows
 *
 * Installs what signs out, and what lists the logins.
 */
void
door_window_install_login_actions (GtkWidgetClass *klass)
{
  gtk_widget_class_install_action (klass, DOOR_SIGN_OUT_ACTION, NULL, sign_out);
  gtk_widget_class_install_action (klass, DOOR_SIGN_OUT_OF_PROXY_ACTION, "s", sign_out_of_proxy);
  gtk_widget_class_install_action (klass, "win.sign-out-everywhere", NULL, sign_out_everywhere);
  gtk_widget_class_install_action (klass, "win.logins", NULL, show_logins);
}

/**
 * door_window_follow_saving:
 * @self: a window
 *
 * Has @self say when a login could not be saved that the person wanted to have remembered.
 */
void
door_window_follow_saving (DoorWindow *self)
{
  g_signal_connect_object (get_session (self), "save-failed", G_CALLBACK (on_save_failed), self,
                           G_CONNECT_SWAPPED);
}
