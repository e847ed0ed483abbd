/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-auth-bar.h"

#include <glib/gi18n-lib.h>

#include "door-child-focus.h"
#include "door-display-text.h"

struct _DoorAuthBar
{
  GtkWidget parent_instance;

  DoorNotice *notice;

  GtkWidget *contents;
  GtkLabel *message;
  GtkWidget *sign_in;
  GtkWidget *resend;
};

G_DEFINE_FINAL_TYPE (DoorAuthBar, door_auth_bar, GTK_TYPE_WIDGET)

enum
{
  PROP_NOTICE = 1,
  N_PROPS
};

enum
{
  SIGN_IN,
  RESEND,
  DISMISSED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static char *
message_for_notice (DoorNotice *notice)
{
  DoorOrigin *server = door_notice_get_server (notice);
  g_autofree char *place
      = server != NULL ? door_display_text_for_origin (server) : g_strdup (_ ("This server"));
  g_autofree char *proxy = NULL;
  g_autofree char *scheme = NULL;

  switch (door_notice_get_kind (notice))
    {
    case DOOR_NOTICE_SUPPRESSED:
      return g_strdup_printf (_ ("You are not signed in to %s."), place);
    case DOOR_NOTICE_PART:
      return g_strdup_printf (_ ("Parts of this page need a login at %s."), place);
    case DOOR_NOTICE_DOWNLOAD_LOGIN:
      return g_strdup_printf (_ ("A download needs a login at %s."), place);
    case DOOR_NOTICE_UNKNOWN_SCHEME:
      scheme = door_display_text_for_scheme (door_notice_get_scheme (notice));
      /* TRANSLATORS: a host, and the name of an authentication scheme, such as Bearer. */
      return g_strdup_printf (_ ("%1$s asks for %2$s, which Doorward cannot answer."), place,
                              scheme);
    case DOOR_NOTICE_NO_CHALLENGE:
      return g_strdup_printf (_ ("%s refuses access, but does not say how to sign in."), place);
    case DOOR_NOTICE_MALFORMED:
      return g_strdup_printf (_ ("%s asks for a login in a way that cannot be understood."), place);
    case DOOR_NOTICE_POLICY:
      return g_strdup_printf (_ ("Signing in to %s is not allowed on this computer."), place);
    case DOOR_NOTICE_LOGIN_REFUSED:
      return g_strdup_printf (_ ("%s does not accept the login of this computer. Please tell those "
                                 "who look after it."),
                              place);
    case DOOR_NOTICE_LOGIN_UNAVAILABLE:
      return g_strdup_printf (_ ("This computer cannot sign in to %s at the moment. Please tell "
                                 "those who look after it."),
                              place);
    case DOOR_NOTICE_SLOW_BODY:
      return g_strdup_printf (_ ("%s asks for a login, but its page is still loading."), place);
    case DOOR_NOTICE_PROXY:
      return g_strdup_printf (_ ("The proxy %s asks for a login, which Doorward does not give it."),
                              place);
    case DOOR_NOTICE_PROXY_LOGIN:
      proxy = door_display_text_for_proxy (server);
      return g_strdup_printf (_ ("You are not signed in to the proxy %s."), proxy);
    case DOOR_NOTICE_PROXY_PART:
      proxy = door_display_text_for_proxy (server);
      return g_strdup_printf (_ ("Parts of this page need a login at the proxy %s."), proxy);
    case DOOR_NOTICE_USERINFO:
      return g_strdup_printf (_ ("A user name in the link to %s was left out."), place);
    case DOOR_NOTICE_PART_REFUSED:
      return g_strdup_printf (
          _ ("A part of this page, from %s, may not be shown on this computer."), place);
    case DOOR_NOTICE_DOWNLOAD:
      return g_strdup (_ ("Nothing may be downloaded to this computer."));
    case DOOR_NOTICE_SIGNED_IN:
      return g_strdup_printf (
          _ ("You are signed in to %s now. To load this page again loses what you have typed."),
          place);
    case DOOR_NOTICE_RESEND:
      return g_strdup (_ ("To load this page again, the form has to be sent again."));
    default:
      g_return_val_if_reached (NULL);
    }
}

static void
on_sign_in (DoorAuthBar *self)
{
  g_signal_emit (self, signals[SIGN_IN], 0);
}

static void
on_resend (DoorAuthBar *self)
{
  g_signal_emit (self, signals[RESEND], 0);
}

static void
on_dismissed (DoorAuthBar *self)
{
  g_signal_emit (self, signals[DISMISSED], 0);
}

static void
door_auth_bar_dispose (GObject *object)
{
  DoorAuthBar *self = DOOR_AUTH_BAR (object);

  g_clear_pointer (&self->contents, gtk_widget_unparent);
  g_clear_object (&self->notice);
  G_OBJECT_CLASS (door_auth_bar_parent_class)->dispose (object);
}

static void
door_auth_bar_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_NOTICE:
      g_value_set_object (value, DOOR_AUTH_BAR (object)->notice);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
door_auth_bar_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_NOTICE:
      door_auth_bar_set_notice (DOOR_AUTH_BAR (object), g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
door_auth_bar_class_init (DoorAuthBarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = door_auth_bar_dispose;
  object_class->get_property = door_auth_bar_get_property;
  object_class->set_property = door_auth_bar_set_property;
  widget_class->focus = door_child_focus;

  properties[PROP_NOTICE]
      = g_param_spec_object ("notice", NULL, NULL, DOOR_TYPE_NOTICE,
                             G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGN_IN] = g_signal_new ("sign-in", DOOR_TYPE_AUTH_BAR, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
  signals[RESEND] = g_signal_new ("resend", DOOR_TYPE_AUTH_BAR, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 0);
  signals[DISMISSED] = g_signal_new ("dismissed", DOOR_TYPE_AUTH_BAR, G_SIGNAL_RUN_LAST, 0, NULL,
                                     NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/doorward/Doorward/ui/door-auth-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, DoorAuthBar, contents);
  gtk_widget_class_bind_template_child (widget_class, DoorAuthBar, message);
  gtk_widget_class_bind_template_child (widget_class, DoorAuthBar, sign_in);
  gtk_widget_class_bind_template_child (widget_class, DoorAuthBar, resend);
  gtk_widget_class_bind_template_callback (widget_class, on_sign_in);
  gtk_widget_class_bind_template_callback (widget_class, on_resend);
  gtk_widget_class_bind_template_callback (widget_class, on_dismissed);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "authbar");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_ALERT);
}

static void
door_auth_bar_init (DoorAuthBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * door_auth_bar_new:
 *
 * Returns: (transfer floating): a bar without a notice
 */
GtkWidget *
door_auth_bar_new (void)
{
  return g_object_new (DOOR_TYPE_AUTH_BAR, NULL);
}

/**
 * door_auth_bar_set_notice:
 * @self: a bar
 * @notice: (nullable): what to say, %NULL to hide the bar
 */
void
door_auth_bar_set_notice (DoorAuthBar *self, DoorNotice *notice)
{
  g_return_if_fail (DOOR_IS_AUTH_BAR (self));
  g_return_if_fail (notice == NULL || DOOR_IS_NOTICE (notice));

  if (!g_set_object (&self->notice, notice))
    return;

  if (notice != NULL)
    {
      g_autofree char *message = message_for_notice (notice);

      gtk_label_set_label (self->message, message);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, message,
                                      -1);
      gtk_widget_set_visible (self->sign_in, door_notice_get_can_sign_in (notice));
      gtk_widget_set_visible (self->resend,
                              door_notice_get_kind (notice) == DOOR_NOTICE_RESEND
                                  || door_notice_get_kind (notice) == DOOR_NOTICE_SIGNED_IN);
      gtk_button_set_label (GTK_BUTTON (self->resend),
                            door_notice_get_kind (notice) == DOOR_NOTICE_SIGNED_IN
                                ? _ ("Reload")
                                : _ ("Send Again"));
    }
  gtk_widget_set_visible (GTK_WIDGET (self), notice != NULL);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NOTICE]);
}

/**
 * door_auth_bar_get_notice:
 * @self: a bar
 *
 * Returns: (transfer none) (nullable): what the bar says
 */
DoorNotice *
door_auth_bar_get_notice (DoorAuthBar *self)
{
  g_return_val_if_fail (DOOR_IS_AUTH_BAR (self), NULL);
  return self->notice;
}
