/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "door-listed-login.h"

#include <string.h>

#include "door-display-text.h"

struct _DoorListedLogin
{
  GObject parent_instance;

  DoorSavedLogin *login;
  char *place;
  char *folded; /* what is searched in: place, user name and realm */
};

G_DEFINE_FINAL_TYPE (DoorListedLogin, door_listed_login, G_TYPE_OBJECT)

static void
door_listed_login_finalize (GObject *object)
{
  DoorListedLogin *self = DOOR_LISTED_LOGIN (object);

  door_saved_login_unref (self->login);
  g_free (self->place);
  g_free (self->folded);

  G_OBJECT_CLASS (door_listed_login_parent_class)->finalize (object);
}

static void
door_listed_login_class_init (DoorListedLoginClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = door_listed_login_finalize;
}

static void
door_listed_login_init (DoorListedLogin *self)
{
}

/**
 * door_listed_login_new:
 * @login: what a keyring has
 *
 * Returns: (transfer full): an item for a list
 */
DoorListedLogin *
door_listed_login_new (DoorSavedLogin *login)
{
  DoorListedLogin *self = g_object_new (DOOR_TYPE_LISTED_LOGIN, NULL);
  DoorProtectionSpace *space = door_saved_login_get_space (login);
  g_autofree char *realm = door_display_text_for_realm (door_protection_space_get_realm (space));
  g_autofree char *text = NULL;

  self->login = door_saved_login_ref (login);
  self->place = door_display_text_for_origin (door_protection_space_get_server (space));
  text = g_strjoin ("\n", self->place, door_saved_login_get_username (login), realm, NULL);
  self->folded = g_utf8_casefold (text, -1);

  return self;
}

DoorSavedLogin *
door_listed_login_get_login (DoorListedLogin *self)
{
  g_return_val_if_fail (DOOR_IS_LISTED_LOGIN (self), NULL);

  return self->login;
}

/**
 * door_listed_login_get_place:
 *
 * Returns: the host, and the port where it is not the usual one, safe to be shown
 */
const char *
door_listed_login_get_place (DoorListedLogin *self)
{
  g_return_val_if_fail (DOOR_IS_LISTED_LOGIN (self), NULL);

  return self->place;
}

/**
 * door_listed_login_matches:
 * @folded: what is looked for, as g_utf8_casefold() leaves it
 *
 * Returns: whether the server, the user name or the realm has it in it
 */
gboolean
door_listed_login_matches (DoorListedLogin *self, const char *folded)
{
  g_return_val_if_fail (DOOR_IS_LISTED_LOGIN (self), FALSE);

  return strstr (self->folded, folded) != NULL;
}

/**
 * door_listed_login_compare:
 *
 * Returns: the order of a list: by server, user name and realm
 */
int
door_listed_login_compare (DoorListedLogin *a, DoorListedLogin *b)
{
  return strcmp (a->folded, b->folded);
}
