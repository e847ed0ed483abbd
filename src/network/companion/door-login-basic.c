/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-login-basic.h"

#include "door-basic.h"

#include <string.h>

struct _DoorLoginBasic
{
  DoorLogin parent_instance;

  DoorBasicCharset charset;
};

G_DEFINE_FINAL_TYPE (DoorLoginBasic, door_login_basic, DOOR_TYPE_LOGIN)

static gboolean
door_login_basic_can_answer (DoorLogin *login, DoorChallenge *challenge)
{
  return door_challenge_get_token68 (challenge) == NULL;
}

static gboolean
is_ascii (DoorLogin *login)
{
  return g_str_is_ascii (door_login_get_username (login))
         && g_str_is_ascii (secret_value_get_text (door_login_get_password (login)));
}

/* What was sent before the server said in which charset may be right in another one. */
static DoorStanding
door_login_basic_challenge (DoorLogin *login,
                            DoorChallenge *challenge,
                            const DoorLoginRequest *request,
                            DoorDigestAnswer *answer)
{
  DoorLoginBasic *self = DOOR_LOGIN_BASIC (login);
  DoorBasicCharset before = self->charset;

  self->charset = door_basic_get_charset (challenge);

  return self->charset != before && door_login_has_credentials (login) && !is_ascii (login)
             ? DOOR_STANDING_GOOD
             : DOOR_STANDING_REFUSED;
}

static char *
door_login_basic_authorize (DoorLogin *login,
                            const DoorLoginRequest *request,
                            DoorDigestAnswer **answer)
{
  DoorLoginBasic *self = DOOR_LOGIN_BASIC (login);
  g_autoptr (GError) error = NULL;
  char *credentials
      = door_basic_authorize (self->charset, door_login_get_username (login),
                              secret_value_get_text (door_login_get_password (login)), &error);

  if (credentials == NULL)
    g_debug ("These credentials cannot be sent: %s", error->message);

  return credentials;
}

/* What is below the last "/" of the path is in the protection space, and so is everything below
 * that (RFC 7617 section 2.2). It ends in the "/", since libsoup compares letters, not segments. */
static GSList *
door_login_basic_get_paths (DoorLogin *login, GUri *uri)
{
  const char *path = g_uri_get_path (uri);
  const char *end = strrchr (path, '/');

  return g_slist_prepend (NULL, end != NULL ? g_strndup (path, end + 1 - path) : g_strdup ("/"));
}

static void
door_login_basic_class_init (DoorLoginBasicClass *klass)
{
  DoorLoginClass *login_class = DOOR_LOGIN_CLASS (klass);

  login_class->can_answer = door_login_basic_can_answer;
  login_class->challenge = door_login_basic_challenge;
  login_class->authorize = door_login_basic_authorize;
  login_class->get_paths = door_login_basic_get_paths;
}

static void
door_login_basic_init (DoorLoginBasic *self)
{
}
