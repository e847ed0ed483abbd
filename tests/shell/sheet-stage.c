/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Sets one sheet, or one bar, over a page that is a text and a button, so that the accessibility
 * tests and a person can see each of its states without a server. Prints one line for whatever the
 * person does; takes one word a line on standard input: refuse, accept, gone, quit. */

#include <adwaita.h>
#include <locale.h>

#include "door-auth-bar.h"
#include "door-page-cover.h"
#include "door-sheet-host.h"

typedef struct
{
  AdwApplication *application;
  GtkWindow *window;
  DoorSheetHost *host;
  DoorPageCover *cover;
  GtkWidget *page_button;
  DoorPrompt *prompt;
} Stage;

static char *option_server = NULL;
static char *option_realm = NULL;
static char *option_scheme = NULL;
static char *option_bar = NULL;
static char *option_user = NULL;
static gboolean option_can_sign_in = FALSE;
static gboolean option_proxy = FALSE;
static gboolean option_unencrypted = FALSE;
static gboolean option_remember = FALSE;
static int option_refusals = 0;
static gboolean option_submitted = FALSE;
static int option_width = 1280;
static int option_height = 800;
static double option_text_scale = 1;

static GOptionEntry entries[] = {
  { "server", 0, 0, G_OPTION_ARG_STRING, &option_server, "Origin that asks", "URI" },
  { "realm", 0, 0, G_OPTION_ARG_STRING, &option_realm, "Realm", "TEXT" },
  { "scheme", 0, 0, G_OPTION_ARG_STRING, &option_scheme, "Scheme", "NAME" },
  { "bar", 0, 0, G_OPTION_ARG_STRING, &option_bar, "A bar instead of a sheet", "KIND" },
  { "can-sign-in", 0, 0, G_OPTION_ARG_NONE, &option_can_sign_in, "The bar offers it", NULL },
  { "user", 0, 0, G_OPTION_ARG_STRING, &option_user, "User name of earlier attempts", "NAME" },
  { "proxy", 0, 0, G_OPTION_ARG_NONE, &option_proxy, "It is a proxy that asks", NULL },
  { "unencrypted", 0, 0, G_OPTION_ARG_NONE, &option_unencrypted, "Warn", NULL },
  { "remember", 0, 0, G_OPTION_ARG_NONE, &option_remember, "Offer to remember", NULL },
  { "refusals", 0, 0, G_OPTION_ARG_INT, &option_refusals, "Earlier attempts", "N" },
  { "submitted", 0, 0, G_OPTION_ARG_NONE, &option_submitted, "Answered already", NULL },
  { "width", 0, 0, G_OPTION_ARG_INT, &option_width, "Width of the window", "PIXELS" },
  { "height", 0, 0, G_OPTION_ARG_INT, &option_height, "Height of the window", "PIXELS" },
  { "text-scale", 0, 0, G_OPTION_ARG_DOUBLE, &option_text_scale, "Size of the text", "FACTOR" },
  { 0 },
};

static const struct
{
  const char *name;
  DoorNoticeKind kind;
} bars[] = {
  { "suppressed", DOOR_NOTICE_SUPPRESSED },
  { "part", DOOR_NOTICE_PART },
  { "unknown-scheme", DOOR_NOTICE_UNKNOWN_SCHEME },
  { "no-challenge", DOOR_NOTICE_NO_CHALLENGE },
  { "resend", DOOR_NOTICE_RESEND },
};

static const char page_text[]
    = "Members’ area\n\nTo see these pages you need an account. Ask at the front desk, or write to "
      "the office; they answer within a day.\n\nThis text stands for the page that the server sent "
      "with its challenge. It stays readable while the sheet is open, can be scrolled with the "
      "wheel, and hears neither clicks nor keys.\n\n";

static void say (const char *format, ...) G_GNUC_PRINTF (1, 2);

static void
say (const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  vprintf (format, arguments);
  va_end (arguments);
  fputc ('\n', stdout);
  fflush (stdout);
}

static void
on_submitted (DoorPrompt *prompt, const char *username, SecretValue *password, gboolean remember)
{
  gsize length;

  secret_value_get (password, &length);
  say ("submitted %s %" G_GSIZE_FORMAT " %s", username, length, remember ? "remember" : "once");
}

static void
on_closed (DoorPrompt *prompt, int outcome, Stage *stage)
{
  GtkWidget *focus = gtk_window_get_focus (stage->window);
  gboolean inside
      = focus != NULL
        && gtk_widget_is_ancestor (focus, GTK_WIDGET (door_sheet_host_get_sheet (stage->host)));

  say ("closed %s", door_prompt_outcome_to_string (outcome));
  door_page_cover_set_covered (stage->cover, FALSE);
  door_sheet_host_set_sheet (stage->host, NULL, TRUE);
  if (inside)
    gtk_widget_grab_focus (stage->page_button);
}

static void
on_page_clicked (void)
{
  say ("page clicked");
}

static void
on_page_scrolled (GtkAdjustment *adjustment)
{
  say ("page scrolled");
}

static void
on_entry_changed (GtkEditable *entry)
{
  say ("location %s", gtk_editable_get_text (entry));
}

static gboolean
on_input (GIOChannel *channel, GIOCondition condition, gpointer data)
{
  Stage *stage = data;
  g_autofree char *line = NULL;

  if (g_io_channel_read_line (channel, &line, NULL, NULL, NULL) != G_IO_STATUS_NORMAL)
    {
      g_application_quit (G_APPLICATION (stage->application));
      return G_SOURCE_REMOVE;
    }

  g_strchomp (line);
  if (g_str_equal (line, "refuse"))
    door_prompt_ask_again (stage->prompt, 1, TRUE);
  else if (g_str_equal (line, "accept"))
    door_prompt_close (stage->prompt, DOOR_PROMPT_OUTCOME_SUBMIT);
  else if (g_str_equal (line, "gone"))
    door_prompt_close (stage->prompt, DOOR_PROMPT_OUTCOME_GONE);
  else if (g_str_equal (line, "quit"))
    g_application_quit (G_APPLICATION (stage->application));
  else
    g_error ("No such word: %s", line);

  return G_SOURCE_CONTINUE;
}

static DoorNotice *
make_notice (void)
{
  g_autoptr (DoorOrigin) server = door_origin_new_for_uri ("https://intranet.example", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (bars); i++)
    if (g_str_equal (bars[i].name, option_bar))
      return door_notice_new (bars[i].kind, server, "bearer", option_can_sign_in);
  g_error ("No such bar: %s", option_bar);
}

static DoorPrompt *
make_prompt (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DoorOrigin) server
      = door_origin_new_for_uri (option_server != NULL ? option_server : "https://intranet.example",
                                 &error);
  g_autoptr (DoorProtectionSpace) space = NULL;
  DoorPrompt *prompt;

  g_assert_no_error (error);
  space = door_protection_space_new (option_proxy ? DOOR_TARGET_PROXY : DOOR_TARGET_ORIGIN, server,
                                     option_realm != NULL ? option_realm : "Staff");
  prompt = door_prompt_new (1, space, option_scheme != NULL ? option_scheme : "basic",
                            option_unencrypted, option_remember);
  door_prompt_open (prompt);
  for (int i = 0; i < option_refusals + (option_submitted ? 1 : 0); i++)
    {
      SecretValue *password = secret_value_new ("wrong", -1, "text/plain");

      door_prompt_submit (prompt, option_user != NULL ? option_user : "anna", password, FALSE,
                          &error);
      g_assert_no_error (error);
      secret_value_unref (password);
      if (i < option_refusals)
        door_prompt_ask_again (prompt, 1, TRUE);
    }

  return prompt;
}

static GtkWidget *
make_page (Stage *stage)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);
  GtkWidget *text = gtk_label_new (page_text);
  GtkWidget *long_text = gtk_label_new (NULL);
  GtkWidget *scroller = gtk_scrolled_window_new ();
  g_autoptr (GString) lines = g_string_new (NULL);

  for (int i = 1; i <= 80; i++)
    g_string_append_printf (lines, "Line %d of the page\n", i);
  gtk_label_set_label (GTK_LABEL (long_text), lines->str);
  gtk_label_set_wrap (GTK_LABEL (text), TRUE);
  gtk_label_set_xalign (GTK_LABEL (text), 0);
  gtk_label_set_xalign (GTK_LABEL (long_text), 0);
  stage->page_button = gtk_button_new_with_label ("Button of the page");
  g_signal_connect (stage->page_button, "clicked", G_CALLBACK (on_page_clicked), NULL);
  gtk_widget_set_margin_start (box, 24);
  gtk_widget_set_margin_end (box, 24);
  gtk_widget_set_margin_top (box, 24);
  gtk_box_append (GTK_BOX (box), text);
  gtk_box_append (GTK_BOX (box), stage->page_button);
  gtk_box_append (GTK_BOX (box), long_text);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), box);
  gtk_widget_set_vexpand (scroller, TRUE);
  gtk_widget_add_css_class (scroller, "view");
  g_signal_connect (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller)),
                    "value-changed", G_CALLBACK (on_page_scrolled), NULL);

  return scroller;
}

static void
on_activate (AdwApplication *application, Stage *stage)
{
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *toolbar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *location = gtk_entry_new ();
  GtkWidget *page = make_page (stage);

  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi",
                (int)(96 * PANGO_SCALE * option_text_scale), NULL);

  stage->host = g_object_new (DOOR_TYPE_SHEET_HOST, NULL);
  stage->cover = DOOR_PAGE_COVER (door_page_cover_new (page));
  gtk_widget_set_vexpand (GTK_WIDGET (stage->cover), TRUE);

  gtk_widget_add_css_class (toolbar, "doortoolbar");
  gtk_editable_set_text (GTK_EDITABLE (location), "https://intranet.example/members");
  gtk_widget_set_hexpand (location, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (location), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  "Location", -1);
  g_signal_connect (location, "changed", G_CALLBACK (on_entry_changed), NULL);
  gtk_box_append (GTK_BOX (toolbar), gtk_button_new_from_icon_name ("go-previous-symbolic"));
  gtk_box_append (GTK_BOX (toolbar), gtk_button_new_from_icon_name ("view-refresh-symbolic"));
  gtk_box_append (GTK_BOX (toolbar), location);

  gtk_box_append (GTK_BOX (content), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (content), toolbar);
  if (option_bar != NULL)
    {
      g_autoptr (DoorNotice) notice = make_notice ();
      GtkWidget *bar = door_auth_bar_new ();

      door_auth_bar_set_notice (DOOR_AUTH_BAR (bar), notice);
      gtk_box_append (GTK_BOX (content), bar);
    }
  gtk_box_append (GTK_BOX (content), GTK_WIDGET (stage->cover));
  g_object_set (stage->host, "content", content, "anchor", toolbar, NULL);

  stage->window = GTK_WINDOW (adw_application_window_new (GTK_APPLICATION (application)));
  gtk_window_set_title (stage->window, "Sheet stage");
  gtk_window_set_default_size (stage->window, option_width, option_height);
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (stage->window),
                                      GTK_WIDGET (stage->host));
  gtk_window_present (stage->window);

  if (option_bar == NULL)
    {
      stage->prompt = make_prompt ();
      g_signal_connect (stage->prompt, "submitted", G_CALLBACK (on_submitted), NULL);
      g_signal_connect (stage->prompt, "closed", G_CALLBACK (on_closed), stage);
      door_page_cover_set_covered (stage->cover, TRUE);
      door_sheet_host_set_sheet (stage->host,
                                 DOOR_LOGIN_SHEET (door_login_sheet_new (stage->prompt)), TRUE);
      gtk_widget_grab_focus (GTK_WIDGET (door_sheet_host_get_sheet (stage->host)));
    }
  say ("ready");
}

int
main (int argc, char **argv)
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GIOChannel) input = g_io_channel_unix_new (0);
  g_autoptr (GError) error = NULL;
  Stage stage = { 0 };
  int status;

  setlocale (LC_ALL, "");
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    g_error ("%s", error->message);

  stage.application = adw_application_new ("org.doorward.Doorward", G_APPLICATION_NON_UNIQUE);
  g_signal_connect (stage.application, "activate", G_CALLBACK (on_activate), &stage);
  g_io_add_watch (input, G_IO_IN | G_IO_HUP, on_input, &stage);
  status = g_application_run (G_APPLICATION (stage.application), 0, NULL);

  g_clear_object (&stage.prompt);
  g_clear_object (&stage.application);
  return status;
}
