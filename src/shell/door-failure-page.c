/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-failure-page.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "door-display-text.h"

struct _DoorFailurePage
{
  GtkWidget parent_instance;

  DoorPage *page;

  GtkWidget *status;
  GtkLabel *details;
  GtkWidget *again;
  GtkWidget *back;
  GtkExpander *risk;
};

G_DEFINE_FINAL_TYPE (DoorFailurePage, door_failure_page, GTK_TYPE_WIDGET)

/* What is wrong with a certificate, worst first. */
static const struct
{
  GTlsCertificateFlags flag;
  const char *text;
} certificate_faults[] = {
  { G_TLS_CERTIFICATE_REVOKED, N_ ("The certificate was revoked by its issuer.") },
  { G_TLS_CERTIFICATE_BAD_IDENTITY, N_ ("The certificate belongs to another name.") },
  { G_TLS_CERTIFICATE_UNKNOWN_CA, N_ ("Nobody whom this computer trusts issued the certificate.") },
  { G_TLS_CERTIFICATE_EXPIRED, N_ ("The certificate has expired.") },
  { G_TLS_CERTIFICATE_NOT_ACTIVATED, N_ ("The certificate is not valid yet.") },
  { G_TLS_CERTIFICATE_INSECURE, N_ ("The certificate is signed in a way that is no longer safe.") },
  { G_TLS_CERTIFICATE_GENERIC_ERROR, N_ ("The certificate could not be checked.") },
};

static char *
describe_certificate (GTlsCertificateFlags faults)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (certificate_faults); i++)
    if ((faults & certificate_faults[i].flag) != 0)
      {
        if (text->len > 0)
          g_string_append_c (text, '\n');
        g_string_append (text, _ (certificate_faults[i].text));
      }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
place_of (const DoorFailedLoad *load)
{
  const char *uri = load != NULL ? load->uri : NULL;
  g_autoptr (DoorOrigin) server = uri != NULL ? door_origin_new_for_uri (uri, NULL) : NULL;

  return server != NULL ? door_display_text_for_origin (server) : g_strdup (_ ("This server"));
}

static void
show (DoorFailurePage *self,
      const char *icon,
      const char *title,
      const char *description,
      const char *details)
{
  g_autofree char *escaped
      = description != NULL ? g_markup_escape_text (description, -1) : g_strdup ("");

  adw_status_page_set_icon_name (ADW_STATUS_PAGE (self->status), icon);
  adw_status_page_set_title (ADW_STATUS_PAGE (self->status), title);
  adw_status_page_set_description (ADW_STATUS_PAGE (self->status), escaped);
  gtk_label_set_label (self->details, details != NULL ? details : "");
  gtk_widget_set_visible (GTK_WIDGET (self->details), details != NULL && *details != '\0');
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
}

/* What was refused: the server of a page, or else the kind of address. */
static void
show_refused (DoorFailurePage *self, const DoorFailedLoad *load, const char *place)
{
  const char *scheme = load->uri != NULL ? g_uri_peek_scheme (load->uri) : NULL;
  g_autofree char *text = NULL;

  if (scheme == NULL || g_str_has_prefix (scheme, "http") || g_str_equal (scheme, "blob"))
    text = g_strdup_printf (_ ("Pages from %s may not be shown on this computer."), place);
  else
    text = g_strdup_printf (_ ("Addresses that begin with “%s:” may not be opened on this "
                               "computer."),
                            scheme);
  show (self, "action-unavailable-symbolic", _ ("Not Allowed Here"), text, NULL);
}

static void
update (DoorFailurePage *self)
{
  const DoorFailedLoad *load = door_page_get_failed_load (self->page);
  DoorPageFailure failure;
  g_autofree char *place = NULL;
  g_autofree char *text = NULL;
  g_autofree char *details = NULL;
  g_autofree char *proxy = NULL;

  /* It goes as a whole, with the focus that may be in it. */
  if (load == NULL)
    return;

  failure = load->failure;
  place = place_of (load);
  gtk_widget_set_visible (GTK_WIDGET (self->risk), failure == DOOR_PAGE_FAILURE_TLS);
  gtk_expander_set_expanded (self->risk, FALSE);
  gtk_widget_set_visible (self->again, failure != DOOR_PAGE_FAILURE_REFUSED);
  gtk_widget_set_visible (self->back, failure == DOOR_PAGE_FAILURE_REFUSED
                                          && door_page_can_leave_failure (self->page));

  switch (failure)
    {
    case DOOR_PAGE_FAILURE_TLS:
      text = g_strdup_printf (_ ("%s did not prove to be what it says it is. Somebody may be "
                                 "between you and it, or it is not set up properly."),
                              place);
      details = describe_certificate (load->tls_errors);
      show (self, "dialog-warning-symbolic", _ ("This Connection Is Not Safe"), text, details);
      break;
    case DOOR_PAGE_FAILURE_LOAD:
      text = g_strdup_printf (_ ("%s could not be reached, or did not send this page."), place);
      show (self, "network-offline-symbolic", _ ("Page Not Loaded"), text, load->message);
      break;
    case DOOR_PAGE_FAILURE_PORT:
      text = g_strdup_printf (_ ("The port in %s is meant for something other than web pages. "
                                 "Nothing was sent to it: another service could take what a page "
                                 "asks for as orders to itself."),
                              place);
      show (self, "network-offline-symbolic", _ ("This Port Is Not for Web Pages"), text, NULL);
      break;
    case DOOR_PAGE_FAILURE_CRASHED:
      show (self, "face-sad-symbolic", _ ("This Page Stopped"),
            _ ("The program that showed it has ended. Other pages are not affected."), NULL);
      break;
    case DOOR_PAGE_FAILURE_BODY:
      text = g_strdup_printf (_ ("%s wants you to sign in, and sent nothing that could be shown "
                                 "here meanwhile."),
                              place);
      show (self, "dialog-password-symbolic", _ ("Login Needed"), text, NULL);
      break;
    case DOOR_PAGE_FAILURE_PROXY:
      proxy = door_display_text_for_proxy (load->proxy);
      /* TRANSLATORS: a proxy, a web site, and that web site again. */
      text = g_strdup_printf (
          _ ("The proxy %1$s lets nothing through to %2$s before you have signed "
             "in to the proxy. Nothing was loaded from %2$s."),
          proxy, place);
      show (self, "dialog-password-symbolic", _ ("The Proxy Wants a Login"), text, NULL);
      break;
    case DOOR_PAGE_FAILURE_REFUSED:
      show_refused (self, load, place);
      break;
    case DOOR_PAGE_FAILURE_NONE:
    default:
      break;
    }
}

static void
on_again (DoorFailurePage *self)
{
  door_page_reload (self->page, FALSE);
}

static void
on_back (DoorFailurePage *self)
{
  door_page_leave_failure (self->page);
}

static void
on_answer (AdwMessageDialog *dialog, const char *response, DoorFailurePage *self)
{
  if (g_str_equal (response, "accept")
      && door_page_get_failure (self->page) == DOOR_PAGE_FAILURE_TLS)
    door_page_accept_certificate (self->page);
}

static void
on_accept (DoorFailurePage *self)
{
  g_autofree char *place = place_of (door_page_get_failed_load (self->page));
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                              _ ("Accept This Certificate?"), NULL);

  adw_message_dialog_format_body (ADW_MESSAGE_DIALOG (dialog),
                                  _ ("Until Doorward is closed, everything at %s that shows this "
                                     "certificate is trusted."),
                                  place);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), "accept",
                                    _ ("_Accept"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "accept",
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_answer), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
door_failure_page_dispose (GObject *object)
{
  DoorFailurePage *self = DOOR_FAILURE_PAGE (object);

  g_clear_pointer (&self->status, gtk_widget_unparent);
  g_clear_object (&self->page);
  G_OBJECT_CLASS (door_failure_page_parent_class)->dispose (object);
}

static gboolean
door_failure_page_grab_focus (GtkWidget *widget)
{
  DoorFailurePage *self = DOOR_FAILURE_PAGE (widget);

  return gtk_widget_grab_focus (gtk_widget_get_visible (self->back) ? self->back : self->again);
}

static void
door_failure_page_class_init (DoorFailurePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = door_failure_page_dispose;
  widget_class->grab_focus = door_failure_page_grab_focus;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/doorward/Doorward/ui/door-failure-page.ui");
  gtk_widget_class_bind_template_child (widget_class, DoorFailurePage, status);
  gtk_widget_class_bind_template_child (widget_class, DoorFailurePage, details);
  gtk_widget_class_bind_template_child (widget_class, DoorFailurePage, again);
  gtk_widget_class_bind_template_child (widget_class, DoorFailurePage, back);
  gtk_widget_class_bind_template_child (widget_class, DoorFailurePage, risk);
  gtk_widget_class_bind_template_callback (widget_class, on_again);
  gtk_widget_class_bind_template_callback (widget_class, on_back);
  gtk_widget_class_bind_template_callback (widget_class, on_accept);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "failurepage");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
door_failure_page_init (DoorFailurePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * door_failure_page_new:
 * @page: a page
 *
 * Returns: (transfer floating): what to show as long as @page has a failure
 */
GtkWidget *
door_failure_page_new (DoorPage *page)
{
  DoorFailurePage *self = g_object_new (DOOR_TYPE_FAILURE_PAGE, NULL);

  self->page = g_object_ref (page);
  g_signal_connect_object (page, "notify::failure", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);

  return GTK_WIDGET (self);
}
