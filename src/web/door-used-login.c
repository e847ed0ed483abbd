/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-used-login.h"

#include <libsoup/soup.h>

#include "door-login-field.h"

struct _DoorUsedLogin
{
  GObject parent_instance;

  DoorWebContext *context;
  DoorVault *vault;    /* owned by the context */
  WebKitWebView *view; /* not owned: the page owns both */
  DoorPageLogin *known;

  DoorOrigin *server; /* NULL: the page is from none */
  gboolean is_told;   /* whether the companion has said what there is to say */
  char *realm;        /* of the login, NULL: none was used */
  DoorCredentials *login;

  gboolean next_is_told; /* likewise, of the page that has been answered and is not shown yet */
  char *next_realm;
};

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DoorUsedLogin, door_used_login, G_TYPE_OBJECT)

static void
door_used_login_finalize (GObject *object)
{
  DoorUsedLogin *self = DOOR_USED_LOGIN (object);

  g_clear_pointer (&self->login, door_credentials_unref);
  g_clear_pointer (&self->server, door_origin_unref);
  g_free (self->next_realm);
  g_free (self->realm);
  g_object_unref (self->known);
  g_object_unref (self->context);

  G_OBJECT_CLASS (door_used_login_parent_class)->finalize (object);
}

static void
door_used_login_class_init (DoorUsedLoginClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = door_used_login_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
door_used_login_init (DoorUsedLogin *self)
{
}

static char *
dup_realm (WebKitURIResponse *response)
{
  SoupMessageHeaders *headers = webkit_uri_response_get_http_headers (response);

  return headers != NULL
             ? door_login_field_read (soup_message_headers_get_one (headers, DOOR_LOGIN_FIELD))
             : NULL;
}

/* What answers for every realm, and a realm that WebKit spells in another way, is not found by it:
 * then it is what there is. */
static DoorCredentials *
find_login (DoorUsedLogin *self)
{
  g_autoptr (DoorProtectionSpace) space = NULL;
  DoorCredentials *login;

  if (self->server == NULL || self->realm == NULL)
    return NULL;

  space = door_protection_space_new (DOOR_TARGET_ORIGIN, self->server, self->realm);
  login = door_vault_lookup (self->vault, space, NULL);
  if (login == NULL)
    return door_page_login_get (self->known);

  return door_credentials_is_accepted (login) ? login : NULL;
}

/* What was used stays, also when somebody else has signed in by now. */
static void
update_login (DoorUsedLogin *self)
{
  DoorCredentials *login = self->login == NULL ? find_login (self) : NULL;

  if (login == NULL)
    return;

  self->login = door_credentials_ref (login);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_known_changed (DoorUsedLogin *self)
{
  if (!self->is_told)
    g_signal_emit (self, signals[CHANGED], 0);
}

static gboolean
is_of_server (DoorUsedLogin *self, const char *uri)
{
  g_autoptr (DoorOrigin) server = door_origin_new_for_uri (uri, NULL);

  return server != NULL && self->server != NULL && door_origin_equal (server, self->server);
}

static void
on_part_response (WebKitWebResource *resource, GParamSpec *pspec, DoorUsedLogin *self)
{
  WebKitURIResponse *response = webkit_web_resource_get_response (resource);
  g_autofree char *realm = NULL;

  if (response == NULL || !self->is_told
      || resource == webkit_web_view_get_main_resource (self->view)
      || !is_of_server (self, webkit_uri_response_get_uri (response)))
    return;

  realm = dup_realm (response);
  if (realm == NULL)
    return;

  if (self->realm == NULL)
    self->realm = g_steal_pointer (&realm);
  update_login (self);
  if (self->login != NULL)
    door_vault_use (self->vault, self->login, NULL);
}

static void
on_resource_load_started (WebKitWebView *view,
                          WebKitWebResource *resource,
                          WebKitURIRequest *request,
                          DoorUsedLogin *self)
{
  g_signal_connect_object (resource, "notify::response", G_CALLBACK (on_part_response), self, 0);
}

static void
on_load_changed (WebKitWebView *view, WebKitLoadEvent event, DoorUsedLogin *self)
{
  if (event != WEBKIT_LOAD_STARTED)
    return;

  self->next_is_told = FALSE;
  g_clear_pointer (&self->next_realm, g_free);
}

/**
 * door_used_login_new:
 * @context: where logins live
 * @view: what shows the page
 * @known: what login there is for the page
 *
 * Returns: (transfer full): the login of a page that is from nowhere yet
 */
DoorUsedLogin *
door_used_login_new (DoorWebContext *context, WebKitWebView *view, DoorPageLogin *known)
{
  DoorUsedLogin *self;

  g_return_val_if_fail (DOOR_IS_WEB_CONTEXT (context), NULL);
  g_return_val_if_fail (WEBKIT_IS_WEB_VIEW (view), NULL);
  g_return_val_if_fail (DOOR_IS_PAGE_LOGIN (known), NULL);

  self = g_object_new (DOOR_TYPE_USED_LOGIN, NULL);
  self->context = g_object_ref (context);
  self->vault = door_session_get_vault (door_web_context_get_session (context));
  self->view = view;
  self->known = g_object_ref (known);
  g_signal_connect_object (self->vault, "changed", G_CALLBACK (update_login), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (known, "notify::login", G_CALLBACK (on_known_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (view, "load-changed", G_CALLBACK (on_load_changed), self, 0);
  g_signal_connect_object (view, "resource-load-started", G_CALLBACK (on_resource_load_started),
                           self, 0);

  return self;
}

/**
 * door_used_login_get:
 *
 * Returns: (transfer none) (nullable): the login
 */
DoorCredentials *
door_used_login_get (DoorUsedLogin *self)
{
  g_return_val_if_fail (DOOR_IS_USED_LOGIN (self), NULL);

  return self->is_told ? self->login : door_page_login_get (self->known);
}

/**
 * door_used_login_note_response:
 * @response: of a page that is about to be shown, perhaps
 */
void
door_used_login_note_response (DoorUsedLogin *self, WebKitURIResponse *response)
{
  g_return_if_fail (DOOR_IS_USED_LOGIN (self));

  self->next_is_told = door_web_context_has_companion (self->context);
  g_free (self->next_realm);
  self->next_realm = dup_realm (response);
}

/**
 * door_used_login_shown:
 * @uri: (nullable): where the page is from
 *
 * The page is shown from now on.
 */
void
door_used_login_shown (DoorUsedLogin *self, const char *uri)
{
  DoorCredentials *login;

  g_return_if_fail (DOOR_IS_USED_LOGIN (self));

  g_clear_pointer (&self->server, door_origin_unref);
  if (uri != NULL)
    self->server = door_origin_new_for_uri (uri, NULL);
  self->is_told = self->next_is_told;
  g_free (self->realm);
  self->realm = g_steal_pointer (&self->next_realm);
  g_clear_pointer (&self->login, door_credentials_unref);
  login = find_login (self);
  if (login != NULL)
    self->login = door_credentials_ref (login);

  login = door_used_login_get (self);
  if (login != NULL)
    door_vault_use (self->vault, login, NULL);
  g_signal_emit (self, signals[CHANGED], 0);
}

/**
 * door_used_login_signed_out:
 *
 * What is shown is about to be loaded again without the login.
 */
void
door_used_login_signed_out (DoorUsedLogin *self)
{
  g_return_if_fail (DOOR_IS_USED_LOGIN (self));

  g_clear_pointer (&self->realm, g_free);
  g_clear_pointer (&self->login, door_credentials_unref);
  g_signal_emit (self, signals[CHANGED], 0);
}
