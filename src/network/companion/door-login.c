/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-login.h"

typedef struct
{
  DoorProtectionSpace *space;
  char *username;
  SecretValue *password;
  guint generation;
  GUri *place; /* or NULL */
} DoorLoginPrivate;

enum
{
  PROP_SPACE = 1,
  N_PROPERTIES
};

enum
{
  SIGNED_IN,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPERTIES];
static guint signals[N_SIGNALS];

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (DoorLogin, door_login, G_TYPE_OBJECT)

static void
door_login_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  DoorLoginPrivate *priv = door_login_get_instance_private (DOOR_LOGIN (object));

  switch (id)
    {
    case PROP_SPACE:
      priv->space = g_value_dup_boxed (value);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
door_login_finalize (GObject *object)
{
  DoorLoginPrivate *priv = door_login_get_instance_private (DOOR_LOGIN (object));

  door_protection_space_unref (priv->space);
  g_free (priv->username);
  g_clear_pointer (&priv->password, secret_value_unref);
  g_clear_pointer (&priv->place, g_uri_unref);

  G_OBJECT_CLASS (door_login_parent_class)->finalize (object);
}

static DoorStanding
take_as_refusal (DoorLogin *self,
                 DoorChallenge *challenge,
                 const DoorLoginRequest *request,
                 DoorDigestAnswer *answer)
{
  return DOOR_STANDING_REFUSED;
}

static void
ignore_info (DoorLogin *self, const char *info, DoorDigestAnswer *answer)
{
}

static void
ignore_change (DoorLogin *self)
{
}

static void
door_login_class_init (DoorLoginClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->set_property = door_login_set_property;
  object_class->finalize = door_login_finalize;

  klass->challenge = take_as_refusal;
  klass->got_info = ignore_info;
  klass->credentials_changed = ignore_change;

  properties[PROP_SPACE]
      = g_param_spec_boxed ("space", NULL, NULL, DOOR_TYPE_PROTECTION_SPACE,
                            G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  signals[SIGNED_IN] = g_signal_new ("signed-in", DOOR_TYPE_LOGIN, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                     NULL, G_TYPE_NONE, 0);
}

static void
door_login_init (DoorLogin *self)
{
}

/**
 * door_login_copy:
 * @login: a login that has credentials
 *
 * Returns: (transfer full): another one with the same credentials and nothing else
 */
DoorLogin *
door_login_copy (DoorLogin *login)
{
  DoorLoginPrivate *priv = door_login_get_instance_private (login);
  DoorLogin *copy = g_object_new (G_OBJECT_TYPE (login), "space", priv->space, NULL);

  door_login_set_credentials (copy, priv->username, priv->password);

  return copy;
}

DoorProtectionSpace *
door_login_get_space (DoorLogin *self)
{
  DoorLoginPrivate *priv = door_login_get_instance_private (self);

  return priv->space;
}

static void
change_credentials (DoorLogin *self, const char *username, SecretValue *password)
{
  DoorLoginPrivate *priv = door_login_get_instance_private (self);

  if (password != NULL)
    secret_value_ref (password);
  g_clear_pointer (&priv->password, secret_value_unref);
  priv->password = password;
  g_free (priv->username);
  priv->username = g_strdup (username);
  priv->generation++;
  DOOR_LOGIN_GET_CLASS (self)->credentials_changed (self);
}

/**
 * door_login_set_credentials:
 * @username: the user name, in UTF-8
 * @password: the password, in UTF-8
 *
 * Signs in, or in as another one.
 */
void
door_login_set_credentials (DoorLogin *self, const char *username, SecretValue *password)
{
  gboolean had_credentials = door_login_has_credentials (self);

  g_return_if_fail (username != NULL && password != NULL);

  change_credentials (self, username, password);
  if (!had_credentials)
    g_signal_emit (self, signals[SIGNED_IN], 0);
}

/**
 * door_login_clear_credentials:
 *
 * Signs out: no request carries this login from now on.
 */
void
door_login_clear_credentials (DoorLogin *self)
{
  if (door_login_has_credentials (self))
    change_credentials (self, NULL, NULL);
}

gboolean
door_login_has_credentials (DoorLogin *self)
{
  DoorLoginPrivate *priv = door_login_get_instance_private (self);

  return priv->password != NULL;
}

const char *
door_login_get_username (DoorLogin *self)
{
  DoorLoginPrivate *priv = door_login_get_instance_private (self);

  return priv->username;
}

SecretValue *
door_login_get_password (DoorLogin *self)
{
  DoorLoginPrivate *priv = door_login_get_instance_private (self);

  return priv->password;
}

/**
 * door_login_get_generation:
 *
 * Returns: a number that is another one whenever the credentials are
 */
guint
door_login_get_generation (DoorLogin *self)
{
  DoorLoginPrivate *priv = door_login_get_instance_private (self);

  return priv->generation;
}

/**
 * door_login_set_place:
 * @uri: where the login was last asked for, or is going to be used
 */
void
door_login_set_place (DoorLogin *self, GUri *uri)
{
  DoorLoginPrivate *priv = door_login_get_instance_private (self);

  g_uri_ref (uri);
  g_clear_pointer (&priv->place, g_uri_unref);
  priv->place = uri;
}

/**
 * door_login_get_place:
 *
 * Returns: (transfer none) (nullable): what door_login_set_place() has set, %NULL before that
 */
GUri *
door_login_get_place (DoorLogin *self)
{
  DoorLoginPrivate *priv = door_login_get_instance_private (self);

  return priv->place;
}

/**
 * door_login_can_answer:
 * @challenge: a challenge of this scheme and realm
 *
 * Returns: whether it can be answered, given credentials
 */
gboolean
door_login_can_answer (DoorLogin *self, DoorChallenge *challenge)
{
  return DOOR_LOGIN_GET_CLASS (self)->can_answer (self, challenge);
}

/**
 * door_login_challenge:
 * @challenge: a challenge that can be answered
 * @request: (nullable): the request that it came back for, if there was one
 * @answer: (nullable): what @request was sent with
 *
 * Takes what is needed from @challenge to answer it.
 *
 * Returns: what it says of the credentials that the request was sent with, if it was
 */
DoorStanding
door_login_challenge (DoorLogin *self,
                      DoorChallenge *challenge,
                      const DoorLoginRequest *request,
                      DoorDigestAnswer *answer)
{
  return DOOR_LOGIN_GET_CLASS (self)->challenge (self, challenge, request, answer);
}

/**
 * door_login_authorize:
 * @request: what is about to be sent
 * @answer: (out) (transfer full) (nullable): what to hand back when its response is there
 *
 * Returns: (transfer full) (nullable): the value of the Authorization or Proxy-Authorization
 *   field, or %NULL if a challenge is needed first
 */
char *
door_login_authorize (DoorLogin *self, const DoorLoginRequest *request, DoorDigestAnswer **answer)
{
  *answer = NULL;

  if (!door_login_has_credentials (self))
    return NULL;

  return DOOR_LOGIN_GET_CLASS (self)->authorize (self, request, answer);
}

/**
 * door_login_got_info:
 * @info: the value of an Authentication-Info or Proxy-Authentication-Info field
 * @answer: (nullable): what the request was sent with
 */
void
door_login_got_info (DoorLogin *self, const char *info, DoorDigestAnswer *answer)
{
  DOOR_LOGIN_GET_CLASS (self)->got_info (self, info, answer);
}

/**
 * door_login_get_paths:
 * @uri: where the login is asked for
 *
 * Returns: (transfer full) (element-type utf8): the paths below which requests carry it unasked,
 *   in the form of soup_auth_get_protection_space()
 */
GSList *
door_login_get_paths (DoorLogin *self, GUri *uri)
{
  return DOOR_LOGIN_GET_CLASS (self)->get_paths (self, uri);
}
