/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-login-sheet.h"

#include <glib/gi18n-lib.h>

#include "door-child-focus.h"
#include "door-display-text.h"
#include "door-password-entry.h"
#include "door-realm-quote.h"

struct _DoorLoginSheet
{
  GtkWidget parent_instance;

  DoorPrompt *prompt;
  GdkDevice *keyboard;

  GtkWidget *sheet;
  GtkWidget *contents;
  GtkLabel *title;
  GtkLabel *proxy_note;
  GtkLabel *realm;
  GtkWidget *unencrypted_note;
  GtkLabel *unencrypted_label;
  GtkWidget *refused_note;
  GtkLabel *refused_label;
  GtkWidget *fields;
  GtkEditable *username;
  GtkLabel *username_error;
  DoorPasswordEntry *password;
  GtkLabel *password_error;
  GtkWidget *caps_lock_note;
  GtkWidget *saved_frame;
  GtkListBox *saved_list;
  GtkWidget *unlock;
  GtkCheckButton *remember;
  GtkLabel *remember_label;
  GtkWidget *never_note;
  GtkButton *never;
  GtkWidget *keyring_note;
  gboolean updating; /* the check box is about a login that is saved already */
  gboolean said_never;
  gboolean filled; /* the fields hold a saved login as it is */
  GtkWidget *progress;
  GtkSpinner *spinner;
  GtkActionable *cancel_button;
  GtkActionable *sign_in_button;
};

G_DEFINE_FINAL_TYPE (DoorLoginSheet, door_login_sheet, GTK_TYPE_WIDGET)

enum
{
  PROP_PROMPT = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
show_field_error (GtkWidget *field, GtkLabel *label, const char *message)
{
  gtk_label_set_label (label, message != NULL ? message : "");
  gtk_widget_set_visible (GTK_WIDGET (label), message != NULL);
  if (message != NULL)
    {
      gtk_widget_add_css_class (field, "error");
      gtk_accessible_update_state (GTK_ACCESSIBLE (field), GTK_ACCESSIBLE_STATE_INVALID,
                                   GTK_ACCESSIBLE_INVALID_TRUE, -1);
    }
  else
    {
      gtk_widget_remove_css_class (field, "error");
      gtk_accessible_reset_state (GTK_ACCESSIBLE (field), GTK_ACCESSIBLE_STATE_INVALID);
    }
}

static gboolean
is_open (DoorLoginSheet *self)
{
  DoorPromptState state = door_prompt_get_state (self->prompt);

  return state == DOOR_PROMPT_WAITING || state == DOOR_PROMPT_OPEN;
}

static void
update_actions (DoorLoginSheet *self)
{
  gboolean typed = gtk_editable_get_text (self->username)[0] != '\0'
                   || !door_password_entry_is_empty (self->password);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "sheet.sign-in", is_open (self) && typed);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "sheet.cancel",
                                 door_prompt_get_state (self->prompt) != DOOR_PROMPT_CLOSED);
}

/* Who said “never” some other day is not reminded of it; whoever says it now can take it back. */
static void
update_never (DoorLoginSheet *self)
{
  gboolean never = door_prompt_get_never_save (self->prompt);
  gboolean said_here = never && self->said_never;

  gtk_widget_set_visible (self->never_note, said_here);
  gtk_widget_set_visible (GTK_WIDGET (self->never),
                          said_here
                              || (gtk_widget_get_visible (GTK_WIDGET (self->remember))
                                  && !self->updating));
  gtk_button_set_label (self->never, said_here ? _ ("Undo") : _ ("Never for This Site"));
}

/* Remembering makes sense for what is not saved as it stands. */
static void
update_remember (DoorLoginSheet *self)
{
  const char *username = gtk_editable_get_text (self->username);
  DoorSavedLogin *saved = door_prompt_find_proposal (self->prompt, username);
  SecretValue *password = door_password_entry_get_password (self->password);
  gboolean updating = saved != NULL;

  self->filled = saved != NULL && door_saved_login_has_password (saved, password);
  secret_value_unref (password);

  /* Who has had a login saved wants the password that counts to be the one that is saved. */
  if (self->updating != updating)
    {
      self->updating = updating;
      gtk_label_set_label (self->remember_label, updating ? _ ("_Update the saved password")
                                                          : _ ("_Remember this login"));
      gtk_check_button_set_active (self->remember, updating);
    }

  gtk_widget_set_visible (GTK_WIDGET (self->remember),
                          door_prompt_get_can_remember (self->prompt) && !self->filled);
  update_never (self);
}

/* A login that was refused the last time is not put forward as it is. */
static void
fill_in (DoorLoginSheet *self, DoorSavedLogin *login)
{
  gtk_editable_set_text (self->username, door_saved_login_get_username (login));
  door_password_entry_set_password (self->password, door_saved_login_is_refused (login)
                                                        ? NULL
                                                        : door_saved_login_get_password (login));
}

static gboolean
is_untouched (DoorLoginSheet *self)
{
  const char *username = gtk_editable_get_text (self->username);
  const char *given = door_prompt_get_username (self->prompt);

  return door_password_entry_is_empty (self->password)
         && (*username == '\0' || g_strcmp0 (username, given) == 0);
}

static void
update_saved_list (DoorLoginSheet *self)
{
  GPtrArray *logins = door_prompt_get_proposals (self->prompt);
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->saved_list))) != NULL)
    gtk_list_box_remove (self->saved_list, row);

  for (guint i = 0; logins != NULL && logins->len > 1 && i < logins->len; i++)
    {
      const char *username = door_saved_login_get_username (g_ptr_array_index (logins, i));
      GtkWidget *label = gtk_label_new (*username != '\0' ? username : _ ("Without user name"));

      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
      gtk_list_box_append (self->saved_list, label);
    }
  gtk_widget_set_visible (self->saved_frame, logins != NULL && logins->len > 1);
}

static void
select_saved (DoorLoginSheet *self, DoorSavedLogin *login)
{
  GPtrArray *logins = door_prompt_get_proposals (self->prompt);
  guint i;

  if (g_ptr_array_find (logins, login, &i))
    gtk_list_box_select_row (self->saved_list,
                             gtk_list_box_get_row_at_index (self->saved_list, (int)i));
}

/* Only what nobody has begun to type over is filled in. */
static void
on_keyring (DoorLoginSheet *self)
{
  DoorPromptKeyring keyring = door_prompt_get_keyring (self->prompt);
  GPtrArray *logins = door_prompt_get_proposals (self->prompt);
  const char *given = door_prompt_get_username (self->prompt);
  DoorSavedLogin *login = NULL;
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  gtk_widget_set_visible (self->unlock, keyring == DOOR_PROMPT_KEYRING_LOCKED
                                            || keyring == DOOR_PROMPT_KEYRING_UNLOCKING);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "sheet.unlock",
                                 keyring == DOOR_PROMPT_KEYRING_LOCKED);
  gtk_widget_set_visible (self->keyring_note, keyring == DOOR_PROMPT_KEYRING_UNREACHABLE);
  update_saved_list (self);

  if (given != NULL && *given != '\0')
    login = door_prompt_find_proposal (self->prompt, given);
  else if (logins != NULL && logins->len > 0)
    login = g_ptr_array_index (logins, 0);
  if (login == NULL || door_prompt_get_attempt (self->prompt) > 1 || !is_untouched (self))
    {
      update_remember (self);
      return;
    }

  fill_in (self, login);
  update_remember (self);
  select_saved (self, login);
  if (focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self)))
    gtk_widget_grab_focus (GTK_WIDGET (self));
}

static void
on_saved_selected (DoorLoginSheet *self, GtkListBoxRow *row)
{
  GPtrArray *logins;
  guint i;

  /* The list unselects its row as it goes, when there is no question any more. */
  if (row == NULL)
    return;

  logins = door_prompt_get_proposals (self->prompt);
  i = (guint)gtk_list_box_row_get_index (row);
  if (logins == NULL || i >= logins->len)
    return;

  fill_in (self, g_ptr_array_index (logins, i));
  update_remember (self);
}

static void
unlock (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  door_prompt_unlock (DOOR_LOGIN_SHEET (widget)->prompt);
}

static void
never_save (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  DoorLoginSheet *self = DOOR_LOGIN_SHEET (widget);

  self->said_never = !door_prompt_get_never_save (self->prompt);
  door_prompt_ask_never_save (self->prompt, self->said_never);
}

static void
update_caps_lock (DoorLoginSheet *self)
{
  gboolean in_password
      = (gtk_widget_get_state_flags (GTK_WIDGET (self->password)) & GTK_STATE_FLAG_FOCUS_WITHIN)
        != 0;

  gtk_widget_set_visible (self->caps_lock_note,
                          in_password && self->keyboard != NULL
                              && gdk_device_get_caps_lock_state (self->keyboard));
}

static void
update_refusal (DoorLoginSheet *self)
{
  guint refusals = door_prompt_get_attempt (self->prompt) - 1;
  g_autofree char *text = NULL;

  if (refusals == 1)
    text = g_strdup (_ ("Not accepted. Check the user name and the password."));
  else if (refusals > 1)
    text
        = g_strdup_printf (ngettext ("Not accepted %u time. Check the user name and the password.",
                                     "Not accepted %u times. Check the user name and the password.",
                                     refusals),
                           refusals);

  gtk_label_set_label (self->refused_label, text != NULL ? text : "");
  gtk_widget_set_visible (self->refused_note, text != NULL && is_open (self));
}

static void
on_attempt (DoorLoginSheet *self)
{
  update_refusal (self);
}

static void
on_state (DoorLoginSheet *self)
{
  DoorPromptState state = door_prompt_get_state (self->prompt);
  gboolean submitted = state == DOOR_PROMPT_SUBMITTED;
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  gboolean had_focus = focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self));

  if (state == DOOR_PROMPT_CLOSED)
    {
      gtk_editable_set_text (GTK_EDITABLE (self->password), "");
      gtk_editable_set_text (self->username, "");
    }

  gtk_spinner_set_spinning (self->spinner, submitted);
  if (submitted)
    gtk_widget_set_visible (self->progress, TRUE);

  /* A second Return must neither sign in again nor hit Cancel: while the server decides, focus
   * rests on the words that say so. It moves before the fields let go of it. */
  if (submitted && had_focus)
    gtk_widget_grab_focus (self->progress);
  gtk_widget_set_sensitive (self->fields, !submitted);
  /* Of what is in an insensitive box GTK 4.8 tells assistive technology that it is sensitive. */
  gtk_widget_set_sensitive (GTK_WIDGET (self->username), !submitted);
  gtk_widget_set_sensitive (GTK_WIDGET (self->password), !submitted);
  update_refusal (self);
  update_actions (self);

  if (state == DOOR_PROMPT_OPEN && had_focus)
    gtk_widget_grab_focus (GTK_WIDGET (self));
  gtk_widget_set_visible (self->progress, submitted);
}

static void
on_username (DoorLoginSheet *self)
{
  const char *username = door_prompt_get_username (self->prompt);

  if (username != NULL && gtk_editable_get_text (self->username)[0] == '\0')
    gtk_editable_set_text (self->username, username);
}

static void
on_can_remember (DoorLoginSheet *self)
{
  update_remember (self);
}

static void
sign_in (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  DoorLoginSheet *self = DOOR_LOGIN_SHEET (widget);
  g_autoptr (GError) error = NULL;
  SecretValue *password = door_password_entry_get_password (self->password);
  gboolean remember = gtk_widget_get_visible (GTK_WIDGET (self->remember))
                      && gtk_check_button_get_active (self->remember);

  show_field_error (GTK_WIDGET (self->username), self->username_error, NULL);
  show_field_error (GTK_WIDGET (self->password), self->password_error, NULL);

  if (!door_prompt_submit (self->prompt, gtk_editable_get_text (self->username), password, remember,
                           &error))
    {
      if (g_error_matches (error, DOOR_PROMPT_ERROR, DOOR_PROMPT_ERROR_PASSWORD))
        {
          show_field_error (GTK_WIDGET (self->password), self->password_error, error->message);
          gtk_widget_grab_focus (GTK_WIDGET (self->password));
        }
      else
        {
          show_field_error (GTK_WIDGET (self->username), self->username_error, error->message);
          gtk_widget_grab_focus (GTK_WIDGET (self->username));
        }
    }
  secret_value_unref (password);
}

static void
cancel (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  door_prompt_cancel (DOOR_LOGIN_SHEET (widget)->prompt);
}

/* The eye in the field is out of the keyboard's reach. */
static void
reveal (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  door_password_entry_toggle_revealed (DOOR_LOGIN_SHEET (widget)->password);
}

static void
on_activate (DoorLoginSheet *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "sheet.sign-in", NULL);
}

static void
on_changed (DoorLoginSheet *self)
{
  if (self->prompt == NULL || door_prompt_get_state (self->prompt) == DOOR_PROMPT_CLOSED)
    return;

  update_actions (self);
  update_remember (self);
}

static GtkSizeRequestMode
door_login_sheet_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

/* A scrolled window asks for the height that its child has at its natural width. On a narrow window
 * more lines break than that, and the sheet would scroll although there is room. */
static void
door_login_sheet_measure (GtkWidget *widget,
                          GtkOrientation orientation,
                          int for_size,
                          int *minimum,
                          int *natural,
                          int *minimum_baseline,
                          int *natural_baseline)
{
  DoorLoginSheet *self = DOOR_LOGIN_SHEET (widget);
  int unbroken, broken;

  gtk_widget_measure (self->sheet, orientation, -1, minimum, natural, NULL, NULL);
  if (orientation == GTK_ORIENTATION_HORIZONTAL || for_size < 0)
    return;

  gtk_widget_measure (self->contents, orientation, -1, NULL, &unbroken, NULL, NULL);
  gtk_widget_measure (self->contents, orientation, for_size, NULL, &broken, NULL, NULL);
  *natural = MAX (*minimum, *natural + broken - unbroken);
}

static void
door_login_sheet_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  GtkAllocation allocation = { 0, 0, width, height };

  gtk_widget_size_allocate (DOOR_LOGIN_SHEET (widget)->sheet, &allocation, baseline);
}

static void
connect_again (GtkActionable *button, const char *action)
{
  gtk_actionable_set_action_name (button, NULL);
  gtk_actionable_set_action_name (button, action);
}

/* GTK 4.8 tells the buttons of a sheet that leaves the window that its actions are gone, but not
 * those of one that comes back that they are there again. */
static void
door_login_sheet_root (GtkWidget *widget)
{
  DoorLoginSheet *self = DOOR_LOGIN_SHEET (widget);

  GTK_WIDGET_CLASS (door_login_sheet_parent_class)->root (widget);

  connect_again (self->cancel_button, "sheet.cancel");
  connect_again (self->sign_in_button, "sheet.sign-in");
  connect_again (GTK_ACTIONABLE (self->unlock), "sheet.unlock");
  connect_again (GTK_ACTIONABLE (self->never), "sheet.never-save");
}

static gboolean
door_login_sheet_grab_focus (GtkWidget *widget)
{
  DoorLoginSheet *self = DOOR_LOGIN_SHEET (widget);

  if (door_prompt_get_state (self->prompt) == DOOR_PROMPT_SUBMITTED)
    return gtk_widget_grab_focus (self->progress);
  if (gtk_editable_get_text (self->username)[0] == '\0'
      && door_prompt_get_attempt (self->prompt) == 1)
    return gtk_widget_grab_focus (GTK_WIDGET (self->username));
  if (self->filled && door_prompt_get_attempt (self->prompt) == 1)
    return gtk_widget_grab_focus (GTK_WIDGET (self->sign_in_button));

  /* Selected as a whole, so that typing replaces a refused password. */
  if (!gtk_widget_grab_focus (GTK_WIDGET (self->password)))
    return FALSE;
  gtk_editable_select_region (GTK_EDITABLE (self->password), 0, -1);
  return TRUE;
}

static void
describe (DoorLoginSheet *self)
{
  DoorProtectionSpace *space = door_prompt_get_space (self->prompt);
  DoorOrigin *server = door_protection_space_get_server (space);
  gboolean proxy = door_protection_space_get_target (space) == DOOR_TARGET_PROXY;
  g_autofree char *place
      = proxy ? door_display_text_for_proxy (server) : door_display_text_for_origin (server);
  /* TRANSLATORS: %s is a host name, and a port number where it is not the usual one. */
  g_autofree char *title = g_strdup_printf (_ ("Sign in to %s"), place);
  g_autofree char *quote = door_realm_quote_new (space);

  gtk_label_set_label (self->title, title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);

  if (proxy)
    {
      g_autofree char *note
          = g_strdup_printf (_ ("The proxy %s asks, not the page you want to see."), place);

      gtk_label_set_label (self->proxy_note, note);
      gtk_widget_set_visible (GTK_WIDGET (self->proxy_note), TRUE);
    }

  gtk_label_set_label (self->realm, quote != NULL ? quote : "");
  gtk_widget_set_visible (GTK_WIDGET (self->realm), quote != NULL);

  gtk_widget_set_visible (self->unencrypted_note, door_prompt_is_unencrypted (self->prompt));
  gtk_accessible_update_relation (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_RELATION_DESCRIBED_BY,
                                  self->proxy_note, self->realm, self->unencrypted_label, NULL, -1);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (self->password),
                                  GTK_ACCESSIBLE_RELATION_DESCRIBED_BY, self->refused_label,
                                  self->password_error, self->caps_lock_note, NULL, -1);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (self->username),
                                  GTK_ACCESSIBLE_RELATION_DESCRIBED_BY, self->username_error, NULL,
                                  -1);
}

static void
door_login_sheet_constructed (GObject *object)
{
  DoorLoginSheet *self = DOOR_LOGIN_SHEET (object);
  GdkSeat *seat = gdk_display_get_default_seat (gtk_widget_get_display (GTK_WIDGET (self)));

  G_OBJECT_CLASS (door_login_sheet_parent_class)->constructed (object);

  if (seat != NULL && gdk_seat_get_keyboard (seat) != NULL)
    self->keyboard = g_object_ref (gdk_seat_get_keyboard (seat));
  if (self->keyboard != NULL)
    g_signal_connect_object (self->keyboard, "notify::caps-lock-state",
                             G_CALLBACK (update_caps_lock), self, G_CONNECT_SWAPPED);
  g_signal_connect_swapped (self->password, "state-flags-changed", G_CALLBACK (update_caps_lock),
                            self);

  describe (self);
  g_signal_connect_object (self->prompt, "notify::state", G_CALLBACK (on_state), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->prompt, "notify::attempt", G_CALLBACK (on_attempt), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->prompt, "notify::username", G_CALLBACK (on_username), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->prompt, "notify::can-remember", G_CALLBACK (on_can_remember), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->prompt, "notify::never-save", G_CALLBACK (on_can_remember), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->prompt, "notify::keyring", G_CALLBACK (on_keyring), self,
                           G_CONNECT_SWAPPED);
  on_username (self);
  on_can_remember (self);
  on_state (self);
  on_keyring (self);
}

static void
door_login_sheet_dispose (GObject *object)
{
  DoorLoginSheet *self = DOOR_LOGIN_SHEET (object);

  g_clear_pointer (&self->sheet, gtk_widget_unparent);
  g_clear_object (&self->keyboard);
  g_clear_object (&self->prompt);
  G_OBJECT_CLASS (door_login_sheet_parent_class)->dispose (object);
}

static void
door_login_sheet_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  DoorLoginSheet *self = DOOR_LOGIN_SHEET (object);

  switch (id)
    {
    case PROP_PROMPT:
      g_value_set_object (value, self->prompt);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
door_login_sheet_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  DoorLoginSheet *self = DOOR_LOGIN_SHEET (object);

  switch (id)
    {
    case PROP_PROMPT:
      self->prompt = g_value_dup_object (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
door_login_sheet_class_init (DoorLoginSheetClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = door_login_sheet_constructed;
  object_class->dispose = door_login_sheet_dispose;
  object_class->get_property = door_login_sheet_get_property;
  object_class->set_property = door_login_sheet_set_property;
  widget_class->root = door_login_sheet_root;
  widget_class->focus = door_child_focus;
  widget_class->grab_focus = door_login_sheet_grab_focus;
  widget_class->get_request_mode = door_login_sheet_get_request_mode;
  widget_class->measure = door_login_sheet_measure;
  widget_class->size_allocate = door_login_sheet_size_allocate;

  properties[PROP_PROMPT]
      = g_param_spec_object ("prompt", NULL, NULL, DOOR_TYPE_PROMPT,
                             G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (DOOR_TYPE_PASSWORD_ENTRY);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/doorward/Doorward/ui/door-login-sheet.ui");
  gtk_widget_class_bind_template_child (widget_class, DoorLoginSheet, sheet);
  gtk_widget_class_bind_template_child (widget_class, DoorLoginSheet, contents);
  gtk_widget_class_bind_template_child (widget_class, DoorLoginSheet, title);
  gtk_widget_class_bind_template_child (widget_class, DoorLoginSheet, proxy_note);
  gtk_widget_class_bind_template_child (widget_class, DoorLoginSheet, realm);
  gtk_widget_class_bind_template_child (widget_class, DoorLoginSheet, unencrypted_note);
  gtk_widget_class_bind_template_child (widget_class, DoorLoginSheet, unencrypted_label);
  gtk_widget_class_bind_template_child (widget_class, DoorLoginSheet, refused_note);
  gtk_widget_class_bind_template_child (widget_class, DoorLoginSheet, refused_label);
  gtk_widget_class_bind_template_child (widget_class, DoorLoginSheet, fields);
  gtk_widget_class_bind_template_child (widget_class, DoorLoginSheet, username);
  gtk_widget_class_bind_template_child (widget_class, DoorLoginSheet, username_error);
  gtk_widget_class_bind_template_child (widget_class, DoorLoginSheet, password);
  gtk_widget_class_bind_template_child (widget_class, DoorLoginSheet, password_error);
  gtk_widget_class_bind_template_child (widget_class, DoorLoginSheet, caps_lock_note);
  gtk_widget_class_bind_template_child (widget_class, DoorLoginSheet, remember);
  gtk_widget_class_bind_template_child (widget_class, DoorLoginSheet, saved_frame);
  gtk_widget_class_bind_template_child (widget_class, DoorLoginSheet, saved_list);
  gtk_widget_class_bind_template_child (widget_class, DoorLoginSheet, unlock);
  gtk_widget_class_bind_template_child (widget_class, DoorLoginSheet, remember_label);
  gtk_widget_class_bind_template_child (widget_class, DoorLoginSheet, never_note);
  gtk_widget_class_bind_template_child (widget_class, DoorLoginSheet, never);
  gtk_widget_class_bind_template_child (widget_class, DoorLoginSheet, keyring_note);
  gtk_widget_class_bind_template_child (widget_class, DoorLoginSheet, progress);
  gtk_widget_class_bind_template_child (widget_class, DoorLoginSheet, spinner);
  gtk_widget_class_bind_template_child (widget_class, DoorLoginSheet, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, DoorLoginSheet, sign_in_button);
  gtk_widget_class_bind_template_callback (widget_class, on_activate);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_saved_selected);

  gtk_widget_class_install_action (widget_class, "sheet.sign-in", NULL, sign_in);
  gtk_widget_class_install_action (widget_class, "sheet.cancel", NULL, cancel);
  gtk_widget_class_install_action (widget_class, "sheet.reveal", NULL, reveal);
  gtk_widget_class_install_action (widget_class, "sheet.unlock", NULL, unlock);
  gtk_widget_class_install_action (widget_class, "sheet.never-save", NULL, never_save);

  gtk_widget_class_set_css_name (widget_class, "loginsheet");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_DIALOG);
}

/* With large text in a narrow window, what cannot be broken would push the server's name out of
 * sight. */
static void
let_wrap (GtkButton *button)
{
  GtkLabel *label = GTK_LABEL (gtk_button_get_child (button));

  gtk_label_set_wrap (label, TRUE);
  gtk_label_set_justify (label, GTK_JUSTIFY_CENTER);
}

static void
door_login_sheet_init (DoorLoginSheet *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  let_wrap (GTK_BUTTON (self->unlock));
  let_wrap (self->never);
}

/**
 * door_login_sheet_new:
 * @prompt: the question to show
 *
 * The sheet asks what @prompt asks and follows its state. It neither opens nor closes itself: a
 * #DoorSheetHost shows it as long as its tab is in front and @prompt is not closed.
 *
 * Returns: (transfer floating): a new sheet
 */
GtkWidget *
door_login_sheet_new (DoorPrompt *prompt)
{
  return g_object_new (DOOR_TYPE_LOGIN_SHEET, "prompt", prompt, NULL);
}

/**
 * door_login_sheet_get_prompt:
 * @self: a sheet
 *
 * Returns: (transfer none): the question that the sheet shows
 */
DoorPrompt *
door_login_sheet_get_prompt (DoorLoginSheet *self)
{
  g_return_val_if_fail (DOOR_IS_LOGIN_SHEET (self), NULL);
  return self->prompt;
}
