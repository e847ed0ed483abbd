/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-saved-login-details.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "door-clipped-secret.h"
#include "door-display-text.h"
#include "door-identity-check.h"
#include "door-password-entry.h"

/* What is being done to the login, or with what is seen of it. */
typedef enum
{
  LOOKING,  /* nothing is known but what the list knows */
  FETCHING, /* the desktop or the keyring is asked */
  REVEALED,
  EDITING,
  STORING, /* the keyring is told what was edited */
  DELETING,
} State;

struct _DoorSavedLoginDetails
{
  GtkWidget parent_instance;

  DoorSession *session;
  AdwToastOverlay *toasts; /* weak: it is around this */
  DoorListedLogin *login;  /* NULL while none is shown */
  GCancellable *cancellable;
  State state;
  void (*wants) (DoorSavedLoginDetails *self, SecretValue *password); /* once it is fetched */

  GtkWidget *contents;
  GtkLabel *place;
  GtkSpinner *spinner;
  GtkLabel *about;
  GtkEditable *username;
  DoorPasswordEntry *password;
  GtkWidget *buttons;
  GtkButton *reveal;
  GtkWidget *edit;
  GtkWidget *edit_buttons;
};

enum
{
  BACK,
  CHANGED,
  REMOVED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DoorSavedLoginDetails, door_saved_login_details, GTK_TYPE_WIDGET)

static void
say (DoorSavedLoginDetails *self, const char *text)
{
  g_autofree char *title = g_markup_escape_text (text, -1);

  if (self->toasts != NULL)
    adw_toast_overlay_add_toast (self->toasts, adw_toast_new (title));
}

static void
say_error (DoorSavedLoginDetails *self, const GError *error)
{
  if (error->domain == G_IO_ERROR)
    say (self, error->message);
  else if (g_error_matches (error, DOOR_KEYRING_ERROR, DOOR_KEYRING_ERROR_DISMISSED))
    say (self, _ ("The keyring stays locked"));
  else if (g_error_matches (error, DOOR_KEYRING_ERROR, DOOR_KEYRING_ERROR_FAILED))
    say (self, _ ("The keyring could not do it"));
  else
    say (self, _ ("The keyring cannot be reached"));
}

static void
set_visibility (DoorSavedLoginDetails *self, gboolean visible)
{
  gtk_text_set_visibility (GTK_TEXT (gtk_editable_get_delegate (GTK_EDITABLE (self->password))),
                           visible);
}

static void
set_state (DoorSavedLoginDetails *self, State state)
{
  GtkWidget *widget = GTK_WIDGET (self);
  gboolean looking = state == LOOKING || state == REVEALED;
  gboolean telling = state == STORING || state == DELETING;

  self->state = state;
  if (state != REVEALED && state != EDITING && state != STORING)
    door_password_entry_set_password (self->password, NULL);
  set_visibility (self, state == REVEALED);

  gtk_spinner_set_spinning (self->spinner, state == FETCHING || telling);
  gtk_editable_set_editable (self->username, state == EDITING);
  gtk_editable_set_editable (GTK_EDITABLE (self->password), state == EDITING);
  gtk_password_entry_set_show_peek_icon (GTK_PASSWORD_ENTRY (self->password), state == EDITING);
  gtk_button_set_label (self->reveal, state == REVEALED ? _ ("Hide") : _ ("Reveal"));
  gtk_widget_set_visible (self->buttons, state != EDITING && state != STORING);
  gtk_widget_set_visible (self->edit_buttons, state == EDITING || state == STORING);
  gtk_widget_action_set_enabled (widget, "details.reveal", looking);
  gtk_widget_action_set_enabled (widget, "details.copy-password", looking);
  gtk_widget_action_set_enabled (widget, "details.copy-username", looking);
  gtk_widget_action_set_enabled (widget, "details.edit", looking);
  gtk_widget_action_set_enabled (widget, "details.delete", looking);
  gtk_widget_action_set_enabled (widget, "details.save", state == EDITING);
  /* What the keyring has been told cannot be taken back on its way. */
  gtk_widget_action_set_enabled (widget, "details.back", !telling);
  gtk_widget_action_set_enabled (widget, "details.cancel", !telling);
}

static DoorSavedLogin *
get_saved (DoorSavedLoginDetails *self)
{
  return door_listed_login_get_login (self->login);
}

/* Lets go of the login and of all that was fetched or is on its way. */
static void
leave (DoorSavedLoginDetails *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->login);
  set_state (self, LOOKING);
}

static void
fill_in (DoorSavedLoginDetails *self)
{
  DoorSavedLogin *saved = get_saved (self);
  DoorProtectionSpace *space = door_saved_login_get_space (saved);
  DoorOrigin *server = door_protection_space_get_server (space);
  g_autofree char *realm = door_display_text_for_realm (door_protection_space_get_realm (space));
  const char *scheme = door_saved_login_get_scheme (saved);
  g_autoptr (GString) about = g_string_new (NULL);

  gtk_label_set_label (self->place, door_listed_login_get_place (self->login));
  gtk_editable_set_text (self->username, door_saved_login_get_username (saved));

  if (door_protection_space_get_target (space) == DOOR_TARGET_PROXY)
    g_string_append (about, _ ("A proxy"));
  else if (door_origin_is_secure (server))
    g_string_append (about, _ ("Over an encrypted connection"));
  else
    g_string_append (about, _ ("Over an unencrypted connection"));
  if (*realm != '\0')
    {
      g_string_append_c (about, '\n');
      g_string_append_printf (about, _ ("The site says: “%s”"), realm);
    }
  if (scheme != NULL)
    {
      g_string_append_c (about, '\n');
      /* TRANSLATORS: the name of an authentication scheme, as in “Basic” or “Digest”. */
      g_string_append_printf (about, _ ("By %c%s"), g_ascii_toupper (*scheme), scheme + 1);
    }
  if (door_saved_login_get_used (saved) > 0)
    {
      g_autoptr (GDateTime) used
          = g_date_time_new_from_unix_local (door_saved_login_get_used (saved));
      g_autofree char *date = g_date_time_format (used, "%x");

      g_string_append_c (about, '\n');
      g_string_append_printf (about, _ ("Last used on %s"), date);
    }
  if (door_saved_login_is_refused (saved))
    {
      g_string_append_c (about, '\n');
      g_string_append (about, _ ("Not accepted the last time"));
    }
  gtk_label_set_label (self->about, about->str);
}

/* Fetching the password */

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DoorSavedLoginDetails) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (SecretValue) password
      = door_keyring_load_finish (DOOR_KEYRING (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  set_state (self, LOOKING);
  if (password == NULL)
    say_error (self, error);
  else if (secret_value_get_text (password) == NULL)
    say (self, _ ("What the keyring has is not text"));
  else
    self->wants (self, password);
}

static void
on_confirmed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DoorSavedLoginDetails) self = user_data;
  g_autoptr (GError) error = NULL;

  if (door_identity_check_finish (result, &error))
    {
      door_keyring_load_async (door_session_get_keyring (self->session), get_saved (self),
                               self->cancellable, on_loaded, g_object_ref (self));
      return;
    }

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  set_state (self, LOOKING);
  say_error (self, error);
}

static void
fetch (DoorSavedLoginDetails *self, void (*wants) (DoorSavedLoginDetails *, SecretValue *))
{
  self->wants = wants;
  set_state (self, FETCHING);
  door_identity_check_async (self->cancellable, on_confirmed, g_object_ref (self));
}

static void
show_password (DoorSavedLoginDetails *self, SecretValue *password)
{
  set_state (self, REVEALED);
  door_password_entry_set_password (self->password, password);
}

static void
reveal (GtkWidget *widget, const char *name, GVariant *parameter)
{
  DoorSavedLoginDetails *self = DOOR_SAVED_LOGIN_DETAILS (widget);

  if (self->state == REVEALED)
    set_state (self, LOOKING);
  else
    fetch (self, show_password);
}

static void
clip_password (DoorSavedLoginDetails *self, SecretValue *password)
{
  g_autofree char *text = NULL;

  door_clipped_secret_put (gtk_widget_get_clipboard (GTK_WIDGET (self)), password,
                           door_session_get_clock (self->session));
  text = g_strdup_printf (ngettext ("Password copied. The clipboard forgets it in %d second.",
                                    "Password copied. The clipboard forgets it in %d seconds.",
                                    DOOR_CLIPPED_SECRET_S),
                          DOOR_CLIPPED_SECRET_S);
  say (self, text);
}

static void
copy_password (GtkWidget *widget, const char *name, GVariant *parameter)
{
  fetch (DOOR_SAVED_LOGIN_DETAILS (widget), clip_password);
}

static void
copy_username (GtkWidget *widget, const char *name, GVariant *parameter)
{
  DoorSavedLoginDetails *self = DOOR_SAVED_LOGIN_DETAILS (widget);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget),
                          door_saved_login_get_username (get_saved (self)));
  say (self, _ ("Username copied"));
}

/* Editing */

static void
begin_edit (DoorSavedLoginDetails *self, SecretValue *password)
{
  set_state (self, EDITING);
  door_password_entry_set_password (self->password, password);
  gtk_widget_grab_focus (GTK_WIDGET (self->username));
}

static void
edit (GtkWidget *widget, const char *name, GVariant *parameter)
{
  fetch (DOOR_SAVED_LOGIN_DETAILS (widget), begin_edit);
}

static void
on_stored (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DoorSavedLoginDetails) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean stored = door_keyring_change_finish (DOOR_KEYRING (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (stored)
    {
      leave (self);
      say (self, _ ("Login changed"));
      g_signal_emit (self, signals[CHANGED], 0);
    }
  else
    {
      /* What was typed stays. */
      set_state (self, EDITING);
      say_error (self, error);
    }
}

static void
save (GtkWidget *widget, const char *name, GVariant *parameter)
{
  DoorSavedLoginDetails *self = DOOR_SAVED_LOGIN_DETAILS (widget);
  DoorSavedLogin *saved = get_saved (self);
  g_autoptr (SecretValue) password = door_password_entry_get_password (self->password);
  g_autoptr (DoorSavedLogin) login = NULL;
  g_autoptr (GError) error = NULL;
  const char *scheme = door_saved_login_get_scheme (saved);

  if (!door_prompt_check_credentials (scheme != NULL ? scheme : "basic",
                                      gtk_editable_get_text (self->username), password, &error))
    {
      say (self, error->message);
      return;
    }

  login = door_saved_login_new (&(DoorSavedLoginInfo){
      .space = door_saved_login_get_space (saved),
      .any_realm = door_saved_login_is_for_any_realm (saved),
      .scheme = scheme,
      .username = gtk_editable_get_text (self->username),
      .password = password,
  });
  set_state (self, STORING);
  door_keyring_save_async (door_session_get_keyring (self->session), login, saved,
                           self->cancellable, on_stored, g_object_ref (self));
}

static void
on_activate (DoorSavedLoginDetails *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "details.save", NULL);
}

/* Deleting */

static void
on_removed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (DoorSavedLoginDetails) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GObject) removed = door_keyring_remove_finish (DOOR_KEYRING (source), result, &error);
  g_autoptr (DoorListedLogin) login = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (removed == NULL)
    {
      set_state (self, LOOKING);
      say_error (self, error);
      return;
    }

  login = g_object_ref (self->login);
  leave (self);
  g_signal_emit (self, signals[REMOVED], 0, login, removed);
}

static void delete (GtkWidget *widget, const char *name, GVariant *parameter)
{
  DoorSavedLoginDetails *self = DOOR_SAVED_LOGIN_DETAILS (widget);

  set_state (self, DELETING);
  door_keyring_remove_async (door_session_get_keyring (self->session), get_saved (self),
                             self->cancellable, on_removed, g_object_ref (self));
}

/* Leaving */

static void
go_back (GtkWidget *widget, const char *name, GVariant *parameter)
{
  leave (DOOR_SAVED_LOGIN_DETAILS (widget));
  g_signal_emit (widget, signals[BACK], 0);
}

/* First out of what has been begun, then out of here. */
static void
cancel (GtkWidget *widget, const char *name, GVariant *parameter)
{
  DoorSavedLoginDetails *self = DOOR_SAVED_LOGIN_DETAILS (widget);

  if (self->state == LOOKING)
    {
      go_back (widget, name, parameter);
      return;
    }

  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();
  fill_in (self);
  set_state (self, LOOKING);
  gtk_widget_grab_focus (self->edit);
}

/* Nothing that was revealed waits behind another window's back to be shown again. */
static void
door_saved_login_details_unmap (GtkWidget *widget)
{
  DoorSavedLoginDetails *self = DOOR_SAVED_LOGIN_DETAILS (widget);

  GTK_WIDGET_CLASS (door_saved_login_details_parent_class)->unmap (widget);
  if (self->state == REVEALED)
    set_state (self, LOOKING);
}

static gboolean
door_saved_login_details_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (DOOR_SAVED_LOGIN_DETAILS (widget)->reveal));
}

static void
door_saved_login_details_dispose (GObject *object)
{
  DoorSavedLoginDetails *self = DOOR_SAVED_LOGIN_DETAILS (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->contents, gtk_widget_unparent);
  g_clear_object (&self->login);
  g_clear_object (&self->session);
  g_clear_weak_pointer (&self->toasts);
  G_OBJECT_CLASS (door_saved_login_details_parent_class)->dispose (object);
}

static void
door_saved_login_details_class_init (DoorSavedLoginDetailsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = door_saved_login_details_dispose;
  widget_class->unmap = door_saved_login_details_unmap;
  widget_class->grab_focus = door_saved_login_details_grab_focus;

  signals[BACK] = g_signal_new ("back", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 0);
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  signals[REMOVED]
      = g_signal_new ("removed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                      G_TYPE_NONE, 2, DOOR_TYPE_LISTED_LOGIN, G_TYPE_OBJECT);

  g_type_ensure (DOOR_TYPE_PASSWORD_ENTRY);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/org/doorward/Doorward/ui/door-saved-login-details.ui");
  gtk_widget_class_bind_template_child (widget_class, DoorSavedLoginDetails, contents);
  gtk_widget_class_bind_template_child (widget_class, DoorSavedLoginDetails, place);
  gtk_widget_class_bind_template_child (widget_class, DoorSavedLoginDetails, spinner);
  gtk_widget_class_bind_template_child (widget_class, DoorSavedLoginDetails, about);
  gtk_widget_class_bind_template_child (widget_class, DoorSavedLoginDetails, username);
  gtk_widget_class_bind_template_child (widget_class, DoorSavedLoginDetails, password);
  gtk_widget_class_bind_template_child (widget_class, DoorSavedLoginDetails, buttons);
  gtk_widget_class_bind_template_child (widget_class, DoorSavedLoginDetails, reveal);
  gtk_widget_class_bind_template_child (widget_class, DoorSavedLoginDetails, edit);
  gtk_widget_class_bind_template_child (widget_class, DoorSavedLoginDetails, edit_buttons);
  gtk_widget_class_bind_template_callback (widget_class, on_activate);

  gtk_widget_class_install_action (widget_class, "details.back", NULL, go_back);
  gtk_widget_class_install_action (widget_class, "details.reveal", NULL, reveal);
  gtk_widget_class_install_action (widget_class, "details.copy-password", NULL, copy_password);
  gtk_widget_class_install_action (widget_class, "details.copy-username", NULL, copy_username);
  gtk_widget_class_install_action (widget_class, "details.edit", NULL, edit);
  gtk_widget_class_install_action (widget_class, "details.save", NULL, save);
  gtk_widget_class_install_action (widget_class, "details.cancel", NULL, cancel);
  gtk_widget_class_install_action (widget_class, "details.delete", NULL, delete);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "savedlogin");
}

static void
door_saved_login_details_init (DoorSavedLoginDetails *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  set_state (self, LOOKING);
}

/**
 * door_saved_login_details_set_session:
 * @session: whose keyring it is
 * @toasts: where it says what was done
 */
void
door_saved_login_details_set_session (DoorSavedLoginDetails *self,
                                      DoorSession *session,
                                      AdwToastOverlay *toasts)
{
  g_return_if_fail (DOOR_IS_SAVED_LOGIN_DETAILS (self));
  g_return_if_fail (self->session == NULL);

  self->session = g_object_ref (session);
  g_set_weak_pointer (&self->toasts, toasts);
}

/**
 * door_saved_login_details_show:
 * @login: what to show from now on
 */
void
door_saved_login_details_show (DoorSavedLoginDetails *self, DoorListedLogin *login)
{
  g_return_if_fail (DOOR_IS_SAVED_LOGIN_DETAILS (self));
  g_return_if_fail (DOOR_IS_LISTED_LOGIN (login));

  leave (self);
  self->cancellable = g_cancellable_new ();
  self->login = g_object_ref (login);
  fill_in (self);
}
